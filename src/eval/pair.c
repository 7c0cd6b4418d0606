/* A sweep over the pieces of both sides, by where they begin:
 *
 *   pieces ─ sweep: each meets the open pieces of the other side ─ shared characters, summed a pair ─
 * likeness ─ best first, each quotation once */
#include "eval/pair.h"

#include "base/array.h"

#include <stdlib.h>

typedef struct {
  int32_t start, end, quote, side; /* side 0: left */
} piece;

typedef struct {
  int32_t quotes[2]; /* left, right */
  int32_t shared;
} meeting;

typedef array(piece) piece_list;
typedef array(meeting) meeting_list;

static int32_t counted(const int32_t *own, int32_t start, int32_t end) {
  return own ? own[end] - own[start] : end - start;
}

static int by_start(const void *a, const void *b) {
  const piece *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  return (x->end > y->end) - (x->end < y->end);
}

static int by_quotes(const void *a, const void *b) {
  const meeting *x = a, *y = b;
  int left = (x->quotes[0] > y->quotes[0]) - (x->quotes[0] < y->quotes[0]);
  return left ? left : (x->quotes[1] > y->quotes[1]) - (x->quotes[1] < y->quotes[1]);
}

static int by_overlap(const void *a, const void *b) {
  const pair *x = a, *y = b;
  if (x->overlap != y->overlap) return x->overlap > y->overlap ? -1 : 1;
  int left = (x->left > y->left) - (x->left < y->left);
  return left ? left : (x->right > y->right) - (x->right < y->right);
}

/* A quotation's pieces, those that overlap made one; returns how many characters of them count. */
static int32_t add_pieces(const article_quote *q, int32_t quote, int32_t side, const int32_t *own,
                          piece_list *to, arena *a) {
  int32_t first = to->count, size = 0;
  for (int32_t i = 0; i < q->content.count; i++)
    *array_push(to, a) = (piece){q->content.at[i].start, q->content.at[i].end, quote, side};
  if (first < to->count) qsort(to->at + first, (size_t)(to->count - first), sizeof(piece), by_start);
  int32_t kept = first;
  for (int32_t i = first; i < to->count; i++) {
    piece p = to->at[i];
    if (kept > first && p.start <= to->at[kept - 1].end) {
      if (p.end > to->at[kept - 1].end) to->at[kept - 1].end = p.end;
    } else to->at[kept++] = p;
  }
  to->count = kept;
  for (int32_t i = first; i < kept; i++) size += counted(own, to->at[i].start, to->at[i].end);
  return size;
}

/* p meets what is still open of the other side; what has ended leaves the list. */
static void meet(const piece *p, piece_list *open, const int32_t *own, meeting_list *to, arena *a) {
  int32_t kept = 0;
  for (int32_t i = 0; i < open->count; i++) {
    piece other = open->at[i];
    if (other.end <= p->start) continue;
    open->at[kept++] = other;
    int32_t shared = counted(own, p->start, p->end < other.end ? p->end : other.end);
    if (shared <= 0) continue;
    meeting *m = array_push(to, a);
    m->quotes[p->side] = p->quote;
    m->quotes[!p->side] = other.quote;
    m->shared = shared;
  }
  open->count = kept;
}

static void sweep(piece_list *pieces, const int32_t *own, meeting_list *to, arena *a) {
  piece_list open[2] = {{0}, {0}};
  if (pieces->count) qsort(pieces->at, (size_t)pieces->count, sizeof(piece), by_start);
  for (int32_t i = 0; i < pieces->count; i++) {
    const piece *p = &pieces->at[i];
    meet(p, &open[!p->side], own, to, a);
    *array_push(&open[p->side], a) = *p;
  }
}

/* Sums the meetings of the same two quotations; keeps the pairs that are alike enough. */
static int32_t alike(meeting_list *met, const int32_t *const sizes[2], double floor, pair *to) {
  int32_t count = 0;
  if (met->count) qsort(met->at, (size_t)met->count, sizeof(meeting), by_quotes);
  for (int32_t i = 0, next; i < met->count; i = next) {
    const meeting *m = &met->at[i];
    int32_t shared = 0;
    for (next = i; next < met->count && by_quotes(&met->at[next], m) == 0; next++)
      shared += met->at[next].shared;
    int32_t either = sizes[0][m->quotes[0]] + sizes[1][m->quotes[1]] - shared;
    double overlap = (double)shared / either;
    if (overlap >= floor) to[count++] = (pair){m->quotes[0], m->quotes[1], overlap};
  }
  return count;
}

static int32_t best_first(pair *pairs, int32_t count, bool *const taken[2]) {
  int32_t kept = 0;
  qsort(pairs, (size_t)count, sizeof(pair), by_overlap);
  for (int32_t i = 0; i < count; i++) {
    pair p = pairs[i];
    if (taken[0][p.left] || taken[1][p.right]) continue;
    taken[0][p.left] = taken[1][p.right] = true;
    pairs[kept++] = p;
  }
  return kept;
}

int32_t pair_quotes(const article *left, const article *right, const int32_t *own, double floor, arena *a,
                    pair **out) {
  const article *sides[2] = {left, right};
  int32_t *sizes[2];
  bool *taken[2];
  piece_list pieces = {0};
  meeting_list met = {0};
  for (int32_t side = 0; side < 2; side++) {
    int32_t count = sides[side]->quote_count;
    sizes[side] = arena_array(a, int32_t, count + 1);
    taken[side] = arena_array(a, bool, count + 1);
    for (int32_t i = 0; i < count; i++)
      sizes[side][i] = add_pieces(&sides[side]->quotes[i], i, side, own, &pieces, a);
  }
  sweep(&pieces, own, &met, a);
  *out = arena_array(a, pair, met.count + 1);
  int32_t count = alike(&met, (const int32_t *const[2]){sizes[0], sizes[1]}, floor, *out);
  return best_first(*out, count, taken);
}
