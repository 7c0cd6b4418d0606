/* Quotations as the network and the marks give them: content, cue and source, not yet who the source is. */
#ifndef DOC_QUOTE_H
#define DOC_QUOTE_H

#include "base/array.h"
#include "doc/cue.h"
#include "doc/evidence.h"
#include "doc/mark.h"
#include "doc/token.h"
#include "doc/window.h"
#include "net/net.h"

typedef struct {
  int32_t type;   /* an inq_quote_type */
  int32_t anchor; /* the token it hangs on: its cue, the author of a post or a turn, or its first mark */
  int32_t cue;    /* the cue's token, -1 for none */
  range source;   /* the words that name the speaker, -1 for none */
  int32_t content, pieces; /* quotes.pieces[content .. content + pieces) in reading order */
  float score;             /* probability */
  int32_t listed;          /* entry of the user's cues that spoke for it, + 1; 0 for none */
  int32_t evidence;        /* quotes.evidence[evidence], -1 when nobody asked */
} quote;

typedef struct {
  quote *at; /* [count] ordered by the start of their content */
  int32_t count;
  range *pieces; /* [piece_count] */
  int32_t piece_count;
  const evidence *evidence;
} quotes;

typedef struct { /* quotes as they are found, window after window */
  array(quote) found;
  array(range) pieces;
  uint8_t *covered; /* [runs] content of some quotation, whole */
  array(evidence) evidence;
  bool explain;     /* keep evidence */
  int32_t *claimed; /* [runs] the quotation that takes it along from an earlier paragraph, + 1; 0 for none */
  const cues *cues; /* of the user's list; NULL for none */
} quotes_list;

quotes_list quotes_begin(const marks *m, const cues *c, bool explain, arena *keep);

/* Direct, mixed or indirect, by the marks in its pieces. */
int32_t quote_type(const text *t, const tokens *k, const marks *m, const range *pieces, int32_t count);

/* Adds the quotations whose anchor the window decides.  in, scores: the network's, of the window's tokens; tags: their
 * parts of speech, or NULL. */
void quotes_add(quotes_list *list, const text *t, const tokens *k, const marks *m, const window *w,
                const net *n, const net_input *in, const net_scores *scores, const uint8_t *tags,
                arena *scratch, arena *keep);

/* Orders them, and keeps the likeliest of those that claim the same words. */
quotes quotes_settle(const quotes_list *list, arena *keep);

#endif
