/* utf8.h answers for ASCII; utf8proc is asked about the rest. */
#include "base/utf8.h"

#include <string.h>
#include <utf8proc.h>

/* ---- Bytes to code points and back ------------------------------------------------------------ */

/* The length of the well-formed sequence at b, 0 for none: RFC 3629's table, row by row. */
static size_t sequence(const uint8_t *b, size_t left) {
  uint8_t lowest = 0x80, highest = 0xBF;
  size_t length;
  if (b[0] >= 0xC2 && b[0] <= 0xDF) length = 2;
  else if (b[0] >= 0xE0 && b[0] <= 0xEF) length = 3;
  else if (b[0] >= 0xF0 && b[0] <= 0xF4) length = 4;
  else return 0;
  if (length > left) return 0;
  if (b[0] == 0xE0) lowest = 0xA0;  /* else overlong */
  if (b[0] == 0xED) highest = 0x9F; /* else a surrogate */
  if (b[0] == 0xF0) lowest = 0x90;  /* else overlong */
  if (b[0] == 0xF4) highest = 0x8F; /* else beyond U+10FFFF */
  if (b[1] < lowest || b[1] > highest) return 0;
  for (size_t i = 2; i < length; i++)
    if ((b[i] & 0xC0) != 0x80) return 0;
  return length;
}

int64_t utf8_check(const char *bytes, size_t length) {
  const uint8_t *b = (const uint8_t *)bytes;
  for (size_t i = 0; i < length;) {
    uint64_t eight;
    if (length - i >= 8 && (memcpy(&eight, b + i, 8), !(eight & 0x8080808080808080u))) i += 8;
    else if (b[i] < 0x80) i++;
    else {
      size_t step = sequence(b + i, length - i);
      if (!step) return (int64_t)i;
      i += step;
    }
  }
  return -1;
}

int32_t utf8_wide_next(const char **at, const char *end) {
  const uint8_t *b = (const uint8_t *)*at;
  int32_t step = b[0] < 0x80 ? 1 : b[0] < 0xE0 ? 2 : b[0] < 0xF0 ? 3 : 4;
  if (end - *at < step) step = (int32_t)(end - *at); /* never beyond the end, whatever the bytes */
  *at += step;
  switch (step) {
  case 1: return b[0];
  case 2: return (b[0] & 0x1F) << 6 | (b[1] & 0x3F);
  case 3: return (b[0] & 0x0F) << 12 | (b[1] & 0x3F) << 6 | (b[2] & 0x3F);
  default: return (b[0] & 0x07) << 18 | (b[1] & 0x3F) << 12 | (b[2] & 0x3F) << 6 | (b[3] & 0x3F);
  }
}

int32_t utf8_back(const char *begin, const char **at) {
  const char *end = *at, *p = end - 1;
  while (p > begin && ((uint8_t)*p & 0xC0) == 0x80) p--;
  *at = p;
  return utf8_next(&p, end);
}

int32_t utf8_wide_write(int32_t code, char *to) {
  return (int32_t)utf8proc_encode_char(code, (utf8proc_uint8_t *)to);
}

/* ---- Kinds of code points --------------------------------------------------------------------- */

static utf8proc_category_t category(int32_t code) { return utf8proc_category(code); }

bool utf8_wide_letter(int32_t code) {
  utf8proc_category_t c = category(code);
  return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

bool utf8_wide_upper(int32_t code) {
  utf8proc_category_t c = category(code);
  return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

bool utf8_wide_lower(int32_t code) { return category(code) == UTF8PROC_CATEGORY_LL; }

bool utf8_wide_digit(int32_t code) { return category(code) == UTF8PROC_CATEGORY_ND; }

bool utf8_mark(int32_t code) {
  if (code < 0x300) return false;
  utf8proc_category_t c = category(code);
  return c >= UTF8PROC_CATEGORY_MN && c <= UTF8PROC_CATEGORY_ME;
}

bool utf8_wide_blank(int32_t code) {
  if (code < 0x1680) return code == 0x7F || code == 0x85 || code == 0xA0;
  utf8proc_category_t c = category(code);
  return c >= UTF8PROC_CATEGORY_ZS && c <= UTF8PROC_CATEGORY_ZP;
}

bool utf8_wide_invisible(int32_t code) {
  if (code < 0x300) return code == 0xAD;
  if (code == 0x034F || code == 0x180E || (code >= 0xFE00 && code <= 0xFE0F)) return true;
  return category(code) == UTF8PROC_CATEGORY_CF;
}

int32_t utf8_wide_fold(int32_t code) { return utf8proc_tolower(code); }

int32_t utf8_base(int32_t code, char *to) {
  enum { PARTS = 16 };
  utf8proc_int32_t parts[PARTS];
  int boundary = 0;
  utf8proc_ssize_t count =
      utf8proc_decompose_char(code, parts, PARTS, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
  int32_t length = 0;
  for (utf8proc_ssize_t i = 0; i < count && count <= PARTS; i++) length += utf8_write(parts[i], to + length);
  return length;
}
