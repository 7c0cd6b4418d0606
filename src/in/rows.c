#include "in/rows.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

static const char *behind_bom(const char *bytes, const char *end) {
  return end - bytes >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? bytes + 3 : bytes;
}

rows rows_begin(const char *bytes, size_t length) {
  return (rows){bytes, behind_bom(bytes, bytes + length), bytes + length, 0};
}

static bool is_blank(char c) { return c == ' ' || c == '\r' || c == '\t'; }

str row_trim(str s) {
  while (s.length && is_blank(*s.at)) s.at++, s.length--;
  while (s.length && is_blank(s.at[s.length - 1])) s.length--;
  return s;
}

str row_part(str *s, char mark) {
  const char *end = s->length ? memchr(s->at, mark, (size_t)s->length) : NULL;
  int32_t length = end ? (int32_t)(end - s->at) : s->length;
  str part = {s->at, length};
  s->at += length + (end != NULL);
  s->length -= length + (end != NULL);
  return row_trim(part);
}

static bool is_comment(str s) { return s.length && *s.at == '#' && (s.length == 1 || is_blank(s.at[1])); }

bool rows_next(rows *r, row *out) {
  while (r->at < r->end) {
    const char *end = memchr(r->at, '\n', (size_t)(r->end - r->at));
    str line = {r->at, (int32_t)((end ? end : r->end) - r->at)};
    r->at = end ? end + 1 : r->end;
    r->line++;
    if (!row_trim(line).length || is_comment(row_trim(line))) continue;
    while (line.length && line.at[line.length - 1] == '\r') line.length--;
    const char *stop = line.at + line.length;
    for (out->count = 0; out->count < ROW_FIELDS && line.at <= stop; out->count++) {
      bool last = !memchr(line.at, '\t', (size_t)line.length);
      out->fields[out->count] = row_part(&line, '\t');
      if (last) line.at = stop + 1;
    }
    return true;
  }
  return false;
}

/* Characters from the beginning of its line. */
static int column_of(const char *begin, const char *at) {
  int column = 1;
  for (const char *p = begin; p < at; column++) utf8_next(&p, at);
  return column;
}

inq_code rows_fault(const char *bytes, const char *at, inq_err *err, const char *format, ...) {
  const char *begin = behind_bom(bytes, at);
  int32_t line = 1;
  for (const char *p = bytes; p < at; p++)
    if (*p == '\n') begin = p + 1, line++;
  char sentence[sizeof err->message];
  va_list values;
  va_start(values, format);
  vsnprintf(sentence, sizeof sentence, format, values);
  va_end(values);
  for (char *c = sentence; *c; c++)
    if ((unsigned char)*c < ' ' || *c == 0x7F) *c = ' ';
  inq_code code = err_set(err, INQ_E_FILE, "lists", at - bytes, "line %d, column %d: %s", (int)line,
                          column_of(begin, at), sentence);
  if (err) err->line = line;
  return code;
}
