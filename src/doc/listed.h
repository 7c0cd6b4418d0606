/* What the user's lists say about a text: names that they know, names and passages to ignore. */
#ifndef DOC_LISTED_H
#define DOC_LISTED_H

#include "doc/list.h"
#include "doc/name.h"

/* The names as the lists have them.  words: [tokens] list_words().
 *   - A name that the list decides about has its type and extent; it takes the place of those that it meets.
 *   - One that the model decides about, or that several entities of the list bear, only learns whom it means:
 *     one of its type, and among several the one that is named otherwise in the same text.
 *   - Ignored names go. */
names listed_names(const inq_lists *l, const uint64_t *words, const text *t, const tokens *k, const names *n,
                   arena *a);

/* The blocks, with those that begin with an ignored passage, or match its pattern, as boilerplate. */
blocks listed_passages(const inq_lists *l, const uint64_t *words, const text *t, const tokens *k,
                       const blocks *b, arena *a);

#endif
