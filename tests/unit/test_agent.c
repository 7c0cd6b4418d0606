/* Sources behind the cue or far before it, with names and tags given by hand. */
#include "tagged.h"

#include "doc/agent.h"

/* The source of the first quotation after the rules. */
static void expect(people *p, const char *markup, const char *tags, const char *wanted) {
  marked x;
  uint8_t *pos = tagged_read(p, markup, tags, &x);
  agents_find(&x.q, &x.k, &x.m, pos, &x.n, &x.e.words);
  expect_source(&x, wanted);
}

static void who_is_told_does_not_speak(void **state) {
  people *p = *state;
  expect(p, "<1=[Acme|ORG]> was <1!said> <1:to lose>", "PXV.V", "");
  expect(p, "<1=[Acme|ORG]>, who has also been <1!said> <1:to lose>", "P.WXBXV.V", "");
  expect(p, "<1=[Acme|ORG]> was clearly <1!said> <1:to lose>", "PXBV.V", "");
  expect(p, "<1=[Acme|ORG]> <1!said> <1:no>", "PVN", "Acme");
  expect(p, "<1=[Acme|ORG]> knew it was <1!said> <1:to lose>", "PVWXV.V", "Acme"); /* not its subject */
}

static void who_does_it_stands_behind_by(void **state) {
  people *p = *state;
  expect(p, "<1=[Acme|ORG]> was <1!said> by the chief <1:to lose>", "PXVRDN.V", "the chief");
  expect(p, "It was <1!said> by [Ada Lund|PERSON] <1:to lose>", "WXVRPP.V", "Ada Lund");
  expect(p, "a <1!report> from the [Acme|ORG] company <1:that it lost>", "DNRDPNDWV", "the Acme company");
  expect(p, "he <1!said> from the company <1:that it lost>", "WVRDNDWV", ""); /* a verb has a place so */
  expect(p, "a <1!report> by <1:the company>", "DNRDN", "");                  /* content */
  expect(p, "a <1!report> by noon <1:that it lost>", "DNRNDWV", "");
  expect(p, "a <1!report> by\n\n[Acme|ORG] <1:that it lost>", "DNRPDWV", "");
}

static void a_relative_clause_is_about_who_stands_before_it(void **state) {
  people *p = *state;
  expect(p, "[Ada Lund|PERSON], who <1!said> <1:no>", "PP.WVN", "Ada Lund");
  expect(p, "the old chief who has also <1!said> <1:no>", "DANWXBVN", "the old chief");
  expect(p, "the company of old that <1!said> <1:no>", "DNRNWVN", "the company"); /* "old" cannot */
  expect(p, "noon, which <1!said> <1:no>", "N.WVN", "");
  expect(p, "[Ada Lund|PERSON]\n\nwho <1!said> <1:no>", "PPWVN", "");
  expect(p, "[Ada Lund|PERSON] and <1!said> <1:no>", "PP.VN", "");
}

static void sources_stay_in_their_paragraph(void **state) {
  people *p = *state;
  for (uint32_t seed = 1; seed < 300; seed++) {
    uint32_t random = seed * 7;
    marked x;
    uint8_t *pos = tagged_jumble(p, &random, (int32_t)(seed % 90) + 12, &x);
    quote *before = arena_copy(&p->arena, x.q.at, sizeof *before * (size_t)x.q.count);
    agents_find(&x.q, &x.k, &x.m, pos, &x.n, &x.e.words);
    for (int32_t i = 0; i < x.q.count; i++) {
      range was = before[i].source, is = x.q.at[i].source;
      if (is.first < 0 || (was.first == is.first && was.last == is.last)) continue;
      assert_true(is.first <= is.last && is.last < x.k.count);
      assert_int_equal(x.k.block[is.first], x.k.block[x.q.at[i].cue]);
      assert_int_equal(x.k.block[is.last], x.k.block[x.q.at[i].cue]);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(who_is_told_does_not_speak, open_people, close_people),
      cmocka_unit_test_setup_teardown(who_does_it_stands_behind_by, open_people, close_people),
      cmocka_unit_test_setup_teardown(a_relative_clause_is_about_who_stands_before_it, open_people,
                                      close_people),
      cmocka_unit_test_setup_teardown(sources_stay_in_their_paragraph, open_people, close_people),
  };
  return cmocka_run_group_tests_name("agent", tests, NULL, NULL);
}
