/* Which quotation of one side is which of the other: by the words that they share, best pairs first, one to
 * one.  The likeness of two is the number of characters in both over the number in either. */
#ifndef EVAL_PAIR_H
#define EVAL_PAIR_H

#include "eval/article.h"

typedef struct {
  int32_t left, right; /* indices */
  double overlap;      /* in (0, 1] */
} pair;

/* own[i]: how many of the first i characters count; NULL: all do.  All pairs of at least `floor`, in an array
 * in the arena; returns how many.  Time grows with the quotations and with those pairs that overlap at all.
 */
int32_t pair_quotes(const article *left, const article *right, const int32_t *own, double floor, arena *a,
                    pair **out);

#endif
