/* What holds for the marks of any text; which runs a text has is told by tests/spec/marks.md. */
#include "soup.h"

static void check_run(const reading *r, int32_t i) {
  const run *x = &r->marks.runs[i];
  assert_true(0 <= x->first && x->first <= x->last && x->last < r->tokens.count);
  assert_int_equal(r->tokens.block[x->first], r->tokens.block[x->last]);
  assert_true(x->open == -1 || x->open == x->first);
  assert_true(x->close == -1 || x->close == x->last);
  assert_true(i == 0 || r->marks.runs[i - 1].first < x->first || x->parent == i - 1);
  assert_true(x->open == -1 || r->marks.state[x->open] == MARK_OPENS);
  assert_true(x->close == -1 || r->marks.state[x->close] == MARK_CLOSES);
  if (x->parent >= 0) {
    const run *around = &r->marks.runs[x->parent];
    assert_true(x->parent < i && around->first <= x->first && x->last <= around->last);
    assert_int_equal(x->depth, around->depth + 1);
  } else assert_int_equal(x->depth, 0);
  assert_true(x->next == -1 || (x->next > i && r->marks.runs[x->next].previous == i && x->close == -1));
  assert_true(x->previous == -1 || r->marks.runs[x->previous].next == i);
}

static void check_mark(const reading *r, int32_t i) {
  const inq_mark *m = &r->marks.at[i];
  assert_true(i == 0 || r->marks.at[i - 1].token < m->token);
  const inq_mark *partner = m->partner >= 0 ? &r->marks.at[m->partner] : NULL;
  switch (m->role) {
  case INQ_MARK_OPEN:
    assert_true(!partner || (partner->role == INQ_MARK_CLOSE && partner->partner == i));
    break;
  case INQ_MARK_CLOSE: assert_true(partner && partner->role == INQ_MARK_OPEN && partner->partner == i); break;
  case INQ_MARK_REOPEN: assert_true(partner && partner->role == INQ_MARK_OPEN && m->partner < i); break;
  default: assert_true(!partner && r->marks.state[m->token] == MARK_STRAY);
  }
}

static void check_token(const reading *r, int32_t i) {
  int32_t of = r->marks.run_of[i];
  uint8_t state = r->marks.state[i];
  assert_true(state < MARK_STATES);
  assert_true(of >= 0 || state == MARK_OUTSIDE || state == MARK_STRAY);
  assert_true(of < 0 || state != MARK_OUTSIDE);
  if (of < 0) return;
  assert_true(r->marks.runs[of].first <= i && i <= r->marks.runs[of].last);
  assert_true(of + 1 >= r->marks.run_count || r->marks.runs[of + 1].first > i ||
              r->marks.runs[of + 1].parent != of || r->marks.runs[of + 1].last < i);
}

static void soups_are_well_formed(void **state) {
  (void)state;
  uint64_t random = 2;
  for (int i = 0; i < 20000; i++) {
    buf b = soup(&random, (int)(next_random(&random) % 80));
    reading r;
    read_text(&r, b.at, b.length);
    for (int32_t j = 0; j < r.marks.run_count; j++) check_run(&r, j);
    for (int32_t j = 0; j < r.marks.count; j++) check_mark(&r, j);
    for (int32_t j = 0; j < r.tokens.count; j++) check_token(&r, j);
    free_reading(&r);
    buf_free(&b);
  }
}

static void a_quotation_has_one_open_and_one_close(void **state) {
  (void)state;
  static const char bytes[] = "“One.\n\n“Two.\n\n“Three,” he said.";
  static const inq_mark wanted[] = {{0, INQ_MARK_OPEN, 3, 0},
                                    {3, INQ_MARK_REOPEN, 0, 0},
                                    {6, INQ_MARK_REOPEN, 0, 0},
                                    {9, INQ_MARK_CLOSE, 0, 0}};
  reading r;
  read_text(&r, bytes, strlen(bytes));
  assert_int_equal(r.marks.count, 4);
  assert_memory_equal(r.marks.at, wanted, sizeof wanted);
  assert_int_equal(r.marks.run_count, 3);
  free_reading(&r);
}

/* Later stages walk from run to run around it, once for each token: the walk must be short. */
static void nesting_has_a_bottom(void **state) {
  (void)state;
  enum { NESTED = 1000 };
  buf b = {0};
  for (int i = 0; i < NESTED; i++) buf_str(&b, "“a ");
  for (int i = 0; i < NESTED; i++) buf_str(&b, "a” ");
  reading r;
  read_text(&r, b.at, b.length);
  int32_t deepest = 0;
  for (int32_t i = 0; i < r.marks.run_count; i++) {
    check_run(&r, i);
    if (r.marks.runs[i].depth > deepest) deepest = r.marks.runs[i].depth;
  }
  assert_int_equal(deepest, 7);
  assert_int_equal(r.marks.count, 2 * NESTED);
  free_reading(&r);
  buf_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(soups_are_well_formed),
      cmocka_unit_test(a_quotation_has_one_open_and_one_close),
      cmocka_unit_test(nesting_has_a_bottom),
  };
  return cmocka_run_group_tests_name("mark", tests, NULL, NULL);
}
