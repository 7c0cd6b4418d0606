/* Sources' edges, by the names and tags around them: the network decides word by word, and before there are names.
 *
 *   [Nvidia's] chief executive said             [Nvidia's chief executive]           an owner is not who speaks
 *   [The chief] at the time, Jens Dahl, said    [The chief at the time, Jens Dahl]   who is described is named
 *   [some of] whom have said                    [some of whom]                       no preposition is left open
 *   [the head of Mandalay] Bay said             [the head of Mandalay Bay]           nor a name
 *   [the tax office (HMRC]) said                [the tax office (HMRC)]              nor a bracket
 *   [the ex-swimmer,] 26, said                  [the ex-swimmer], 26,                nor does a comma end one
 *   [a rival] company said                      [a rival company]                    nor a phrase before its noun
 *   “We will win”: PM                           “We will win”: [PM]                  a paragraph signed behind it
 */
#ifndef DOC_SOURCE_EDGE_H
#define DOC_SOURCE_EDGE_H

#include "doc/entity.h"
#include "doc/quote.h"

/* Changes the sources of q in place; no other field of a quotation.  pos: [tokens] a pos_tag each. */
void source_edges_mend(quotes *q, const tokens *k, const marks *m, const uint8_t *pos, const names *n,
                       const words *w);

#endif
