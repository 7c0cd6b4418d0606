/* Sources that end too early, or that no cue shows, with names and tags given by hand. */
#include "people.h"

#include "doc/source_edge.h"
#include "doc/tag.h"

#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static uint8_t tag_of(char letter) {
  static const char letters[] =
      "NPAVDR."; /* noun, proper noun, adjective, verb, determiner, preposition, other */
  static const uint8_t tags[] = {POS_NOUN, POS_PROPN, POS_ADJ, POS_VERB, POS_DET, POS_ADP, POS_PUNCT};
  return tags[strchr(letters, letter) - letters];
}

/* The source of the first quotation after the rules; tags: a letter a token. */
static void expect_source(people *p, const char *markup, const char *tags, const char *wanted) {
  marked x;
  assert_true(marked_read(markup, p->lexicon, &p->arena, &x));
  assert_int_equal(strlen(tags), x.k.count);
  uint8_t *pos = arena_array(&p->arena, uint8_t, x.k.count);
  for (int32_t i = 0; i < x.k.count; i++) pos[i] = tag_of(tags[i]);
  source_edges_mend(&x.q, &x.k, &x.m, pos, &x.n, &x.e.words);
  str got = marked_words(&x, x.q.at[0].source);
  if (!str_is(got, wanted)) fail_msg("the source is «%.*s», not «%s»", got.length, got.at, wanted);
}

static void an_owner_is_not_who_speaks(void **state) {
  people *p = *state;
  expect_source(p, "<1=[Acme|ORG]>’s chief executive <1!said> <1:no>", "P.NNVN", "Acme’s chief executive");
  expect_source(p, "<1=[Acme|ORG]’s> former president <1!said> <1:no>", "P.ANVN", "Acme’s former president");
  expect_source(p, "<1=[Acme|ORG]>’s [Ada Lund|PERSON] <1!said> <1:no>", "P.PPVN", "Acme’s Ada Lund");
  expect_source(p, "<1=[Acme|ORG]>’s company\n\nreport <1!said> <1:no>", "P.NNVN", "Acme’s company");
}

static void an_owner_speaks_where_the_noun_cannot(void **state) {
  people *p = *state;
  expect_source(p, "<1=[Acme|ORG]>’s long <1!report> <1:that it lost>", "P.ANDDV", "Acme"); /* the cue */
  expect_source(p, "<1=[Acme|ORG]>’s approach <1!showed> <1:no fear>", "P.NVDN", "Acme");
  expect_source(p, "<1=[Acme|ORG]> 'company president' <1!said> <1:no>", "P.NN.VN", "Acme"); /* a mark */
  expect_source(p, "<1!said> <1=[Acme|ORG]>’s <1:chief was out>", "VP.NVD", "Acme");         /* content */
}

static void who_is_described_is_named_behind_a_comma(void **state) {
  people *p = *state;
  expect_source(p, "<1=The chief> at the time, [Ada Lund|PERSON], <1!said> <1:no>", "DNRDN.PP.VN",
                "The chief at the time, Ada Lund");
  expect_source(p, "<1=The chief>, Mr [Peter Lund|PERSON] <1!said> <1:no>", "DN.PPPVN",
                "The chief, Mr Peter Lund");
}

static void a_name_behind_a_comma_may_be_another(void **state) {
  people *p = *state;
  expect_source(p, "<1=The chief>, [Ada Lund|PERSON] and [Acme|ORG] <1!said> <1:no>", "DN.PPRPVN",
                "The chief");
  expect_source(p, "<1=The report>, [Ada Lund|PERSON], <1!said> <1:no>", "DN.PP.VN", "The report");
  expect_source(p, "<1=The chief>, [Acme|ORG], <1!said> <1:no>", "DN.P.VN", "The chief");
  expect_source(p, "<1=The chief> <1!told> a judge, [Ada Lund|PERSON], <1:no>", "DNVDN.PP.N", "The chief");
  expect_source(p, "<1=[Peter Lund|PERSON]>, [Ada Lund|PERSON], <1!said> <1:no>", "PP.PP.VN", "Peter Lund");
}

