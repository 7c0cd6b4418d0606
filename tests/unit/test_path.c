#include "doc/path.h"

#include <math.h>
#include <stdbool.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LABELS = 3, MOST = 7 };

static jmp_buf full;

/* Label 1 begins, label 2 goes on behind 1 or 2. */
static const uint32_t rule_table[LABELS] = {7 | PATH_START, 7 | PATH_START, 2 | 4};

static double best_of_all(const float *scores, int32_t count, int32_t at, int32_t before) {
  if (at == count) return 0;
  double best = -INFINITY;
  for (int32_t l = 0; l < LABELS; l++) {
    bool legal = before < 0 ? rule_table[l] & PATH_START : rule_table[l] >> before & 1;
    if (!legal) continue;
    double sum = (double)scores[at * LABELS + l] + best_of_all(scores, count, at + 1, l);
    if (sum > best) best = sum;
  }
  return best;
}

static void finds_the_best_of_all_legal_paths(void **state) {
  (void)state;
  arena a = {.full = &full};
  srand(1);
  for (int32_t round = 0; round < 300; round++) {
    int32_t count = 1 + rand() % MOST;
    float scores[MOST * LABELS];
    path_rule rules[MOST];
    int8_t path[MOST];
    for (int32_t i = 0; i < count * LABELS; i++) scores[i] = -(float)(rand() % 1000) / 100;
    for (int32_t i = 0; i < count; i++) rules[i].allowed = rule_table;
    double mean = (double)path_best(scores, count, LABELS, rules, NULL, path, &a);
    for (int32_t i = 0; i < count; i++)
      assert_true(i ? rule_table[path[i]] >> path[i - 1] & 1 : (rule_table[path[i]] & PATH_START) != 0);
    assert_true(fabs(mean * count - best_of_all(scores, count, 0, -1)) < 1e-3);
  }
  arena_free(&a);
}

static void forced_labels_are_kept(void **state) {
  (void)state;
  arena a = {.full = &full};
  float scores[4 * LABELS] = {0, -9, -9, 0, -9, -9, 0, -9, -9, 0, -9, -9};
  path_rule rules[4] = {{rule_table}, {rule_table}, {rule_table}, {rule_table}};
  int8_t forced[4] = {-1, -1, 2, -1}, path[4];
  path_best(scores, 4, LABELS, rules, forced, path, &a);
  assert_int_equal(path[1], 1); /* 2 needs a beginning */
  assert_int_equal(path[2], 2);
  forced[0] = 0, forced[1] = 0; /* now it cannot be reached: it is taken all the same */
  path_best(scores, 4, LABELS, rules, forced, path, &a);
  assert_int_equal(path[2], 2);
  arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(finds_the_best_of_all_legal_paths),
                                     cmocka_unit_test(forced_labels_are_kept)};
  return cmocka_run_group_tests_name("path", tests, NULL, NULL);
}
