#include "packing.h"

#include "doc/trust.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Opens a model that has nothing but knots for the names; the caller closes what it got. */
static inq_code open_knots(const float (*knots)[2], uint32_t count, pack **p, char **file, trusts *t,
                           inq_err *err) {
  packing parts = {.count = 0};
  packing_add(&parts, "trust.names", PACK_F32, count, 2, knots, sizeof *knots * count);
  size_t length;
  *file = packing_finish(&parts, &length);
  assert_int_equal(pack_open_memory(*file, length, p, NULL), INQ_OK);
  return trusts_open(*p, t, err);
}

static void a_score_runs_straight_between_the_knots(void **state) {
  (void)state;
  static const float knots[][2] = {{0, 0.2F}, {0.5F, 0.4F}, {1, 0.9F}};
  pack *p;
  char *file;
  trusts t;
  assert_int_equal(open_knots(knots, 3, &p, &file, &t, NULL), INQ_OK);
  static const float pairs[][2] = {{-1, 0.2F},     {0, 0.2F}, {0.25F, 0.3F}, {0.5F, 0.4F},
                                   {0.75F, 0.65F}, {1, 0.9F}, {2, 0.9F}};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
    assert_float_equal(trust_of(&t.names, pairs[i][0]), pairs[i][1], 1e-6);
  assert_float_equal(trust_of(&t.names, NAN), 0.2F, 1e-6);
  assert_float_equal(trust_of(&t.quotes, 0.7F), 0.7F, 1e-6); /* the model has no knots for quotations */
  pack_close(p), free(file);
}

static void knots_that_do_not_rise_are_refused(void **state) {
  (void)state;
  static const float wrong[][3][2] = {{{0, 0.5F}, {0.5F, 0.4F}, {1, 0.9F}}, /* falls */
                                      {{0, 0}, {0, 0.4F}, {1, 0.9F}},       /* stands */
                                      {{0.1F, 0}, {0.5F, 0.4F}, {1, 0.9F}}, /* begins late */
                                      {{0, 0}, {0.5F, 0.4F}, {0.9F, 0.9F}}, /* ends early */
                                      {{0, 0}, {0.5F, 0.4F}, {1, 1.5F}}};   /* no share */
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    pack *p;
    char *file;
    trusts t;
    inq_err err = {0};
    assert_int_equal(open_knots(wrong[i], 3, &p, &file, &t, &err), INQ_E_MODEL);
    assert_non_null(strstr(err.message, "trust.names"));
    pack_close(p), free(file);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_score_runs_straight_between_the_knots),
      cmocka_unit_test(knots_that_do_not_rise_are_refused),
  };
  return cmocka_run_group_tests_name("trust", tests, NULL, NULL);
}
