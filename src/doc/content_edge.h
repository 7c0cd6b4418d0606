/* Contents' edges, where a paragraph's look decides more than its words:
 *
 *   Ada Lund tweeted:
 *   [It rained all day]. So we stayed at home.        [It rained all day. So we stayed at home.]
 *
 *   ‘Too many questions’                              a heading, which nobody is given
 *
 * What a colon at the end of a paragraph brings is all of the next one; a heading of a few words in marks tells what
 * comes, and who says it is told there. */
#ifndef DOC_CONTENT_EDGE_H
#define DOC_CONTENT_EDGE_H

#include "doc/block.h"
#include "doc/quote.h"

/* Changes pieces of q in place, and leaves quotations out. */
void content_edges_mend(quotes *q, const text *t, const blocks *b, const tokens *k, const marks *m);

#endif
