/* The ranker: a small network that gives each candidate a score, and the candidates' probabilities.
 *
 *   score = out · relu(hidden · features + bias),   probability = softmax over the candidates
 *
 *   speaker.hidden    f32 [features][width]
 *   speaker.bias      f32 [width]
 *   speaker.out       f32 [width]
 *   speaker.features  strings [features]: those that it was trained with, by name; ours or fewer of them */
#ifndef DOC_RANKER_H
#define DOC_RANKER_H

#include "doc/candidate.h"

/* Whether the model was trained with this feature. */
bool ranker_knows(const speaker_model *model, int32_t feature);

float ranker_score(const speaker_model *model, const float *features); /* model may be NULL: a plain rule */

/* How much each feature adds to the score, near these features: out[FEATURE_COUNT]. */
void ranker_weigh(const speaker_model *model, const float *features, float *out);

/* Probabilities from scores, in place; the index of the best. */
int32_t ranker_choose(float *scores, int32_t count);

#endif
