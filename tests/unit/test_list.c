/* The user's lists: what a file says, and what that does to names, cues and paragraphs. */
#include "doc/cue.h"
#include "doc/listed.h"

#include "base/utf8.h"
#include "net/net.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static jmp_buf full;

typedef struct {
  arena a;
  inq_lists *lists;
  text t;
  blocks b;
  tokens k;
  marks m;
  uint64_t *words;
  names n;
} scene;

static inq_lists *lists_of(int32_t kind, const char *bytes) {
  inq_lists *l;
  inq_err err = {0};
  assert_int_equal(inq_lists_new(&l, &err), INQ_OK);
  if (inq_lists_read_memory(l, kind, "list.tsv", bytes, strlen(bytes), &err)) fail_msg("%s", err.message);
  return l;
}

static scene *open_scene(inq_lists *l, const char *bytes) {
  static scene s;
  s = (scene){.a = {.full = &full}, .lists = l, .t = {bytes, (int32_t)strlen(bytes)}};
  s.b = blocks_read(&s.t, NULL, NULL, &s.a);
  s.k = tokens_read(&s.t, &s.b, &s.a);
  s.m = marks_read(&s.t, &s.b, &s.k, &s.a);
  s.words = list_words(l, &s.t, &s.k, &s.a);
  s.n.at = arena_array(&s.a, name, s.k.count);
  return &s;
}

static void close_scene(scene *s) {
  arena_free(&s->a);
  inq_lists_close(s->lists);
}

static str words_of(const scene *s, int32_t first, int32_t last) {
  return text_piece(&s->t, s->k.at[first].start, s->k.at[last].end);
}

/* A name that the model found: tokens, both within; names are given in order. */
static void model_finds(scene *s, int32_t first, int32_t last, int32_t type) {
  s->n.at[s->n.count++] = (name){first, last, type, 0.5F, {0}, 0};
}

/* "Best Buy/ORG=Best Buy Co. | ...": the names, their types and whom the list means. */
static void expect_names(scene *s, const char *wanted) {
  names n = listed_names(s->lists, s->words, &s->t, &s->k, &s->n, &s->a);
  char got[500] = "";
  int length = 0;
  for (int32_t i = 0; i < n.count; i++) {
    str words = words_of(s, n.at[i].first, n.at[i].last);
    length += snprintf(got + length, sizeof got - (size_t)length, "%s%.*s/%s", i ? " | " : "", words.length,
                       words.at, inq_type_name(n.at[i].type));
    if (!n.at[i].listed) continue;
    str called = s->lists->entities.at[n.at[i].listed - 1].name;
    length += snprintf(got + length, sizeof got - (size_t)length, "=%.*s", called.length, called.at);
  }
  assert_string_equal(got, wanted);
}

/* ---- Spellings, phrases --------------------------------------------------------------------------- */

static bool same_key(const char *a, const char *b) {
  bool same = spelling_hash(str_of(a), 7) == spelling_hash(str_of(b), 7);
  assert_int_equal(same, spelling_same(str_of(a), str_of(b)));
  return same;
}

static void keys_tell_words_apart_and_nothing_else(void **state) {
  (void)state;
  assert_true(same_key("O’Neill", "o'neill"));
  assert_true(same_key("Beyonc\xC3\xA9", "BEYONCE\xCC\x81")); /* composed, and not */
  assert_true(same_key("A\xC2\xAD"
                       "cme",
                       "acme")); /* a soft hyphen */
  assert_true(same_key("Stra\xC3\x9F"
                       "e",
                       "STRASSE"));
  assert_false(same_key("Beyonc\xC3\xA9", "Beyonce"));
  assert_false(same_key("Buy", "Bye"));
  assert_true(spelling_same(STR("Best  Buy"), STR("best\nBUY")));
  char longer[SPELLING_WORD + 1] = {0};
  assert_int_equal(spelling_hash((str){longer, sizeof longer}, 7), 0);
}

static void no_key_outgrows_its_room(void **state) {
  (void)state;
  for (int32_t code = 1; code <= 0x10FFFF; code++) {
    char from[4], to[64];
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    int32_t bytes = utf8_write(code, from), length = utf8_base(code, to);
    assert_in_range(length, 0, 4 * bytes);
  }
}

