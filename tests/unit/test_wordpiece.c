#include "model/shape.h"
#include "model/wordpiece.h"
#include "packing.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *const vocabulary[] = {
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "\"",  "'",    "the", "un", "##able", "##a", "##b", "a",
    "cafe",  "$",     "3",     ".",     "##5", "##bn", "o",   "京", "北",     "-",   "ss",  "€",
};
enum { COUNT = sizeof vocabulary / sizeof *vocabulary };

typedef struct {
  char *file;
  pack *p;
  wordpiece w;
} fixture;

static int set_up(void **state) {
  static fixture f;
  uint32_t values[COUNT];
  size_t length;
  packing p = {0};
  for (uint32_t i = 0; i < COUNT; i++) values[i] = i;
  packing_table(&p, "vocab", vocabulary, COUNT, values);
  f.file = packing_finish(&p, &length);
  *state = &f;
  return pack_open_memory(f.file, length, &f.p, NULL) || wordpiece_open(f.p, COUNT, &f.w, NULL);
}

static int tear_down(void **state) {
  fixture *f = *state;
  pack_close(f->p);
  free(f->file);
  return 0;
}

/* The token's pieces with a blank behind each. */
static void check(fixture *f, const char *token, const char *expected) {
  int32_t pieces[WORDPIECE_MOST], count = wordpiece_split(&f->w, str_of(token), false, pieces);
  char found[256] = "";
  for (int32_t i = 0; i < count; i++) {
    strcat(found, vocabulary[pieces[i]]);
    strcat(found, " ");
  }
  assert_string_equal(found, expected);
}

static void the_longest_piece_is_taken(void **state) {
  check(*state, "the", "the ");
  check(*state, "unable", "un ##able ");
  check(*state, "aab", "a ##a ##b ");
  check(*state, "unx", "[UNK] ");
  check(*state, "una", "un ##a ");
}

static void spelling_is_made_plain(void **state) {
  check(*state, "THE", "the ");
  check(*state, "Café", "cafe ");
  check(*state, "Cafe\xCC\x81", "cafe ");   /* a combining accent */
  check(*state, "t\xC2\xADhe", "the ");     /* a soft hyphen */
  check(*state, "t\xE2\x80\x8Bhe", "the "); /* a zero-width space */
  check(*state, "o’the", "o ' the ");
  check(*state, "\xE2\x80\x8B", "[UNK] ");
  check(*state, "", "[UNK] ");
}

static void punctuation_stands_alone(void **state) {
  check(*state, "$3.5bn", "$ 3 . [UNK] ");
  check(*state, "the-the", "the - the ");
  check(*state, "北京", "北 京 ");
  check(*state, "€", "€ ");
  check(*state, "the the", "the the ");
  check(*state, "35", "3 ##5 ");
}

static void marks_are_one_mark(void **state) {
  fixture *f = *state;
  int32_t pieces[WORDPIECE_MOST];
  assert_int_equal(wordpiece_split(&f->w, str_of("«"), true, pieces), 1);
  assert_string_equal(vocabulary[pieces[0]], "\"");
}

static void monsters_stay_small(void **state) {
  fixture *f = *state;
  enum { LENGTH = 1 << 20 };
  int32_t pieces[WORDPIECE_MOST];
  char *token = malloc(LENGTH);
  memset(token, 'a', LENGTH);
  assert_int_equal(wordpiece_split(&f->w, (str){token, LENGTH}, false, pieces), 1);
  assert_int_equal(pieces[0], f->w.unknown);
  assert_int_equal(wordpiece_split(&f->w, (str){token, 100}, false, pieces), WORDPIECE_MOST);
  assert_int_equal(wordpiece_split(&f->w, (str){token, 101}, false, pieces), 1);
  memset(token, '.', LENGTH);
  assert_int_equal(wordpiece_split(&f->w, (str){token, LENGTH}, false, pieces), WORDPIECE_MOST);
  free(token);
}

static void a_vocabulary_must_fit_its_embeddings(void **state) {
  fixture *f = *state;
  wordpiece w;
  inq_err err = {0};
  assert_int_equal(wordpiece_open(f->p, COUNT - 1, &w, &err), INQ_E_MODEL);
  assert_string_equal(err.message, "a piece of the model's vocabulary has no embedding");
}

static void shapes_are_told_apart(void **state) {
  (void)state;
  static const struct {
    const char *token;
    shape shape;
  } rows[] = {
      {"", SHAPE_NO_LETTERS},
      {"...", SHAPE_NO_LETTERS},
      {"said", SHAPE_LOWER},
      {"a", SHAPE_LOWER},
      {"Said", SHAPE_CAPITALISED},
      {"Élan", SHAPE_CAPITALISED},
      {"NASA", SHAPE_CAPITALS},
      {"J.", SHAPE_CAPITAL},
      {"I", SHAPE_CAPITAL},
      {"O'Brien", SHAPE_MIXED_UPPER},
      {"YouTube", SHAPE_MIXED_UPPER},
      {"iPhone", SHAPE_MIXED_LOWER},
      {"1,000", SHAPE_DIGITS},
      {"3rd", SHAPE_LETTERS_DIGITS},
      {"COVID-19", SHAPE_LETTERS_DIGITS},
      {"U.S.", SHAPE_PERIODS},
      {"a.m.", SHAPE_PERIODS},
      {"Mr.", SHAPE_CAPITALISED},
      {"end.of", SHAPE_PERIODS},
      {"e\xCC\x81l", SHAPE_LOWER},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (shape_of(str_of(rows[i].token)) != rows[i].shape) fail_msg("the shape of %s", rows[i].token);
}

static int32_t paragraph_case(const char *const *tokens) {
  shape_paragraph p = {0};
  for (; *tokens; tokens++) shape_paragraph_add(&p, str_of(*tokens));
  return shape_paragraph_case(&p);
}

static void paragraphs_have_a_case(void **state) {
  (void)state;
  static const char *const running[] = {"Apple", "said", "that", "Europe", "would", "wait", NULL},
                           *const title[] = {"Apple", "Reports", "Strong", "Results", "in", "Europe", NULL},
                           *const capitals[] = {"BREAKING", ":", "THE", "END", NULL},
                           *const word[] = {"NASA", NULL}, *const nothing[] = {NULL};
  assert_int_equal(paragraph_case(running), PARAGRAPH_RUNNING);
  assert_int_equal(paragraph_case(title), PARAGRAPH_TITLE);
  assert_int_equal(paragraph_case(capitals), PARAGRAPH_CAPITALS);
  assert_int_equal(paragraph_case(word), PARAGRAPH_RUNNING);
  assert_int_equal(paragraph_case(nothing), PARAGRAPH_RUNNING);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_longest_piece_is_taken), cmocka_unit_test(spelling_is_made_plain),
      cmocka_unit_test(punctuation_stands_alone),   cmocka_unit_test(marks_are_one_mark),
      cmocka_unit_test(monsters_stay_small),        cmocka_unit_test(a_vocabulary_must_fit_its_embeddings),
      cmocka_unit_test(shapes_are_told_apart),      cmocka_unit_test(paragraphs_have_a_case),
  };
  return cmocka_run_group_tests_name("wordpiece", tests, set_up, tear_down);
}
