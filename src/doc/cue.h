/* Cues of the user's own list: what speaks for a word, or against it, as the one that hands a quotation over.
 *
 * The weight is added to the logarithm of the odds that the network gives to the word, so that it decides
 * where the network doubts and is overruled where the network is sure.  It counts whole beside a quoted run
 * and before a clause, where quotations are handed over, and half elsewhere. */
#ifndef DOC_CUE_H
#define DOC_CUE_H

#include "doc/list.h"
#include "doc/mark.h"
#include "doc/tag.h"

typedef struct {
  float *weight;  /* [tokens] 0: nothing is known; -INFINITY: never a cue */
  int32_t *entry; /* [tokens] of the list's cues, -1 for none */
} cues;

/* A word matches in each of its forms: "say" is said and saying.  words: [tokens] list_words(). */
cues cues_read(const inq_lists *l, const uint64_t *words, const text *t, const tokens *k, const marks *m,
               const lemma_model *lemmas, arena *a);

/* Makes of log-probabilities [ANCHOR_LABELS] probabilities, with a weight on the cue against none. */
void cue_weigh(const float *anchors, float weight, float *out);

#endif
