/* What a colon at the end of a paragraph brings. */
#include "tagged.h"

#include "doc/content_edge.h"

/* The first quotation's pieces after the rule, with " / " between them. */
static void expect(people *p, const char *markup, const char *wanted) {
  marked x;
  char got[256] = "";
  assert_true(marked_read(markup, p->lexicon, &p->arena, &x));
  content_edges_mend(&x.q, &x.t, &x.b, &x.k, &x.m);
  const quote *q = &x.q.at[0];
  for (int32_t i = 0; i < q->pieces; i++) {
    str piece = marked_words(&x, x.q.pieces[q->content + i]);
    size_t length = strlen(got);
    snprintf(got + length, sizeof got - length, "%s%.*s", i ? " / " : "", piece.length, piece.at);
  }
  assert_string_equal(got, wanted);
}

static void a_colon_brings_the_whole_paragraph(void **state) {
  people *p = *state;
  expect(p, "<1=[Ada Lund|PERSON]> <1!wrote> on Monday:\n\n<1:It rained>. We stayed.\n\nSo it was.",
         "It rained. We stayed.");
  expect(p, "<1=Lund> <1!wrote>:\n\n<1:It rained>. We <1:stayed>.\n\n<1:“No.”>",
         "It rained. We stayed. / “No.”");
}

static void else_the_edge_stays(void **state) {
  people *p = *state;
  expect(p, "<1=Lund> <1!wrote>:\n\n<1:“It rained,”> a day before.", "“It rained,”");
  expect(p, "<1=Lund> <1!wrote>: <1:It rained>. We stayed.", "It rained");
  expect(p, "<1=Lund> <1!wrote>.\n\n<1:It rained>. We stayed.", "It rained");
  expect(p, "<1=Lund> <1!wrote>:\n\nAll day <1:it rained>. We stayed.", "it rained");
  expect(p, "<1:It rained> all day.", "It rained");
}

/* How many quotations are left where the second paragraph is of this kind. */
static int32_t left_of(people *p, const char *markup, int32_t kind) {
  marked x;
  assert_true(marked_read(markup, p->lexicon, &p->arena, &x));
  x.b.at[1].kind = (inq_block_kind)kind;
  content_edges_mend(&x.q, &x.t, &x.b, &x.k, &x.m);
  return x.q.count;
}

static void a_heading_of_a_few_words_is_a_topic(void **state) {
  people *p = *state;
  const char *topic = "It rained.\n\n<1:‘Too many questions’>\n\n<2:“No,”> <2=Lund> <2!said>.";
  assert_int_equal(left_of(p, topic, INQ_HEADING), 1);
  assert_int_equal(left_of(p, topic, INQ_BODY), 2);
  assert_int_equal(left_of(p, "It rained.\n\n<1:‘We will win this’>", INQ_HEADING), 1);
  assert_int_equal(left_of(p, "It rained.\n\n<1:‘We will win’> again", INQ_HEADING), 1);
  assert_int_equal(left_of(p, "It rained.\n\n<1:‘Too many questions’>: <1=Lund>", INQ_HEADING), 1);
  assert_int_equal(left_of(p, "It rained.\n\n<1:Too many questions>", INQ_HEADING), 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_colon_brings_the_whole_paragraph, open_people, close_people),
      cmocka_unit_test_setup_teardown(else_the_edge_stays, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_heading_of_a_few_words_is_a_topic, open_people, close_people),
  };
  return cmocka_run_group_tests_name("content edge", tests, NULL, NULL);
}
