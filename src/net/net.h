/* The network, run over one window of text: from tokens to the scores of all heads.
 *
 *   pieces ─ embeddings + case + mark state ─ encoder ─ each token's first piece's vector ─┬─ names
 *                                                                                          ├─ anchors
 *                                                                                          ├─ ends, tags
 *                                                                                          └─ roles of each anchor
 *
 * A window is a run of whole blocks (a block too long is cut between sentences) of at most net_window() pieces.
 */
#ifndef NET_NET_H
#define NET_NET_H

#include "base/arena.h"
#include "inquit.h"
#include "model/pack.h"

#include <math.h>
#include <stdbool.h>

typedef struct net_role_work net_role_work;
typedef struct fast_role_work fast_role_work;
typedef struct net net; /* views of the model's weights, and the kernels chosen; immutable */

enum { NET_PIECES = 512, FAST_PIECES = 1536 }; /* positions at most, of a transformer and of convolutions */
enum { ANCHOR_NONE, ANCHOR_CUE, ANCHOR_START, ANCHOR_LABELS }; /* START: content that no cue claims */
enum { ROLE_NONE, ROLE_CONTENT_B, ROLE_CONTENT_I, ROLE_SOURCE_B, ROLE_SOURCE_I, ROLE_LABELS };

typedef struct { /* what the network is given */
  const char *text;
  const inq_span *tokens;    /* [count] */
  const uint8_t *mark_state; /* [count] MARK_... of doc/mark.h */
  const int32_t *block;      /* [count] a change is a paragraph's end */
  int32_t count;
} net_input;

typedef struct { /* what it says; all of it in the scratch arena.  Scores are log-probabilities of each row */
  int32_t count;
  const float *vectors;      /* [count][width] */
  float *names;              /* [count][NAME_LABELS] */
  float *anchors;            /* [count][ANCHOR_LABELS] */
  float *ends;               /* [count] that a sentence ends behind this token */
  float *tags;               /* [count][POS_COUNT] */
  net_role_work *role_work;  /* for net_roles(): a transformer's, */
  fast_role_work *fast_work; /* or a convolutional network's */
} net_scores;

/* Whether a sentence ends behind token i, more likely than not. */
static inline bool net_ends_sentence(const net_scores *s, int32_t i) { return s->ends[i] > logf(0.5f); }

inq_code net_open(const pack *p, arena *a, net **out, inq_err *err);
const char *net_kernel(const net *n);
const char *net_description(const net *n); /* which kind of network, in words */
int32_t net_width(const net *n);

/* For planning windows: how many positions one has at most. */
int32_t net_window(const net *n);

/* How many pieces each token makes (at least 1; a convolutional network has no need of more): for planning
 * windows. lengths: [count]. */
void net_count_pieces(const net *n, const net_input *in, int32_t *lengths);

/* Runs the encoder and the heads.  The pieces of `in`, with [CLS] and the paragraph ends, fit net_window();
 * what does not fit is not seen.  Takes some 6 MB of scratch for a full window: reset it before the next one.
 */
net_scores net_read(const net *n, const net_input *in, arena *scratch);

typedef struct {
  int32_t first, last; /* tokens of the window, both within */
} net_reach;

/* The roles of every token for the quotation that hangs on token `anchor`, a cue or the first token of
 * content: [count][ROLE_LABELS] log-probabilities.  seen: the tokens that the network looked at, no other has a
 * role; may be NULL. */
const float *net_roles(const net *n, const net_input *in, const net_scores *s, int32_t anchor, bool cue,
                       net_reach *seen, arena *scratch);

#endif
