#include "base/utf8.h"

#include "base/str.h"
#include "inquit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static bool surrogate(int32_t code) { return code >= 0xD800 && code < 0xE000; }

static void every_code_point_comes_back(void **state) {
  (void)state;
  for (int32_t code = 0; code < 0x110000; code++) {
    if (surrogate(code)) continue;
    char bytes[4];
    int32_t length = utf8_write(code, bytes);
    assert_int_equal(utf8_check(bytes, (size_t)length), -1);
    const char *at = bytes;
    assert_int_equal(utf8_next(&at, bytes + length), code);
    assert_ptr_equal(at, bytes + length);
    assert_int_equal(utf8_back(bytes, &at), code);
    assert_ptr_equal(at, bytes);
  }
}

static void check_stops_where_utf8_stops(void **state) {
  (void)state;
  static const struct {
    const char *bytes;
    int64_t stop;
  } all[] = {{"", -1},
             {"plain", -1},
             {"caf\xC3\xA9", -1},
             {"\x80", 0},
             {"ab\xC3", 2},
             {"ab\xC3(", 2},
             {"\xC0\x80", 0},         /* overlong */
             {"\xC1\xBF", 0},         /* overlong */
             {"\xE0\x9F\xBF", 0},     /* overlong */
             {"\xF0\x8F\xBF\xBF", 0}, /* overlong */
             {"\xED\x9F\xBF", -1},    /* the last before the surrogates */
             {"\xED\xA0\x80", 0},     /* a surrogate */
             {"\xEE\x80\x80", -1},
             {"\xF4\x8F\xBF\xBF", -1}, /* the last of all */
             {"\xF4\x90\x80\x80", 0},  /* beyond it */
             {"\xF5\x80\x80\x80", 0},
             {"12345678901234567\xFF", 17},
             {"\xE2\x80\x9Cyes\xE2\x80", 6}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    assert_int_equal(utf8_check(all[i].bytes, strlen(all[i].bytes)), all[i].stop);
  assert_int_equal(utf8_check("a\0b", 3), -1);
}

static void kinds_are_unicode_s(void **state) {
  (void)state;
  assert_true(utf8_letter('a') && utf8_letter(0xE9) && utf8_letter(0x416) && utf8_letter(0x4E2D));
  assert_false(utf8_letter('1') || utf8_letter('-') || utf8_letter(0x2019));
  assert_true(utf8_upper('A') && utf8_upper(0xC9) && !utf8_upper('a') && !utf8_upper(0x4E2D));
  assert_true(utf8_lower('a') && utf8_lower(0xE9) && !utf8_lower('A'));
  assert_true(utf8_digit('7') && utf8_digit(0x664) && !utf8_digit(0xBD));
  assert_true(utf8_mark(0x301) && !utf8_mark('a'));
  assert_true(utf8_blank(' ') && utf8_blank('\n') && utf8_blank(0xA0) && utf8_blank(0x2009) &&
              utf8_blank(0x2029));
  assert_false(utf8_blank('a') || utf8_blank(0x200B) || utf8_blank(0x93));
  assert_true(utf8_invisible(0xAD) && utf8_invisible(0x200B) && utf8_invisible(0xFEFF) &&
              utf8_invisible(0x200E));
  assert_false(utf8_invisible(' ') || utf8_invisible('a') || utf8_invisible(0xA0));
  assert_int_equal(utf8_fold('A'), 'a');
  assert_int_equal(utf8_fold(0xC9), 0xE9);
  assert_int_equal(utf8_fold('!'), '!');
}

/* Every position of a text, in falling order, with -1 between them. */
static void offsets_are_converted_in_any_order(void **state) {
  (void)state;
  enum { REPEATS = 200 };
  static const char once[] =
      "a\xC3\xA9\xE2\x80\x9C\xF0\x9F\x8E\x89z"; /* 11 bytes, 5 code points, 6 UTF-16 units */
  static const int32_t bytes[] = {0, 1, 3, 6, 10}, points[] = {0, 1, 2, 3, 4}, units[] = {0, 1, 2, 3, 5};
  char text[REPEATS * 11];
  int32_t positions[REPEATS * 6], wanted[2][REPEATS * 6], count = 0;
  for (int32_t r = REPEATS - 1; r >= 0; r--) {
    memcpy(text + r * 11, once, 11);
    for (int32_t i = 4; i >= 0; i--, count++) {
      positions[count] = r * 11 + bytes[i];
      wanted[0][count] = r * 5 + points[i];
      wanted[1][count] = r * 6 + units[i];
    }
    positions[count] = wanted[0][count] = wanted[1][count] = -1;
    count++;
  }
  for (int32_t unit = INQ_CODEPOINT; unit <= INQ_UTF16; unit++) {
    int32_t converted[REPEATS * 6];
    memcpy(converted, positions, sizeof positions);
    assert_int_equal(inq_convert_offsets(text, sizeof text, unit, converted, (size_t)count, NULL), INQ_OK);
    assert_memory_equal(converted, wanted[unit - INQ_CODEPOINT], sizeof converted);
  }
}

static void offsets_outside_are_refused(void **state) {
  (void)state;
  int32_t end = 3, beyond = 4, before = -2;
  assert_int_equal(inq_convert_offsets("abc", 3, INQ_UTF16, &end, 1, NULL), INQ_OK);
  assert_int_equal(end, 3);
  assert_int_equal(inq_convert_offsets("abc", 3, INQ_UTF16, &beyond, 1, NULL), INQ_E_ARGUMENT);
  assert_int_equal(inq_convert_offsets("abc", 3, INQ_UTF16, &before, 1, NULL), INQ_E_ARGUMENT);
  assert_int_equal(inq_convert_offsets("abc", 3, 7, &end, 1, NULL), INQ_E_ARGUMENT);
  assert_int_equal(inq_convert_offsets("", 0, INQ_UTF16, NULL, 0, NULL), INQ_OK);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_code_point_comes_back), cmocka_unit_test(check_stops_where_utf8_stops),
      cmocka_unit_test(kinds_are_unicode_s),         cmocka_unit_test(offsets_are_converted_in_any_order),
      cmocka_unit_test(offsets_outside_are_refused),
  };
  return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
