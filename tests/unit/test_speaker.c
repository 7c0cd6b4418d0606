#include "people.h"

#include "doc/nominal.h"
#include "doc/ranker.h"

#include <math.h>
#include <stdarg.h>
#include <time.h>

#include <cmocka.h>

static speakers speakers_of(const marked *x, const people *p, arena *a) {
  return speakers_read(&x->t, &x->b, &x->k, &x->m, NULL, &x->n, &x->e, &x->q, p->lexicon, NULL, true, a);
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
  assert_string_equal(inq_why_text(s.reasons[0].why[0]), "the main word of the source");
  assert_int_equal(s.reference_count, 1);
  assert_int_equal(s.references[0].form, INQ_PRONOUN);
  assert_int_equal(s.references[0].entity, 0);
}

static source source_of(const char *markup, people *p, marked *x) {
  assert_true(marked_read(markup, p->lexicon, &p->arena, x));
  return source_read(&x->k, &x->e.words, &x->n, x->q.at[0].source);
}

static void a_source_of_two_offices_is_one_person(void **state) {
  people *p = *state;
  marked x;
  assert_false(source_of("<1:“No,”> <1!said> <1=president and chief [Ada Moreau|PERSON]>.", p, &x).joined);
  assert_true(source_of("<1:“No,”> <1!said> <1=officials and mayor [Ada Moreau|PERSON]>.", p, &x).joined);
  assert_true(source_of("<1:“No,”> <1!said> <1=[Acme|ORG] and mayor [Ada Moreau|PERSON]>.", p, &x).joined);
  assert_true(source_of("<1:“No,”> <1!said> <1=the mayor and [Ada Moreau|PERSON]>.", p, &x).joined);
  assert_true(source_of("<1:“No,”> <1!said> <1=the mayor and the judge>.", p, &x).joined);
}

static void a_hyphen_inside_a_word_ends_no_head(void **state) {
  people *p = *state;
  marked x;
  assert_int_equal(source_of("<1:“No,”> <1!said> <1=[Acme|ORG]-owned [Borealis|ORG]>.", p, &x).head_name, 1);
  assert_int_equal(source_of("<1:“No,”> <1!said> <1=[Acme|ORG] - [Borealis|ORG]>.", p, &x).head_name, 0);
  source age = source_of("<1:“No,”> <1!said> <1=the 34-year-old>.", p, &x);
  assert_int_equal(age.bits, LEX_PERSON_NOUN);
}

