#include "base/arena.h"
#include "doc/block.h"
#include "doc/block_cut.h"
#include "doc/block_feature.h"
#include "packing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <time.h>

#include <cmocka.h>

enum { STATES = 9 };

static jmp_buf full;

/* ---- Cutting --------------------------------------------------------------------------------- */

/* The paragraphs of a text, each in brackets. */
static void cuts(const char *words, const char *wanted) {
  arena a = {.full = &full};
  text t = {words, (int32_t)strlen(words)};
  paragraphs p = block_cut(&t, &a);
  char *got = arena_alloc(&a, strlen(words) + 2 * (size_t)p.count + 1), *to = got;
  for (int32_t i = 0; i < p.count; i++)
    to += sprintf(to, "[%.*s]", p.at[i].end - p.at[i].start, words + p.at[i].start);
  assert_string_equal(got, wanted);
  arena_free(&a);
}

static void blank_lines_cut(void **state) {
  (void)state;
  cuts("", "");
  cuts(" \n\n\t\n", "");
  cuts("One.", "[One.]");
  cuts("  One.\n\nTwo.\n", "[One.][Two.]");
  cuts("One\nand a half.\n\nTwo.", "[One\nand a half.][Two.]");
  cuts("One.\n \t \nTwo.\n\n\n\nThree.\n\n", "[One.][Two.][Three.]");
}

static void every_line_end_is_known(void **state) {
  (void)state;
  cuts("One.\r\n\r\nTwo.\r\n", "[One.][Two.]");
  cuts("One\r\nmore\r\n\r\nTwo.", "[One\r\nmore][Two.]");
  cuts("One.\r\rTwo.", "[One.][Two.]");
  cuts("One.\u2029Two.", "[One.][Two.]");
  cuts("One.\u2028\u2028Two.", "[One.][Two.]");
  cuts("One.\fTwo.", "[One.][Two.]");
  cuts("One.\n\u00A0\nTwo.", "[One.][Two.]");
  cuts("One.\n\u200B\u00A0\uFEFF\nTwo.", "[One.][Two.]");
  cuts("\uFEFFOne.\n\nTwo.\u00A0", "[\uFEFFOne.][Two.]");
}

static void lines_are_paragraphs_where_no_line_is_blank(void **state) {
  (void)state;
  cuts("A headline\nBy Ann Lee\nIt rained. It poured.\nIt dried.",
       "[A headline][By Ann Lee][It rained. It poured.][It dried.]");
}

static void long_lines_that_end_as_sentences_are_paragraphs(void **state) {
  (void)state;
  cuts("A headline\n\nThe first paragraph stands in a line of its own, however long that line may be, and it "
       "may be "
       "very long indeed.\nSo does the second one, which is just as long as the first was, if not a little "
       "longer "
       "than that one was.\nThe third is short.",
       "[A headline][The first paragraph stands in a line of its own, however long that line may be, and it "
       "may be "
       "very long indeed.][So does the second one, which is just as long as the first was, if not a little "
       "longer "
       "than that one was.][The third is short.]");
}

static void wrapped_lines_are_joined(void **state) {
  (void)state;
  cuts("The council met on Monday to talk about the old bridge over the\n"
       "river, which has been closed to cars since the flood of March and\n"
       "which nobody wants to pay for.\n"
       "The mayor said that she would ask the government for the money,\n"
       "but that she did not expect to be given any before the autumn.\n",
       "[The council met on Monday to talk about the old bridge over the\n"
       "river, which has been closed to cars since the flood of March and\n"
       "which nobody wants to pay for.]"
       "[The mayor said that she would ask the government for the money,\n"
       "but that she did not expect to be given any before the autumn.]");
  cuts("The council met on Monday to talk about the old bridge over the\n"
       "river.  It has been closed to cars since the flood of last March.\n"
       "Nobody wants to pay for it.\n\nThe mayor said that she would ask.",
       "[The council met on Monday to talk about the old bridge over the\n"
       "river.  It has been closed to cars since the flood of last March.\n"
       "Nobody wants to pay for it.][The mayor said that she would ask.]");
}

