/* Quotations that claim the same words: the likeliest stays. */
#include "doc/quote.h"

#include <stdlib.h>

enum { NEAR = 12 }; /* how many neighbours a quotation is compared with */

static const range *first_piece(const quotes_list *l, const quote *q) { return &l->pieces.at[q->content]; }

static bool holds(const quotes_list *l, const quote *q, int32_t token) {
  for (int32_t p = q->content; p < q->content + q->pieces; p++)
    if (l->pieces.at[p].first <= token && token <= l->pieces.at[p].last) return true;
  return false;
}

static int32_t tokens_of(const quotes_list *l, const quote *q) {
  int32_t sum = 0;
  for (int32_t p = q->content; p < q->content + q->pieces; p++)
    sum += l->pieces.at[p].last - l->pieces.at[p].first + 1;
  return sum;
}

/* Pieces stand in reading order, so that one walk through both is enough. */
static int32_t tokens_shared(const quotes_list *l, const quote *a, const quote *b) {
  int32_t sum = 0, p = a->content, q = b->content;
  while (p < a->content + a->pieces && q < b->content + b->pieces) {
    range x = l->pieces.at[p], y = l->pieces.at[q];
    int32_t first = x.first > y.first ? x.first : y.first, last = x.last < y.last ? x.last : y.last;
    if (last >= first) sum += last - first + 1;
    if (x.last < y.last) p++;
    else q++;
  }
  return sum;
}

/* Whether a gives way to b: no cue claims a and b already holds its start, or both hang on cues and are the
 * same words. */
static bool gives_way(const quotes_list *l, const quote *a, const quote *b) {
  if (a->cue < 0) return holds(l, b, a->anchor) && (b->cue >= 0 || b->anchor < a->anchor);
  if (b->cue < 0) return false;
  int32_t shared = tokens_shared(l, a, b), all = tokens_of(l, a) + tokens_of(l, b) - shared;
  return 10 * shared > 7 * all && (a->score < b->score || (a->score == b->score && a->anchor > b->anchor));
}

typedef struct {
  int32_t start, index;
} place;

static int by_start(const void *a, const void *b) {
  const place *x = a, *y = b;
  return x->start != y->start ? (x->start < y->start ? -1 : 1)
                              : (x->index > y->index) - (x->index < y->index);
}

quotes quotes_settle(const quotes_list *l, arena *keep) {
  int32_t n = l->found.count;
  arena *side = arena_aside(keep);
  arena_place from = arena_here(side);
  place *order = arena_room_for(side, place, n);
  for (int32_t i = 0; i < n; i++) order[i] = (place){first_piece(l, &l->found.at[i])->first, i};
  if (n) qsort(order, (size_t)n, sizeof *order, by_start);
  array(quote) out = {0};
  for (int32_t i = 0; i < n; i++) {
    const quote *q = &l->found.at[order[i].index];
    bool stays = true;
    for (int32_t j = i > NEAR ? i - NEAR : 0; j < n && j <= i + NEAR && stays; j++)
      if (j != i) stays = !gives_way(l, q, &l->found.at[order[j].index]);
    if (stays) *array_push(&out, side) = *q;
  }
  quotes settled = {array_settled(&out, keep), out.count, array_settled(&l->pieces, keep), l->pieces.count,
                    array_settled(&l->evidence, keep)};
  arena_back(side, from);
  return settled;
}
