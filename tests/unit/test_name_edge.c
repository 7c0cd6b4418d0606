/* Edges of names. */
#include "doc/name_edge.h"
#include "doc/tag.h"

#include "marked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static jmp_buf full;

/* The text's marked names become those of `wanted`, parted by " | ".  All words are proper nouns but "led". */
static void expect_names(const char *from, const char *wanted) {
  arena a = {.full = &full};
  marked x;
  assert_int_equal(setjmp(full), 0);
  assert_true(marked_read(from, NULL, &a, &x));
  uint8_t *pos = arena_array(&a, uint8_t, x.k.count);
  for (int32_t i = 0; i < x.k.count; i++)
    pos[i] = str_is(token_str(&x.t, &x.k, i), "led") ? POS_VERB : POS_PROPN;
  names n = names_mend_edges(&x.n, &x.t, &x.k, pos, &a);
  char got[256];
  marked_list(&x, &n, got, sizeof got);
  assert_string_equal(got, wanted);
  arena_free(&a);
}

static void dashes_between_blanks_part_names(void **state) {
  (void)state;
  expect_names("[Tern Air – Ada Moreau – Oslo|ORG]", "Tern Air | Ada Moreau | Oslo");
  expect_names("[Tern Air —|ORG] [Gull Radio|ORG]", "Tern Air | Gull Radio");
  expect_names("[Ada Moreau-Okoro|PERSON] came.", "Ada Moreau-Okoro");
  expect_names("[Tern–Gull Line|ORG] sails.", "Tern–Gull Line");
}

static void hyphens_between_blanks_part_names_known_elsewhere(void **state) {
  (void)state;
  expect_names("[Tern Air - Tern Air|ORG] [Tern Air|ORG] flew.", "Tern Air | Tern Air | Tern Air");
  expect_names("[Guinea - Bissau|GPE] is near [Guinea|GPE].", "Guinea - Bissau | Guinea");
}

static void commas_part_places(void **state) {
  (void)state;
  expect_names("In [Tern Bay, S.C.|GPE] it rained.", "Tern Bay | S.C.");
  expect_names("In [Tern Bay, Gull, Oslo|GPE] it rained.", "Tern Bay | Gull | Oslo");
  expect_names("In [Washington, D.C.|GPE] it rained.", "Washington, D.C.");
  expect_names("[Gull, Tern and Co|ORG] said.", "Gull, Tern and Co");
}

static void months_are_nobody(void **state) {
  (void)state;
  expect_names("[May|PERSON] was wet.", "");
  expect_names("[May|PERSON] met [Ada May|PERSON].", "May | Ada May");
  expect_names("[Ada May|PERSON] left in [June|PERSON].", "Ada May");
  expect_names("Mrs [May|PERSON] left.", "May");
  expect_names("[April|GPE] is a town.", "April");
}

static void halves_with_a_joint_are_one_name(void **state) {
  (void)state;
  expect_names("The [Royal Birds and|ORG] [Trees Trust|ORG] said.", "Royal Birds and Trees Trust");
  expect_names("[Tern Air and|ORG] [Ada Moreau|PERSON] said.", "Tern Air | Ada Moreau");
  expect_names("[Ada Moreau|PERSON] and [Tam Okoro|PERSON] said.", "Ada Moreau | Tam Okoro");
}

static void brackets_part_no_name(void **state) {
  (void)state;
  expect_names("The [Ship (|LAW][Safety) Act|LAW] passed.", "Ship (Safety) Act");
  expect_names("The [Ship (Safety|LAW][) Act|LAW] passed.", "Ship (Safety) Act");
  expect_names("The [Ship (|LAW][Safety Act|LAW] passed.", "Ship | Safety Act");
  expect_names("The [Ship Act (|LAW][Tern) Air|ORG] passed.", "Ship Act | Tern) Air");
}

static void small_words_end_no_name(void **state) {
  (void)state;
  expect_names("The [University of the|ORG] said.", "University");
  expect_names("The [Ministry of Trade -|ORG] said.", "Ministry of Trade");
  expect_names("[And|ORG] plays.", "And");
  expect_names("He saw [Carry On|WORK] there.", "Carry On");
}

static void events_have_their_year(void **state) {
  (void)state;
  expect_names("The [Gull Cup|EVENT] 2021 began.", "Gull Cup 2021");
  expect_names("The [Gull Cup|EVENT] 20210 began.", "Gull Cup");
  expect_names("[Tern Air|ORG] 2021 began.", "Tern Air");
  expect_names("The [Gull Cup|EVENT] [2021 Final|EVENT] began.", "Gull Cup | 2021 Final");
  expect_names("The [Gull Cup|EVENT]\n\n2021 was dry.", "Gull Cup");
  expect_names("The [Gull Cup|EVENT]", "Gull Cup");
}

static void names_have_all_their_syllables(void **state) {
  (void)state;
  expect_names("[Moon Jae|PERSON]-in came.", "Moon Jae-in");
  expect_names("[Kim Jong|PERSON]-un-led talks.", "Kim Jong-un");
  expect_names("[Ada Moreau|PERSON]-led talks.", "Ada Moreau");
  expect_names("[Ada Moreau|PERSON]-Tam [Okoro|PERSON]", "Ada Moreau | Okoro");
  expect_names("[Ada Moreau|PERSON] -in Oslo.", "Ada Moreau");
  expect_names("[Moon Jae|PERSON]-", "Moon Jae");
}

static void people_have_both_brackets(void **state) {
  (void)state;
  expect_names("So ([Ada) Moreau|PERSON] came.", "(Ada) Moreau");
  expect_names("[Tam (|PERSON][Ada) Moreau|PERSON] came.", "Tam (Ada) Moreau");
  expect_names("[Ada (Moreau|PERSON]) came.", "Ada (Moreau)");
  expect_names("The [Gull (Tern|ORG]) came.", "Gull (Tern");
  expect_names("[Ada (Moreau|PERSON]", "Ada (Moreau");
}

static void addresses_are_no_names(void **state) {
  (void)state;
  expect_names("Write to [desk@tern.example|ORG] or [Tern Air|ORG].", "Tern Air");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(dashes_between_blanks_part_names),
      cmocka_unit_test(hyphens_between_blanks_part_names_known_elsewhere),
      cmocka_unit_test(commas_part_places),
      cmocka_unit_test(months_are_nobody),
      cmocka_unit_test(halves_with_a_joint_are_one_name),
      cmocka_unit_test(brackets_part_no_name),
      cmocka_unit_test(small_words_end_no_name),
      cmocka_unit_test(events_have_their_year),
      cmocka_unit_test(names_have_all_their_syllables),
      cmocka_unit_test(people_have_both_brackets),
      cmocka_unit_test(addresses_are_no_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
