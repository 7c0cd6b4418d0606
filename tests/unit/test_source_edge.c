/* Sources that end too early, or that no cue shows, with names and tags given by hand. */
#include "tagged.h"

#include "doc/source_edge.h"

/* The source of the first quotation after the rules. */
static void expect(people *p, const char *markup, const char *tags, const char *wanted) {
  marked x;
  uint8_t *pos = tagged_read(p, markup, tags, &x);
  source_edges_mend(&x.q, &x.k, &x.m, pos, &x.n, &x.e.words);
  expect_source(&x, wanted);
}

static void an_owner_is_not_who_speaks(void **state) {
  people *p = *state;
  expect(p, "<1=[Acme|ORG]>’s chief executive <1!said> <1:no>", "P.NNVN", "Acme’s chief executive");
  expect(p, "<1=[Acme|ORG]’s> former president <1!said> <1:no>", "P.ANVN", "Acme’s former president");
  expect(p, "<1=[Acme|ORG]>’s [Ada Lund|PERSON] <1!said> <1:no>", "P.PPVN", "Acme’s Ada Lund");
  expect(p, "<1=[Acme|ORG]>’s company\n\nreport <1!said> <1:no>", "P.NNVN", "Acme’s company");
}

static void an_owner_speaks_where_the_noun_cannot(void **state) {
  people *p = *state;
  expect(p, "<1=[Acme|ORG]>’s long <1!report> <1:that it lost>", "P.ANDDV", "Acme"); /* the cue */
  expect(p, "<1=[Acme|ORG]>’s approach <1!showed> <1:no fear>", "P.NVDN", "Acme");
  expect(p, "<1=[Acme|ORG]> 'company president' <1!said> <1:no>", "P.NN.VN", "Acme"); /* a mark */
  expect(p, "<1!said> <1=[Acme|ORG]>’s <1:chief was out>", "VP.NVD", "Acme");         /* content */
}

static void who_is_described_is_named_behind_a_comma(void **state) {
  people *p = *state;
  expect(p, "<1=The chief> at the time, [Ada Lund|PERSON], <1!said> <1:no>", "DNRDN.PP.VN",
         "The chief at the time, Ada Lund");
  expect(p, "<1=The chief>, Mr [Peter Lund|PERSON] <1!said> <1:no>", "DN.PPPVN", "The chief, Mr Peter Lund");
}

static void a_name_behind_a_comma_may_be_another(void **state) {
  people *p = *state;
  expect(p, "<1=The chief>, [Ada Lund|PERSON] and [Acme|ORG] <1!said> <1:no>", "DN.PPRPVN", "The chief");
  expect(p, "<1=The report>, [Ada Lund|PERSON], <1!said> <1:no>", "DN.PP.VN", "The report");
  expect(p, "<1=The chief>, [Acme|ORG], <1!said> <1:no>", "DN.P.VN", "The chief");
  expect(p, "<1=The chief> <1!told> a judge, [Ada Lund|PERSON], <1:no>", "DNVDN.PP.N", "The chief");
  expect(p, "<1=[Peter Lund|PERSON]>, [Ada Lund|PERSON], <1!said> <1:no>", "PP.PP.VN", "Peter Lund");
}

static void a_name_at_the_end_is_whole(void **state) {
  people *p = *state;
  marked x;
  uint8_t *pos = tagged_read(p, "<1=The head of [Acme Bay|ORG]> <1!said> <1:no>", "DNRPPVN", &x);
  x.q.at[0].source.last--;
  source_edges_mend(&x.q, &x.k, &x.m, pos, &x.n, &x.e.words);
  expect_source(&x, "The head of Acme Bay");
}

/* The source cut off behind a token. */
static void expect_bracket(people *p, int32_t last, const char *wanted) {
  marked x;
  uint8_t *pos =
      tagged_read(p, "<1=The tax office (the [Acme|ORG])> chief (two) <1!said> <1:no>", "DNN.DP.N.N.VN", &x);
  x.q.at[0].source.last = last;
  source_edges_mend(&x.q, &x.k, &x.m, pos, &x.n, &x.e.words);
  expect_source(&x, wanted);
}

static void a_bracket_is_closed(void **state) {
  people *p = *state;
  for (int32_t last = 3; last <= 6; last++) expect_bracket(p, last, "The tax office (the Acme)");
  expect_bracket(p, 2, "The tax office");
  expect(p, "<1=The office (tax> division <1!said> <1:no>)", "DN.NNVN.",
         "The office (tax"); /* behind the cue */
}

