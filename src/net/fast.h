/* The convolutional network: words' records, a few layers over them, and heads; models/recipe/fast.py is its twin.
 *
 *   words ─ record + case + mark state ─ layers ─ vectors ─┬─ names, anchors, ends, tags
 *                                                          └─ roles: layers over the tokens near each anchor
 *
 *   layer   x + a · relu(b);  a, b = mix · filter(x brought to length 1)
 *
 * A position is a token or a paragraph's end.  Matrices multiply bytes, as a transformer's do. */
#ifndef NET_FAST_H
#define NET_FAST_H

#include "net/opener.h"

typedef struct fast fast;

/* NULL, with o->code set, when a section is wrong. */
fast *fast_open(opener *o, const kernel *k, arena *a);

/* In words; returns the vectors' width.  f may be NULL. */
int32_t fast_describe(const fast *f, char *to, size_t room);

/* net_read() and net_roles() of such a network. */
net_scores fast_read(const fast *f, const net_input *in, arena *scratch);
const float *fast_roles(const fast *f, const net_input *in, const net_scores *s, int32_t anchor, bool cue,
                        net_reach *seen, arena *scratch);

#endif
