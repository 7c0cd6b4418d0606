#include "out/pen.h"

#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>

enum { INDENT = 2, DIGITS = 20 };

static void new_line(const pen *p) {
  if (!p->pretty) return;
  buf_char(p->to, '\n');
  for (int32_t i = 0; i < INDENT * p->depth; i++) buf_char(p->to, ' ');
}

/* What stands before a key or an array's value. */
static void separate(pen *p) {
  if (!p->first) buf_char(p->to, ',');
  if (p->depth) new_line(p);
  p->first = false;
}

static void begin_value(pen *p) {
  if (!p->keyed) separate(p);
  p->keyed = false;
}

void pen_open(pen *p, char bracket) {
  begin_value(p);
  buf_char(p->to, bracket);
  p->depth++;
  p->first = true;
}

void pen_close(pen *p, char bracket) {
  p->depth--;
  if (!p->first) new_line(p);
  buf_char(p->to, bracket);
  p->first = false;
}

/* ---- Strings ------------------------------------------------------------------------------------- */

static void escape(buf *to, uint8_t c) {
  static const char plain[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
  const char *found = c ? strchr(plain, c) : NULL;
  if (found) buf_bytes(to, (char[]){'\\', letters[found - plain]}, 2);
  else buf_format(to, "\\u%04X", c);
}

static bool needs_escape(uint8_t c) { return c < ' ' || c == '"' || c == '\\'; }

static void quoted(buf *to, str s) {
  const char *end = s.at + s.length, *plain = s.at;
  buf_char(to, '"');
  for (const char *at = s.at; at < end; at++) {
    if (!needs_escape((uint8_t)*at)) continue;
    buf_bytes(to, plain, (size_t)(at - plain));
    escape(to, (uint8_t)*at);
    plain = at + 1;
  }
  buf_bytes(to, plain, (size_t)(end - plain));
  buf_char(to, '"');
}

void pen_keyed(pen *p, str key) {
  separate(p);
  quoted(p->to, key);
  buf_bytes(p->to, ": ", p->pretty ? 2 : 1);
  p->keyed = true;
}

void pen_key(pen *p, const char *key) { pen_keyed(p, str_of(key)); }

void pen_string(pen *p, str s) {
  begin_value(p);
  quoted(p->to, s);
}

void pen_words(pen *p, const char *words) {
  if (words) pen_string(p, str_of(words));
  else pen_null(p);
}

void buf_folded(buf *to, str s) {
  size_t start = to->length;
  bool blank = false;
  for (const char *at = s.at, *end = s.at + s.length; at < end;) {
    const char *begin = at;
    if (utf8_blank(utf8_next(&at, end))) {
      blank = true;
      continue;
    }
    if (blank && to->length > start) buf_char(to, ' ');
    blank = false;
    buf_bytes(to, begin, (size_t)(at - begin));
  }
}

void pen_folded(pen *p, str s) {
  buf folded = {0};
  buf_folded(&folded, s);
  if (folded.failed) p->to->failed = true;
  pen_string(p, (str){folded.at ? folded.at : "", (int32_t)folded.length});
  buf_free(&folded);
}

/* ---- Others -------------------------------------------------------------------------------------- */

void pen_null(pen *p) {
  begin_value(p);
  buf_bytes(p->to, "null", 4);
}

/* Of a number that is not negative; returns where its digits begin before `end`. */
static char *digits_of(int64_t value, char *end) {
  do *--end = (char)('0' + value % 10);
  while (value /= 10);
  return end;
}

void pen_integer(pen *p, int64_t value) {
  char digits[DIGITS], *end = digits + DIGITS, *at = digits_of(value < 0 ? -value : value, end);
  begin_value(p);
  if (value < 0) *--at = '-';
  buf_bytes(p->to, at, (size_t)(end - at));
}

void pen_number(pen *p, char letter, int32_t number) {
  if (number < 0) {
    pen_null(p);
    return;
  }
  char digits[DIGITS], *end = digits + DIGITS, *at = digits_of((int64_t)number + 1, end - 1);
  begin_value(p);
  *--at = letter, *--at = '"', end[-1] = '"';
  buf_bytes(p->to, at, (size_t)(end - at));
}

void pen_share(pen *p, float value) {
  double in_range = value >= 0 ? (value <= 1 ? (double)value : 1) : 0;
  int32_t steps = (int32_t)round(in_range * 1e4);
  char text[] = {(char)('0' + steps / 10000),     '.',
                 (char)('0' + steps / 1000 % 10), (char)('0' + steps / 100 % 10),
                 (char)('0' + steps / 10 % 10),   (char)('0' + steps % 10)};
  size_t length = sizeof text;
  while (length > 3 && text[length - 1] == '0') length--;
  begin_value(p);
  buf_bytes(p->to, text, length);
}
