/* Where the paragraphs of a text are, before anything is known about what they are. */
#ifndef DOC_BLOCK_CUT_H
#define DOC_BLOCK_CUT_H

#include "base/arena.h"
#include "doc/text.h"

typedef struct paragraphs {
  inq_span *at; /* [count] in order; the first and the last character are not blank */
  int32_t count;
  const uint8_t *kinds; /* [count] what each may be, 1 << an inq_block_kind or-ed; NULL: anything */
} paragraphs;

paragraphs block_cut(const text *t, arena *a);

#endif
