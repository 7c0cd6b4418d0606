/* Outlook: what stands further on in the text, or anywhere in it, about who may have spoken.
 *
 *   [a survey] found ... The survey by [Acme] ...        its publisher beside the same noun, or any document's
 *   [The minister] said ... [Ada Moreau] told ...        named only later
 *   [the Syrian leader] ... [Syria]                      words that begin alike */
#ifndef DOC_OUTLOOK_H
#define DOC_OUTLOOK_H

#include "doc/view.h"

/* Fills in later_word. */
void outlook_find(view *v);

void outlook_ask(const view *v, float *f); /* what is the same for all candidates */
void outlook_read(const view *v, int32_t who, standing *at, float *f); /* of an entity; fills in at->next */

#endif
