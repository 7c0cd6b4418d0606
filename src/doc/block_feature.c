/* Each feature is a kind and one or two values; their hash is its number.  Numbers (lengths, distances,
 * shares) are put into steps first, so that all that is learned is one weight a feature and state.
 *
 *   the paragraph itself   words, shape, patterns
 *   its surroundings       shapes and patterns of up to three neighbours on either side
 *   its place              before, in or after the main part; distances; words shared with the main part */
#include "doc/block_feature.h"

typedef struct {
  uint16_t *at;
  int32_t count;
} sink;

enum { /* the order is part of what a number means */
       BIAS,
       FIRST_WORD,
       SECOND_WORD,
       LAST_WORD,
       FIRST_PAIR,
       LAST_PAIR,
       ANY_WORD,
       ANY_PAIR,
       WHOLE,
       LENGTH,
       LENGTH_END,
       LENGTH_BEGIN,
       LENGTH_CASE,
       LENGTH_ZONE,
       CASE_END,
       SHOUTED,
       FIGURES,
       QUOTES,
       END_QUOTE,
       VERB,
       VERB_CASE,
       ADDRESS,
       REPEATED,
       MATCH,
       MATCH_ZONE,
       MATCH_LENGTH,
       NO_MATCH,
       NEIGHBOUR,
       NEIGHBOURS,
       NEIGHBOUR_MATCH,
       SHAPE_TRIPLE,
       ZONE,
       ZONE_DISTANCE,
       ZONE_SHAPE,
       TO_MAIN_END,
       FROM_TOP,
       FROM_BOTTOM,
       FROM_TOP_SHAPE,
       COUNT_OF_BLOCKS,
       PROSE_BEFORE,
       PROSE_AFTER,
       PROSE_AROUND,
       LONG_SHARED,
       NAMES_SHARED,
       SHARED_ZONE
};

static void emit(sink *s, uint32_t kind, uint32_t a, uint32_t b) {
  if (s->count == BLOCK_FEATURE_ROOM) return;
  uint64_t h = ((uint64_t)kind * 0x9E3779B97F4A7C15u) ^ ((uint64_t)a << 32 | b);
  h = (h ^ h >> 29) * 0xBF58476D1CE4E5B9u;
  h = (h ^ h >> 32) * 0x94D049BB133111EBu;
  s->at[s->count++] = (uint16_t)(h >> 40 & (BLOCK_FEATURES - 1));
}

/* ---- Steps ----------------------------------------------------------------------------------- */

static uint32_t step(int32_t value, const int32_t *limits, uint32_t count) {
  uint32_t i = 0;
  while (i < count && value > limits[i]) i++;
  return i;
}

#define STEP(value, ...)                                                                                     \
  step(value, (const int32_t[]){__VA_ARGS__}, sizeof((const int32_t[]){__VA_ARGS__}) / sizeof(int32_t))

static uint32_t length_step(const block_look *l) {
  return STEP(l->words, 0, 1, 2, 3, 4, 6, 8, 11, 14, 18, 25, 40);
}
static uint32_t coarse_length(const block_look *l) { return STEP(l->words, 0, 2, 5, 13, 24); }
static uint32_t distance_step(int32_t d) { return STEP(d, 0, 1, 2, 3, 5, 8, 14, 30, 80); }
/* How many in a hundred; a line may have hundreds of millions of words. */
static int32_t percent(int32_t part, int32_t of) { return of ? (int32_t)((int64_t)100 * part / of) : 0; }

static uint32_t share_step(int32_t part, int32_t of) {
  return of == 0 ? 9 : STEP(percent(part, of), 0, 24, 49, 74, 99);
}

/* How a paragraph uses capitals: as a sentence does, as a headline does, all of them. */
static uint32_t case_step(const block_look *l) {
  if (l->shouted > l->words / 2) return 0;
  return 1 + (l->small == 0) + 2 * STEP(percent(l->capitals, l->words), 15, 40, 70, 99);
}

static uint32_t end_step(const block_look *l) { return (uint32_t)(l->end * 2 + l->end_quote); }

/* All that a neighbour need know. */
static uint32_t shape(const block_looks *all, int32_t i) {
  if (i < 0) return 1000;
  if (i >= all->count) return 1001;
  const block_look *l = &all->at[i];
  return coarse_length(l) * 16 + (uint32_t)l->end * 2 + (l->small == 0);
}

static uint32_t zone(const block_looks *all, int32_t i) {
  if (all->main_first < 0) return 3;
  return i < all->main_first ? 0 : i <= all->main_last ? 1 : 2;
}

static int32_t prose_between(const block_looks *all, int32_t from, int32_t to) {
  int32_t found = 0;
  for (int32_t i = from; i <= to; i++) found += i >= 0 && i < all->count && block_is_prose(&all->at[i]);
  return found;
}

/* ---- Groups of features ---------------------------------------------------------------------- */

static void emit_words(sink *s, const block_looks *all, const block_look *l) {
  enum { SHORT = 14, VERY_SHORT = 6 };
  const uint32_t *w = all->words + l->first;
  int32_t n = l->words;
#define WORD(i) ((i) >= 0 && (i) < n ? w[i] & ~3u : 1u)
  emit(s, FIRST_WORD, WORD(0), 0);
  emit(s, SECOND_WORD, WORD(1), 0);
  emit(s, LAST_WORD, WORD(n - 1), 0);
  emit(s, FIRST_PAIR, WORD(0), WORD(1));
  emit(s, LAST_PAIR, WORD(n - 2), WORD(n - 1));
  if (n > SHORT) return;
  uint32_t whole = 0;
  for (int32_t i = 0; i < n; i++) {
    emit(s, ANY_WORD, WORD(i), 0);
    if (i > 0) emit(s, ANY_PAIR, WORD(i - 1), WORD(i));
    whole = (whole ^ WORD(i)) * 16777619u;
  }
  if (n <= VERY_SHORT) emit(s, WHOLE, whole, 0);
#undef WORD
}