static void capitals_by_policy(void **state) {
  (void)state;
  assert_true(spelling_agrees(STR("Best Buy"), STR("BEST BUY"), SPELLING_SMART));
  assert_true(spelling_agrees(STR("eBay"), STR("EBay"), SPELLING_SMART));
  assert_false(spelling_agrees(STR("Apple"), STR("apple"), SPELLING_SMART));
  assert_false(spelling_agrees(STR("Apple"), STR("APPLE"), SPELLING_EXACT));
  assert_true(spelling_agrees(STR("Apple"), STR("apple"), SPELLING_ANY));
  assert_true(spelling_agrees(STR("\xC3\x89ire"), STR("E\xCC\x81ire"), SPELLING_EXACT));
}

static int32_t *place(phrases *p, const uint64_t *words, int32_t count, arena *a) {
  phrase_key key = phrase_key_of(words, count);
  phrases_expect(p, &key);
  return &phrases_put(p, &key, a)->value;
}

static void phrases_are_found_by_their_words(void **state) {
  (void)state;
  arena a = {.full = &full};
  phrases p = {.count = 0};
  assert_null(phrases_find(&p, phrase_step(0, 1)));
  for (uint64_t i = 0; i < 1000; i++) *place(&p, (uint64_t[]){i % 10, i, 7}, 3, &a) = (int32_t)i;
  *place(&p, (uint64_t[]){3}, 1, &a) = 1000;
  for (uint64_t i = 0; i < 1000; i++) {
    const phrase_slot *slot = phrases_find(&p, phrase_step(phrase_step(phrase_step(0, i % 10), i), 7));
    assert_non_null(slot);
    assert_int_equal(slot->value, i);
  }
  assert_int_equal(phrases_find(&p, phrase_step(0, 3))->value, 1000);
  assert_int_equal(phrases_find(&p, phrase_step(0, 3))->longest, 3);
  assert_int_equal(phrases_find(&p, phrase_step(0, 4))->value, -1);
  assert_null(phrases_find(&p, phrase_step(0, 10)));
  arena_free(&a);
}

/* ---- Names -------------------------------------------------------------------------------------- */

static void the_list_wins(void **state) {
  (void)state;
  inq_lists *l = lists_of(INQ_LIST_NAMES, "Best Buy\tORG\tBest Buy Co.\tBBY|Best-Buy\nEurope\tLOC\n"
                                          "Best Buy Europe\tORG\n");
  scene *s = open_scene(l, "BEST BUY and Best Buy Europe, best buy, Best-Buy. Ask Europe for BBY’s Buy now.");
  /*                        0    1   2   3    4   5     6 7    8   9 10  11 12 13 14 15    16  17 18 19 20 */
  model_finds(s, 1, 3, INQ_PERSON);
  model_finds(s, 7, 8, INQ_WORK);
  model_finds(s, 19, 19, INQ_ORG);
  expect_names(s, "BEST BUY/ORG=Best Buy Co. | Best Buy Europe/ORG=Best Buy Europe | best buy/WORK | "
                  "Best-Buy/ORG=Best Buy Co. | Europe/LOC=Europe | BBY/ORG=Best Buy Co. | Buy/ORG");
  close_scene(s);
}

static void no_match_crosses_a_paragraph_or_a_token(void **state) {
  (void)state;
  inq_lists *l = lists_of(INQ_LIST_NAMES, "Best Buy\tORG\nNew\tGPE\n");
  scene *s = open_scene(l, "This is the Best\n\nBuy it. Newton.");
  expect_names(s, "");
  close_scene(s);
}

static void a_whole_name_is_no_part_of_a_longer_one(void **state) {
  (void)state;
  inq_lists *l = lists_of(INQ_LIST_NAMES, "name\ttype\tuse\nLondon\tGPE\twhole\nParis\tGPE\talways\n");
  scene *s = open_scene(l, "London Stock Exchange, Paris Stock Exchange, London.");
  model_finds(s, 0, 2, INQ_ORG);
  model_finds(s, 4, 6, INQ_ORG);
  model_finds(s, 8, 8, INQ_PERSON);
  expect_names(s, "London Stock Exchange/ORG | Paris/GPE=Paris | London/GPE=London");
  close_scene(s);
}

static void a_hint_leaves_the_name_to_the_model(void **state) {
  (void)state;
  inq_lists *l = lists_of(INQ_LIST_NAMES, "name\ttype\tcanonical\tuse\nKaspersky\tORG\tKaspersky Lab\thint\n"
                                          "Kaspersky\tPERSON\tEugene Kaspersky\thint\n");
  scene *s = open_scene(l, "Kaspersky said Kaspersky and the Kaspersky Kaspersky.");
  model_finds(s, 0, 0, INQ_PERSON);
  model_finds(s, 4, 5, INQ_ORG);
  model_finds(s, 6, 6, INQ_GPE);
  expect_names(s, "Kaspersky/PERSON=Eugene Kaspersky | the Kaspersky/ORG=Kaspersky Lab | Kaspersky/GPE");
  close_scene(s);
}

