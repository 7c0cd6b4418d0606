/* Nominals: the noun phrases shortly before a pronoun that may be who speaks, though no quotation has them for
 * its source and they name nobody.
 *
 *   [Two officials] arrived.  They said          a group
 *   [The waiter] came back.  "Soon," he said     a person
 *   [A survey] was sent out.  It found           a document
 *   [Ada Moreau and Peter Lund] met.  They said  people named side by side
 *
 * They are sources behind those of the quotations, so that a choice of words may mean them. */
#ifndef DOC_NOMINAL_H
#define DOC_NOMINAL_H

#include "doc/scene.h"

/* Fills in s->nominals and lengthens s->sources. */
void nominals_find(scene *s, arena *a);

#endif