static void emit_shape(sink *s, const block_look *l, uint32_t in_zone) {
  uint32_t length = length_step(l), end = end_step(l), letters = case_step(l);
  emit(s, BIAS, 0, 0);
  emit(s, LENGTH, length, 0);
  emit(s, LENGTH_END, length, end);
  emit(s, LENGTH_BEGIN, length, (uint32_t)l->begin);
  emit(s, LENGTH_CASE, length, letters);
  emit(s, LENGTH_ZONE, length * 4 + in_zone, end);
  emit(s, CASE_END, letters, end);
  emit(s, SHOUTED, STEP(percent(l->shouted, l->words), 0, 30, 60, 99), 0);
  emit(s, FIGURES, STEP(percent(l->figures, l->words), 0, 10, 30, 60, 99), 0);
  emit(s, QUOTES, STEP(l->quotes, 0, 1, 2), (uint32_t)l->begin);
  emit(s, VERB, (uint32_t)(l->matches >> BLOCK_MATCH_VERB & 1), length * 16 + end);
  if (l->words < 15) emit(s, VERB_CASE, (uint32_t)(l->matches >> BLOCK_MATCH_VERB & 1), letters * 16 + end);
  if (l->matches >> BLOCK_MATCH_ADDRESS & 1) emit(s, ADDRESS, l->quotes == 0, (uint32_t)coarse_length(l));
  emit(s, REPEATED, (uint32_t)(l->seen_before * 2 + l->seen_after), length);
}

static void emit_matches(sink *s, const block_look *l, uint32_t in_zone) {
  uint64_t left = l->matches;
  if (!left) emit(s, NO_MATCH, coarse_length(l), in_zone);
  for (uint32_t i = 0; left; i++, left >>= 1) {
    if (!(left & 1)) continue;
    emit(s, MATCH, i, 0);
    emit(s, MATCH_ZONE, i, in_zone);
    emit(s, MATCH_LENGTH, i, coarse_length(l));
  }
}

static void emit_neighbours(sink *s, const block_looks *all, int32_t i) {
  uint32_t own = shape(all, i);
  for (int32_t d = -3; d <= 3; d++) {
    if (d == 0) continue;
    uint32_t there = shape(all, i + d), where = (uint32_t)(d + 3);
    emit(s, NEIGHBOUR, where, there);
    if (d == -1 || d == 1) emit(s, NEIGHBOURS, where * 2000 + there, own);
    if (d < -1 || d > 1 || i + d < 0 || i + d >= all->count) continue;
    uint64_t left = all->at[i + d].matches;
    for (uint32_t m = 0; left && s->count < BLOCK_FEATURE_ROOM - 40; m++, left >>= 1)
      if (left & 1) emit(s, NEIGHBOUR_MATCH, where, m);
  }
  emit(s, SHAPE_TRIPLE, shape(all, i - 1) * 2000 + shape(all, i + 1), own);
}

static void emit_place(sink *s, const block_looks *all, int32_t i, uint32_t in_zone) {
  const block_look *l = &all->at[i];
  uint32_t own = shape(all, i);
  int32_t outside = in_zone == 0   ? all->main_first - i
                    : in_zone == 2 ? i - all->main_last
                                   : i - all->main_first;
  uint32_t distance = distance_step(outside);
  int32_t before = prose_between(all, i - 4, i - 1), after = prose_between(all, i + 1, i + 4);
  emit(s, ZONE, in_zone, 0);
  emit(s, ZONE_DISTANCE, in_zone, distance);
  emit(s, ZONE_SHAPE, in_zone * 16 + distance, coarse_length(l) * 2 + (l->end == BLOCK_END_STOP));
  if (in_zone == 1) emit(s, TO_MAIN_END, distance_step(all->main_last - i), coarse_length(l));
  emit(s, FROM_TOP, distance_step(i), 0);
  emit(s, FROM_BOTTOM, distance_step(all->count - 1 - i), 0);
  if (i < 4) emit(s, FROM_TOP_SHAPE, (uint32_t)i, own);
  emit(s, COUNT_OF_BLOCKS, distance_step(all->count), in_zone);
  emit(s, PROSE_BEFORE, (uint32_t)before, in_zone);
  emit(s, PROSE_AFTER, (uint32_t)after, in_zone);
  emit(s, PROSE_AROUND, (uint32_t)(before * 5 + after), coarse_length(l));
  uint32_t words = share_step(l->long_shared, l->long_words),
           names = share_step(l->names_shared, l->name_words);
  emit(s, LONG_SHARED, words, coarse_length(l));
  emit(s, NAMES_SHARED, names, coarse_length(l));
  emit(s, SHARED_ZONE, words * 10 + names, in_zone);
}

int32_t block_features(const block_looks *all, int32_t i, uint16_t out[BLOCK_FEATURE_ROOM]) {
  sink s = {out, 0};
  const block_look *l = &all->at[i];
  uint32_t in_zone = zone(all, i);
  emit_shape(&s, l, in_zone);
  emit_place(&s, all, i, in_zone);
  emit_matches(&s, l, in_zone);
  emit_words(&s, all, l);
  emit_neighbours(&s, all, i);
  return s.count;
}
