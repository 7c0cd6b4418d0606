/* Transcripts beside what tests/spec/transcripts.md shows: evidence, types, names, and text that promises a turn. */
#include "doc/transcript.h"

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

static void take_turns(scene *s, bool explain) {
  transcript x = transcript_read(&s->x.t, &s->x.b, &s->x.k, &s->x.m, &s->x.n, NULL, &s->a);
  s->x.n = transcript_names(&x, &s->x.n, &s->a);
  s->q = transcript_quotes(&x, &s->x.t, &s->x.b, &s->x.k, &s->x.m, &s->x.q, explain, &s->a);
}

static scene *read_scene(const char *from, bool explain) {
  static scene s;
  s = (scene){.a = {.full = &full}};
  assert_true(marked_read(from, NULL, &s.a, &s.x));
  take_turns(&s, explain);
  return &s;
}

static void without_turns_nothing_changes(void **state) {
  (void)state;
  scene *s =
      read_scene("<1:“No,”> <1=[Ana Reyes|PERSON]> <1!said>.\n\n[Ana Reyes|PERSON]: It was fair.", false);
  assert_int_equal(s->q.count, 1);
  assert_ptr_equal(s->q.at, s->x.q.at);
  assert_int_equal(s->x.n.count, 2);
  arena_free(&s->a);
}

static void marks_make_the_type(void **state) {
  (void)state;
  scene *s = read_scene("[REYES|PERSON]: All “quite fair”.\n\n[BRANDT|PERSON]: “It was not fair.”\n\n"
                        "[REYES|PERSON]: It was not.",
                        false);
  assert_int_equal(s->q.count, 3);
  assert_int_equal(s->q.at[0].type, INQ_MIXED);
  assert_int_equal(s->q.at[1].type, INQ_DIRECT);
  assert_int_equal(s->q.at[2].type, INQ_INDIRECT);
  arena_free(&s->a);
}

static void evidence_names_the_label(void **state) {
  (void)state;
  scene *s = read_scene("[REYES|PERSON]: It was fair.\n\n[BRANDT|PERSON]: It was not.", true);
  assert_int_equal(s->q.count, 2);
  const quote *q = &s->q.at[1];
  assert_int_equal(q->anchor, q->source.first);
  assert_int_equal(q->cue, -1);
  const evidence *e = &s->q.evidence[q->evidence];
  assert_int_equal(e->source_count, 1);
  assert_int_equal(e->sources[0].words.first, q->source.first);
  arena_free(&s->a);
}

static void who_has_a_turn_is_a_person(void **state) {
  (void)state;
  scene *s =
      read_scene("[REYES|PERSON]: It was fair.\n\n[BRANDT|PERSON]: It was not.\n\n[WILL OF|ORG] [FIRE|WORK], "
                 "[HARBOUR POST|ORG]: So which is it?\n\nAnd [Otto|PERSON] left.\n\nWILL OF FIRE: Did he?",
                 false);
  assert_int_equal(s->q.count, 4);
  assert_int_equal(s->x.n.count, 6); /* the paper's, too */
  const name *n = &s->x.n.at[2];
  assert_int_equal(n->type, INQ_PERSON);
  assert_true(str_is(marked_words(&s->x, (range){n->first, n->last}), "WILL OF FIRE"));
  arena_free(&s->a);
}

/* Headings and what the page adds are no turns. */
static void only_body_is_spoken(void **state) {
  (void)state;
  scene *s = read_scene("[REYES|PERSON]: It was fair.\n\n[BRANDT|PERSON]: It was not.", false);
  assert_int_equal(s->q.count, 2);
  s->x.b.at[1].kind = INQ_CAPTION;
  take_turns(s, false);
  assert_int_equal(s->q.count, 0);
  arena_free(&s->a);
}

/* Each beside two that are. */
static void what_only_begins_like_one_is_none(void **state) {
  (void)state;
  static const char *const texts[] = {
      "[KOWALSKA|PERSON]",
      "[KOWALSKA|PERSON]:",
      "[KOWALSKA|PERSON]: a life in pictures",
      ":: It was, was it not?",
      ": [KOWALSKA|PERSON] was there.",
      "3: It was a long day, they say.",
      "[KOWALSKA|PERSON] one TWO: It was a long day.",
      "A B C D E F G H I J [KOWALSKA|PERSON]: It was a long day.",
      "The Day: It was a long day.",
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    char all[512];
    snprintf(all, sizeof all, "[REYES|PERSON]: It was fair.\n\n%s\n\n[BRANDT|PERSON]: It was not.", texts[i]);
    scene *s = read_scene(all, true);
    if (s->q.count != 2) fail_msg("«%s» is a turn", texts[i]);
    arena_free(&s->a);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(without_turns_nothing_changes), cmocka_unit_test(marks_make_the_type),
      cmocka_unit_test(evidence_names_the_label),      cmocka_unit_test(who_has_a_turn_is_a_person),
      cmocka_unit_test(only_body_is_spoken),           cmocka_unit_test(what_only_begins_like_one_is_none),
  };
  return cmocka_run_group_tests_name("transcript", tests, NULL, NULL);
}
