/* Contents' edges, where a paragraph's look decides more than its words:
 *
 *   Ada Lund tweeted:
 *   [It rained all day]. So we stayed at home.        [It rained all day. So we stayed at home.]
 *
 * What a colon at the end of a paragraph brings is all of the next one. */
#ifndef DOC_CONTENT_EDGE_H
#define DOC_CONTENT_EDGE_H

#include "doc/quote.h"

/* Changes pieces of q in place. */
void content_edges_mend(quotes *q, const text *t, const tokens *k, const marks *m);

#endif
