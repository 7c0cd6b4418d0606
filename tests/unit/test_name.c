/* Names are those of the best path through all tokens, though most tokens are never looked at twice. */
#include "doc/name.h"
#include "doc/path.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST = 60, ROUNDS = 20000 };

static jmp_buf full;

typedef struct {
  int32_t count, block[MOST];
  float scores[MOST][NAME_LABELS];
  int8_t path[MOST];
} text_of_scores;

static float draw(void) { return (float)rand() / (float)RAND_MAX; } /* fine enough that no two paths tie */

/* Rows as a network has them: most are sure, of O above all; some are torn, and some prefer I by far. */
static void draw_row(float *row, bool wild) {
  float total = 0, heat = wild ? 6 : 2 + 10 * draw();
  for (int32_t l = 0; l < NAME_LABELS; l++) row[l] = heat * draw() - (l > 4 ? heat : 0);
  if (!wild) row[rand() % 3 ? 0 : rand() % 5] += 12 * draw();
  for (int32_t l = 0; l < NAME_LABELS; l++) total += expf(row[l]);
  for (int32_t l = 0; l < NAME_LABELS; l++) row[l] -= logf(total);
}

static void draw_text(text_of_scores *t) {
  bool wild = rand() % 4 == 0;
  t->count = 1 + rand() % MOST;
  for (int32_t i = 0; i < t->count; i++) {
    t->block[i] = i ? t->block[i - 1] + (rand() % 12 == 0) : 0;
    draw_row(t->scores[i], wild);
  }
}

static bool begins(const text_of_scores *t, int32_t i) { return i == 0 || t->block[i] != t->block[i - 1]; }

/* Viterbi over everything. */
static void best_path(text_of_scores *t, arena *a) {
  static uint32_t within[NAME_LABELS], fresh[NAME_LABELS];
  path_rule rules[MOST];
  for (uint32_t l = 0; l < NAME_LABELS; l++) {
    uint32_t all = ((1u << NAME_LABELS) - 1) | PATH_START;
    bool inside = l > 0 && l % 2 == 0;
    within[l] = inside ? 1u << l | 1u << (l - 1) : all;
    fresh[l] = inside ? 0 : all;
  }
  for (int32_t i = 0; i < t->count; i++) rules[i].allowed = begins(t, i) ? fresh : within;
  path_best(t->scores[0], t->count, NAME_LABELS, rules, NULL, t->path, a);
}

static int32_t end_of_name(const text_of_scores *t, int32_t i) {
  int32_t last = i;
  while (last + 1 < t->count && t->path[last + 1] == t->path[i] + 1 && !begins(t, last + 1)) last++;
  return last;
}

static void check_names(const text_of_scores *t, const names_list *found) {
  int32_t n = 0;
  for (int32_t i = 0; i < t->count; i++) {
    if (!t->path[i]) continue;
    assert_true(n < found->count);
    assert_int_equal(found->at[n].first, i);
    assert_int_equal(found->at[n].type, (t->path[i] - 1) / 2);
    assert_int_equal(found->at[n].last, i = end_of_name(t, i));
    n++;
  }
  assert_int_equal(n, found->count);
}

static void names_are_those_of_the_best_path(void **state) {
  (void)state;
  arena a = {.full = &full};
  text_of_scores t;
  int32_t all = 0, longest = 0;
  srand(7);
  for (int32_t round = 0; round < ROUNDS; round++) {
    draw_text(&t);
    best_path(&t, &a);
    names_list found = {0};
    names_add(&found, &(tokens){.block = t.block, .count = t.count}, 0, t.count, t.scores[0], &a, &a);
    check_names(&t, &found);
    all += found.count;
    for (int32_t i = 0; i < found.count; i++)
      if (found.at[i].last - found.at[i].first > longest) longest = found.at[i].last - found.at[i].first;
    arena_reset(&a);
  }
  assert_in_range(all, ROUNDS, ROUNDS * MOST / 2);
  assert_true(longest > 3);
  arena_free(&a);
}

/* Both tokens before the third are more likely none than not, but the third can hardly begin a name. */
static void a_name_begins_where_nothing_was_likely(void **state) {
  (void)state;
  arena a = {.full = &full};
  float scores[3][NAME_LABELS];
  int32_t block[3] = {0};
  for (int32_t i = 0; i < 3; i++)
    for (int32_t l = 0; l < NAME_LABELS; l++) scores[i][l] = -20;
  scores[0][0] = scores[1][0] = logf(0.6f);
  scores[0][1] = scores[1][2] = logf(0.4f);
  scores[2][2] = 0;
  names_list found = {0};
  names_add(&found, &(tokens){.block = block, .count = 3}, 0, 3, scores[0], &a, &a);
  assert_int_equal(found.count, 1);
  assert_int_equal(found.at[0].first, 0);
  assert_int_equal(found.at[0].last, 2);
  block[2] = 1; /* no name crosses the edge of a block */
  found.count = 0;
  names_add(&found, &(tokens){.block = block, .count = 3}, 0, 3, scores[0], &a, &a);
  assert_int_equal(found.count, 0);
  arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(names_are_those_of_the_best_path),
                                     cmocka_unit_test(a_name_begins_where_nothing_was_likely)};
  return cmocka_run_group_tests_name("name", tests, NULL, NULL);
}