static void a_quotation_is_signed_behind_it(void **state) {
  people *p = *state;
  expect_source(p, "<1:“We will win”>: [Ada Lund|PERSON]", ".PVV..PP", "Ada Lund");
  expect_source(p, "<1:‘We will win’> – [Acme|ORG] president on Monday", ".PVV..PNRP", "Acme president");
  expect_source(p, "It rained.\n\n<1:“We will win”> — a spokeswoman for [Acme|ORG]", "PV..PVV..DNRP",
                "a spokeswoman for Acme");
}

static void not_all_behind_a_colon_signs(void **state) {
  people *p = *state;
  expect_source(p, "<1:“We will win”>: [Ada Lund|PERSON] mocked on Monday", ".PVV..PPVRP", "");
  expect_source(p, "<1:“We will win”>: [Acme|ORG] to sue", ".PVV..P.N", "");
  expect_source(p, "<1:“We will win”>: watch", ".PVV..N", "");
  expect_source(p, "<1:“We will win”>: a a a a a a a [Acme|ORG]", ".PVV..DDDDDDDP", "");
  expect_source(p, "It was <1:“a good win”> – [Ada Lund|PERSON]", "PV.DAN..PP", ""); /* within a sentence */
  expect_source(p, "<1:“We will win”>\n\n[Ada Lund|PERSON]", ".PVV.PP", "");
}

static void a_cue_or_a_source_needs_no_signature(void **state) {
  people *p = *state;
  expect_source(p, "<1:“We will win”>: [Acme|ORG] <1!report>", ".PVV..PN", "");
  expect_source(p, "<1:“We will win”>: [Acme|ORG], <1=president>", ".PVV..P.N", "president");
}

/* No source leaves its paragraph, and no words make the rules read beyond the text. */
static void sources_stay_in_their_paragraph(void **state) {
  people *p = *state;
  for (uint32_t seed = 1; seed < 300; seed++) {
    uint32_t random = seed * 11;
    marked x = people_jumble(p, &random, (int32_t)(seed % 90) + 12, &p->arena);
    uint8_t *pos = arena_array(&p->arena, uint8_t, x.k.count);
    for (int32_t i = 0; i < x.k.count; i++) pos[i] = (uint8_t)(people_random(&random) % POS_COUNT);
    quote *before = arena_copy(&p->arena, x.q.at, sizeof *before * (size_t)x.q.count);
    source_edges_mend(&x.q, &x.k, &x.m, pos, &x.n, &x.e.words);
    for (int32_t i = 0; i < x.q.count; i++) {
      range was = before[i].source, is = x.q.at[i].source;
      if (was.first == is.first && was.last == is.last) continue;
      assert_true(was.first < 0 || was.first == is.first);
      assert_true(is.last > was.last && is.last < x.k.count);
      int32_t from = was.first < 0 ? x.q.pieces[x.q.at[i].content].last : was.last;
      assert_int_equal(x.k.block[is.last], x.k.block[from]);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(an_owner_is_not_who_speaks, open_people, close_people),
      cmocka_unit_test_setup_teardown(an_owner_speaks_where_the_noun_cannot, open_people, close_people),
      cmocka_unit_test_setup_teardown(who_is_described_is_named_behind_a_comma, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_name_behind_a_comma_may_be_another, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_quotation_is_signed_behind_it, open_people, close_people),
      cmocka_unit_test_setup_teardown(not_all_behind_a_colon_signs, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_cue_or_a_source_needs_no_signature, open_people, close_people),
      cmocka_unit_test_setup_teardown(sources_stay_in_their_paragraph, open_people, close_people),
  };
  return cmocka_run_group_tests_name("source edge", tests, NULL, NULL);
}
