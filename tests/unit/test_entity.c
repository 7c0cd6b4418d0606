#include "people.h"

#include "doc/title.h"

#include <stdarg.h>

#include <cmocka.h>

static marked read(people *p, const char *words_given) {
  marked x;
  assert_true(marked_read(words_given, p->lexicon, &p->arena, &x));
  return x;
}

static void surnames_join_and_people_stay_apart(void **state) {
  people *p = *state;
  marked x =
      read(p, "[Ada Moreau|PERSON] met [Peter Moreau|PERSON]. Mr [Moreau|PERSON] wept. [WGC|ORG] [Acme|ORG]");
  assert_int_equal(x.e.count, 4);
  assert_int_equal(x.e.of[2], x.e.of[1]);
}

static void genders_come_from_names_titles_and_pronouns(void **state) {
  people *p = *state;
  marked x = read(
      p,
      "[Ada Moreau|PERSON] met [Peter Lund|PERSON]. Then [Oyelaran|PERSON] and his dog came to [Acme|ORG].");
  assert_int_equal(x.e.at[0].gender, GENDER_FEMALE);
  assert_int_equal(x.e.at[1].gender, GENDER_MALE);
  assert_int_equal(x.e.at[2].gender, GENDER_MALE);
  assert_int_equal(x.e.at[3].gender, GENDER_NEUTER);
}

static void a_title_is_no_part_of_a_name(void **state) {
  people *p = *state;
  marked x =
      read(p, "[Mr. Peter Lund|PERSON] met [President|PERSON] [Ada Moreau|PERSON]. [President Acme|ORG] "
              "[President Lund|PERSON]");
  x.n.at[4].listed = 1;
  titles_drop(&x.n, &x.t, &x.k, p->lexicon);
  static const int32_t lengths[] = {2, 1, 2, 2, 2};
  for (int32_t i = 0; i < 5; i++) assert_int_equal(x.n.at[i].last - x.n.at[i].first + 1, lengths[i]);
  assert_int_equal(x.n.at[0].first, 1);
}

static void a_doubted_type_gives_way(void **state) {
  people *p = *state;
  marked x = read(p, "[Acme|ORG] rose. [Acme|GPE] fell. [Acme|ORG] rose.");
  assert_int_equal(x.e.count, 2);
  x.n.at[1].score = 0.6F;
  x.e = entities_read(&x.t, &x.b, &x.k, &x.m, NULL, &x.n, p->lexicon, &p->arena);
  assert_int_equal(x.e.count, 1);
  assert_int_equal(x.e.at[0].type, INQ_ORG);
}

/* Whom the user's list means: numbers of its entities, from 1; 0 for a name that it lacks. */
static void entities_of_listed(people *p, marked *x, const int32_t *listed) {
  for (int32_t i = 0; i < x->n.count; i++) x->n.at[i].listed = listed[i];
  x->e = entities_read(&x->t, &x->b, &x->k, &x->m, NULL, &x->n, p->lexicon, &p->arena);
}

static void names_of_one_listed_entity_are_one(void **state) {
  people *p = *state;
  marked x =
      read(p, "[Acme|ORG] and [WGC|ORG]: [Acme Lab|ORG] with [Peter Moreau|PERSON] and [Moreau|PERSON].");
  entities_of_listed(p, &x, (int32_t[]){7, 7, 0, 0, 0});
  assert_int_equal(x.e.count, 2);
  assert_int_equal(x.e.of[1], x.e.of[0]);
  assert_int_equal(x.e.of[2], x.e.of[0]); /* the model's longer form of one of its names */
  assert_int_equal(x.e.at[0].listed, 7);
  assert_int_equal(x.e.at[1].listed, 0);
}

static void two_listed_entities_are_never_one(void **state) {
  people *p = *state;
  marked x = read(p, "[Peter Moreau|PERSON] met [Moreau|PERSON], [Moreau|ORG] and [Mr Moreau|PERSON].");
  entities_of_listed(p, &x, (int32_t[]){1, 2, 3, 0});
  assert_int_equal(x.e.at[x.e.of[0]].listed, 1);
  assert_int_equal(x.e.at[x.e.of[1]].listed, 2);
  assert_int_equal(x.e.at[x.e.of[2]].listed, 3);
  assert_int_equal(x.e.at[x.e.of[2]].type, INQ_ORG);
  assert_int_equal(x.e.at[x.e.of[3]].listed, 1); /* a surname of the one who is named in full */
}

static void a_text_without_names_has_no_entities(void **state) {
  people *p = *state;
  assert_int_equal(read(p, "Nothing happened.").e.count, 0);
  assert_int_equal(read(p, "").e.count, 0);
}

static bool within(const marked *x, range r) {
  return r.first < 0 ? r.last < 0 : r.first <= r.last && r.last < x->k.count;
}

static void every_name_has_an_entity_and_every_span_is_in_the_text(void **state) {
  people *p = *state;
  for (uint32_t seed = 1; seed < 200; seed++) {
    uint32_t random = seed;
    marked x = people_jumble(p, &random, (int32_t)(seed * 3), &p->arena);
    int32_t names_in_all = 0;
    for (int32_t i = 0; i < x.n.count; i++) assert_in_range(x.e.of[i], 0, x.e.count - 1);
    for (int32_t i = 0; i < x.e.count; i++) {
      const entity *e = &x.e.at[i];
      assert_int_equal(x.e.of[e->name], i);
      assert_int_equal(x.e.of[e->first], i);
      assert_true(i == 0 || x.e.at[i - 1].first < e->first);
      assert_true(within(&x, e->role) && within(&x, e->affiliation));
      assert_true(e->affiliated >= -1 && e->affiliated < x.e.count && e->affiliated != i);
      names_in_all += e->count;
    }
    assert_int_equal(names_in_all, x.n.count);
    arena_reset(&p->arena);
    p->lexicon = NULL; /* it lay in the arena: from here on without one */
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(surnames_join_and_people_stay_apart, open_people, close_people),
      cmocka_unit_test_setup_teardown(genders_come_from_names_titles_and_pronouns, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_title_is_no_part_of_a_name, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_doubted_type_gives_way, open_people, close_people),
      cmocka_unit_test_setup_teardown(names_of_one_listed_entity_are_one, open_people, close_people),
      cmocka_unit_test_setup_teardown(two_listed_entities_are_never_one, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_text_without_names_has_no_entities, open_people, close_people),
      cmocka_unit_test_setup_teardown(every_name_has_an_entity_and_every_span_is_in_the_text, open_people,
                                      close_people),
  };
  return cmocka_run_group_tests_name("entity", tests, NULL, NULL);
}
