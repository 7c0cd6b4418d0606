/* Edges of names: what the network puts into one name, or leaves out of it, and no text means.
 *
 *   [Tern Air – Ada Moreau]         →  [Tern Air] – [Ada Moreau]    a dash between blanks parts two names
 *   [Tern Air - Ada Moreau]         →  the same, where both stand elsewhere; [Guinea - Bissau] stays one
 *   [Tern Bay, S.C.]                →  [Tern Bay], [S.C.]           but [Washington, D.C.]
 *   [Birds and] [Trees Trust]       →  [Birds and Trees Trust]
 *   [Ships (][Safety) Act]          →  [Ships (Safety) Act]         a bracket parts no name
 *   [University of]                 →  [University]                 no name ends in "of"
 *   [Gull Cup] 2021                 →  [Gull Cup 2021]              an event has its year
 *   [Moon Jae]-in                   →  [Moon Jae-in]                a name has all its syllables
 *   [Ada (Moreau])                  →  [Ada (Moreau)]               a person's name has both its brackets
 *   [desk@tern.example]             →                               an address is no name
 *   [May]                           →                               nor is a month, but for Ada May's */
#ifndef DOC_NAME_EDGE_H
#define DOC_NAME_EDGE_H

#include "doc/name.h"

/* n: in order, disjoint; so is what comes back.  pos: [tokens] a pos_tag each.  Linear in the names and their
 * tokens. */
names names_mend_edges(const names *n, const text *t, const tokens *k, const uint8_t *pos, arena *keep);

#endif
