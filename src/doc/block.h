/* Paragraphs and what each is: title, byline, dateline, heading, caption, body, boilerplate.
 *
 * A block is a run of lines that hold something, ended by a line that holds nothing, by a form feed, or by a
 * line end where lines are paragraphs (no blank lines in the text, or lines long and ended as sentences are).
 */
#ifndef DOC_BLOCK_H
#define DOC_BLOCK_H

#include "base/arena.h"
#include "doc/text.h"
#include "model/pack.h"

typedef struct block_model block_model; /* the classifier's weights and patterns; immutable */

typedef struct {
  inq_block *at; /* [count], in order, first and last byte not blank */
  int32_t count;
} blocks;

inq_code block_model_open(const pack *p, arena *a, block_model **out, inq_err *err);
void block_model_close(block_model *m); /* for what PCRE2 holds */

/* given: paragraphs that are known already, NULL for none.  model may be NULL: then everything is body that
 * may be that, and else the first kind that it may be. */
struct paragraphs; /* of block_cut.h */
blocks blocks_read(const text *t, const struct paragraphs *given, const block_model *model, arena *a);

#endif
