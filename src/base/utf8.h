/* Code points out of checked UTF-8, and what utf8proc knows about them. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The byte where bytes[0 .. length) stops being UTF-8 (no overlong forms, no surrogates, at most U+10FFFF);
 * -1 when all of it is. */
int64_t utf8_check(const char *bytes, size_t length);

/* What is asked below of code points beyond ASCII, which most are not. */
int32_t utf8_wide_next(const char **at, const char *end);
int32_t utf8_wide_write(int32_t code, char *to);
bool utf8_wide_letter(int32_t code);
bool utf8_wide_upper(int32_t code);
bool utf8_wide_lower(int32_t code);
bool utf8_wide_digit(int32_t code);
bool utf8_wide_blank(int32_t code);
bool utf8_wide_invisible(int32_t code);
int32_t utf8_wide_fold(int32_t code);

/* The code point at *at, and *at moved behind it.  The text is checked and at < end. */
static inline int32_t utf8_next(const char **at, const char *end) {
  uint8_t first = (uint8_t) * *at;
  return first < 0x80 ? ((*at)++, first) : utf8_wide_next(at, end);
}

/* The code point that ends before *at, and *at moved to where it begins.  begin < *at. */
int32_t utf8_back(const char *begin, const char **at);

/* Writes code as 1 to 4 bytes, returns how many. */
static inline int32_t utf8_write(int32_t code, char *to) {
  return code < 0x80 ? (*to = (char)code, 1) : utf8_wide_write(code, to);
}

static inline bool utf8_upper(int32_t code) {
  return code < 0x80 ? (uint32_t)code - 'A' < 26 : utf8_wide_upper(code);
}
static inline bool utf8_lower(int32_t code) {
  return code < 0x80 ? (uint32_t)code - 'a' < 26 : utf8_wide_lower(code);
}
static inline bool utf8_letter(int32_t code) {
  return code < 0x80 ? (uint32_t)(code | 0x20) - 'a' < 26 : utf8_wide_letter(code);
}
static inline bool utf8_digit(int32_t code) {
  return code < 0x80 ? (uint32_t)code - '0' < 10 : utf8_wide_digit(code);
}
/* Combining: belongs to the letter before. */
bool utf8_mark(int32_t code);
/* Space of any width, line end, NBSP, line and paragraph separator; C0 shows as nothing, too. */
static inline bool utf8_blank(int32_t code) { return code < 0x7F ? code <= 0x20 : utf8_wide_blank(code); }
/* Soft hyphen, zero-width characters, BOM, direction marks: no part of a word's spelling. */
static inline bool utf8_invisible(int32_t code) { return code >= 0x80 && utf8_wide_invisible(code); }
/* Lower case of one code point. */
static inline int32_t utf8_fold(int32_t code) {
  if (code >= 0x80) return utf8_wide_fold(code);
  return (uint32_t)code - 'A' < 26 ? code | 0x20 : code;
}

/* Writes the code point without case and with its accents apart, so that all ways to write a letter are the
 * same; returns how many bytes, at most four times as many as the code point itself has. */
int32_t utf8_base(int32_t code, char *to);

#endif
