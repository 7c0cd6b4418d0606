/* Agreement: the same words mean the same thing all through an article.
 *
 * What the network sees in one place it may miss in another, a caption, a heading, a list.  Each form ("Best
 * Buy") gathers what is known of it wherever it was found.  Then
 *   - a name whose type is in doubt takes the type of its form elsewhere, or of what it is a part of: "Moreau" is a
 *     person where Ada Moreau is spoken of, "Tern" a company where it is Tern Air;
 *   - where a longer form that is known stands, a part of it ("Best") grows to it;
 *   - where a form stands that is known well enough, it is a name although the network did not say so there.
 */
#ifndef DOC_AGREEMENT_H
#define DOC_AGREEMENT_H

#include "doc/name.h"

/* outside: [tokens] the probability in 255ths that the token belongs to no name. */
names names_agree(const names *n, const text *t, const tokens *k, const uint8_t *outside, arena *keep);

#endif
