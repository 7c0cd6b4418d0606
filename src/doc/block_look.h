/* What can be seen of each paragraph by itself, and where among all of them the article seems to stand. */
#ifndef DOC_BLOCK_LOOK_H
#define DOC_BLOCK_LOOK_H

#include "doc/block_cut.h"
#include "doc/block_pattern.h"

enum {
  BLOCK_END_NONE,
  BLOCK_END_STOP,
  BLOCK_END_QUESTION,
  BLOCK_END_EXCLAMATION,
  BLOCK_END_ELLIPSIS,
  BLOCK_END_COLON,
  BLOCK_END_OTHER
};
enum { BLOCK_BEGIN_UPPER, BLOCK_BEGIN_LOWER, BLOCK_BEGIN_DIGIT, BLOCK_BEGIN_QUOTE, BLOCK_BEGIN_OTHER };

typedef struct {
  int32_t first, words; /* in block_looks.words */
  int32_t capitals;     /* words that begin with a capital */
  int32_t shouted;      /* words of capitals alone, two letters or more */
  int32_t small;        /* words that are lower case and four letters or more */
  int32_t figures;      /* words that begin with a digit */
  int32_t quotes;       /* double quotation marks */
  int32_t begin, end;   /* BLOCK_BEGIN_..., BLOCK_END_... */
  bool end_quote;
  bool seen_before, seen_after;     /* the same words stand in another paragraph */
  int32_t long_words, long_shared;  /* five letters or more; those that the article's main part has too */
  int32_t name_words, names_shared; /* the same for words with a capital */
  uint64_t matches;                 /* of block_pattern.c */
} block_look;

typedef struct {
  block_look *at;  /* [count] */
  uint32_t *words; /* hash of each word in lower case, digits as one, and in the lowest bits WORD_... */
  int32_t count;
  int32_t main_first, main_last; /* the stretch of paragraphs that holds the most prose; -1 for none */
} block_looks;

enum { WORD_CAPITAL = 1, WORD_LONG = 2 };

block_looks block_looks_of(const text *t, const paragraphs *p, const block_patterns *patterns, arena *a);

/* Is it running text rather than a label? */
static inline bool block_is_prose(const block_look *l) {
  bool sentence = l->end >= BLOCK_END_STOP && l->end <= BLOCK_END_EXCLAMATION;
  return (l->words >= 14 && sentence) || (l->words >= 25 && l->end != BLOCK_END_ELLIPSIS);
}

#endif