/* ---- Classifying ----------------------------------------------------------------------------- */

typedef struct {
  int8_t weights[BLOCK_FEATURES][STATES];
  float scale[STATES], transitions[STATES + 1][STATES];
  int32_t version;
} numbers;

static char *packed(const numbers *n, size_t *length) {
  packing p = {0};
  packing_add(&p, "blocks.weights", PACK_I8, BLOCK_FEATURES, STATES, n->weights, sizeof n->weights);
  packing_add(&p, "blocks.scale", PACK_F32, STATES, 1, n->scale, sizeof n->scale);
  packing_add(&p, "blocks.transitions", PACK_F32, STATES + 1, STATES, n->transitions, sizeof n->transitions);
  packing_add(&p, "blocks.version", PACK_I32, 1, 1, &n->version, sizeof n->version);
  return packing_finish(&p, length);
}

/* Opens the model, reads the text when that went well, closes the model. */
static inq_code classify(const numbers *n, const char *words, size_t length, arena *a, blocks *out,
                         inq_err *err) {
  size_t size;
  char *file = packed(n, &size);
  pack *p;
  block_model *m;
  arena kept = {.full = &full};
  *err = (inq_err){0};
  assert_int_equal(pack_open_memory(file, size, &p, NULL), INQ_OK);
  inq_code code = block_model_open(p, &kept, &m, err);
  if (!code) *out = blocks_read(&(text){words, (int32_t)length}, NULL, m, a);
  block_model_close(m);
  pack_close(p);
  arena_free(&kept);
  free(file);
  return code;
}

static numbers *blank_numbers(void) {
  numbers *n = calloc(1, sizeof *n);
  n->version = BLOCK_FEATURES_VERSION;
  for (int32_t s = 0; s < STATES; s++) n->scale[s] = 0.1f;
  return n;
}

static void all_is_body_without_a_model(void **state) {
  (void)state;
  arena a = {.full = &full};
  blocks b = blocks_read(&(text){"A\n\nB", 4}, NULL, NULL, &a);
  assert_int_equal(b.count, 2);
  assert_int_equal(b.at[1].kind, INQ_BODY);
  arena_free(&a);
}

/* A text begins with a title, after which comes either body or boilerplate, and neither leads to the other:
 * the features of the last paragraph decide for the middle one as well. */
static void the_chain_decides_for_the_whole(void **state) {
  (void)state;
  const char *words = "A headline\n\nSomething\n\nShare this page on Facebook";
  arena a = {.full = &full};
  text t = {words, (int32_t)strlen(words)};
  block_patterns *patterns;
  assert_int_equal(block_patterns_open(&a, &patterns, NULL), INQ_OK);
  paragraphs p = block_cut(&t, &a);
  block_looks looks = block_looks_of(&t, &p, patterns, &a);
  uint16_t features[BLOCK_FEATURE_ROOM];
  int32_t count = block_features(&looks, 2, features);
  block_patterns_close(patterns);
  assert_in_range(count, 40, BLOCK_FEATURE_ROOM);

  numbers *n = blank_numbers();
  for (int32_t i = 0; i <= STATES; i++)
    for (int32_t k = 0; k < STATES; k++) n->transitions[i][k] = -30;
  n->transitions[STATES][INQ_TITLE] = 0;
  n->transitions[INQ_TITLE][INQ_BODY] = n->transitions[INQ_TITLE][STATES - 1] = 0;
  n->transitions[INQ_BODY][INQ_BODY] = n->transitions[STATES - 1][STATES - 1] = 0;
  for (int32_t i = 0; i < count; i++) n->weights[features[i]][STATES - 1] = 1;
  blocks b;
  inq_err err;
  assert_int_equal(classify(n, words, strlen(words), &a, &b, &err), INQ_OK);
  assert_int_equal(b.count, 3);
  assert_int_equal(b.at[0].kind, INQ_TITLE);
  assert_int_equal(b.at[1].kind, INQ_BOILERPLATE);
  assert_int_equal(b.at[2].kind, INQ_BOILERPLATE);
  assert_true(b.at[1].score > 0.5f && b.at[1].score <= 1.0f);
  free(n);
  arena_free(&a);
}

