/* Impressions: what the network's vectors make of a candidate for a quotation, from the traces of
 *
 *   those asked for   the source │ its head │ the cue, or content's first token
 *   those known       the nearest mention │ the mean of the mentions looked at
 *
 *   asked = tanh(source · traces + bias)    known = tanh(candidate · traces + bias)
 *   impression = asked │ known │ asked ∘ known │ |asked - known|
 *
 *   speaker.source.weights, .bias     f32 [ASKED * TRACE][SIDE], [SIDE]
 *   speaker.candidate.weights, .bias  f32 [2 * TRACE][SIDE], [SIDE] */
#ifndef DOC_IMPRESSION_H
#define DOC_IMPRESSION_H

#include "doc/candidate.h"
#include "doc/trace.h"

enum { ASKED = 3, SIDE = 16, IMPRESSION = 4 * SIDE };

/* The mentions of a candidate that are looked at; where there is none, a range of -1.  Of words, NEAREST are they. */
enum { NEAREST, SECOND, THIRD, FIRST, NEXT, KNOWN };

typedef struct impression_model impression_model; /* immutable */

inq_code impression_model_open(const pack *p, arena *a, impression_model **out, inq_err *err);

void impression_asked(const scene *s, int32_t number, range out[ASKED]);
void impression_known(const scene *s, int32_t number, choice c, range out[KNOWN]);

/* The impressions of all candidates.  traces: [tokens][TRACE], or NULL: then all are as of unknown words. */
void impressions_read(const impression_model *m, const scene *s, int32_t number, const candidates *c,
                      const int8_t *traces, float (*out)[IMPRESSION]);

#endif
