/* Ages: who "the 34-year-old" is, by what the text says of that number before.
 *
 *   Ada Moreau, 34, left ...                  her
 *   34-year-old Ada Moreau left ...           her
 *   A 34-year-old man was held ...            somebody without a name */
#ifndef DOC_AGE_H
#define DOC_AGE_H

#include "doc/scene.h"

enum { AGE_UNKNOWN = -1, AGE_UNNAMED = -2 };

/* own: aged.  An entity, or one of those above. */
int32_t age_bearer(const scene *s, const source *own);

#endif
