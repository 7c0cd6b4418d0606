#include "doc/window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PIECES = 480 };

static jmp_buf full;

/* Tokens "w" and, now and then, "."; blocks of the lengths given, over and over. */
static tokens make(int32_t count, const int32_t *lengths, int32_t kinds, arena *a) {
  tokens k = {arena_array(a, inq_span, count), arena_array(a, int32_t, count), count};
  for (int32_t i = 0, block = 0, left = lengths[0]; i < count; i++, left--) {
    if (left == 0) left = lengths[++block % kinds];
    k.at[i] = (inq_span){i, i + 1};
    k.block[i] = block;
  }
  return k;
}

static int32_t pieces_in(const tokens *k, const int32_t *lengths, int32_t first, int32_t last) {
  int32_t sum = 1;
  for (int32_t i = first; i <= last; i++) sum += lengths[i] + (i == last || k->block[i + 1] != k->block[i]);
  return sum;
}

/* A sentence ends every 23 tokens. */
static text write(int32_t count, arena *a) {
  char *bytes = arena_alloc(a, (size_t)count + 1);
  for (int32_t i = 0; i < count; i++) bytes[i] = i % 23 == 22 ? '.' : 'w';
  return (text){bytes, count};
}

/* Runs of so many tokens at most, as many apart; none for 0. */
static marks mark(int32_t count, int32_t longest, arena *a) {
  marks m = {.runs = arena_array(a, run, count),
             .run_of = arena_array(a, int32_t, count),
             .state = arena_array(a, uint8_t, count)};
  for (int32_t i = 0; i < count; i++) m.run_of[i] = -1;
  for (int32_t i = 0, last; longest && i < count; i = last + 1 + rand() % longest) {
    last = i + rand() % longest;
    if (last >= count) break;
    m.runs[m.run_count] = (run){i, last, i, last, 0, -1, -1, -1};
    for (int32_t j = i; j <= last; j++) m.run_of[j] = m.run_count;
    m.run_count++;
  }
  return m;
}

static void check(const tokens *k, const marks *m, const int32_t *lengths, arena *a) {
  text t = write(k->count, a);
  windows w = windows_plan(&t, k, m, lengths, PIECES, a);
  int32_t next = 0;
  for (int32_t i = 0; i < w.count; i++) {
    const window *at = &w.at[i];
    assert_int_equal(at->core_first, next);
    assert_true(at->core_last >= at->core_first);
    assert_true(at->first <= at->core_first && at->last >= at->core_last);
    assert_true(pieces_in(k, lengths, at->first, at->last) <= PIECES);
    next = at->core_last + 1;
  }
  assert_int_equal(next, k->count);
}

static void cores_cover_all_and_windows_fit(void **state) {
  (void)state;
  srand(2);
  for (int32_t round = 0; round < 200; round++) {
    arena a = {.full = &full};
    int32_t kinds[3] = {1 + rand() % 20, 1 + rand() % 900, 1 + rand() % 120};
    tokens k = make(1 + rand() % 4000, kinds, 3, &a);
    int32_t *lengths = arena_array(&a, int32_t, k.count), most = round % 3 ? 2 : 16;
    for (int32_t i = 0; i < k.count; i++) lengths[i] = 1 + rand() % most;
    marks m = mark(k.count, rand() % 800, &a);
    check(&k, &m, lengths, &a);
    arena_free(&a);
  }
}

static void a_text_that_fits_is_one_window(void **state) {
  (void)state;
  arena a = {.full = &full};
  int32_t kinds[1] = {23};
  tokens k = make(400, kinds, 1, &a);
  int32_t *lengths = arena_array(&a, int32_t, k.count);
  for (int32_t i = 0; i < k.count; i++) lengths[i] = 1;
  text t = write(400, &a);
  marks m = mark(400, 0, &a);
  windows w = windows_plan(&t, &k, &m, lengths, PIECES, &a);
  assert_int_equal(w.count, 1);
  assert_int_equal(w.at[0].core_last, 399);
  arena_free(&a);
}

/* The windows of a paragraph of 700 tokens, a piece each, in which these are a quotation. */
static windows plan_quoted(int32_t first, int32_t last, arena *a) {
  int32_t kinds[1] = {700};
  tokens k = make(700, kinds, 1, a);
  text t = write(700, a);
  marks m = mark(700, 0, a);
  m.runs[0] = (run){first, last, first, last, 0, -1, -1, -1};
  m.run_count = 1;
  for (int32_t i = first; i <= last; i++) m.run_of[i] = 0;
  int32_t *lengths = arena_array(a, int32_t, k.count);
  for (int32_t i = 0; i < k.count; i++) lengths[i] = 1;
  return windows_plan(&t, &k, &m, lengths, PIECES, a);
}

static void a_quotation_in_a_long_paragraph_is_not_cut(void **state) {
  (void)state;
  for (int32_t first = 0; first < 450; first += 7) {
    arena a = {.full = &full};
    windows w = plan_quoted(first, first + 230, &a);
    assert_true(w.count > 1);
    for (int32_t i = 0; i + 1 < w.count; i++)
      assert_false(first <= w.at[i].core_last && w.at[i].core_last < first + 230);
    arena_free(&a);
  }
}

static void a_quotation_longer_than_a_window_is_cut_behind_a_sentence(void **state) {
  (void)state;
  arena a = {.full = &full};
  windows w = plan_quoted(5, 690, &a);
  assert_true(w.count > 1);
  for (int32_t i = 0; i + 1 < w.count; i++) assert_int_equal(w.at[i].core_last % 23, 22);
  arena_free(&a);
}

static void no_tokens_no_windows(void **state) {
  (void)state;
  arena a = {.full = &full};
  text t = {"", 0};
  tokens k = {0};
  marks m = {0};
  assert_int_equal(windows_plan(&t, &k, &m, NULL, PIECES, &a).count, 0);
  arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cores_cover_all_and_windows_fit), cmocka_unit_test(a_text_that_fits_is_one_window),
      cmocka_unit_test(a_quotation_in_a_long_paragraph_is_not_cut),
      cmocka_unit_test(a_quotation_longer_than_a_window_is_cut_behind_a_sentence),
      cmocka_unit_test(no_tokens_no_windows)};
  return cmocka_run_group_tests_name("window", tests, NULL, NULL);
}
