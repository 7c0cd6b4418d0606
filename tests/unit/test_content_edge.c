/* What a colon at the end of a paragraph brings. */
#include "tagged.h"

#include "doc/content_edge.h"

/* The first quotation's pieces after the rule, with " / " between them. */
static void expect(people *p, const char *markup, const char *wanted) {
  marked x;
  char got[256] = "";
  assert_true(marked_read(markup, p->lexicon, &p->arena, &x));
  content_edges_mend(&x.q, &x.t, &x.k, &x.m);
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

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_colon_brings_the_whole_paragraph, open_people, close_people),
      cmocka_unit_test_setup_teardown(else_the_edge_stays, open_people, close_people),
  };
  return cmocka_run_group_tests_name("content edge", tests, NULL, NULL);
}
