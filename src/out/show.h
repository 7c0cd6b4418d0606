/* Who said what, for a person at a terminal: the quotations of a document under their speakers. */
#ifndef OUT_SHOW_H
#define OUT_SHOW_H

#include "base/buf.h"
#include "inquit.h"

typedef struct {
  int32_t width;  /* columns */
  int32_t colour; /* write escape sequences */
} show_options;

inq_code show_quotes(const inq_doc *doc, const show_options *options, buf *to, inq_err *err);

/* Appends text to b, blanks folded and everything that a terminal would act on left out, cut at a word to
 * `columns` with "…" behind it. */
void show_cut(const char *text, int32_t start, int32_t end, int32_t columns, buf *b);

#endif
