/* Traces: what is kept of the network's vector of each token, a few numbers in bytes, so that the ranker of speakers
 * can ask for the mean over any words when names and sources are known.
 *
 *   trace = weights · vector + bias, rounded, and cut off at -127 and 127
 *
 *   speaker.trace.weights  f32 [width of the network][TRACE]
 *   speaker.trace.bias     f32 [TRACE]: it makes the mean over phrases 0, which is what unknown words have */
#ifndef DOC_TRACE_H
#define DOC_TRACE_H

#include "doc/quote.h"

enum {
  TRACE = 32,
  TRACED = 40
}; /* numbers a token; tokens of a range that are looked at, from its first on */

typedef struct trace_model trace_model; /* immutable */

/* width: of the network whose vectors they are. */
inq_code trace_model_open(const pack *p, int32_t width, arena *a, trace_model **out, inq_err *err);

/* Of vectors [count][width] into traces [count][TRACE]. */
void traces_take(const trace_model *m, const float *vectors, int32_t count, int8_t *traces, arena *scratch);

/* The mean over the tokens of a range into out [TRACE]; zeros for no range, and where traces is NULL. */
void trace_mean(const int8_t *traces, range r, float *out);

#endif