/* A line of thirty million words asks for the same features as one of three thousand. */
static void shares_do_not_overflow(void **state) {
  (void)state;
  enum { FEW = 3000, MANY = 30000000 };
  uint32_t *words = calloc(MANY, sizeof *words); /* only its ends are looked at */
  uint16_t features[2][BLOCK_FEATURE_ROOM];
  int32_t count[2];
  assert_non_null(words);
  for (int i = 0; i < 2; i++) {
    int32_t n = i ? MANY : FEW;
    block_look line = {.words = n, .capitals = n / 2, .shouted = n / 4, .figures = n / 5, .small = n / 3};
    line.long_words = line.name_words = n;
    line.long_shared = line.names_shared = n / 3;
    block_looks looks = {&line, words, 1, 0, 0};
    count[i] = block_features(&looks, 0, features[i]);
  }
  assert_int_equal(count[0], count[1]);
  assert_memory_equal(features[0], features[1], sizeof **features * (size_t)count[0]);
  free(words);
}

static void weights_of_another_version_are_refused(void **state) {
  (void)state;
  arena a = {.full = &full};
  numbers *n = blank_numbers();
  blocks b;
  inq_err err;
  n->version++;
  assert_int_equal(classify(n, "A", 1, &a, &b, &err), INQ_E_MODEL);
  assert_non_null(strstr(err.message, "version"));
  n->version--;
  memset(n->transitions, 0x42, sizeof n->transitions); /* 48.6 each */
  assert_int_equal(classify(n, "A", 1, &a, &b, &err), INQ_E_MODEL);
  assert_non_null(strstr(err.message, "bounds"));
  free(n);
}

static double seconds_for(const numbers *n, const char *piece, int32_t times) {
  size_t size = strlen(piece), length = size * (size_t)times;
  char *words = malloc(length);
  for (int32_t i = 0; i < times; i++) memcpy(words + (size_t)i * size, piece, size);
  arena a = {.full = &full};
  blocks b;
  inq_err err;
  struct timespec from, to;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
  assert_int_equal(classify(n, words, length, &a, &b, &err), INQ_OK);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
  arena_free(&a);
  free(words);
  return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Eight times the text may take at most sixteen times as long (and then some, where both are short). */
static void time_is_linear(void **state) {
  (void)state;
  static const char *const PIECES[] = {"a\n",  "a\n\n", "By ", "A.",     "\"' ", "a-",
                                       "www.", "1 ",    "\n",  "Mr A, ", "@a.",  "\u00A0\n"};
  numbers *n = blank_numbers();
  for (size_t i = 0; i < sizeof PIECES / sizeof *PIECES; i++) {
    double little = seconds_for(n, PIECES[i], 5000), much = seconds_for(n, PIECES[i], 40000);
    if (much > 16 * little + 0.5) fail_msg("%s: %.3f s, then %.3f s", PIECES[i], little, much);
  }
  free(n);
}

int main(void) {
  if (setjmp(full)) return 1;
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(blank_lines_cut),
      cmocka_unit_test(every_line_end_is_known),
      cmocka_unit_test(lines_are_paragraphs_where_no_line_is_blank),
      cmocka_unit_test(long_lines_that_end_as_sentences_are_paragraphs),
      cmocka_unit_test(wrapped_lines_are_joined),
      cmocka_unit_test(all_is_body_without_a_model),
      cmocka_unit_test(the_chain_decides_for_the_whole),
      cmocka_unit_test(shares_do_not_overflow),
      cmocka_unit_test(weights_of_another_version_are_refused),
      cmocka_unit_test(time_is_linear),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
