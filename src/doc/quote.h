/* Quotations as the network and the marks give them: content, cue and source, not yet who the source is. */
#ifndef DOC_QUOTE_H
#define DOC_QUOTE_H

#include "doc/mark.h"
#include "doc/token.h"

typedef struct {
  int32_t type;            /* an inq_quote_type */
  int32_t anchor;          /* the token it hangs on: its cue, or its first mark when no cue claims it */
  int32_t cue;             /* the cue's token, -1 for none */
  range source;            /* the words that name the speaker, -1 for none */
  int32_t content, pieces; /* quotes.pieces[content .. content + pieces) in reading order */
  float score;             /* probability */
} quote;

typedef struct {
  quote *at; /* [count] ordered by the start of their content */
  int32_t count;
  range *pieces; /* [piece_count] */
  int32_t piece_count;
} quotes;

#endif
