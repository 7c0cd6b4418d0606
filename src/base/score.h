/* Scores before they become probabilities. */
#ifndef BASE_SCORE_H
#define BASE_SCORE_H

#include <math.h>

/* Training gives no score that comes near these bounds; weights that are no network's may make one infinite, or NaN.
 * Sums of thousands of bounded ones are still numbers. */
static inline float score_bounded(float score) { return fmaxf(-1e4f, fminf(1e4f, score)); }

#endif
