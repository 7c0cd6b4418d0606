#include "in/html_scan.h"

#include <strings.h>

static bool is_letter(char c) { return html_lower(c) >= 'a' && html_lower(c) <= 'z'; }

static bool ends_name(char c) { return html_blank(c) || c == '/' || c == '>'; }

static int32_t find(const html_scanner *s, int32_t from, char c) {
  const char *found = from < s->length ? memchr(s->bytes + from, c, (size_t)(s->length - from)) : NULL;
  return found ? (int32_t)(found - s->bytes) : s->length;
}

static bool stands_at(const html_scanner *s, int32_t at, const char *word) {
  int32_t length = (int32_t)strlen(word);
  return s->length - at >= length && html_same((str){s->bytes + at, length}, word);
}

/* ---- Attributes --------------------------------------------------------------------------------- */

static int32_t skip_blanks(const char *bytes, int32_t at, int32_t end) {
  while (at < end && html_blank(bytes[at])) at++;
  return at;
}

static int32_t value_at(const char *bytes, int32_t at, int32_t end, str *value) {
  char mark = at < end ? bytes[at] : '\0';
  int32_t begin = at;
  if (mark == '"' || mark == '\'') {
    const char *closed = memchr(bytes + at + 1, mark, (size_t)(end - at - 1));
    int32_t behind = closed ? (int32_t)(closed - bytes) : end;
    *value = (str){bytes + at + 1, behind - at - 1};
    return closed ? behind + 1 : end;
  }
  while (at < end && !html_blank(bytes[at]) && bytes[at] != '>') at++;
  *value = (str){bytes + begin, at - begin};
  return at;
}

int32_t html_behind_name(const char *bytes, int32_t start, int32_t end) {
  int32_t at = start + 1;
  while (at < end && bytes[at] && !ends_name(bytes[at])) at++;
  return at;
}

bool html_attribute(const char *bytes, int32_t *at, int32_t end, str *name, str *value) {
  int32_t i = *at;
  while (i < end && (html_blank(bytes[i]) || bytes[i] == '/')) i++;
  *at = i;
  if (i >= end) return false;
  if (bytes[i] == '>') return *at = i + 1, false;
  int32_t begin = i++; /* whatever it is: a name may even begin with '=' */
  while (i < end && !ends_name(bytes[i]) && bytes[i] != '=') i++;
  *name = (str){bytes + begin, i - begin};
  *value = (str){bytes + i, 0};
  int32_t behind = skip_blanks(bytes, i, end);
  if (behind < end && bytes[behind] == '=')
    i = value_at(bytes, skip_blanks(bytes, behind + 1, end), end, value);
  *at = i;
  return true;
}

/* ---- Tags --------------------------------------------------------------------------------------- */

/* at: behind "<" or "</".  A tag that the page ends in is no token. */
static bool tag(html_scanner *s, html_token_kind kind, int32_t at, html_token *out) {
  int32_t begin = at;
  str name, value;
  while (at < s->length && !ends_name(s->bytes[at])) at++;
  *out = (html_token){.kind = kind, .start = s->at, .name = {s->bytes + begin, at - begin}};
  while (html_attribute(s->bytes, &at, s->length, &name, &value)) continue;
  s->at = out->end = at;
  out->tag = html_tag_of(out->name);
  out->closed = s->bytes[at - 1] == '>' && s->bytes[at - 2] == '/';
  return s->bytes[at - 1] == '>';
}

/* Behind the comment that begins at `at` with "<!--". */
static int32_t behind_comment(const html_scanner *s, int32_t at) {
  int32_t i = at + 4;
  if (stands_at(s, i, ">")) return i + 1;
  if (stands_at(s, i, "->")) return i + 2;
  while ((i = find(s, i, '-')) < s->length) {
    if (stands_at(s, i, "-->")) return i + 3;
    if (stands_at(s, i, "--!>")) return i + 4;
    i++;
  }
  return s->length;
}

/* Behind a comment, a declaration, or what browsers take for a comment. */
static int32_t behind_other(const html_scanner *s, int32_t at) {
  if (stands_at(s, at, "<!--")) return behind_comment(s, at);
  int32_t closed = find(s, at, '>');
  return closed < s->length ? closed + 1 : closed;
}

/* ---- Text --------------------------------------------------------------------------------------- */

/* A '<' that begins something; else it is text. */
static bool begins_token(const html_scanner *s, int32_t at) {
  char next = at + 1 < s->length ? s->bytes[at + 1] : '\0';
  return is_letter(next) || next == '!' || next == '?' || (next == '/' && at + 2 < s->length);
}

static bool is_end_of(const html_scanner *s, int32_t at, str name) {
  int32_t behind = at + 2 + name.length;
  return behind < s->length && s->bytes[at + 1] == '/' && ends_name(s->bytes[behind]) &&
         strncasecmp(s->bytes + at + 2, name.at, (size_t)name.length) == 0;
}

/* Where the end tag of a raw element stands.  In a script, a <script> behind "<!--" has an end tag of its
 * own. */
static int32_t raw_end(const html_scanner *s) {
  bool script = html_same(s->raw, "script"), commented = false, nested = false;
  for (int32_t at = s->at; at < s->length; at++) {
    char c = s->bytes[at];
    if (c == '-' && stands_at(s, at, "-->")) commented = nested = false;
    if (c != '<') continue;
    if (script && stands_at(s, at, "<!--")) commented = true;
    else if (commented && stands_at(s, at, "<script")) nested = true;
    else if (is_end_of(s, at, s->raw)) {
      if (!nested) return at;
      nested = false;
    }
  }
  return s->length;
}

static bool text(html_scanner *s, int32_t end, html_token *out) {
  *out = (html_token){.kind = HTML_TEXT, .start = s->at, .end = end};
  s->at = end;
  return true;
}

bool html_scan(html_scanner *s, html_token *out) {
  while (s->at < s->length) {
    int32_t at = s->at;
    if (s->raw.at) {
      int32_t end = raw_end(s);
      s->raw = (str){0};
      if (end > at) return text(s, end, out);
    }
    int32_t next = find(s, at, '<');
    while (next < s->length && !begins_token(s, next)) next = find(s, next + 1, '<');
    if (next > at) return text(s, next, out);
    bool closes = s->bytes[at + 1] == '/';
    if (is_letter(s->bytes[at + 1 + closes]))
      return tag(s, closes ? HTML_END : HTML_START, at + 1 + closes, out);
    s->at = behind_other(s, at);
  }
  return false;
}
