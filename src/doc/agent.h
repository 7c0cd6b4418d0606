/* Agents: who speaks where the grammar puts the speaker behind the cue, or far before it.
 *
 *   [Lund] was asked by Moreau            Lund was asked by [Moreau]      who is told something does not say it
 *   vows from China to retaliate          vows from [China]
 *   the woman, who has accused him of     [the woman], who has accused    who a relative clause is about
 */
#ifndef DOC_AGENT_H
#define DOC_AGENT_H

#include "doc/entity.h"
#include "doc/quote.h"

/* Whether the cue is passive, as words alone show: "was also told". */
bool agent_is_passive(const tokens *k, const words *w, int32_t cue);

/* Changes the sources of q in place; no other field of a quotation.  pos: [tokens] a pos_tag each. */
void agents_find(quotes *q, const tokens *k, const marks *m, const uint8_t *pos, const names *n,
                 const words *w);

#endif
