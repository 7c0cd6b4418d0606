/* Every way to label the tokens with at most one stretch of source, each with its probability, summed over
 * the lattice of roles (the forward-backward algorithm, Rabiner 1989), in logarithms:
 *
 *   ahead[t][l]   all ways to label 0 .. t that end in l and have no source
 *   behind[t][l]  all ways to label t+1 .. behind an l at t, without a source
 *
 *   stretch a .. b:  ahead[a - 1] · B-source at a · I-source up to b · behind[b]     none:  ahead[count - 1]
 *
 * The decoder's path may hold several stretches, of which it takes one: here they are rivals. */
#include "doc/evidence.h"

#include "base/array.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { LONGEST = 64 }; /* tokens of a stretch */

static const float LEAST = 0.0005f; /* the probability of a stretch that counts */
static const float SHOWN = 0.005f;  /* and of a place that is shown */

typedef double sums[ROLE_LABELS];

typedef struct {
  const float *roles; /* [count][ROLE_LABELS] */
  int32_t count;
  const path_rule *rules;
  const int8_t *forced;
  sums *ahead, *behind; /* [count] */
} lattice;

static double add(double a, double b) {
  double more = a > b ? a : b, less = a > b ? b : a;
  return less == -INFINITY ? more : more + log1p(exp(less - more));
}

static double score(const lattice *g, int32_t t, int32_t label) {
  bool shut = g->forced[t] >= 0 && g->forced[t] != label;
  return shut ? -INFINITY : (double)g->roles[(size_t)t * ROLE_LABELS + label];
}

static bool may_follow(const lattice *g, int32_t t, int32_t label, int32_t last) {
  return g->rules[t].allowed[label] >> last & 1;
}

static bool is_source(int32_t label) { return label == ROLE_SOURCE_B || label == ROLE_SOURCE_I; }

/* All ways up to token t that may stand before `label` there. */
static double before(const lattice *g, int32_t t, int32_t label) {
  if (t == 0) return g->rules[0].allowed[label] & PATH_START ? 0 : -INFINITY;
  double all = -INFINITY;
  for (int32_t p = 0; p < ROLE_LABELS; p++)
    if (!is_source(p) && may_follow(g, t, label, p)) all = add(all, g->ahead[t - 1][p]);
  return all;
}

/* All ways behind token t, when it has `label`. */
static double after(const lattice *g, int32_t t, int32_t label) {
  if (t == g->count - 1) return 0;
  double all = -INFINITY;
  for (int32_t l = 0; l < ROLE_LABELS; l++)
    if (!is_source(l) && may_follow(g, t + 1, l, label))
      all = add(all, score(g, t + 1, l) + g->behind[t + 1][l]);
  return all;
}

static void fill(lattice *g) {
  for (int32_t t = 0; t < g->count; t++)
    for (int32_t l = 0; l < ROLE_LABELS; l++)
      g->ahead[t][l] = is_source(l) ? -INFINITY : before(g, t, l) + score(g, t, l);
  for (int32_t t = g->count - 1; t >= 0; t--)
    for (int32_t l = 0; l < ROLE_LABELS; l++) g->behind[t][l] = after(g, t, l);
}

static double without_source(const lattice *g) {
  double all = -INFINITY;
  for (int32_t l = 0; l < ROLE_LABELS; l++) all = add(all, g->ahead[g->count - 1][l]);
  return all;
}

/* ---- Stretches --------------------------------------------------------------------------------- */

typedef array(stretch) stretches;

/* Those that begin at `first`: adds their logarithms to *all, or, where that is known, lists them. */
static void walk(const lattice *g, int32_t first, double *all, stretches *found, arena *scratch) {
  double run = before(g, first, ROLE_SOURCE_B) + score(g, first, ROLE_SOURCE_B);
  int32_t label = ROLE_SOURCE_B;
  for (int32_t last = first; last < g->count && last < first + LONGEST && run > -INFINITY; last++) {
    double whole = run + g->behind[last][label];
    if (!found) *all = add(*all, whole);
    else if (exp(whole - *all) >= (double)LEAST)
      *array_push(found, scratch) = (stretch){{first, last}, 0, (float)exp(whole - *all)};
    bool goes_on = last + 1 < g->count && may_follow(g, last + 1, ROLE_SOURCE_I, label);
    run = goes_on ? run + score(g, last + 1, ROLE_SOURCE_I) : -INFINITY;
    label = ROLE_SOURCE_I;
  }
}

static int likelier(const void *a, const void *b) {
  const stretch *x = a, *y = b;
  if (x->exact != y->exact) return x->exact > y->exact ? -1 : 1;
  return x->words.first != y->words.first ? x->words.first - y->words.first : x->words.last - y->words.last;
}

static bool shares(range a, range b) { return a.first >= 0 && a.first <= b.last && b.first <= a.last; }

static bool same(range a, range b) { return a.first == b.first && a.last == b.last; }

/* A stretch counts for the likelier one that it shares words with; what was taken is the first. */
static void gather(const stretch *s, evidence *e) {
  for (int32_t i = 0; i < e->source_count; i++) {
    stretch *place = &e->sources[i];
    if (!same(place->words, s->words) && !shares(place->words, s->words)) continue;
    if (same(place->words, s->words)) place->exact = s->exact;
    place->score += s->exact;
    return;
  }
  if (e->source_count < STRETCHES) e->sources[e->source_count++] = (stretch){s->words, s->exact, s->exact};
}

/* The others in order; one that is hardly possible goes. */
static void settle(evidence *e) {
  int32_t kept = 1;
  for (int32_t i = 1; i < e->source_count; i++) {
    stretch s = e->sources[i];
    if (s.score < SHOWN) continue;
    int32_t at = kept++;
    for (; at > 1 && e->sources[at - 1].score < s.score; at--) e->sources[at] = e->sources[at - 1];
    e->sources[at] = s;
  }
  e->source_count = kept;
}

void evidence_sources(const float *roles, int32_t count, const path_rule *rules, const int8_t *forced,
                      range taken, evidence *out, arena *scratch) {
  lattice g = {
      roles, count, rules, forced, arena_array(scratch, sums, count), arena_array(scratch, sums, count)};
  stretches found = {0};
  out->sources[0] = (stretch){taken, 0, 0};
  out->source_count = 1;
  fill(&g);
  double none = without_source(&g), all = none;
  for (int32_t first = 0; first < count; first++) walk(&g, first, &all, NULL, scratch);
  if (all == -INFINITY) return;
  for (int32_t first = 0; first < count; first++) walk(&g, first, &all, &found, scratch);
  *array_push(&found, scratch) = (stretch){{-1, -1}, 0, (float)exp(none - all)};
  qsort(found.at, (size_t)found.count, sizeof *found.at, likelier);
  for (int32_t i = 0; i < found.count; i++) gather(&found.at[i], out);
  settle(out);
}
