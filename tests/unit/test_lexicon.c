#include "doc/lexicon.h"

#include "packing.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void lexicon_knows_what_is_packed(void **state) {
  (void)state;
  const char *const keys[] = {"minister", "said", "zoë"};
  const uint32_t values[] = {LEX_PERSON_NOUN | LEX_OFFICE_NOUN, LEX_CUE_VERB, LEX_FIRST_NAME | LEX_FEMALE};
  packing parts = {.count = 0};
  packing_table(&parts, "lexicon", keys, 3, values);
  size_t length;
  char *file = packing_finish(&parts, &length);
  jmp_buf full;
  arena a = {.full = &full};
  pack *p;
  lexicon *l;
  assert_int_equal(pack_open_memory(file, length, &p, NULL), INQ_OK);
  assert_int_equal(lexicon_open(p, &a, &l, NULL), INQ_OK);
  assert_int_equal(lexicon_bits(l, STR("minister")), LEX_PERSON_NOUN | LEX_OFFICE_NOUN);
  assert_int_equal(lexicon_bits(l, STR("zoë")), LEX_FIRST_NAME | LEX_FEMALE);
  assert_int_equal(lexicon_bits(l, STR("Said")), 0);
  assert_int_equal(lexicon_bits(l, STR("")), 0);
  pack_close(p);
  arena_free(&a);
  free(file);
}

static void no_lexicon_knows_nothing(void **state) {
  (void)state;
  assert_int_equal(lexicon_bits(NULL, STR("said")), 0);
}

static void a_model_without_a_lexicon_is_refused(void **state) {
  (void)state;
  const char *const card[] = {"{}"};
  packing parts = {.count = 0};
  packing_strings(&parts, "card", card, 1);
  size_t length;
  char *file = packing_finish(&parts, &length);
  jmp_buf full;
  arena a = {.full = &full};
  inq_err err = {0};
  pack *p;
  lexicon *l;
  assert_int_equal(pack_open_memory(file, length, &p, NULL), INQ_OK);
  assert_int_equal(lexicon_open(p, &a, &l, &err), INQ_E_MODEL);
  assert_int_not_equal(strlen(err.message), 0);
  pack_close(p);
  arena_free(&a);
  free(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lexicon_knows_what_is_packed),
      cmocka_unit_test(no_lexicon_knows_nothing),
      cmocka_unit_test(a_model_without_a_lexicon_is_refused),
  };
  return cmocka_run_group_tests_name("lexicon", tests, NULL, NULL);
}