static void what_several_bear_is_decided_by_who_else_is_named(void **state) {
  (void)state;
  static const char list[] = "John Smith, MP\tPERSON\tJohn Smith (politician)\tJohn Smith\n"
                             "John Q. Smith\tPERSON\tJohn Smith (actor)\tJohn Smith\n";
  scene *s = open_scene(lists_of(INQ_LIST_NAMES, list), "John Smith spoke.");
  model_finds(s, 0, 1, INQ_PERSON);
  expect_names(s, "John Smith/PERSON"); /* nobody is chosen by chance */
  close_scene(s);
  s = open_scene(lists_of(INQ_LIST_NAMES, list), "John Smith spoke. John Q. Smith left.");
  model_finds(s, 0, 1, INQ_PERSON);
  expect_names(s, "John Smith/PERSON=John Smith (actor) | John Q. Smith/PERSON=John Smith (actor)");
  close_scene(s);
}

static void rows_of_one_key_are_one_entity(void **state) {
  (void)state;
  inq_lists *l = lists_of(INQ_LIST_NAMES, "\xEF\xBB\xBF"
                                          "Name\tTYPE\tid\tcase\tparty\tcanonical\r\n\r\n# a comment\r\n"
                                          "Ada Moreau\tperson\tQ7\texact\tGreens\tAda B. Moreau\r\n"
                                          "#Moreau\tPERSON\tQ7\tany\r\n"
                                          "Ada Moreau\tPERSON\tQ8\r\n");
  assert_int_equal(l->entities.count, 2);
  const list_entity *e = &l->entities.at[0];
  assert_true(str_is(e->ref, "Q7") && str_is(e->name, "Ada B. Moreau") && e->line == 4);
  assert_int_equal(e->attributes, 1);
  assert_true(str_is(l->attributes.at[0].key, "party") && str_is(l->attributes.at[0].value, "Greens"));
  scene *s = open_scene(l, "A #moreau, ADA MOREAU.");
  expect_names(s, "#moreau/PERSON=Ada B. Moreau | ADA MOREAU/PERSON=Ada Moreau");
  close_scene(s);
}

static void what_was_said_is_kept_once(void **state) {
  (void)state;
  inq_lists *l = lists_of(INQ_LIST_NAMES, "Ada Moreau\tPERSON\t\tADA MOREAU|Ada Moreau\n"
                                          "Bob\tPERSON\t\tAda Moreau\nAda Moreau\tPERSON\n");
  assert_int_equal(l->names.entries.count, 4); /* ADA MOREAU is spelled another way */
  inq_lists_close(l);
  char list[100 * 40] = "";
  int length = 0;
  for (int i = 0; i < 100; i++)
    length += snprintf(list + length, sizeof list - (size_t)length, "Ms Reyes\tPERSON\tAna Reyes %d\n", i);
  l = lists_of(INQ_LIST_NAMES, list);
  assert_int_equal(l->entities.count, 100);
  assert_int_equal(l->names.entries.count, 64); /* so that looking one up takes bounded time */
  inq_lists_close(l);
}

/* ---- What is ignored ---------------------------------------------------------------------------- */

static void ignored_names_go(void **state) {
  (void)state;
  inq_lists *l = lists_of(INQ_LIST_IGNORED, "kind\tpattern\tcase\nname\tGetty Images\nname\t/(?i)ap|pa/\n"
                                            "name\tReuters\texact\n");
  scene *s = open_scene(l, "The GETTY IMAGES, Ap, Apple, Reuters, REUTERS, Getty.");
  const int32_t at[][2] = {{0, 2}, {4, 4}, {6, 6}, {8, 8}, {10, 10}, {12, 12}};
  for (size_t i = 0; i < sizeof at / sizeof *at; i++) model_finds(s, at[i][0], at[i][1], INQ_ORG);
  expect_names(s, "Apple/ORG | REUTERS/ORG | Getty/ORG");
  close_scene(s);
}

