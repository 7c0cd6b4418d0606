/* Decoding of quotations, with a network that says what the test wants. */
#include "doc/quote.h"

#include "doc/block.h"
#include "doc/tag.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static jmp_buf full;
/* A letter a token: . none, ~ content nearly as soon, C content, S source; a capital begins a piece. */
static const char *wanted;

const float *net_roles(const net *n, const net_input *in, const net_scores *s, int32_t anchor, bool cue,
                       net_reach *seen, arena *scratch) {
  (void)n, (void)s, (void)anchor, (void)cue;
  *seen = (net_reach){0, in->count - 1};
  float *out = arena_array(scratch, float, in->count *ROLE_LABELS);
  for (int32_t i = 0; i < in->count; i++) {
    int32_t best = wanted[i] == 'C'   ? ROLE_CONTENT_B
                   : wanted[i] == 'c' ? ROLE_CONTENT_I
                   : wanted[i] == 'S' ? ROLE_SOURCE_B
                   : wanted[i] == 's' ? ROLE_SOURCE_I
                                      : ROLE_NONE;
    for (int32_t r = 0; r < ROLE_LABELS; r++) out[i * ROLE_LABELS + r] = logf(r == best ? 0.8f : 0.05f);
    if (wanted[i] == '~') out[i * ROLE_LABELS + ROLE_CONTENT_I] = logf(0.7f);
  }
  return out;
}

typedef struct {
  arena a;
  text t;
  blocks b;
  tokens k;
  marks m;
  quotes_list list;
  quotes q;
  const uint8_t *tags;   /* [tokens] or NULL */
  int32_t sentence_last; /* the token a sentence ends with; the network sees no other end */
} scene;

static scene *open_scene(const char *bytes) {
  static scene s;
  s = (scene){.a = {.full = &full}, .t = {bytes, (int32_t)strlen(bytes)}};
  s.b = blocks_read(&s.t, NULL, NULL, &s.a);
  s.k = tokens_read(&s.t, &s.b, &s.a);
  s.m = marks_read(&s.t, &s.b, &s.k, &s.a);
  s.list = quotes_begin(&s.m, NULL, true, &s.a);
  s.sentence_last = s.k.count - 1;
  return &s;
}

/* Reads one anchor, and expects one letter of `roles` for each token. */
static void anchor(scene *s, const char *word, bool cue, const char *roles) {
  assert_int_equal(strlen(roles), s->k.count);
  wanted = roles;
  float *anchors = arena_array(&s->a, float, s->k.count *ANCHOR_LABELS);
  float *ends = arena_array(&s->a, float, s->k.count);
  for (int32_t i = 0; i < s->k.count; i++) {
    ends[i] = logf(i == s->sentence_last ? 0.9f : 0.1f);
    bool here = str_is(token_str(&s->t, &s->k, i), word);
    float none = here ? 0.02f : 0.98f;
    anchors[i * ANCHOR_LABELS + ANCHOR_NONE] = logf(none);
    anchors[i * ANCHOR_LABELS + ANCHOR_CUE] = logf(cue ? 0.99f - none : 0.01f);
    anchors[i * ANCHOR_LABELS + ANCHOR_START] = logf(cue ? 0.01f : 0.99f - none);
  }
  window w = {0, s->k.count - 1, 0, s->k.count - 1};
  net_input in = {s->t.bytes, s->k.at, s->m.state, s->k.block, s->k.count};
  net_scores scores = {.count = s->k.count, .anchors = anchors, .ends = ends};
  quotes_add(&s->list, &s->t, &s->k, &s->m, &w, NULL, &in, &scores, s->tags, arena_aside(&s->a), &s->a);
}

static void expect_piece(const scene *s, const quote *q, int32_t n, const char *words) {
  assert_in_range(n, 0, q->pieces - 1);
  range p = s->q.pieces[q->content + n];
  str got = text_piece(&s->t, s->k.at[p.first].start, s->k.at[p.last].end);
  if (!str_is(got, words)) fail_msg("piece %d is «%.*s», not «%s»", n, got.length, got.at, words);
}

