/* Quotation marks: which tokens are marks, which mark closes which, and the runs of text between them.
 *
 *   “ The deal , ” she said , “ is dead . ”
 *   O ........ C              O ......... C       two runs of depth 0
 *
 * A quotation over several paragraphs is one run a paragraph: OPEN ... | REOPEN ... | REOPEN ... CLOSE; each
 * run but the last has close == -1 and `next` names the run that goes on.  A mark may reopen within a
 * paragraph, too, behind a full stop, where two paragraphs became one; and a quotation whose paragraph was
 * parted by mistake goes on in a run with open == -1.  A mark with no partner is STRAY and makes no run. Hard
 * structure: later stages let no edge of a quotation fall inside a run. */
#ifndef DOC_MARK_H
#define DOC_MARK_H

#include "doc/token.h"

typedef struct {
  int32_t open;           /* token; -1 where the run goes on from the paragraph before without a mark */
  int32_t close;          /* token; -1 where the run goes on or was never closed */
  int32_t first, last;    /* the tokens of the run with its marks: [first, last] */
  int32_t depth;          /* 0 for an outermost run, 7 at most: marks that nest deeper are stray */
  int32_t parent;         /* the run around it, -1 for none */
  int32_t next, previous; /* the runs that go on with this quotation in later and earlier paragraphs, or -1 */
} run;

enum { MARK_OUTSIDE, MARK_INSIDE, MARK_OPENS, MARK_CLOSES, MARK_STRAY, MARK_STATES }; /* what a token is */

typedef struct {
  inq_mark *at; /* [count] in order */
  int32_t count;
  run *runs; /* [run_count] ordered by first, the outer one before the inner */
  int32_t run_count;
  int32_t *run_of; /* [tokens] innermost run that holds the token (marks included), or -1 */
  uint8_t *state;  /* [tokens] MARK_... ; REOPEN counts as MARK_OPENS */
} marks;

marks marks_read(const text *t, const blocks *b, const tokens *k, arena *a);

#endif
