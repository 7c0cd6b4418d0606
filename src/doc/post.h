/* Posts: what an article shows whole of a social network, with the author's signature under it.
 *
 *   We have won, and I am very glad. pic.twitter.com/x — Ana Reyes (@ana) May 3, 2024
 *   [           content            ]                     [source ]
 *
 * No word hands such a quotation over, and marks are there only where the author quotes somebody. */
#ifndef DOC_POST_H
#define DOC_POST_H

#include "doc/quote.h"

/* The quotations found, and one for each post.  What others claim of a post's words is taken from them, unless they
 * are of somebody whom the post itself names.  explain: posts get evidence. */
quotes posts_take(const text *t, const blocks *b, const tokens *k, const marks *m, const quotes *found,
                  bool explain, arena *keep);

#endif
