/* The pool: order, bounds, an end in the middle.  `make tsan` sees what its threads share. */
#include "base/pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { THREADS = 4, ROOM = 7, JOBS = 2000 };

typedef struct {
  int number, square;
} job;

typedef struct {
  pool *pool;
  int given, finished, stop_at, lasts;
  bool ordered;
} counter;

static void work(void *with, int thread, void *of) {
  (void)with;
  assert_in_range(thread, 0, THREADS - 1);
  job *j = of;
  for (volatile int i = 0; i < (j->number % 5) * 1000; i++) {} /* some take longer */
  j->square = j->number * j->number;
}

static bool finish(void *with, void *of, bool last) {
  counter *c = with;
  job *j = of;
  c->ordered &= j->number == c->finished && j->square == j->number * j->number;
  c->lasts += last;
  return ++c->finished != c->stop_at;
}

static void forget(void *of) { (void)of; }

static pool *start(counter *c, size_t heaviest) {
  pool_plan plan = {THREADS, ROOM, sizeof(job), heaviest, work, finish, c};
  c->ordered = true;
  c->pool = pool_new(&plan);
  assert_non_null(c->pool);
  return c->pool;
}

static void give_all(counter *c, size_t weight) {
  for (job *j; c->given < JOBS && (j = pool_next(c->pool)); c->given++) {
    j->number = c->given;
    pool_give(c->pool, weight);
  }
}

static void keeps_the_order(void **state) {
  (void)state;
  counter c = {0};
  start(&c, 0);
  give_all(&c, 0);
  assert_true(pool_drain(c.pool));
  assert_true(c.ordered);
  assert_int_equal(c.finished, JOBS);
  assert_true(c.lasts > 0);
  pool_free(c.pool, forget);
}

static void ends_when_finish_says_so(void **state) {
  (void)state;
  counter c = {.stop_at = 100};
  start(&c, 0);
  give_all(&c, 0);
  assert_false(pool_drain(c.pool));
  assert_null(pool_next(c.pool));
  assert_int_equal(c.finished, 100);
  assert_in_range(c.given, 100, 100 + ROOM);
  pool_free(c.pool, forget);
}

static void heavy_jobs_go_one_by_one(void **state) {
  (void)state;
  counter c = {0};
  start(&c, 10);
  for (int i = 0; i < 50; i++) {
    job *j = pool_next(c.pool);
    j->number = i;
    pool_give(c.pool, 10);
  }
  assert_true(pool_drain(c.pool));
  assert_int_equal(c.lasts, 50); /* none ever waited behind another */
  pool_free(c.pool, forget);
}

static void nothing_given(void **state) {
  (void)state;
  counter c = {0};
  start(&c, 0);
  assert_true(pool_drain(c.pool));
  pool_free(c.pool, forget);
  pool_free(NULL, forget);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(keeps_the_order),
      cmocka_unit_test(ends_when_finish_says_so),
      cmocka_unit_test(heavy_jobs_go_one_by_one),
      cmocka_unit_test(nothing_given),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
