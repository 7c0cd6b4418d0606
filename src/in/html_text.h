/* The text of an article and where in its page each piece of it stands.
 *
 *   He said <b>&ldquo;no&rdquo;</b>.  ─▶  "He said " ← bytes 0 to 8 · "“" ← 11 to 18 · "no" ← 18 to 20 · ...
 *
 * Paragraphs are divided by a blank line; a run of blanks is one, and <br> a line end. */
#ifndef IN_HTML_TEXT_H
#define IN_HTML_TEXT_H

#include "doc/page.h"
#include "in/html_article.h"

typedef enum { /* what the page was before it was UTF-8 */
               HTML_SOURCE_UTF8,
               HTML_SOURCE_ASCII, /* something in which ASCII is one byte: pieces of more are single
                                     characters */
               HTML_SOURCE_WIDE   /* anything else: every piece is a single character */
} html_source;

typedef struct {
  str text;
  paragraphs paragraphs; /* with kinds */
  origin_piece *pieces;  /* [piece_count] sources are positions in the tree's bytes */
  int32_t piece_count;
} html_text;

/* body: what html_meta.h has, which is taken where the page shows no prose. */
html_text html_text_of(const html_tree *t, const html_runs *r, const html_article *article, str body,
                       html_source source, arena *a);

#endif