static const quote *settle(scene *s, int32_t count) {
  s->q = quotes_settle(&s->list, &s->a);
  assert_int_equal(s->q.count, count);
  return s->q.at;
}

static void two_pieces_around_a_cue(void **state) {
  (void)state;
  scene *s = open_scene("“The deal,” she said, “is dead.”");
  /*                     “  The deal ,  ”  she said ,  “  is dead .  ” */
  anchor(s, "said", true, "CccccS..Ccccc");
  const quote *q = settle(s, 1);
  assert_int_equal(q->type, INQ_DIRECT);
  assert_int_equal(q->pieces, 2);
  expect_piece(s, q, 0, "“The deal,”");
  expect_piece(s, q, 1, "“is dead.”");
  assert_int_equal(q->source.first, 5);
  assert_int_equal(q->cue, 6);
  arena_free(&s->a);
}

static void no_edge_falls_inside_a_run(void **state) {
  (void)state;
  scene *s = open_scene("“We will win it,” he said.");
  /*                     “  We will win it ,  ”  he said . : the network leaves the marks out */
  anchor(s, "said", true, ".Ccccc.S..");
  const quote *q = settle(s, 1);
  assert_int_equal(q->pieces, 1);
  range p = s->q.pieces[q->content];
  bool whole = p.first == 0 && p.last == 6;
  assert_true(whole);
  arena_free(&s->a);
}

static void mixed_holds_whole_runs(void **state) {
  (void)state;
  scene *s = open_scene("He said the plan was “very bad” for all.");
  /*                     He said the plan was “  very bad ”  for all . */
  anchor(s, "said", true, "S.CccccC.cc.");
  const quote *q = settle(s, 1);
  assert_int_equal(q->type, INQ_MIXED);
  expect_piece(s, q, 0, "the plan was “very bad” for all");
  arena_free(&s->a);
}

/* Content that goes with `roles`, read with these tags. */
static void expect_tagged(const char *bytes, const uint8_t *tags, int32_t sentence_last, const char *roles,
                          const char *content) {
  scene *s = open_scene(bytes);
  s->tags = tags;
  if (sentence_last >= 0) s->sentence_last = sentence_last;
  anchor(s, "said", true, roles);
  expect_piece(s, settle(s, 1), 0, content);
  arena_free(&s->a);
}

static void content_ends_with_no_word_that_asks_for_another(void **state) {
  (void)state;
  static const uint8_t lying[] = {POS_PRON, POS_VERB, POS_PRON, POS_AUX,
                                  POS_VERB, POS_ADP,  POS_VERB, POS_PUNCT};
  static const uint8_t check_in[] = {POS_PRON,  POS_VERB, POS_PRON, POS_VERB, POS_NOUN,
                                     POS_PUNCT, POS_ADP,  POS_ADV,  POS_PUNCT};
  const char *accused = "He said he was accused of lying.", *missed = "He said they missed check-in again.";
  expect_tagged(accused, NULL, -1, "S.Cccc~.", "he was accused of");
  expect_tagged(accused, lying, -1, "S.Cccc~.", "he was accused of lying");
  expect_tagged(accused, lying, 5, "S.Cccc~.", "he was accused of");
  expect_tagged(missed, check_in, -1, "S.Ccccc~.", "they missed check-in");
}

static void paragraphs_of_one_quotation_go_along(void **state) {
  (void)state;
  scene *s =
      open_scene("She said: “One thing is clear.\n\n“Another thing is not.\n\n“That is all.”\n\nHe left.");
  anchor(s, "said", true, "S..Cccccc...............");
  const quote *q = settle(s, 1);
  assert_int_equal(q->pieces, 3);
  expect_piece(s, q, 1, "“Another thing is not.");
  expect_piece(s, q, 2, "“That is all.”");
  assert_int_equal(q->type, INQ_DIRECT);
  arena_free(&s->a);
}

