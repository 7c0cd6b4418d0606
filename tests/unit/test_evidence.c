/* The probabilities of sources, against every path counted one by one. */
#include "doc/evidence.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { TOKENS = 6, PATHS = 15625 }; /* ROLE_LABELS to the power of TOKENS */

enum { O = 1, BC = 2, IC = 4, BS = 8, IS = 16, ANY = 31 };
static const uint32_t free_step[] = {ANY | PATH_START, ANY | PATH_START, BC | IC, ANY | PATH_START, BS | IS};
static const uint32_t bound_step[] = {O, 0, BC | IC, 0, BS | IS};

static jmp_buf full;

typedef struct {
  float roles[TOKENS][ROLE_LABELS];
  path_rule rules[TOKENS];
  int8_t forced[TOKENS];
  arena a;
} lattice;

static float random_score(uint32_t *state) {
  *state = *state * 1664525u + 1013904223u;
  return (float)(*state >> 8) / (1 << 24);
}

static void fill(lattice *g, uint32_t seed) {
  *g = (lattice){.a = {.full = &full}};
  for (int32_t t = 0; t < TOKENS; t++) {
    float sum = 0;
    for (int32_t l = 0; l < ROLE_LABELS; l++) sum += g->roles[t][l] = 0.01f + random_score(&seed);
    for (int32_t l = 0; l < ROLE_LABELS; l++) g->roles[t][l] = logf(g->roles[t][l] / sum);
    g->rules[t].allowed = free_step;
    g->forced[t] = -1;
  }
}

/* The labels of path number `path`; 0 probability where it is not legal. */
static double probability(const lattice *g, int32_t path, int8_t *labels) {
  double sum = 0;
  for (int32_t t = 0; t < TOKENS; t++, path /= ROLE_LABELS) {
    int8_t l = labels[t] = (int8_t)(path % ROLE_LABELS);
    uint32_t allowed = g->rules[t].allowed[l];
    if (g->forced[t] >= 0 && g->forced[t] != l) return 0;
    if (!(t ? allowed >> labels[t - 1] & 1 : allowed & PATH_START)) return 0;
    sum += g->roles[t][l];
  }
  return exp(sum);
}

/* Whether `words` are the path's only source; none: it has no source. */
static bool has(const int8_t *labels, range words) {
  for (int32_t t = 0; t < TOKENS; t++) {
    bool in = words.first <= t && t <= words.last;
    int32_t wanted = t == words.first ? ROLE_SOURCE_B : ROLE_SOURCE_I;
    if (in ? labels[t] != wanted : labels[t] >= ROLE_SOURCE_B) return false;
  }
  return true;
}

static int32_t count_sources(const int8_t *labels) {
  int32_t count = 0;
  for (int32_t t = 0; t < TOKENS; t++) count += labels[t] == ROLE_SOURCE_B;
  return count;
}

/* Of the paths with one source or none, the share that has this one. */
static double counted(const lattice *g, range words) {
  double all = 0, with = 0;
  for (int32_t path = 0; path < PATHS; path++) {
    int8_t labels[TOKENS];
    double p = probability(g, path, labels);
    if (p <= 0 || count_sources(labels) > 1) continue;
    all += p;
    if (has(labels, words)) with += p;
  }
  return with / all;
}

static bool touches(range a, range b) {
  return a.first < 0 || b.first < 0 ? a.first == b.first : a.first <= b.last && b.first <= a.last;
}

/* All that touches what was taken. */
static double counted_place(const lattice *g, range taken) {
  double sum = 0;
  for (int32_t first = -1; first < TOKENS; first++)
    for (int32_t last = first; last < (first < 0 ? 0 : TOKENS); last++)
      if (touches(taken, (range){first, last})) sum += counted(g, (range){first, last});
  return sum;
}

static void check(lattice *g, range taken) {
  evidence e = {.source_count = 0};
  double sum = 0;
  evidence_sources(g->roles[0], TOKENS, g->rules, g->forced, taken, &e, &g->a);
  assert_true(e.source_count > 1);
  assert_int_equal(e.sources[0].words.first, taken.first);
  assert_int_equal(e.sources[0].words.last, taken.last);
  for (int32_t i = 0; i < e.source_count; i++) {
    const stretch *s = &e.sources[i];
    assert_true(fabs(counted(g, s->words) - (double)s->exact) < 1e-3);
    assert_true(i < 2 || s->score <= e.sources[i - 1].score);
    for (int32_t j = 0; j < i; j++) assert_false(touches(s->words, e.sources[j].words));
    sum += (double)s->score;
  }
  assert_true(fabs(counted_place(g, taken) - (double)e.sources[0].score) < 0.01);
  assert_true(sum > 0.98 || e.source_count == STRETCHES);
  assert_true(sum < 1.0001);
  arena_free(&g->a);
}

static void sources_have_the_share_of_their_paths(void **state) {
  (void)state;
  lattice g;
  for (uint32_t seed = 1; seed <= 5; seed++) {
    fill(&g, seed);
    check(&g, (range){-1, -1});
    fill(&g, seed);
    check(&g, (range){1, 3});
  }
}

static void rules_and_what_is_forced_bind_them(void **state) {
  (void)state;
  lattice g;
  fill(&g, 9);
  g.rules[2].allowed = g.rules[3].allowed = bound_step;
  g.forced[4] = ROLE_NONE;
  check(&g, (range){5, 5});
}

static void without_a_legal_path_only_what_was_taken_is_there(void **state) {
  (void)state;
  static const uint32_t never[ROLE_LABELS] = {0};
  lattice g;
  fill(&g, 3);
  g.rules[3].allowed = never;
  evidence e = {.source_count = 0};
  evidence_sources(g.roles[0], TOKENS, g.rules, g.forced, (range){0, 1}, &e, &g.a);
  assert_int_equal(e.source_count, 1);
  assert_int_equal(e.sources[0].words.last, 1);
  assert_true(e.sources[0].score <= 0);
  arena_free(&g.a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sources_have_the_share_of_their_paths),
      cmocka_unit_test(rules_and_what_is_forced_bind_them),
      cmocka_unit_test(without_a_legal_path_only_what_was_taken_is_there),
  };
  return setjmp(full) ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
