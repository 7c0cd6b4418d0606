/* Fit: whether what the source says of its speaker can be said of a candidate.
 *
 *   the retailer              [Acme Holdings] rather than [the Supreme Court]     the same field
 *   [Lund] sent a letter      the letter is his                                   who made it */
#ifndef DOC_FIT_H
#define DOC_FIT_H

#include "doc/view.h"

/* Fills in fields and maker. */
void fit_find(view *v);

void fit_ask(const view *v, float *f);                             /* what is the same for all candidates */
void fit_read(const view *v, int32_t who, standing *at, float *f); /* of an entity; fills in at->fits */
void fit_read_words(const view *v, int32_t said, float *f);        /* of another source's words */

#endif
