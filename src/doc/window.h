/* Windows: which tokens the network sees together, and which of them it decides there.
 *
 *   units   │ paragraph │ paragraph │ part of a long one │ rest of it │ paragraph │ ...
 *   window         [ context  │  core, decided here  │  context ]
 *
 * A long paragraph is cut behind a sentence, and outside of quotations where the window's room allows it.
 * A text that fits is one window.  Otherwise cores of about equal size follow each other without gap or
 * overlap, and what room is left shows the units around them. */
#ifndef DOC_WINDOW_H
#define DOC_WINDOW_H

#include "base/arena.h"
#include "doc/mark.h"

/* Positions: at most for the context on each side.  With 96, 6 % more are read in all, and nothing is righter. */
enum { WINDOW_CONTEXT = 64 };

typedef struct {
  int32_t first, last;           /* tokens that the network sees */
  int32_t core_first, core_last; /* tokens that are decided here */
} window;

typedef struct {
  window *at; /* [count] in order; the cores cover all tokens */
  int32_t count;
} windows;

/* lengths: [tokens] how many pieces each token makes; most: positions of a window, net_window(). */
windows windows_plan(const text *t, const tokens *k, const marks *m, const int32_t *lengths, int32_t most,
                     arena *a);

#endif
