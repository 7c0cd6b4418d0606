#include "people.h"

#include "doc/ranker.h"

#include <math.h>
#include <stdarg.h>
#include <time.h>

#include <cmocka.h>

static speakers speakers_of(const marked *x, const people *p, arena *a) {
  return speakers_read(&x->t, &x->b, &x->k, &x->m, NULL, &x->n, &x->e, &x->q, p->lexicon, NULL, a);
}

static void the_plain_rule_finds_names_and_pronouns(void **state) {
  people *p = *state;
  marked x;
  assert_true(
      marked_read("[Ada Moreau|PERSON] met [Peter Lund|PERSON]. <1:“No,”> <1!said> <1=[Lund|PERSON]>. "
                  "<2:“Yes,”> <2=she> <2!said>. <3:“Perhaps,”> <3!said> <3=a neighbour>.",
                  p->lexicon, &p->arena, &x));
  speakers s = speakers_of(&x, p, &p->arena);
  assert_int_equal(s.at[0].entity, 1);
  assert_int_equal(s.at[0].rule, INQ_RULE_NAME);
  assert_int_equal(s.at[1].entity, 0);
  assert_int_equal(s.at[1].rule, INQ_RULE_PRONOUN);
  assert_int_equal(s.at[2].entity, -1);
  assert_int_equal(s.at[2].rule, INQ_RULE_WORDS);
  assert_int_equal(s.at[2].words.first, x.q.at[2].source.first);
  assert_string_equal(inq_why_text(s.reasons[0].why[0]), "the head of the source");
  assert_int_equal(s.reference_count, 1);
  assert_int_equal(s.references[0].form, INQ_PRONOUN);
  assert_int_equal(s.references[0].entity, 0);
}

/* Nobody is invented: a speaker is a name of the text or a source of the text. */
static void every_speaker_stands_in_the_text(void **state) {
  people *p = *state;
  for (uint32_t seed = 1; seed < 200; seed++) {
    uint32_t random = seed * 7;
    marked x = people_jumble(p, &random, (int32_t)(seed * 3), &p->arena);
    speakers s = speakers_of(&x, p, &p->arena);
    for (int32_t i = 0; i < x.q.count; i++) {
      const speaker *who = &s.at[i];
      assert_in_range(who->entity + 1, 0, x.e.count);
      assert_true(isfinite(who->score) && who->score >= 0 && who->score <= 1.0001F);
      const reason *first = &s.reasons[i * REASONS];
      assert_true(first->entity == who->entity && first->words.first == who->words.first);
      assert_true(first[0].score >= first[1].score && first[1].score >= first[2].score);
      assert_true((who->rule == INQ_RULE_WORDS) == (who->words.first >= 0));
      assert_true(who->words.first <= who->words.last && who->words.last < x.k.count);
      assert_true((who->rule == INQ_RULE_WORDS || who->rule == INQ_RULE_NONE) == (who->entity < 0));
    }
    for (int32_t i = 0; i < s.reference_count; i++) {
      assert_in_range(s.references[i].entity, 0, x.e.count - 1);
      assert_true(i == 0 || s.references[i].first > s.references[i - 1].last);
    }
    arena_reset(&p->arena);
    p->lexicon = NULL; /* it lay in the arena: from here on without one */
  }
}

static double seconds_for(int32_t words_in_all) {
  jmp_buf full;
  arena a = {.full = &full};
  people none = {.lexicon = NULL};
  uint32_t seed = 5;
  clock_t begin = clock();
  marked x = people_jumble(&none, &seed, words_in_all, &a);
  speakers_of(&x, &none, &a);
  arena_free(&a);
  return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

static void time_grows_with_the_text(void **state) {
  (void)state;
  double small = seconds_for(20000), large = seconds_for(80000);
  assert_true(large < 10 * small + 0.2);
}

static void a_ranker_with_other_features_is_refused(void **state) {
  (void)state;
  const char *const features[] = {"IS_TALL"};
  packing parts = {.count = 0};
  packing_strings(&parts, "speaker.features", features, 1);
  size_t length;
  char *file = packing_finish(&parts, &length);
  jmp_buf full;
  arena a = {.full = &full};
  inq_err err = {0};
  pack *p;
  speaker_model *model;
  assert_int_equal(pack_open_memory(file, length, &p, NULL), INQ_OK);
  assert_int_equal(speaker_model_open(p, &a, &model, &err), INQ_E_MODEL);
  assert_int_equal(err.code, INQ_E_MODEL);
  pack_close(p);
  arena_free(&a);
  free(file);
}

static void probabilities_add_up(void **state) {
  (void)state;
  float scores[3] = {-100, 3, 2};
  assert_int_equal(ranker_choose(scores, 3), 1);
  assert_true(fabsf(scores[0] + scores[1] + scores[2] - 1) < 1e-5F);
}

static int open_people(void **state) {
  static people p;
  people_open(&p);
  *state = &p;
  return 0;
}

static int close_people(void **state) {
  people_close(*state);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(the_plain_rule_finds_names_and_pronouns, open_people, close_people),
      cmocka_unit_test_setup_teardown(every_speaker_stands_in_the_text, open_people, close_people),
      cmocka_unit_test(time_grows_with_the_text),
      cmocka_unit_test(a_ranker_with_other_features_is_refused),
      cmocka_unit_test(probabilities_add_up),
  };
  return cmocka_run_group_tests_name("speaker", tests, NULL, NULL);
}
