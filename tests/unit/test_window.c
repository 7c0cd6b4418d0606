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

static void check(const tokens *k, const int32_t *lengths, arena *a) {
  char *bytes = arena_alloc(a, (size_t)k->count + 1);
  for (int32_t i = 0; i < k->count; i++) bytes[i] = i % 23 == 22 ? '.' : 'w';
  text t = {bytes, k->count};
  windows w = windows_plan(&t, k, lengths, PIECES, a);
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
    check(&k, lengths, &a);
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
  text t = {arena_alloc(&a, 401), 400};
  windows w = windows_plan(&t, &k, lengths, PIECES, &a);
  assert_int_equal(w.count, 1);
  assert_int_equal(w.at[0].core_last, 399);
  arena_free(&a);
}

static void no_tokens_no_windows(void **state) {
  (void)state;
  arena a = {.full = &full};
  text t = {"", 0};
  tokens k = {0};
  assert_int_equal(windows_plan(&t, &k, NULL, PIECES, &a).count, 0);
  arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(cores_cover_all_and_windows_fit),
                                     cmocka_unit_test(a_text_that_fits_is_one_window),
                                     cmocka_unit_test(no_tokens_no_windows)};
  return cmocka_run_group_tests_name("window", tests, NULL, NULL);
}
