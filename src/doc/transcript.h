/* Transcripts: paragraphs that begin with who speaks and a colon, as conversations on air are printed.
 *
 *   KARL: It was a close call, and they knew it.       a turn
 *   Nobody slept that night.                           goes on with it: somebody else has the next turn
 *   MARCUS: And then?                                  a turn
 *
 * No word hands such a quotation over, and marks are there only where the speaker quotes somebody.  Of 1,829 annotated
 * articles, 6 have two turns or more, and all their 31 turns are quotations; 3 of 3 paragraphs between turns of
 * different speakers go on with the first of them, and none of 4 between turns of one speaker.  The paragraph has to
 * end as sentences do: "Ana Reyes: a life in pictures" leads to another article. */
#ifndef DOC_TRANSCRIPT_H
#define DOC_TRANSCRIPT_H

#include "doc/name.h"
#include "doc/quote.h"

/* The quotations found, and one for each turn, which takes its words from others as claim.h says.  explain: turns get
 * evidence.  Who has a turn is made a person among the names. */
quotes transcript_take(const text *t, const blocks *b, const tokens *k, const marks *m, const quotes *found,
                       bool explain, names *n, arena *keep);

#endif
