/* The ranker: a small network that gives each candidate a score, and the candidates' probabilities.
 *
 *   score = out · relu(hidden · features + impression · impressions + bias),
 *   probability = softmax over the candidates
 *
 *   speaker.hidden    f32 [features][width]
 *   speaker.bias      f32 [width]
 *   speaker.out       f32 [width]
 *   speaker.features  strings [features]: those that it was trained with, by name; ours or fewer of them
 *
 * and, of a ranker that sees the network's vectors,
 *
 *   speaker.impression  f32 [IMPRESSION][width] */
#ifndef DOC_RANKER_H
#define DOC_RANKER_H

#include "doc/impression.h"

/* Whether the model was trained with this feature. */
bool ranker_knows(const speaker_model *model, int32_t feature);

typedef struct { /* what is known of all candidates of a quotation */
  float features[CANDIDATES][FEATURE_COUNT];
  float impressions[CANDIDATES][IMPRESSION]; /* read only for a ranker that was trained with them */
} portraits;

/* model may be NULL; traces: as in impressions_read(). */
void portraits_read(const speaker_model *model, const scene *s, int32_t number, const candidates *c,
                    const int8_t *traces, portraits *out);

/* A candidate's score.  model may be NULL: a plain rule. */
float ranker_score(const speaker_model *model, const float *features, const float *impression);

/* How much each feature adds to the score, near these features: out[FEATURE_COUNT]. */
void ranker_weigh(const speaker_model *model, const float *features, const float *impression, float *out);

/* Probabilities from scores, in place; the index of the best. */
int32_t ranker_choose(float *scores, int32_t count);

#endif
