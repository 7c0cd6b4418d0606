#include "doc/tag.h"
#include "packing.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static jmp_buf full;

static const char *const ENDINGS[] = {"", "y", "e", "say", "not"};
enum { NOTHING, Y, E, SAY, NOT, ENDING_COUNT = 5 };

#define RULE(ending, cut, capitals) ((uint32_t)(ending) | (uint32_t)(cut) << 16 | (uint32_t)(capitals) << 24)

/* Noun is H, verb P, part J, adjective A, proper noun L, pronoun K. */
static const char *const KEYS[] = {"H",     "Hs",       "Hies", "Hss",  "Ped",     "P^said",
                                   "J^n't", "A^danish", "K^i",  "Piéd", "L^states"};
static const uint32_t VALUES[] = {RULE(NOTHING, 0, 0), RULE(NOTHING, 1, 0), RULE(Y, 3, 0),
                                  RULE(NOTHING, 0, 0), RULE(E, 2, 0),       RULE(SAY, 255, 0),
                                  RULE(NOT, 255, 0),   RULE(NOTHING, 0, 1), RULE(NOTHING, 0, 2),
                                  RULE(E, 2, 0),       RULE(NOTHING, 1, 0)};
enum { KEY_COUNT = sizeof KEYS / sizeof *KEYS };

static char *model(const uint32_t *values, uint32_t endings, size_t *length) {
  packing p = {0};
  packing_table(&p, "lemmas", KEYS, KEY_COUNT, values);
  packing_strings(&p, "lemmas.endings", ENDINGS, endings);
  return packing_finish(&p, length);
}

static void lemma_is(const lemma_model *m, const char *word, int32_t pos, const char *wanted) {
  arena a = {.full = &full};
  str got = lemma_of(m, str_of(word), pos, &a);
  assert_int_equal(got.length, (int32_t)strlen(wanted));
  assert_memory_equal(got.at, wanted, (size_t)got.length);
  arena_free(&a);
}

static void rules_apply(void **state) {
  (void)state;
  size_t length;
  char *file = model(VALUES, ENDING_COUNT, &length);
  arena kept = {.full = &full};
  pack *p;
  lemma_model *m;
  assert_int_equal(pack_open_memory(file, length, &p, NULL), INQ_OK);
  assert_int_equal(lemma_model_open(p, &kept, &m, NULL), INQ_OK);
  lemma_is(m, "Dogs", POS_NOUN, "dog");
  lemma_is(m, "cities", POS_NOUN, "city");
  lemma_is(m, "class", POS_NOUN, "class");
  lemma_is(m, "closed", POS_VERB, "close");
  lemma_is(m, "SAID", POS_VERB, "say");
  lemma_is(m, "said", POS_ADJ, "said");
  lemma_is(m, "n’t", POS_PART, "not");
  lemma_is(m, "Danish", POS_ADJ, "Danish");
  lemma_is(m, "danish", POS_ADJ, "danish");
  lemma_is(m, "i", POS_PRON, "I");
  lemma_is(m, "Évreux", POS_PROPN, "Évreux");
  lemma_is(m, "États", POS_NOUN, "état");
  lemma_is(m, "States", POS_PROPN, "State");
  lemma_is(m, "s", POS_NOUN, "");
  lemma_is(m, "", POS_NOUN, "");
  lemma_is(m, "piéd", POS_VERB, "pie"); /* a rule that would cut a letter in two takes all of it */
  pack_close(p);
  arena_free(&kept);
  free(file);
}

static void long_words_go_by_their_ending(void **state) {
  (void)state;
  size_t length;
  char *file = model(VALUES, ENDING_COUNT, &length), word[3001], wanted[3001];
  arena kept = {.full = &full};
  pack *p;
  lemma_model *m;
  memset(word, 'x', sizeof word);
  memcpy(wanted, word, sizeof word);
  memcpy(word + 2996, "ies", 4);
  memcpy(wanted + 2996, "y", 2);
  assert_int_equal(pack_open_memory(file, length, &p, NULL), INQ_OK);
  assert_int_equal(lemma_model_open(p, &kept, &m, NULL), INQ_OK);
  lemma_is(m, word, POS_NOUN, wanted);
  pack_close(p);
  arena_free(&kept);
  free(file);
}

static void opening_fails(const uint32_t *values, uint32_t endings, const char *why) {
  size_t length;
  char *file = model(values, endings, &length);
  arena kept = {.full = &full};
  pack *p;
  lemma_model *m;
  inq_err err = {0};
  assert_int_equal(pack_open_memory(file, length, &p, NULL), INQ_OK);
  assert_int_equal(lemma_model_open(p, &kept, &m, &err), INQ_E_MODEL);
  assert_non_null(strstr(err.message, why));
  assert_null(m);
  pack_close(p);
  arena_free(&kept);
  free(file);
}

static void rules_out_of_bounds_are_refused(void **state) {
  (void)state;
  uint32_t values[KEY_COUNT];
  memcpy(values, VALUES, sizeof values);
  values[KEY_COUNT - 1] = RULE(ENDING_COUNT, 0, 0);
  opening_fails(values, ENDING_COUNT, "rule 10");
  opening_fails(VALUES, NOT, "out of bounds");
}

int main(void) {
  if (setjmp(full)) return 1;
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rules_apply),
      cmocka_unit_test(long_words_go_by_their_ending),
      cmocka_unit_test(rules_out_of_bounds_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
