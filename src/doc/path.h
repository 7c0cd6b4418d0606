/* The best sequence of labels under what may follow what (Viterbi). */
#ifndef DOC_PATH_H
#define DOC_PATH_H

#include "base/arena.h"

#include <stdint.h>

/* What may stand before each label: bit p of allowed[label] for the label p, PATH_START for the sequence's
 * beginning. */
typedef struct {
  const uint32_t *allowed; /* [labels] */
} path_rule;

#define PATH_START (1u << 31)

/* scores: [count][labels] log-probabilities; rules: [count] what may stand before each step's labels; a label
 * of `forced` that is not -1 is the only one at its step (forced may be NULL).  labels ≤ 31.  Writes [count]
 * labels; returns the mean log-probability of what was chosen.  A step with no legal way in takes label 0. */
float path_best(const float *scores, int32_t count, int32_t labels, const path_rule *rules,
                const int8_t *forced, int8_t *path, arena *scratch);

#endif
