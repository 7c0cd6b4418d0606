/* Findings: what the network says about the text, window after window, decoded as it comes.  Only what is
 * found is kept, so that memory does not grow with the scores of a long text. */
#ifndef DOC_FINDING_H
#define DOC_FINDING_H

#include "doc/mark.h"
#include "doc/name.h"
#include "doc/quote.h"
#include "doc/tag.h"
#include "doc/trace.h"
#include "net/net.h"

typedef struct {
  uint8_t *pos;   /* [tokens] pos_tag */
  uint8_t *ends;  /* [tokens] whether a sentence ends behind it */
  int8_t *traces; /* [tokens][TRACE], NULL without a model for them */
  names names;
  quotes quotes;
} findings;

/* c: of the user's list, NULL for none.  traces: NULL where none are wanted.  explain: quotations get evidence.
 * scratch is reset for every window. */
findings findings_read(const text *t, const tokens *k, const marks *m, const cues *c, const net *n,
                       const trace_model *traces, bool explain, arena *scratch, arena *keep);

#endif
