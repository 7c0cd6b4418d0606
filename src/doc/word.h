/* What each token is, taken by itself: its lexicon bits, its spelling as a number, its case.
 *
 * Two tokens have the same `id` when they are the same word but for case and dots: "U.S." and "US". */
#ifndef DOC_WORD_H
#define DOC_WORD_H

#include "doc/lexicon.h"
#include "doc/token.h"

enum { WORD_PAGE = 64 }; /* a sentence number rises by two at most from one token to the next */

enum { CASE_NONE, CASE_LOWER, CASE_CAPITAL, CASE_UPPER }; /* NONE: no letter; UPPER: two letters or more */

typedef struct {
  uint32_t bits; /* LEX_... */
  int32_t id;
  int32_t shape; /* CASE_... */
} written;

typedef struct {
  int32_t *way;  /* [tokens] which way of writing */
  written *ways; /* [way_count] each once, as the tokens have it */
  int32_t *page; /* [tokens / WORD_PAGE, and one more] the sentence of each WORD_PAGE-th token, and */
  uint8_t *on;   /* [tokens] how many further each one's is: word_sentence() */
  str *spelling; /* [kinds] of each id: lower case, no dots */
  int32_t way_count, kinds;
  int32_t count; /* tokens */
} words;

words words_read(const text *t, const tokens *k, const lexicon *l, arena *a);

static inline uint32_t word_bits(const words *w, int32_t i) { return w->ways[w->way[i]].bits; }
static inline int32_t word_id(const words *w, int32_t i) { return w->ways[w->way[i]].id; }
static inline int32_t word_shape(const words *w, int32_t i) { return w->ways[w->way[i]].shape; }
static inline str word_spelling(const words *w, int32_t i) { return w->spelling[word_id(w, i)]; }

/* Whether token i is this word, given in lower case without dots. */
static inline bool word_is(const words *w, int32_t i, const char *word) {
  return str_is(word_spelling(w, i), word);
}

/* Which sentence token i is in, by full stops and blocks alone. */
static inline int32_t word_sentence(const words *w, int32_t i) { return w->page[i / WORD_PAGE] + w->on[i]; }

bool word_in(const words *w, int32_t i, const char *const *list); /* list ends with NULL */
bool word_possessive(const words *w, int32_t i);                  /* 's or a lone apostrophe */

#endif
