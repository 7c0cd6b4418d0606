/* Words and punctuation, in the manner of the Penn treebank and Universal Dependencies. */
#ifndef DOC_TOKEN_H
#define DOC_TOKEN_H

#include "base/arena.h"
#include "doc/block.h"
#include "doc/text.h"

typedef struct {
  inq_span *at;   /* [count] bytes of the text */
  int32_t *block; /* [count] index of the block each stands in; tokens cross no block's edge */
  int32_t count;
} tokens;

typedef struct {
  int32_t first, last; /* tokens, both within; -1, -1 for none */
} range;

tokens tokens_read(const text *t, const blocks *b, arena *a);

/* Whether it begins with a letter or a digit. */
bool token_is_word(const text *t, const tokens *k, int32_t i);

static inline str token_str(const text *t, const tokens *k, int32_t i) {
  return text_piece(t, k->at[i].start, k->at[i].end);
}

static inline bool token_is(const text *t, const tokens *k, int32_t i, const char *word) {
  return str_is(token_str(t, k, i), word);
}

static inline bool token_begins_block(const tokens *k, int32_t i) {
  return i == 0 || k->block[i - 1] != k->block[i];
}

/* The last token of the block that token i is in. */
static inline int32_t token_block_end(const tokens *k, int32_t i) {
  while (i + 1 < k->count && k->block[i + 1] == k->block[i]) i++;
  return i;
}

/* From token `first` to the end of `last`, and what stands between. */
static inline str tokens_str(const text *t, const tokens *k, int32_t first, int32_t last) {
  return text_piece(t, k->at[first].start, k->at[last].end);
}

#endif
