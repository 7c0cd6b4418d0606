/* The texts of a page as runs: what stands between the beginnings and ends of blocks, a paragraph, a heading,
 * a label; two line breaks end one, too, and one does behind a sentence, a short line or one in bold. */
#ifndef IN_HTML_RUN_H
#define IN_HTML_RUN_H

#include "in/html_trait.h"
#include "in/html_tree.h"

enum { /* of a node and all in it, above the traits */
       IN_LINK = 1 << 16,
       IN_HEADING = 1 << 17, /* h1 to h6 */
       IN_PARAGRAPH = 1 << 18,
       IN_FIGURE = 1 << 19,
       IN_STRONG = 1 << 20,
       IN_DATA = 1 << 21 /* a table's row of short cells, which is one run, a tab between two cells */
};

typedef struct {
  int32_t first, behind; /* nodes from its first text to behind its last; hidden ones may stand between */
  int32_t block;         /* the innermost block that it stands in */
  int32_t words, linked; /* linked: those in links */
  int32_t stops;         /* commas, full stops and the like */
  bool ended;            /* ends as a sentence does */
  bool strong;           /* all of it is bold, large or the like */
} html_run;

typedef struct {
  html_run *at; /* [count] in order */
  int32_t count;
  int32_t *of;     /* [nodes] the run of a text that is shown, else -1 */
  uint32_t *state; /* [nodes] traits and IN_..., its own and those of all that it stands in */
} html_runs;

html_runs html_runs_of(const html_tree *t, arena *a);

/* Is it running text rather than a label? */
static inline bool html_is_prose(const html_run *r) {
  return (r->words >= 12 && r->stops && 2 * r->linked < r->words) ||
         (r->words >= 25 && 3 * r->linked < r->words);
}

#endif
