/* Trust: how often what has a score is right.  A score orders; on articles that the network has never seen it
 * is surer than it should be.  A map from score to share right, measured on such articles, makes it a
 * probability.
 *
 *   trust.names, trust.quotes, trust.speakers    f32 [knots][2]: score and share right
 *
 * Both rise, the scores from 0 to 1; the map is straight between the knots.  A model may lack them. */
#ifndef DOC_TRUST_H
#define DOC_TRUST_H

#include "base/err.h"
#include "model/pack.h"

typedef struct {
  const float *knots; /* [count][2] */
  int32_t count;      /* 0: a score is taken for what it is */
} trust;

typedef struct {
  trust names, quotes, speakers;
} trusts;

inq_code trusts_open(const pack *p, trusts *out, inq_err *err);

float trust_of(const trust *t, float score);

#endif
