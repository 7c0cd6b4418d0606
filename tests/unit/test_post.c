/* Posts beside what tests/spec/posts.md shows: headlines, evidence, order, types, and text that promises one. */
#include "doc/post.h"

#include "marked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static jmp_buf full;

typedef struct {
  arena a;
  marked x;
  quotes q;
} scene;

static scene *read_scene(const char *from, bool explain) {
  static scene s;
  s = (scene){.a = {.full = &full}};
  assert_true(marked_read(from, NULL, &s.a, &s.x));
  s.q = posts_take(&s.x.t, &s.x.b, &s.x.k, &s.x.m, &s.x.q, explain, &s.a);
  return &s;
}

static void expect_piece(const scene *s, const quote *q, int32_t n, const char *wanted) {
  assert_in_range(n, 0, q->pieces - 1);
  str got = marked_words(&s->x, s->q.pieces[q->content + n]);
  if (!str_is(got, wanted)) fail_msg("piece %d is «%.*s», not «%s»", n, got.length, got.at, wanted);
}

static void without_a_signature_nothing_changes(void **state) {
  (void)state;
  scene *s = read_scene("<1:“No,”> <1=[Ana Reyes|PERSON]> <1!said> on May 3, 2024.", false);
  assert_int_equal(s->q.count, 1);
  assert_ptr_equal(s->q.at, s->x.q.at);
  assert_ptr_equal(s->q.pieces, s->x.q.pieces);
  arena_free(&s->a);
}

static void a_headline_is_no_post(void **state) {
  (void)state;
  scene *s =
      read_scene("Harbour closed\n\n[Ana Reyes|PERSON] (@ana) May 3, 2024\n\nThe harbour was closed.", false);
  assert_int_equal(s->q.count, 1);
  s->x.b.at[0].kind = INQ_TITLE;
  s->q = posts_take(&s->x.t, &s->x.b, &s->x.k, &s->x.m, &s->x.q, false, &s->a);
  assert_int_equal(s->q.count, 0);
  arena_free(&s->a);
}

static void marks_make_the_type(void **state) {
  (void)state;
  scene *s = read_scene("All “quite fair”. — [Ana Reyes|PERSON] (@ana) May 3, 2024\n\n"
                        "“It was not fair.” — [Ben Okafor|PERSON] (@ben) May 3, 2024\n\n"
                        "It was. — [Ana Reyes|PERSON] (@ana) May 3, 2024",
                        false);
  assert_int_equal(s->q.count, 3);
  assert_int_equal(s->q.at[0].type, INQ_MIXED);
  assert_int_equal(s->q.at[1].type, INQ_DIRECT);
  assert_int_equal(s->q.at[2].type, INQ_INDIRECT);
  arena_free(&s->a);
}

static void a_quotation_keeps_what_the_post_leaves_it(void **state) {
  (void)state;
  scene *s =
      read_scene("<1=[Reyes|PERSON]> <1!wrote>:\n\n<1:The vote was fair.> — [Ana Reyes|PERSON] (@ana) May 3, "
                 "2024\n\n<2:“Fair,”> <2=she> <2!said>. <1:It was not.>",
                 false);
  assert_int_equal(s->q.count, 3);
  expect_piece(s, &s->q.at[0], 0, "The vote was fair.");
  expect_piece(s, &s->q.at[1], 0, "“Fair,”"); /* now before what is left of the first */
  expect_piece(s, &s->q.at[2], 0, "It was not.");
  assert_int_equal(s->q.at[2].pieces, 1);
  arena_free(&s->a);
}

static void evidence_names_the_author(void **state) {
  (void)state;
  scene *s = read_scene("It was fair. — [Ana Reyes|PERSON] (@ana) May 3, 2024", true);
  assert_int_equal(s->q.count, 1);
  const quote *q = &s->q.at[0];
  assert_int_equal(q->anchor, q->source.first);
  const evidence *e = &s->q.evidence[q->evidence];
  assert_int_equal(e->source_count, 1);
  assert_int_equal(e->sources[0].words.first, q->source.first);
  arena_free(&s->a);
}

/* Each is cut off, out of order or on its own, where the text or the paragraph ends. */
static void what_only_begins_like_one_is_none(void **state) {
  (void)state;
  static const char *const texts[] = {
      "",
      "(",
      "(@",
      "(@ana)",
      "— (@ana) May 3, 2024",
      "We won. — (@ana) May 3, 2024",
      "We won. — Ana (@ana",
      "We won. — Ana (@ana)",
      "We won. — Ana (@ana) May",
      "We won. — Ana (@ana) May 3",
      "We won. — Ana (@ana) May 3,",
      "We won. — Ana (@ana) May 3, 24",
      "We won. — Ana (@ana) 3 2024",
      "We won. — Ana (ana) May 3, 2024",
      "We won. — Ana (@ana)\n\nMay 3, 2024",
      "We won. — one two three four five six seven eight nine ten eleven twelve thirteen (@ana) May 3, 2024",
      "— Ana (@ana) May 3, 2024",
      "— Ana (@ana) May 3, 2024\n\n— Ben (@ben) May 3, 2024",
      "https://example.org — Ana (@ana) May 3, 2024",
      "🚆! — Ana (@ana) May 3, 2024",
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    scene *s = read_scene(texts[i], true);
    if (s->q.count) fail_msg("«%s» has a post", texts[i]);
    arena_free(&s->a);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(without_a_signature_nothing_changes),
      cmocka_unit_test(a_headline_is_no_post),
      cmocka_unit_test(marks_make_the_type),
      cmocka_unit_test(a_quotation_keeps_what_the_post_leaves_it),
      cmocka_unit_test(evidence_names_the_author),
      cmocka_unit_test(what_only_begins_like_one_is_none),
  };
  return cmocka_run_group_tests_name("post", tests, NULL, NULL);
}
