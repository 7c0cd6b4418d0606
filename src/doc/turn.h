/* Turns: who spoke before and behind a quotation, and who was named since. */
#ifndef DOC_TURN_H
#define DOC_TURN_H

#include "doc/view.h"

/* Fills in last_end and around. */
void turn_find(view *v);

void turn_ask(const view *v, float *f);                      /* what is the same for all candidates */
void turn_read(const view *v, const standing *at, float *f); /* of an entity */
void history_read(const view *v, choice c, float *f);        /* of any candidate */

#endif
