/* Evidence: what the network held possible for one quotation beside what was taken, for people who ask why.
 *
 *   roles of every token ─ all paths with one source or none, each with its probability
 *     ─ for every stretch of words the sum over the paths that have it as their source
 *     ─ those that share words taken together */
#ifndef DOC_EVIDENCE_H
#define DOC_EVIDENCE_H

#include "doc/path.h"
#include "doc/token.h"
#include "net/net.h"

enum { STRETCHES = 4 };

typedef struct {
  range words; /* tokens; none: no words name who speaks */
  float score; /* probability of these words, or of others that share some with them */
  float exact; /* of just these */
} stretch;

typedef struct {
  float anchor[ANCHOR_LABELS]; /* probabilities of what the anchor is */
  stretch sources[STRETCHES];  /* [source_count] what was taken first, then the likeliest */
  int32_t source_count;
} evidence;

/* roles: [count][ROLE_LABELS] log-probabilities; rules, forced: [count] as path_best() has them; taken: what
 * became the source, or none.  Positions count from 0 to count - 1.  Where no path is legal, only what was
 * taken is there, with scores of 0. */
void evidence_sources(const float *roles, int32_t count, const path_rule *rules, const int8_t *forced,
                      range taken, evidence *out, arena *scratch);

#endif
