/* Titles: "Comrade Ada Moreau" is Ada Moreau; what the network took for a part of a person's name goes.  "Ms Moreau" is
 * a woman. */
#ifndef DOC_TITLE_H
#define DOC_TITLE_H

#include "doc/lexicon.h"
#include "doc/name.h"
#include "doc/word.h"

/* Takes one word off people's names of two words or more: a title that is nobody's first name.  What the user's
 * list has stays as it stands there.  l may be NULL: nothing goes. */
void titles_drop(names *n, const text *t, const tokens *k, const lexicon *l);

/* GENDER_... (entity.h) that the title in front of a name or at its beginning gives it, 0 for none. */
int32_t name_title_gender(const words *w, const name *n);

/* Whether a title of a person stands in front of the name. */
bool name_has_title(const words *w, const name *n);

#endif