static void a_later_cue_takes_its_paragraph_back(void **state) {
  (void)state;
  scene *s = open_scene("She said: “It is dear.\n\n“It is late,” she added. “It is bad.\n\n“That is all.”");
  /*                     She said :  “  It is dear .  “  It is late ,  ”  she added .  “  It is bad .  ... */
  anchor(s, "said", true, "S..Ccccc....................");
  anchor(s, "added", true, "........CcccccS..Ccccc......");
  const quote *q = settle(s, 2);
  assert_int_equal(q[0].pieces, 1);
  expect_piece(s, &q[0], 0, "“It is dear.");
  assert_int_equal(q[1].pieces, 3);
  expect_piece(s, &q[1], 2, "“That is all.”");
  arena_free(&s->a);
}

static void a_cue_within_a_paragraph_takes_nothing_back(void **state) {
  (void)state;
  scene *s = open_scene("She said: “It is dear.\n\n“He told me to go.”");
  /*                     She said :  “  It is dear .  “  He told me to go .  ” */
  anchor(s, "said", true, "S..Ccccc........");
  anchor(s, "told", true, ".........S..Cc..");
  assert_int_equal(settle(s, 2)->pieces, 2);
  arena_free(&s->a);
}

static void nested_speech_stays_in_its_run(void **state) {
  (void)state;
  scene *s = open_scene("“He told me to go now,” Ann recalled.");
  /*                     “  He told me to go now ,  ”  Ann recalled . */
  anchor(s, "told", true, ".S..Ccccccc.");
  const quote *q = settle(s, 2) + 1; /* behind the run around it, which nothing claims */
  range p = s->q.pieces[q->content];
  assert_int_equal(p.last, 7); /* not over the closing mark and Ann */
  assert_int_equal(q->type, INQ_INDIRECT);
  arena_free(&s->a);
}

static void what_a_cue_claims_needs_no_second_quote(void **state) {
  (void)state;
  scene *s = open_scene("“We won,” Ann said.");
  anchor(s, "said", true, "CccccS..");
  anchor(s, "“", false, "Ccccc...");
  const quote *q = settle(s, 1);
  assert_int_equal(q->cue, 6);
  arena_free(&s->a);
}

static void nothing_found_is_no_quote(void **state) {
  (void)state;
  scene *s = open_scene("Ann said nothing.");
  anchor(s, "said", true, "S...");
  settle(s, 0);
  arena_free(&s->a);
}

static void long_speech_needs_no_anchor(void **state) {
  (void)state;
  scene *s = open_scene("It rained. “We will not go there again.” It was late.");
  /*                     It rained . “  We will not go there again .  ”  It was late . */
  anchor(s, "none", false, "...Ccccccccc....");
  const quote *q = settle(s, 1);
  expect_piece(s, q, 0, "“We will not go there again.”");
  assert_int_equal(q->type, INQ_DIRECT);
  assert_int_equal(q->anchor, 3);
  assert_int_equal(q->cue, -1);
  arena_free(&s->a);
}

static void short_words_and_titles_between_marks_need_one(void **state) {
  (void)state;
  scene *s = open_scene("In “The Long Night of the Seven Kings” a “very old man” sleeps.");
  anchor(s, "none", false, "..cccccccc..ccc...");
  settle(s, 0);
  arena_free(&s->a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(two_pieces_around_a_cue),
      cmocka_unit_test(no_edge_falls_inside_a_run),
      cmocka_unit_test(mixed_holds_whole_runs),
      cmocka_unit_test(content_ends_with_no_word_that_asks_for_another),
      cmocka_unit_test(paragraphs_of_one_quotation_go_along),
      cmocka_unit_test(a_later_cue_takes_its_paragraph_back),
      cmocka_unit_test(a_cue_within_a_paragraph_takes_nothing_back),
      cmocka_unit_test(nested_speech_stays_in_its_run),
      cmocka_unit_test(what_a_cue_claims_needs_no_second_quote),
      cmocka_unit_test(nothing_found_is_no_quote),
      cmocka_unit_test(long_speech_needs_no_anchor),
      cmocka_unit_test(short_words_and_titles_between_marks_need_one),
  };
  return cmocka_run_group_tests_name("quote", tests, NULL, NULL);
}
