/* Places in front of an article's first sentence. */
#include "doc/dateline.h"

#include "marked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static jmp_buf full;

/* The first paragraph is a title, all others are body.  The type of name number `which`. */
static void expect_type(const char *from, int32_t which, const char *wanted) {
  arena a = {.full = &full};
  marked x;
  assert_int_equal(setjmp(full), 0);
  assert_true(marked_read(from, NULL, &a, &x));
  for (int32_t i = 0; i < x.b.count; i++) x.b.at[i].kind = i ? INQ_BODY : INQ_TITLE;
  datelines_settle(&x.n, &x.t, &x.b, &x.k);
  assert_string_equal(inq_type_name(x.n.at[which].type), wanted);
  arena_free(&a);
}

static void places_begin_the_body(void **state) {
  (void)state;
  expect_type("Two held\n\n[BREZNO|PERSON]: Two men were held.", 0, "GPE");
  expect_type("Two held\n\n[BREZNO|ORG] — Two men were held.", 0, "GPE");
  expect_type("Two held\n\n[TOBA ZELENE|PERSON] - Two men were held.", 0, "GPE");
}

static void others_stay_what_they_are(void **state) {
  (void)state;
  expect_type("[BREZNO|PERSON]: Two held\n\nTwo men were held.", 0, "PERSON");
  expect_type("Two held\n\n[Brezno|PERSON]: Two men were held.", 0, "PERSON");
  expect_type("Two held\n\n[BREZNO|PERSON] said so.", 0, "PERSON");
  expect_type("Two held\n\n[UNITED COUNCIL|ORG]: It met.", 0, "ORG");
  expect_type("Two held\n\nIt is so.\n\n[BREZNO|PERSON]: Two men were held.", 0, "PERSON");
  expect_type("Two held\n\n[ADA MOREAU|PERSON]: Welcome.\n\nTAM OKORO: Thanks.", 0, "PERSON");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(places_begin_the_body),
      cmocka_unit_test(others_stay_what_they_are),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