static void passages_are_boilerplate(void **state) {
  (void)state;
  inq_lists *l = lists_of(INQ_LIST_IGNORED, "passage\tRead more:\npassage\t/sign up .* newsletter/\n");
  scene *s = open_scene(l, "Read more: a war\n\nRead more of it.\n\nNow sign up for our newsletter!\n\nEnd.");
  blocks b = listed_passages(l, s->words, &s->t, &s->k, &s->b, &s->a);
  assert_int_equal(b.count, 4);
  for (int32_t i = 0; i < 4; i++) assert_int_equal(b.at[i].kind, i % 2 ? INQ_BODY : INQ_BOILERPLATE);
  close_scene(s);
}

/* ---- Cues --------------------------------------------------------------------------------------- */

static float weight_of(const scene *s, const cues *c, const char *word) {
  for (int32_t i = 0; i < s->k.count; i++)
    if (str_is(token_str(&s->t, &s->k, i), word)) return c->weight[i];
  fail_msg("there is no %s", word);
  return 0;
}

static void cues_weigh_where_quotations_are_handed_over(void **state) {
  (void)state;
  inq_lists *l = lists_of(INQ_LIST_CUES, "cue\tweight\nthundered\t3\nhit [back]\nquipped\tnever\n"
                                         "quipped at\t1\n");
  scene *s = open_scene(l, "“No,” Ana THUNDERED.\n\nHe thundered past the old grey house there in "
                           "Rome. She hit back that it was so. He quipped. She quipped at him.");
  cues c = cues_read(l, s->words, &s->t, &s->k, &s->m, NULL, &s->a);
  assert_true(weight_of(s, &c, "THUNDERED") == 3);
  assert_true(weight_of(s, &c, "thundered") == 1.5F);
  assert_true(weight_of(s, &c, "hit") == 0);
  assert_true(weight_of(s, &c, "back") == 2); /* before "that" */
  assert_true(isinf(weight_of(s, &c, "quipped")));
  int32_t last = s->k.count - 4;
  assert_true(str_is(token_str(&s->t, &s->k, last), "quipped") &&
              c.weight[last] == 0.5F); /* the longer row */
  close_scene(s);
}

static void weights_move_the_odds(void **state) {
  (void)state;
  float anchors[ANCHOR_LABELS], out[ANCHOR_LABELS];
  anchors[ANCHOR_NONE] = logf(0.6F), anchors[ANCHOR_CUE] = logf(0.3F), anchors[ANCHOR_START] = logf(0.1F);
  cue_weigh(anchors, logf(4), out);
  assert_float_equal(out[ANCHOR_CUE], 0.6, 1e-5); /* 1 : 2 has become 2 : 1 */
  assert_float_equal(out[ANCHOR_NONE], 0.3, 1e-5);
  assert_float_equal(out[ANCHOR_START], 0.1, 1e-5);
  cue_weigh(anchors, -INFINITY, out);
  assert_float_equal(out[ANCHOR_CUE], 0, 0);
  assert_float_equal(out[ANCHOR_NONE], 0.9, 1e-5);
}

/* ---- Errors ------------------------------------------------------------------------------------- */

static void expect_error(int32_t kind, const char *bytes, int32_t line, const char *message) {
  inq_lists *l;
  inq_err err = {0};
  assert_int_equal(inq_lists_new(&l, NULL), INQ_OK);
  assert_int_not_equal(inq_lists_read_memory(l, kind, "list.tsv", bytes, strlen(bytes), &err), INQ_OK);
  assert_string_equal(err.message, message);
  assert_int_equal(err.line, line);
  inq_lists_close(l);
}

