#include "doc/content_edge.h"

enum { BEHIND = 8 }; /* tokens from a cue to the colon that ends its paragraph */

/* Whether the cue's paragraph ends in a colon, and the next one begins with token `first`. */
static bool colon_before(const text *t, const tokens *k, int32_t cue, int32_t first) {
  if (first < 1 || k->block[first - 1] == k->block[first] || k->block[first - 1] != k->block[cue])
    return false;
  return cue < first && first - cue <= BEHIND && str_is(token_str(t, k, first - 1), ":");
}

/* Of 26 in the annotated articles 24 are the whole paragraph; where marks show an end, that is it. */
static void take_paragraph(quotes *q, quote *x, const text *t, const tokens *k, const marks *m) {
  range *pieces = q->pieces + x->content;
  if (x->cue < 0 || !colon_before(t, k, x->cue, pieces->first) || m->state[pieces->first] == MARK_OPENS)
    return;
  int32_t end = token_block_end(k, pieces->first), inside = 1;
  while (inside < x->pieces && pieces[inside].first <= end) inside++;
  pieces->last = end;
  for (int32_t i = inside; i < x->pieces; i++) pieces[i - inside + 1] = pieces[i];
  x->pieces -= inside - 1;
  x->type = quote_type(t, k, m, pieces, x->pieces);
}

void content_edges_mend(quotes *q, const text *t, const tokens *k, const marks *m) {
  for (int32_t i = 0; i < q->count; i++) take_paragraph(q, &q->at[i], t, k, m);
}
