/* Which runs of a page are its article, and what the page says each of them is. */
#ifndef IN_HTML_ARTICLE_H
#define IN_HTML_ARTICLE_H

#include "in/html_run.h"

typedef struct {
  uint8_t *kinds;        /* [runs] what it may be, 1 << an inq_block_kind or-ed; 0: it is left out */
  int32_t title_element; /* <title>, where no title is shown; else -1 */
  bool prose;            /* whether any of it is */
} html_article;

/* titles: what the page calls the article. */
html_article html_article_of(const html_tree *t, const html_runs *r, const str *titles, int32_t title_count,
                             arena *a);

#endif
