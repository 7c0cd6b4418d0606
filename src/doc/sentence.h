/* Sentences: runs of tokens, none crosses a block's edge. */
#ifndef DOC_SENTENCE_H
#define DOC_SENTENCE_H

#include "doc/token.h"

typedef struct {
  range *at; /* [count] in order, covering all tokens */
  int32_t count;
} sentences;

/* ends: [tokens] whether the network sees an end behind each token. */
sentences sentences_read(const tokens *k, const uint8_t *ends, arena *a);

#endif
