/* Files of the user's lists, read into inq_lists: a file a kind, each of which knows its columns.  The bytes
 * are checked UTF-8 and live as long as the lists.  Memory that ends makes them jump to l->full. */
#ifndef IN_LISTS_H
#define IN_LISTS_H

#include "doc/list.h"
#include "in/rows.h"

inq_code lists_names(inq_lists *l, const text *bytes, inq_err *err);
inq_code lists_cues(inq_lists *l, const text *bytes, inq_err *err);
inq_code lists_ignored(inq_lists *l, const text *bytes, inq_err *err);

/* Entries on their way into a tree, so many at a time that the work on them stays in the cache. */
typedef struct {
  inq_lists *l;
  list_tree *tree;
  const text *bytes;   /* the list as it was given */
  const text *phrases; /* where the entries' phrases lie: the list, or a copy of it */
  inq_err *err;
  int32_t most, count;
  list_entry entries[LIST_BATCH];
} lists_batch;

inq_code lists_put(lists_batch *b, const list_entry *e);
inq_code lists_flush(lists_batch *b); /* what is still on its way */

/* Which of words (ends with NULL) a field says, in any case; -1 for none. */
int32_t lists_choice(str field, const char *const *words);

extern const char
    *const LISTS_LETTERS[]; /* what a column "case" may say, by spelling; NULL behind the last */

/* "type is one of PERSON, ORG, ..., not ..." */
inq_code lists_wrong_word(const text *bytes, str field, const char *what, const char *const *expected,
                          inq_err *err);

/* Whether a phrase has a letter or a digit: anything else would match everywhere. */
bool lists_has_word(str phrase);

#endif
