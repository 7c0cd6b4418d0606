/* Claims: quotations that the page's form gives somebody, such as a post above its signature or a turn of a transcript
 * behind the speaker's name.  They go before what the network found of the same words. */
#ifndef DOC_CLAIM_H
#define DOC_CLAIM_H

#include "doc/quote.h"

typedef struct {
  array(quote) at; /* in order, with pieces and evidence of these arrays */
  array(range) pieces;
  array(evidence) evidence;
  bool explain; /* they get evidence, and what is found has some */
} claims;

/* A quotation of the author's, out of the pieces from number `content` on, of which there are some, each in `a`.
 * score: how sure it is that it is one. */
void claims_add(claims *c, const text *t, const tokens *k, const marks *m, range author, int32_t content,
                float score, arena *a);

/* The quotations found, and the claims, in memory of `keep`.  What others have of the claimed words is taken from
 * them, unless they are of somebody whom the same claim names and hands it over to, by a cue or by marks. */
quotes claims_settle(const claims *c, const text *t, const tokens *k, const marks *m, const quotes *found,
                     arena *keep);

#endif
