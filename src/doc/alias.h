/* Aliases: which shorter form stands for which fuller one, by sieves in falling order of certainty.
 *
 *   Eugene V. Kaspersky = Eugene Kaspersky       one person, written with more or less
 *   Department of Justice = Justice Department   the same words in another order
 *   World Health Organization (WHO)              initials, in brackets or later
 *   Kaspersky Lab > Kaspersky                    the beginning of a longer name
 *   Eugene Kaspersky > Kaspersky                 a surname, or else a first name,
 *   Horace Cheung Kwok-kwan > Cheung             or else a surname within
 *
 * What the user's list knows goes before: its names of one entity are one, those of two are never.
 *
 * A surname that two people bear is decided name by name (bearer.h). */
#ifndef DOC_ALIAS_H
#define DOC_ALIAS_H

#include "doc/form.h"

/* [names] the form that each name stands for in the end; links f on the way. */
int32_t *aliases_read(forms *f, const words *w, const names *n, arena *a);

#endif