static void a_quotation_is_signed_behind_it(void **state) {
  people *p = *state;
  expect(p, "<1:“We will win”>: [Ada Lund|PERSON]", ".PVV..PP", "Ada Lund");
  expect(p, "<1:‘We will win’> – [Acme|ORG] president on Monday", ".PVV..PNRP", "Acme president");
  expect(p, "It rained.\n\n<1:“We will win”> — a spokeswoman for [Acme|ORG]", "PV..PVV..DNRP",
         "a spokeswoman for Acme");
}

static void not_all_behind_a_colon_signs(void **state) {
  people *p = *state;
  expect(p, "<1:“We will win”>: [Ada Lund|PERSON] mocked on Monday", ".PVV..PPVRP", "");
  expect(p, "<1:“We will win”>: [Acme|ORG] to sue", ".PVV..P.N", "");
  expect(p, "<1:“We will win”>: watch", ".PVV..N", "");
  expect(p, "<1:“We will win”>: a a a a a a a [Acme|ORG]", ".PVV..DDDDDDDP", "");
  expect(p, "It was <1:“a good win”> – [Ada Lund|PERSON]", "PV.DAN..PP", ""); /* within a sentence */
  expect(p, "<1:“We will win”>\n\n[Ada Lund|PERSON]", ".PVV.PP", "");
}

static void a_cue_or_a_source_needs_no_signature(void **state) {
  people *p = *state;
  expect(p, "<1:“We will win”>: [Acme|ORG] <1!report>", ".PVV..PN", "");
  expect(p, "<1:“We will win”>: [Acme|ORG], <1=president>", ".PVV..P.N", "president");
}

static void a_source_is_not_left_open(void **state) {
  people *p = *state;
  expect(p, "The firms, <1=some of> whom <1!said> <1:no>", "DN.DRWVN", "some of whom");
  expect(p, "<1=some of> her company <1!said> <1:no>", "DRWNVN", "some of her company");
  expect(p, "<1=The president of> [Acme|ORG] <1!said> <1:no>", "DNRPVN", "The president of Acme");
  expect(p, "<1=an [Acme|ORG]> company <1!said> <1:no>", "DPNVN", "an Acme company");
  expect(p, "<1=The president of> <1:the firm was> <1!said>", "DNRDNXV", "The president of"); /* content */
  expect(p, "<1=The president> Monday <1!said> <1:no>", "DNPVN", "The president");
  expect(p, "<1=The president,> 26, <1!said> <1:no>", "DN.X.VN", "The president");
  expect(p, "<1=The president>, company <1!said> <1:no>", "DN.NVN", "The president");
}

/* No source leaves its paragraph, and no words make the rules read beyond the text. */
static void sources_stay_in_their_paragraph(void **state) {
  people *p = *state;
  for (uint32_t seed = 1; seed < 300; seed++) {
    uint32_t random = seed * 11;
    marked x;
    uint8_t *pos = tagged_jumble(p, &random, (int32_t)(seed % 90) + 12, &x);
    quote *before = arena_copy(&p->arena, x.q.at, sizeof *before * (size_t)x.q.count);
    source_edges_mend(&x.q, &x.k, &x.m, pos, &x.n, &x.e.words);
    for (int32_t i = 0; i < x.q.count; i++) {
      range was = before[i].source, is = x.q.at[i].source;
      if (was.first == is.first && was.last == is.last) continue;
      assert_true(was.first < 0 || was.first == is.first);
      assert_true(is.last >= is.first && is.last < x.k.count);
      assert_true(is.last > was.last || word_is(&x.e.words, was.last, ","));
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
      cmocka_unit_test_setup_teardown(a_name_at_the_end_is_whole, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_bracket_is_closed, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_quotation_is_signed_behind_it, open_people, close_people),
      cmocka_unit_test_setup_teardown(not_all_behind_a_colon_signs, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_cue_or_a_source_needs_no_signature, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_source_is_not_left_open, open_people, close_people),
      cmocka_unit_test_setup_teardown(sources_stay_in_their_paragraph, open_people, close_people),
  };
  return cmocka_run_group_tests_name("source edge", tests, NULL, NULL);
}
