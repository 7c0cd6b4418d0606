/* Signatures: who wrote a post, and when, as a page that shows the post has it below the words.
 *
 *   ... and I am very glad. — Ana Reyes (@ana) May 3, 2024
 *                           first                  last
 *                             [author]
 *
 * In 2,450 news articles that hold some, all but one of 5,730 such lines behind a dash have the date: without
 * one it is no signature, but a reporter's address or an aside.  The dash may be missing, or stand at the end
 * of the paragraph before, where the line is a paragraph of its own. */
#ifndef DOC_SIGNATURE_H
#define DOC_SIGNATURE_H

#include "doc/token.h"

typedef struct {
  int32_t first, last; /* tokens from the dash to the year */
  range author;        /* the name that the account shows, from word to word */
  bool alone;          /* it begins its paragraph */
} signature;

typedef struct {
  signature *at; /* [count] in order */
  int32_t count;
} signatures;

signatures signatures_find(const text *t, const tokens *k, arena *a);

/* Whether the token is a dash of any length. */
bool is_dash(const text *t, const tokens *k, int32_t i);

#endif
