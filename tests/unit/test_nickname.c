/* Quotation marks in names. */
#include "doc/nickname.h"

#include "marked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static jmp_buf full;

/* The text's marked names become those of `wanted`, parted by " | ". */
static void expect_names(const char *from, const char *wanted) {
  arena a = {.full = &full};
  marked x;
  assert_int_equal(setjmp(full), 0);
  assert_true(marked_read(from, NULL, &a, &x));
  names n = names_mind_marks(&x.n, &x.m, &x.k, &a);
  char got[256];
  marked_list(&x, &n, got, sizeof got);
  assert_string_equal(got, wanted);
  arena_free(&a);
}

static void test_joins_a_nickname_with_the_name_around_it(void **state) {
  (void)state;
  expect_names("Then [Tam “|PERSON][Gull” Okoro|PERSON] won.", "Tam “Gull” Okoro");
  expect_names("Then [Tam|PERSON] “[Gull” Okoro|PERSON] won.", "Tam “Gull” Okoro");
  expect_names("Then [Tam|PERSON] \"[Gull|ORG]\" [Okoro|PERSON] won.", "Tam \"Gull\" Okoro");
  expect_names("Then [Tam|PERSON] “the Big Gull” [Okoro|PERSON] and [Tam “|PERSON][Gull” Okoro|PERSON] won.",
               "Tam “the Big Gull” Okoro | Tam “Gull” Okoro");
}

static void test_leaves_other_quotations_alone(void **state) {
  (void)state;
  expect_names("Then [Tam|PERSON] told “[Gull|PERSON]” [Okoro|PERSON] so.", "Tam | Gull | Okoro");
  expect_names("Then [Tam|PERSON] “a man of his own words” [Okoro|PERSON].", "Tam | Okoro");
  expect_names("In [Lagos|GPE] “[Gull|ORG]” [Okoro|PERSON] won.", "Lagos | Gull | Okoro");
  expect_names("He read [“The Gull”|WORK] to [Tam Okoro|PERSON].", "“The Gull” | Tam Okoro");
  expect_names("Then “[Tam|PERSON]” won.", "Tam");
}

static void test_cuts_off_half_a_pair(void **state) {
  (void)state;
  expect_names("He saw “[Gull Labs”|ORG] there.", "Gull Labs");
  expect_names("He saw [“Gull|ORG] Labs” there.", "Gull");
  expect_names("He saw [Gull “Labs|ORG] there” too.", "Gull");
  expect_names("He saw [“|ORG] nothing”.", "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_joins_a_nickname_with_the_name_around_it),
      cmocka_unit_test(test_leaves_other_quotations_alone),
      cmocka_unit_test(test_cuts_off_half_a_pair),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