static void errors_name_line_and_column(void **state) {
  (void)state;
  expect_error(
      INQ_LIST_NAMES,
      "\xEF\xBB\xBF"
      "É\tORG\nÉa\tCOMPANY\n",
      2,
      "line 2, column 4: type is one of PERSON, ORG, GPE, LOC, FAC, NORP, PRODUCT, EVENT, WORK, LAW, "
      "not \"COMPANY\"");
  expect_error(
      INQ_LIST_NAMES, "Ada\n", 1,
      "line 1, column 4: type is one of PERSON, ORG, GPE, LOC, FAC, NORP, PRODUCT, EVENT, WORK, LAW, "
      "not \"\"");
  expect_error(INQ_LIST_NAMES, "name\ttype\tuse\nAda\tORG\tmaybe\n", 2,
               "line 2, column 9: use is one of always, whole, hint, not \"maybe\"");
  expect_error(INQ_LIST_NAMES, "name\ttype\nAda\tORG\t\t\n", 2,
               "line 2, column 9: expected at most 2 fields");
  expect_error(INQ_LIST_NAMES, "name\ttype\tName\n", 1, "line 1, column 11: there are two columns \"Name\"");
  expect_error(INQ_LIST_NAMES, "Ada\tORG\tA\tB| -- \n", 1, "line 1, column 14: expected a name, not \"--\"");
  expect_error(INQ_LIST_NAMES,
               "a\tORG\nb\xE9"
               "c\tORG\n",
               2, "line 2, column 2: byte 0xE9 is not UTF-8");
  expect_error(INQ_LIST_CUES, "roared\theavy\n", 1,
               "line 1, column 8: weight is a number from -10 to 10, or never, not \"heavy\"");
  expect_error(INQ_LIST_CUES, "roared\t11\n", 1,
               "line 1, column 8: weight is a number from -10 to 10, or never, not \"11\"");
  expect_error(INQ_LIST_CUES, "hit [back\n", 1,
               "line 1, column 5: expected a word in brackets, as in hit [back]");
  expect_error(INQ_LIST_CUES, "a b c d e f g h i\n", 1,
               "line 1, column 1: \"a b c d e f g h i\" is too long: at most 8 words, and 256 bytes a word");
  expect_error(INQ_LIST_IGNORED, "nme\tX\n", 1,
               "line 1, column 1: kind is one of name, passage, not \"nme\"");
  expect_error(INQ_LIST_IGNORED, "name\t/a(b/\n", 1,
               "line 1, column 10: wrong pattern: missing closing parenthesis");
  expect_error(INQ_LIST_IGNORED, "passage\t\n", 1, "line 1, column 9: expected a passage, not \"\"");
}

static void calls_that_make_no_sense_are_refused(void **state) {
  (void)state;
  inq_lists *l;
  assert_int_equal(inq_lists_new(NULL, NULL), INQ_E_ARGUMENT);
  assert_int_equal(inq_lists_new(&l, NULL), INQ_OK);
  assert_int_equal(inq_lists_read(l, INQ_LIST_CUES, NULL, NULL), INQ_E_ARGUMENT);
  assert_int_equal(inq_lists_read_memory(NULL, INQ_LIST_CUES, "a", "", 0, NULL), INQ_E_ARGUMENT);
  assert_int_equal(inq_lists_read_memory(l, 3, "a", "", 0, NULL), INQ_E_ARGUMENT);
  assert_int_equal(inq_lists_read_memory(l, INQ_LIST_CUES, NULL, NULL, 0, NULL), INQ_OK);
  assert_int_equal(inq_lists_read(l, INQ_LIST_NAMES, "missing/names.tsv", NULL), INQ_E_FILE);
  inq_lists_close(l);
  inq_lists_close(NULL);
  assert_int_equal(inq_lists_hash(NULL), 0);
}

static void the_hash_tells_lists_apart(void **state) {
  (void)state;
  inq_lists *a = lists_of(INQ_LIST_CUES, "roared\n"), *b = lists_of(INQ_LIST_CUES, "roared\n"),
            *c = lists_of(INQ_LIST_CUES, "roars\n");
  assert_true(inq_lists_hash(a) == inq_lists_hash(b) && inq_lists_hash(a) != inq_lists_hash(c));
  inq_lists_close(a);
  inq_lists_close(b);
  inq_lists_close(c);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(keys_tell_words_apart_and_nothing_else),
      cmocka_unit_test(no_key_outgrows_its_room),
      cmocka_unit_test(capitals_by_policy),
      cmocka_unit_test(phrases_are_found_by_their_words),
      cmocka_unit_test(the_list_wins),
      cmocka_unit_test(no_match_crosses_a_paragraph_or_a_token),
      cmocka_unit_test(a_whole_name_is_no_part_of_a_longer_one),
      cmocka_unit_test(a_hint_leaves_the_name_to_the_model),
      cmocka_unit_test(what_several_bear_is_decided_by_who_else_is_named),
      cmocka_unit_test(rows_of_one_key_are_one_entity),
      cmocka_unit_test(what_was_said_is_kept_once),
      cmocka_unit_test(ignored_names_go),
      cmocka_unit_test(passages_are_boilerplate),
      cmocka_unit_test(cues_weigh_where_quotations_are_handed_over),
      cmocka_unit_test(weights_move_the_odds),
      cmocka_unit_test(errors_name_line_and_column),
      cmocka_unit_test(calls_that_make_no_sense_are_refused),
      cmocka_unit_test(the_hash_tells_lists_apart),
  };
  return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
