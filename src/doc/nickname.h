/* Quotation marks in names: a name holds both marks of a pair or none.
 *
 *   [Tam “] [Gull” Okoro]  →  [Tam “Gull” Okoro]     a nickname between two parts of a person's name
 *   [Acme “Labs]”          →  [Acme]                 half a pair is no part of a name
 */
#ifndef DOC_NICKNAME_H
#define DOC_NICKNAME_H

#include "doc/mark.h"
#include "doc/name.h"

/* n: in order, disjoint; so is what comes back.  Linear in names and runs. */
names names_mind_marks(const names *n, const marks *m, const tokens *k, arena *keep);

#endif
