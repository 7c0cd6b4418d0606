/* Whom one word that is a person's name means: "Moreau" is Ada Moreau where she is named in full, or the company Moreau
 * Lamps where that is known better.
 *
 * Of two people with the surname it is the one that "Mr" or "Ms" fits, then who was spoken of most, and of equals who
 * came first; not a relative who is named later, where the text knew somebody by the surname alone. */
#ifndef DOC_BEARER_H
#define DOC_BEARER_H

#include "doc/sieve.h"

/* The form that the name of one word stands for, NOBODY for none but its own.  spoken: [forms] how many of the names
 * before it stand for each. */
int32_t bearer_of(const sieve *s, int32_t name_index, const int32_t *spoken);

#endif
