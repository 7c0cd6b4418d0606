/* What the pen writes is what jansson writes of the same values. */
#include "base/utf8.h"
#include "out/json.h"
#include "out/pen.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* Takes the tree's reference. */
static void same_as(const buf *written, json_t *tree, int pretty) {
  buf wanted = {0};
  assert_non_null(tree);
  json_write(tree, pretty, &wanted);
  assert_false(wanted.failed || written->failed);
  assert_string_equal(written->at, wanted.at);
  assert_int_equal(written->length, wanted.length);
  buf_free(&wanted);
  json_decref(tree);
}

static void strings_are_escaped_alike(void **state) {
  (void)state;
  for (int32_t code = 0; code < 0x3000; code++) {
    char text[8] = {'a'};
    if (code >= 0xD800) break;
    int32_t length = 1 + utf8_write(code, text + 1);
    text[length++] = 'z';
    buf to = {0};
    pen p = {.to = &to, .first = true};
    pen_string(&p, (str){text, length});
    same_as(&to, json_stringn(text, (size_t)length), 0);
    buf_free(&to);
  }
}

static json_t *as_share(double value) { return json_real(round(value * 1e4) / 1e4); }

static void shares_have_the_same_digits(void **state) {
  (void)state;
  for (int32_t i = 0; i <= 100000; i++) {
    buf to = {0};
    pen p = {.to = &to, .first = true};
    float value = (float)i / 100000;
    pen_share(&p, value);
    same_as(&to, as_share((double)value), 0);
    buf_free(&to);
  }
  static const float odd[] = {-1, 2, NAN, INFINITY, -INFINITY};
  static const double bounded[] = {0, 1, 0, 1, 0};
  for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
    buf to = {0};
    pen p = {.to = &to, .first = true};
    pen_share(&p, odd[i]);
    same_as(&to, as_share(bounded[i]), 0);
    buf_free(&to);
  }
}

static void numbers_have_the_same_digits(void **state) {
  (void)state;
  static const int64_t values[] = {0, 7, -1, 10, 99, 100, INT32_MAX, INT32_MIN, INT64_MAX};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    buf to = {0};
    pen p = {.to = &to, .first = true};
    pen_integer(&p, values[i]);
    same_as(&to, json_integer(values[i]), 0);
    buf_free(&to);
  }
}

static void write_nested(pen *p) {
  pen_open(p, '{');
  pen_key(p, "none"), pen_open(p, '['), pen_close(p, ']');
  pen_key(p, "empty"), pen_open(p, '{'), pen_close(p, '}');
  pen_key(p, "some"), pen_open(p, '[');
  pen_null(p), pen_number(p, 'e', -1), pen_number(p, 'q', 11), pen_words(p, NULL);
  pen_open(p, '['), pen_integer(p, 1), pen_integer(p, 2), pen_close(p, ']');
  pen_close(p, ']');
  pen_keyed(p, STR("a \"key\"")), pen_folded(p, STR(" \n Amira\u00A0\n Haddad "));
  pen_key(p, "last"), pen_open(p, '{'), pen_key(p, "x"), pen_words(p, "y"), pen_close(p, '}');
  pen_close(p, '}');
}

static void objects_and_arrays_nest_alike(void **state) {
  (void)state;
  for (int pretty = 0; pretty < 2; pretty++) {
    buf to = {0};
    pen p = {.to = &to, .first = true, .pretty = pretty};
    write_nested(&p);
    same_as(&to,
            json_pack("{s:[], s:{}, s:[n, n, s, n, [i, i]], s:s, s:{s:s}}", "none", "empty", "some", "q12", 1,
                      2, "a \"key\"", "Amira Haddad", "last", "x", "y"),
            pretty);
    buf_free(&to);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(strings_are_escaped_alike), cmocka_unit_test(shares_have_the_same_digits),
      cmocka_unit_test(numbers_have_the_same_digits), cmocka_unit_test(objects_and_arrays_nest_alike)};
  return cmocka_run_group_tests_name("pen", tests, NULL, NULL);
}
