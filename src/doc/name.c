/* The best path of labels (Viterbi), found only where a name may be.
 *
 *   scores   O  O  O  ?  B  O  O  O  O  O  ?  O  O       ?: O is not likelier than all else together
 *   stretch        [        ]           [     ]          decoded each by itself; all else is O
 *
 * That loses nothing.  A name holds a token of the second kind: one without would give way to O.  What follows such
 * a token, up to the next, is O for the same reason.  A name may begin before it, though, where that makes I possible
 * and I is likelier there than B: a stretch goes back until the tokens taken along lose more than that gains. */
#include "doc/name.h"

#include "base/array.h"

#include <math.h>

/* Label 0 is O, 1 + 2 t begins a name of type t, 2 + 2 t goes on with it.  Anything may stand before O and B;
 * I only behind B or I of its type, in the same block. */
enum { O = 0, FIRST_B = 1, FIRST_I = 2 };

typedef struct {
  const tokens *k;
  int32_t first, count; /* tokens */
  const float *scores;  /* [count][NAME_LABELS] */
  int8_t *path;         /* [count] */
  int8_t *before;       /* [count][NAME_LABELS] the label in front of each, on the best way there */
} decoder;

typedef struct {
  int32_t first, last; /* counted from the decoder's first token */
} stretch_of;

static const float *row_at(const decoder *d, int32_t i) { return d->scores + (size_t)i * NAME_LABELS; }

static bool begins_block(const decoder *d, int32_t i) {
  return i == 0 || d->k->block[d->first + i] != d->k->block[d->first + i - 1];
}

/* ---- Where names may be -------------------------------------------------------------------------- */

static bool surely_none(const float *row) {
  static const float half = -0.69f; /* its logarithm, and a little more */
  return row[O] > half;
}

static float margin_of(const float *row) {
  float most = row[FIRST_B];
  for (int32_t l = FIRST_B + 1; l < NAME_LABELS; l++) most = row[l] > most ? row[l] : most;
  return row[O] - most;
}

/* How much likelier a token is to go on with a name than to begin one. */
static float gain_of(const float *row) {
  float most = row[FIRST_I] - row[FIRST_B];
  for (int32_t l = FIRST_I + 2; l < NAME_LABELS; l += 2)
    if (row[l] - row[l - 1] > most) most = row[l] - row[l - 1];
  return most;
}

/* Goes back from i, where a name is possible, down to `least`; *on: a name may come from still further. */
static int32_t go_back(const decoder *d, int32_t i, int32_t least, bool *on) {
  float gain = begins_block(d, i) ? 0 : gain_of(row_at(d, i));
  while (gain > 0 && i > least) {
    gain -= margin_of(row_at(d, --i));
    if (begins_block(d, i)) gain = 0;
  }
  *on = gain > 0;
  return i;
}

static int32_t next_possible(const decoder *d, int32_t i) {
  while (i < d->count && surely_none(row_at(d, i))) i++;
  return i;
}

/* The first stretch from token i on; its `first` is d->count behind the last one. */
static stretch_of next_stretch(const decoder *d, int32_t i) {
  bool on;
  int32_t possible = next_possible(d, i);
  if (possible == d->count) return (stretch_of){d->count, d->count};
  stretch_of s = {go_back(d, possible, i, &on), possible};
  while ((possible = next_possible(d, s.last + 1)) < d->count) {
    int32_t from = go_back(d, possible, s.last + 1, &on);
    if (from > s.last + 1 || (possible > s.last + 1 && !on)) break;
    s.last = possible;
  }
  return s;
}

/* ---- The best path through a stretch --------------------------------------------------------------- */

static int8_t best_of(const float *sums) {
  int8_t best = 0;
  for (int8_t l = 1; l < NAME_LABELS; l++)
    if (sums[l] > sums[best]) best = l;
  return best;
}

static void step(const float *row, bool begins, float *sums, int8_t *before) {
  int8_t top = best_of(sums);
  float best = sums[top];
  for (int32_t b = FIRST_B; b < NAME_LABELS; b += 2) {
    int32_t same = sums[b + 1] > sums[b] ? b + 1 : b;
    before[b] = top;
    before[b + 1] = (int8_t)same;
    sums[b + 1] = begins ? -INFINITY : sums[same] + row[b + 1];
    sums[b] = best + row[b];
  }
  before[O] = top;
  sums[O] = best + row[O];
}

static void decode(const decoder *d, stretch_of s) {
  float sums[NAME_LABELS];
  for (int32_t l = 0; l < NAME_LABELS; l++) sums[l] = l > 0 && l % 2 == 0 ? -INFINITY : row_at(d, s.first)[l];
  for (int32_t i = s.first + 1; i <= s.last; i++)
    step(row_at(d, i), begins_block(d, i), sums, d->before + (size_t)i * NAME_LABELS);
  d->path[s.last] = best_of(sums);
  for (int32_t i = s.last; i > s.first; i--) d->path[i - 1] = d->before[(size_t)i * NAME_LABELS + d->path[i]];
}

/* ---- From a path to names ------------------------------------------------------------------------ */

/* The probability that all of the name's tokens are what they were taken for. */
static float score_of(const decoder *d, int32_t first, int32_t last) {
  float sum = 0;
  for (int32_t i = first; i <= last; i++) sum += row_at(d, i)[d->path[i]];
  return expf(sum);
}

/* How likely each type is, given that just these tokens are a name. */
static void fill_types(const decoder *d, name *x, int32_t first, int32_t last) {
  float most = -INFINITY, sum = 0;
  for (int32_t type = 0; type < NAME_TYPES; type++) {
    x->types[type] = row_at(d, first)[FIRST_B + 2 * type];
    for (int32_t i = first + 1; i <= last; i++) x->types[type] += row_at(d, i)[FIRST_I + 2 * type];
    if (x->types[type] > most) most = x->types[type];
  }
  for (int32_t type = 0; type < NAME_TYPES; type++) sum += x->types[type] = expf(x->types[type] - most);
  for (int32_t type = 0; type < NAME_TYPES; type++) x->types[type] /= sum;
}

static void take_names(const decoder *d, stretch_of s, names_list *list, arena *keep) {
  for (int32_t i = s.first, last; i <= s.last; i = last + 1) {
    last = i;
    if (d->path[i] == O) continue;
    while (last < s.last && d->path[last + 1] == d->path[i] + 1 && !begins_block(d, last + 1)) last++;
    name *x = array_push(list, keep);
    *x = (name){.first = d->first + i, .last = d->first + last, .type = (d->path[i] - FIRST_B) / 2};
    x->score = score_of(d, i, last);
    fill_types(d, x, i, last);
  }
}

void names_add(names_list *list, const tokens *k, int32_t first, int32_t count, const float *scores,
               arena *scratch, arena *keep) {
  decoder d = {k,
               first,
               count,
               scores,
               arena_room_for(scratch, int8_t, count),
               arena_room_for(scratch, int8_t, (size_t)count * NAME_LABELS)};
  for (stretch_of s = next_stretch(&d, 0); s.first < count; s = next_stretch(&d, s.last + 1)) {
    decode(&d, s);
    take_names(&d, s, list, keep);
  }
}
