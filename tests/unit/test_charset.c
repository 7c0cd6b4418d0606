#include "in/charset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  const char *bytes;
  size_t length;
  const char *encoding, *wanted, *name;
} decoding;

#define B(literal) literal, sizeof(literal) - 1

static void check(const decoding *d) {
  char *out, name[CHARSET_NAME];
  size_t length;
  inq_err err = {0};
  assert_int_equal(charset_to_utf8(d->bytes, d->length, d->encoding, &out, &length, name, &err), INQ_OK);
  assert_string_equal(out, d->wanted);
  assert_int_equal(strlen(out), length);
  assert_string_equal(name, d->name);
  free(out);
}

static void finds_the_character_set(void **state) {
  (void)state;
  const decoding all[] = {
      {B("plain"), NULL, "plain", "UTF-8"},
      {B(""), NULL, "", "UTF-8"},
      {B("\xE2\x80\x9Cyes\xE2\x80\x9D"), NULL, "“yes”", "UTF-8"},
      {B("\xEF\xBB\xBFyes"), NULL, "\xEF\xBB\xBFyes", "UTF-8"},
      {B("He said \x93yes\x94, it\x92s a caf\xE9 \x96 now"), NULL, "He said “yes”, it’s a café – now",
       "windows-1252"},
      {B("It costs \2445."), NULL, "It costs €5.", "ISO-8859-15"},
      {B("Il co\xFBte 5 \xA4 ici"), NULL, "Il coûte 5 € ici", "ISO-8859-15"},
      {B("\xA4 a sign, caf\xE9"), NULL, "¤ a sign, café", "windows-1252"},
      {B("He \x93paid \xA4 5\x94 for all of it"), NULL, "He “paid ¤ 5” for all of it", "windows-1252"},
      {B("\xFF\xFE\"\0y\0\x1C\x20"), NULL, "\"y“", "UTF-16LE"},
      {B("\xFE\xFF\0\"\0y\x20\x1C"), NULL, "\"y“", "UTF-16BE"},
      {B("\xFF\xFE\0\0y\0\0\0\x1C\x20\0\0"), NULL, "y“", "UTF-32LE"},
      {B("\0\0\xFE\xFF\0\0\0y\0\0\x20\x1C"), NULL, "y“", "UTF-32BE"},
      {B("y\0e\0s\0!\0"), NULL, "yes!", "UTF-16LE"},
      {B("\0y\0e\0s\0!"), NULL, "yes!", "UTF-16BE"},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) check(&all[i]);
}

static void obeys_the_name(void **state) {
  (void)state;
  const decoding all[] = {
      {B("\x93yes\x94"), "ISO-8859-1", "“yes”", "ISO-8859-1"},
      {B("\2445 \xA6\xA8\xB4\xB8\xBC\xBD\xBE \xE9 \x93yes\x94"), "iso-8859-15", "€5 ŠšŽžŒœŸ é “yes”",
       "iso-8859-15"},
      {B("\2445 \xA6\xA8\xB4\xB8\xBC\xBD\xBE"), "iso-8859-1", "¤5 ¦¨´¸¼½¾", "iso-8859-1"},
      {B("\x93yes\x94 \x81"), "windows-1252", "“yes” \xC2\x81", "windows-1252"},
      {B("\xB9"), "ISO-8859-2", "š", "ISO-8859-2"},
      {B("\xFF\xFEy\0"), "UTF-16", "y", "UTF-16"},
      {B("\xFF\xFEy\0"), "UTF-16LE", "y", "UTF-16LE"},
      {B("\xD2yes\xD3"), "MACINTOSH", "“yes”", "MACINTOSH"},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) check(&all[i]);
}

static void fails(const char *bytes, size_t length, const char *encoding, int64_t position) {
  char *out;
  size_t out_length;
  inq_err err = {0};
  assert_int_equal(charset_to_utf8(bytes, length, encoding, &out, &out_length, NULL, &err), INQ_E_ENCODING);
  assert_null(out);
  assert_int_equal(err.position, position);
}

static void names_the_byte(void **state) {
  (void)state;
  fails(B("abc\xFF"), "UTF-8", 3);
  fails(B("\xE2\x80\x9Cyes\xE2\x80\x9D \xFF"), NULL, 10); /* damaged UTF-8 is not guessed at */
  fails(B("yes"), "no-such-set", -1);
  fails(B("yes"), "", -1);
  fails(B("yes\xFF"), "UTF-8//IGNORE", -1);
  fails(B("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), NULL, 8);
  fails(B("ab\xFF\xFF"), "EUC-JP", 2);
  fails(B("\xFF\xFEy\0\0\xD8"), "UTF-16LE", 4);
}

static void decodes_more_than_a_chunk(void **state) {
  (void)state;
  enum { COUNT = 100000 };
  char *bytes = malloc(COUNT), *out;
  size_t length;
  inq_err err = {0};
  memset(bytes, 0xB9, COUNT);
  assert_int_equal(charset_to_utf8(bytes, COUNT, "ISO-8859-2", &out, &length, NULL, &err), INQ_OK);
  assert_int_equal(length, 2 * COUNT);
  for (size_t i = 0; i < length; i += 2) assert_memory_equal(out + i, "š", 2);
  free(out);
  free(bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(finds_the_character_set),
      cmocka_unit_test(obeys_the_name),
      cmocka_unit_test(names_the_byte),
      cmocka_unit_test(decodes_more_than_a_chunk),
  };
  return cmocka_run_group_tests_name("charset", tests, NULL, NULL);
}
