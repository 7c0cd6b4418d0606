/* Titles: "Comrade Ada Moreau" is Ada Moreau; what the network took for a part of a person's name goes. */
#ifndef DOC_TITLE_H
#define DOC_TITLE_H

#include "doc/lexicon.h"
#include "doc/name.h"

/* Takes one word off people's names of two words or more: a title that is nobody's first name.  What the user's
 * list has stays as it stands there.  l may be NULL: nothing goes. */
void titles_drop(names *n, const text *t, const tokens *k, const lexicon *l);

#endif
