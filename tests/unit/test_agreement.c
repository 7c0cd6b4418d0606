/* Agreement between the names of a text. */
#include "doc/agreement.h"

#include "marked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static jmp_buf full;

/* The marked names, all that the network saw; names of one word have their type with a probability of `sure`, and
 * are people with one of `person`.  What comes of it is NAME/TYPE, parted by " | ". */
static void expect_agreed(const char *from, float sure, float person, const char *wanted) {
  arena a = {.full = &full};
  marked x;
  assert_int_equal(setjmp(full), 0);
  assert_true(marked_read(from, NULL, &a, &x));
  uint8_t *outside = arena_array(&a, uint8_t, x.k.count);
  memset(outside, 128, (size_t)x.k.count);
  for (int32_t i = 0; i < x.n.count; i++) {
    name *n = &x.n.at[i];
    n->score = 0.9f;
    memset(n->types, 0, sizeof n->types);
    n->types[n->type] = n->first == n->last ? sure : 1;
    if (n->first == n->last) n->types[INQ_PERSON] += person;
  }
  names n = names_agree(&x.n, &x.t, &x.k, outside, &a);
  char got[256] = "";
  for (int32_t i = 0; i < n.count; i++) {
    str piece = marked_words(&x, (range){n.at[i].first, n.at[i].last});
    size_t used = strlen(got);
    snprintf(got + used, sizeof got - used, "%s%.*s/%s", i ? " | " : "", piece.length, piece.at,
             inq_type_name(n.at[i].type));
  }
  assert_string_equal(got, wanted);
  arena_free(&a);
}

static void a_surname_is_a_person(void **state) {
  (void)state;
  expect_agreed("[Ada Moreau|PERSON] left. [Moreau|ORG] said so.", 0.6f, 0.4f,
                "Ada Moreau/PERSON | Moreau/PERSON");
  expect_agreed("[Moreau|ORG] said so.", 0.6f, 0.4f, "Moreau/ORG");
}

static void a_company_named_like_its_founder_stays_one_where_the_network_is_sure(void **state) {
  (void)state;
  expect_agreed("[Ada Moreau|PERSON] left. [Moreau|ORG] fell.", 0.99f, 0.01f,
                "Ada Moreau/PERSON | Moreau/ORG");
}

static void the_first_word_of_a_company_is_the_company(void **state) {
  (void)state;
  expect_agreed("[Moreau Steel|ORG] fell. [Moreau|ORG] said so.", 0.4f, 0.6f,
                "Moreau Steel/ORG | Moreau/ORG");
  expect_agreed("[Lagos Water|ORG] fell. In [Lagos|GPE] it rained.", 1, 0, "Lagos Water/ORG | Lagos/GPE");
}

static void a_form_that_is_known_is_a_name_where_the_network_saw_none(void **state) {
  (void)state;
  expect_agreed("[Tern Air|ORG] and [Tern Air|ORG] fell. Tern Air flew.", 1, 0,
                "Tern Air/ORG | Tern Air/ORG | Tern Air/ORG");
  expect_agreed("[Tern Air|ORG] and [Tern Air|ORG] fell. [Tern|ORG] Air flew.", 1, 0,
                "Tern Air/ORG | Tern Air/ORG | Tern Air/ORG");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_surname_is_a_person),
      cmocka_unit_test(a_company_named_like_its_founder_stays_one_where_the_network_is_sure),
      cmocka_unit_test(the_first_word_of_a_company_is_the_company),
      cmocka_unit_test(a_form_that_is_known_is_a_name_where_the_network_saw_none),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