static void a_source_holds_whole_names(void **state) {
  people *p = *state;
  marked x;
  assert_true(marked_read("A report of the [Oslo Acme Lab|ORG] is here", p->lexicon, &p->arena, &x));
  static const range given[] = {{0, 5}, {0, 3}, {5, 5}}, wanted[] = {{0, 6}, {0, 3}, {4, 6}};
  for (int32_t i = 0; i < 3; i++) {
    range r = source_read(&x.k, &x.e.words, &x.n, given[i]).tokens;
    assert_int_equal(r.first, wanted[i].first);
    assert_int_equal(r.last, wanted[i].last);
  }
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

/* A ranker of one hidden unit that adds up its features: IS_HEAD and the one named here. */
static inq_code open_ranker(const char *feature, arena *a, pack **p, char **file, speaker_model **m,
                            inq_err *err) {
  const char *const features[] = {"IS_HEAD", feature};
  static const float hidden[2] = {2, 3}, bias[1] = {1}, out[1] = {1};
  packing parts = {.count = 0};
  packing_strings(&parts, "speaker.features", features, 2);
  packing_add(&parts, "speaker.hidden", PACK_F32, 2, 1, hidden, sizeof hidden);
  packing_add(&parts, "speaker.bias", PACK_F32, 1, 1, bias, sizeof bias);
  packing_add(&parts, "speaker.out", PACK_F32, 1, 1, out, sizeof out);
  size_t length;
  *file = packing_finish(&parts, &length);
  assert_int_equal(pack_open_memory(*file, length, p, NULL), INQ_OK);
  return speaker_model_open(*p, a, m, err);
}

static void a_ranker_may_know_fewer_features_but_no_others(void **state) {
  (void)state;
  jmp_buf full;
  arena a = {.full = &full};
  inq_err err = {0};
  pack *p;
  char *file;
  speaker_model *model;
  float f[FEATURE_COUNT] = {[FEATURE_IS_HEAD] = 1, [FEATURE_NEAR] = 1, [FEATURE_IS_ORG] = 9},
        weights[FEATURE_COUNT];
  assert_int_equal(open_ranker("NEAR", &a, &p, &file, &model, &err), INQ_OK);
  assert_float_equal(ranker_score(model, f, NULL), 6, 1e-6);
  ranker_weigh(model, f, NULL, weights);
  assert_float_equal(weights[FEATURE_NEAR], 3, 1e-6);
  assert_float_equal(weights[FEATURE_IS_ORG], 0, 1e-6);
  pack_close(p), free(file);
  assert_int_equal(open_ranker("IS_TALL", &a, &p, &file, &model, &err), INQ_E_MODEL);
  assert_non_null(strstr(err.message, "IS_TALL"));
  pack_close(p), free(file);
  arena_free(&a);
}

/* The chosen one's probability is the map's; the others share the rest and stay behind it. */
static void trusted_speakers_leave_the_rest_to_the_others(void **state) {
  (void)state;
  static const float knots[] = {0, 0.4F, 1, 0.8F};
  trust t = {.knots = knots, .count = 2};
  speaker who[2] = {{.score = 0.75F}, {.score = 0.25F}};
  reason reasons[2 * REASONS] = {{.score = 0.75F}, {.score = 0.15F}, {.score = 0.1F},
                                 {.score = 0.25F}, {.score = 0.25F}, {.score = 0}};
  speakers s = {.at = who, .reasons = reasons};
  speakers_trust(&s, 2, &t);
  static const float wanted[] = {0.7F, 0.18F, 0.12F, 0.5F, 0.16666667F, 0};
  assert_float_equal(who[0].score, 0.7F, 1e-6);
  for (int32_t i = 0; i < 2 * REASONS; i++) assert_float_equal(reasons[i].score, wanted[i], 1e-6);
}

static void a_gender_is_sure_by_more_than_a_pronoun(void **state) {
  people *p = *state;
  marked x;
  assert_true(marked_read("[Ada Moreau|PERSON] left. [Lund|PERSON] took his hat. [Acme|ORG] paid.",
                          p->lexicon, &p->arena, &x));
  assert_true(x.e.at[0].gender == GENDER_FEMALE && x.e.at[0].gendered);
  assert_true(x.e.at[1].gender == GENDER_MALE && !x.e.at[1].gendered);
  assert_true(x.e.at[2].gender == GENDER_NEUTER && !x.e.at[2].gendered);
}

/* What the ranker sees of the entities of the last quotation, those before it given to the entities told. */
typedef struct {
  candidates c;
  float f[CANDIDATES][FEATURE_COUNT];
} seen;

static void see(const char *markup, const int32_t *spoken, people *p, seen *out) {
  marked x;
  assert_true(marked_read(markup, p->lexicon, &p->arena, &x));
  scene s = scene_read(&x.t, &x.b, &x.k, &x.m, &x.n, &x.e, &x.q, &p->arena);
  for (int32_t i = 0; i + 1 < x.q.count; i++) scene_record(&s, i, (choice){CHOICE_ENTITY, spoken[i], -1});
  out->c = candidates_read(&s, x.q.count - 1);
  features_read(&s, x.q.count - 1, &out->c, out->f);
}

static float seen_of(const seen *x, int32_t who, int32_t feature) {
  for (int32_t i = 0; i < x->c.count; i++)
    if (x->c.at[i].kind == CHOICE_ENTITY && x->c.at[i].entity == who) return x->f[i][feature];
  fail_msg("entity %d is no candidate", who);
  return -1;
}

static void where_a_name_stands_in_the_source_is_seen(void **state) {
  seen x;
  see("<1:“No,”> <1!said> <1=the chief executive [Ada Moreau|PERSON] of [Acme|ORG]>.", NULL, *state, &x);
  assert_float_equal(seen_of(&x, 0, FEATURE_TITLED), 1, 0);
  assert_float_equal(seen_of(&x, 1, FEATURE_TITLED), 0, 0);
  assert_float_equal(seen_of(&x, 1, FEATURE_BEHIND_OF), 1, 0);
  assert_float_equal(seen_of(&x, 1, FEATURE_CLOSES_SOURCE), 1, 0);
  see("<1:“No,”> <1!said> <1=the [Acme|ORG] president>.", NULL, *state, &x);
  assert_float_equal(seen_of(&x, 0, FEATURE_OPENS_SOURCE), 1, 0);
}

static void turns_tell_who_was_named_since(void **state) {
  static const int32_t ada = 0;
  seen x;
  see("<1:“No,”> <1!said> <1=[Ada Moreau|PERSON]>. [Peter Lund|PERSON] is here. <2:“Yes,”> <2=he> <2!said>.",
      &ada, *state, &x);
  assert_float_equal(seen_of(&x, 0, FEATURE_NAMED_SINCE), 0, 0);
  assert_float_equal(seen_of(&x, 1, FEATURE_NAMED_SINCE), 1, 0);
  assert_float_equal(seen_of(&x, 1, FEATURE_SUBJECT_SINCE), 1, 0);
  assert_float_equal(seen_of(&x, 0, FEATURE_SPOKE_AGO), 1, 0);
  assert_float_equal(seen_of(&x, 0, FEATURE_NOBODY_SINCE), 0, 0);
  see("<1:“No,”> <1!said> <1=[Ada Moreau|PERSON]>. <2:“Yes,”> <2=she> <2!said>.", &ada, *state, &x);
  assert_float_equal(seen_of(&x, 0, FEATURE_NOBODY_SINCE), 1, 0);
  see("<1=[Ada Moreau|PERSON]> <1!said> <1:that it is what <2=she> <2!said> <2:to be late>>.", &ada, *state,
      &x);
  assert_float_equal(seen_of(&x, 0, FEATURE_SPOKE_AROUND), 1, 0);
}

static void a_publisher_may_be_named_later(void **state) {
  seen x;
  see("<1:Prices fell>, <1!said> <1=a report>. [Peter Lund|PERSON] left. The report by [Acme|ORG] is short.",
      NULL, *state, &x);
  assert_float_equal(seen_of(&x, 1, FEATURE_PUBLISHES), 1, 0);
  assert_true(seen_of(&x, 1, FEATURE_PUBLISHES_LATER) > 0);
  assert_float_equal(seen_of(&x, 1, FEATURE_WORD_LATER_BESIDE), 1, 0);
  assert_float_equal(seen_of(&x, 0, FEATURE_PUBLISHES), 0, 0);
  assert_float_equal(seen_of(&x, 0, FEATURE_NEXT_SUBJECT), 1, 0);
}

static void names_may_begin_alike(void **state) {
  seen x;
  see("[Syldavia|GPE] is far. [Borduria|GPE] is near. <1:“No,”> <1!said> <1=the [Syldavian|NORP] president>.",
      NULL, *state, &x);
  assert_float_equal(seen_of(&x, 0, FEATURE_NAME_ALIKE), 1, 0);
  assert_float_equal(seen_of(&x, 1, FEATURE_NAME_ALIKE), 0, 0);
}

static void a_noun_asks_for_its_field(void **state) {
  seen x;
  see("[Acme Holdings|ORG] sued. [High Court|ORG] sat. [Borealis|ORG] left. <1:“No,”> <1=the company> "
      "<1!said>.",
      NULL, *state, &x);
  assert_float_equal(seen_of(&x, 0, FEATURE_FIELD_AGREES), 1, 0);
  assert_float_equal(seen_of(&x, 0, FEATURE_FIELD_UNIQUE), 1, 0);
  assert_float_equal(seen_of(&x, 0, FEATURE_FIELD_NEAREST), 1, 0);
  assert_float_equal(seen_of(&x, 1, FEATURE_FIELD_CLASHES), 1, 0);
  assert_float_equal(seen_of(&x, 2, FEATURE_FIELD_UNKNOWN), 1, 0);
  assert_float_equal(seen_of(&x, 2, FEATURE_SOMEBODY_FITS), 1, 0);
  see("[Acme Holdings|ORG] sued. <1:“No,”> <1=she> <1!said>.", NULL, *state, &x);
  assert_float_equal(seen_of(&x, 0, FEATURE_NOUN_FIELD), 0, 0);
  assert_float_equal(seen_of(&x, 0, FEATURE_FIELD_CLASHES), 0, 0);
}

static void who_sent_a_report_made_it(void **state) {
  seen x;
  see("[Acme|ORG] left. Then [Borealis|ORG] released <1=a report> that <1!said> <1:prices fell>.", NULL,
      *state, &x);
  assert_float_equal(seen_of(&x, 0, FEATURE_MADE_IT), 0, 0);
  assert_float_equal(seen_of(&x, 1, FEATURE_MADE_IT), 1, 0);
  see("[Acme|ORG] released news. <1=The report> <1!said> <1:prices fell>.", NULL, *state, &x);
  assert_float_equal(seen_of(&x, 0, FEATURE_MADE_IT), 0, 0);
}

/* What is found for the last quotation of all, as text; the nearest first. */
static void assert_nominals(const char *markup, people *p, const char *const *wanted) {
  marked x;
  assert_true(marked_read(markup, p->lexicon, &p->arena, &x));
  scene s = scene_read(&x.t, &x.b, &x.k, &x.m, &x.n, &x.e, &x.q, &p->arena);
  nominals_find(&s, &p->arena);
  const int32_t *found = &s.nominals[(x.q.count - 1) * NOMINALS];
  for (int32_t i = 0; i < NOMINALS; i++) {
    if (!*wanted) {
      assert_int_equal(found[i], -1);
      continue;
    }
    range r = s.sources[found[i]].tokens;
    str found_words = text_piece(&x.t, x.k.at[r.first].start, x.k.at[r.last].end);
    assert_int_equal(found_words.length, strlen(*wanted));
    assert_memory_equal(found_words.at, *wanted, strlen(*wanted));
    wanted++;
  }
}

static void a_pronoun_may_mean_a_noun_that_never_spoke(void **state) {
  people *p = *state;
  assert_nominals("The tall [Acme|ORG] spokeswoman is here. <1:“Soon,”> <1=she> <1!said>.", p,
                  (const char *const[]){"The tall Acme spokeswoman", NULL});
  assert_nominals("The spokeswoman is here. <1:“Soon,”> <1=he> <1!said>.", p, (const char *const[]){NULL});
  assert_nominals("“A spokeswoman is here.” <1:“Soon,”> <1=she> <1!said>.", p, (const char *const[]){NULL});
  assert_nominals("The president [Ada Moreau|PERSON] is here. <1:“Soon,”> <1=she> <1!said>.", p,
                  (const char *const[]){NULL});
  assert_nominals("A report of the company is here. <1=It> <1!said> <1:prices fell>.", p,
                  (const char *const[]){"the company", "A report", NULL});
  assert_nominals("[Ada Moreau|PERSON] and [Peter Lund|PERSON] left. <1:“Soon,”> <1=they> <1!said>.", p,
                  (const char *const[]){"Ada Moreau and Peter Lund", NULL});
  assert_nominals("<1:“No,”> <1!said> <1=a spokeswoman>. <2:“Soon,”> <2=she> <2!said>.", p,
                  (const char *const[]){NULL});
}

static void pronouns_share_what_was_found(void **state) {
  people *p = *state;
  marked x;
  assert_true(
      marked_read("A spokeswoman is here. <1:“Soon,”> <1=she> <1!said>. <2:“Or not,”> <2=she> <2!said>.",
                  p->lexicon, &p->arena, &x));
  scene s = scene_read(&x.t, &x.b, &x.k, &x.m, &x.n, &x.e, &x.q, &p->arena);
  assert_int_equal(candidates_read(&s, 0).count, 1);
  nominals_find(&s, &p->arena);
  assert_int_equal(s.nominals[0], x.q.count);
  assert_int_equal(s.nominals[NOMINALS], s.nominals[0]);
  candidates c = candidates_read(&s, 0);
  float f[CANDIDATES][FEATURE_COUNT];
  features_read(&s, 0, &c, f);
  assert_int_equal(c.count, 2);
  assert_float_equal(f[1][FEATURE_NEVER_SPOKE], 1, 0);
  assert_float_equal(f[1][FEATURE_LAST_SENTENCE], 1, 0);
  assert_float_equal(f[1][FEATURE_GENDER_AGREES], 1, 0);
  scene_record(&s, 0, c.at[1]);
  assert_int_equal(candidates_read(&s, 1).count, 2); /* once, though it spoke and stands there */
}

static void names_beside_the_source_are_seen(void **state) {
  seen x;
  see("<1:“No,”> <1!said> <1=the president>, [Ada Moreau|PERSON]. [Peter Lund|PERSON] left.", NULL, *state,
      &x);
  assert_float_equal(seen_of(&x, 0, FEATURE_RIGHT_BEHIND_SOURCE), 1, 0);
  assert_float_equal(seen_of(&x, 0, FEATURE_RIGHT_BEFORE_SOURCE), 0, 0);
  assert_float_equal(seen_of(&x, 1, FEATURE_RIGHT_BEHIND_SOURCE), 0, 0);
  see("<1:“No,”> <1!said> [Ada Moreau|PERSON], <1=the president>.", NULL, *state, &x);
  assert_float_equal(seen_of(&x, 0, FEATURE_RIGHT_BEFORE_SOURCE), 1, 0);
}

static void probabilities_add_up(void **state) {
  (void)state;
  float scores[3] = {-100, 3, 2};
  assert_int_equal(ranker_choose(scores, 3), 1);
  assert_true(fabsf(scores[0] + scores[1] + scores[2] - 1) < 1e-5F);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(the_plain_rule_finds_names_and_pronouns, open_people, close_people),
      cmocka_unit_test_setup_teardown(every_speaker_stands_in_the_text, open_people, close_people),
      cmocka_unit_test(time_grows_with_the_text),
      cmocka_unit_test(a_ranker_may_know_fewer_features_but_no_others),
      cmocka_unit_test_setup_teardown(a_source_of_two_offices_is_one_person, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_hyphen_inside_a_word_ends_no_head, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_gender_is_sure_by_more_than_a_pronoun, open_people, close_people),
      cmocka_unit_test_setup_teardown(where_a_name_stands_in_the_source_is_seen, open_people, close_people),
      cmocka_unit_test_setup_teardown(turns_tell_who_was_named_since, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_publisher_may_be_named_later, open_people, close_people),
      cmocka_unit_test_setup_teardown(names_may_begin_alike, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_source_holds_whole_names, open_people, close_people),
      cmocka_unit_test_setup_teardown(names_beside_the_source_are_seen, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_noun_asks_for_its_field, open_people, close_people),
      cmocka_unit_test_setup_teardown(who_sent_a_report_made_it, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_pronoun_may_mean_a_noun_that_never_spoke, open_people, close_people),
      cmocka_unit_test_setup_teardown(pronouns_share_what_was_found, open_people, close_people),
      cmocka_unit_test(trusted_speakers_leave_the_rest_to_the_others),
      cmocka_unit_test(probabilities_add_up),
  };
  return cmocka_run_group_tests_name("speaker", tests, NULL, NULL);
}
