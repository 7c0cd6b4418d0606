#include "in/html_charset.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "in/html_scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { LOOK = 8192 }; /* bytes in which a page names its character set; browsers look at 1024 */

/* ---- What the page says ------------------------------------------------------------------------- */

/* What stands behind `word` and "=" in a value, with or without quotation marks. */
static str behind(str value, const char *word) {
  int32_t length = (int32_t)strlen(word);
  for (int32_t i = 0; i + length < value.length; i++) {
    if (!html_same((str){value.at + i, length}, word)) continue;
    int32_t at = i + length;
    while (at < value.length && html_blank(value.at[at])) at++;
    if (at == value.length || value.at[at] != '=') continue;
    for (at++; at < value.length && (html_blank(value.at[at]) || strchr("\"'", value.at[at]));) at++;
    int32_t begin = at;
    while (at < value.length && !html_blank(value.at[at]) && !strchr("\"';,>?", value.at[at])) at++;
    return (str){value.at + begin, at - begin};
  }
  return (str){0};
}

/* Of a <meta>: its charset, or that of its content when it stands for a header. */
static str of_meta(const html_scanner *s, const html_token *k) {
  str name, value, charset = {0}, content = {0};
  bool header = false;
  int32_t at = k->start + 1 + k->name.length;
  while (html_attribute(s->bytes, &at, k->end, &name, &value)) {
    if (html_same(name, "charset")) charset = value;
    if (html_same(name, "content")) content = value;
    if (html_same(name, "http-equiv")) header = html_same(value, "content-type");
  }
  return charset.at ? charset : header ? behind(content, "charset") : charset;
}

static str of_declaration(str head) {
  const char *end =
      head.length > 5 && memcmp(head.at, "<?xml", 5) == 0 ? memchr(head.at, '>', (size_t)head.length) : NULL;
  return end ? behind((str){head.at, (int32_t)(end - head.at)}, "encoding") : (str){0};
}

static bool declared(const char *bytes, size_t length, char name[CHARSET_NAME]) {
  int32_t look = length < LOOK ? (int32_t)length : LOOK;
  str found = of_declaration((str){bytes, look});
  html_scanner s = {.bytes = bytes, .length = look};
  for (html_token k; !found.length && html_scan(&s, &k);)
    if (k.kind == HTML_START && k.tag == HTML_META) found = of_meta(&s, &k);
    else if (k.kind == HTML_START && (html_tag_traits(k.tag) & TAG_RAW)) s.raw = k.name;
  if (!found.length || found.length >= CHARSET_NAME) return false;
  snprintf(name, CHARSET_NAME, "%.*s", (int)found.length, found.at);
  if (strncmp(name, "utf-16", 6) == 0 || strncmp(name, "UTF-16", 6) == 0)
    strcpy(name, "UTF-8"); /* it could not be read so */
  return charset_known(name);
}

static bool has_mark(const char *bytes, size_t length) {
  return (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) ||
         (length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0));
}

/* ---- UTF-8 with wrong bytes --------------------------------------------------------------------- */

/* Calls for every stretch of right bytes, with the wrong byte behind it: *at moves behind that; false at the
 * end. */
static bool next_stretch(const char *bytes, size_t length, size_t *at, size_t *right) {
  if (*at >= length) return false;
  int64_t wrong = utf8_check(bytes + *at, length - *at);
  *right = wrong < 0 ? length - *at : (size_t)wrong;
  *at += *right + (wrong >= 0);
  return true;
}

static void mend(const char *bytes, size_t length, buf *to) {
  size_t at = 0, right;
  for (size_t begin = 0; next_stretch(bytes, length, &at, &right); begin = at) {
    char code[4];
    buf_bytes(to, bytes + begin, right);
    if (at > begin + right)
      buf_bytes(to, code, (size_t)utf8_write(charset_windows_1252((uint8_t)bytes[at - 1]), code));
  }
}

static void mended_positions(const char *bytes, size_t length, int32_t *positions, size_t count) {
  size_t at = 0, right, i = 0;
  int64_t more = 0; /* bytes that UTF-8 has more than the page up to here */
  for (size_t begin = 0; next_stretch(bytes, length, &at, &right); begin = at) {
    char code[4];
    for (; i < count && positions[i] <= (int64_t)(begin + right) + more; i++) positions[i] -= (int32_t)more;
    if (at > begin + right) more += utf8_write(charset_windows_1252((uint8_t)bytes[at - 1]), code) - 1;
  }
  for (; i < count; i++) positions[i] -= (int32_t)more;
}

static inq_code decode_utf8(const char *bytes, size_t length, html_page *out, inq_err *err) {
  buf to = {0};
  mend(bytes, length, &to);
  buf_bytes(&to, "", 0);
  if (to.failed) {
    buf_free(&to);
    return err_set(err, INQ_E_MEMORY, "html", -1, "no memory to decode %zu bytes", length);
  }
  out->utf8 = to.at;
  out->mended = to.length != length;
  out->length = to.length;
  strcpy(out->encoding, "UTF-8");
  return INQ_OK;
}

/* ---- All of it ---------------------------------------------------------------------------------- */

/* The name to read it by; empty: by what the bytes look like. */
static void name_of(const char *bytes, size_t length, const char *encoding, char name[CHARSET_NAME]) {
  *name = '\0';
  if (encoding) snprintf(name, CHARSET_NAME, "%s", encoding);
  else if (has_mark(bytes, length)) strcpy(name, *bytes == '\xEF' ? "UTF-8" : "");
  else if (!declared(bytes, length, name)) *name = '\0';
  else if (charset_is_western(name) && utf8_check(bytes, length) < 0) strcpy(name, "UTF-8");
}

/* In these a letter is known only when what follows is, so that where it stands cannot be told; no English
 * page is in them. */
static bool looks_ahead(const char *name) {
  static const char *const names[] = {"windows-1258", "cp1258",    "ms-viet", "tcvn",
                                      "tcvn5712",     "tcvn-5712", "utf-7",   "utf7"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strncasecmp(name, names[i], strlen(names[i])) == 0) return true;
  return false;
}

/* name: empty for what the bytes look like. */
static inq_code decode_as(const char *name, const char *bytes, size_t length, html_page *out, inq_err *err) {
  inq_code code =
      charset_to_utf8(bytes, length, *name ? name : NULL, &out->utf8, &out->length, out->encoding, err);
  if (code || !looks_ahead(out->encoding)) return code;
  free(out->utf8);
  out->utf8 = NULL;
  return err_set(err, INQ_E_ENCODING, "html", -1, "positions in %s cannot be told", out->encoding);
}

inq_code html_page_decode(const char *bytes, size_t length, const char *encoding, html_page *out,
                          inq_err *err) {
  char name[CHARSET_NAME];
  inq_err why = {0};
  *out = (html_page){0};
  if (encoding && !charset_known(encoding))
    return err_set(err, INQ_E_ENCODING, "html", -1, "the character set \"%s\" is unknown", encoding);
  name_of(bytes, length, encoding, name);
  if (charset_is_utf8(name)) return decode_utf8(bytes, length, out, err);
  inq_code code = decode_as(name, bytes, length, out, &why);
  if (code == INQ_E_ENCODING && !encoding && *name) /* it does not tell the truth of itself */
    code = decode_as("", bytes, length, out, &why);
  if (code == INQ_E_ENCODING && !encoding) return decode_utf8(bytes, length, out, err);
  return code ? err_set(err, code, "html", why.position, "%s", why.message) : INQ_OK;
}

inq_code html_page_positions(const html_page *p, const char *bytes, size_t length, int32_t *positions,
                             size_t count, inq_err *err) {
  if (!p->mended) return charset_positions(bytes, length, p->encoding, positions, count, err);
  mended_positions(bytes, length, positions, count);
  return INQ_OK;
}

/* ---- Does it look like HTML? -------------------------------------------------------------------- */

bool html_page_seems(const char *bytes, size_t length) {
  static const char *const words[] = {"<!doctype html", "<html",   "<head",  "<body", "<title",   "<meta",
                                      "<script",        "<style",  "<link",  "<div",  "<article", "<main",
                                      "<section",       "<header", "<table", "<h1",   "<p>",      "<p "};
  char head[256];
  int32_t filled = 0;
  bool begun = false;
  for (size_t i = 0; i < length && i < LOOK && filled < (int32_t)sizeof head;
       i++) { /* without UTF-16's zeros */
    bool skipped =
        !bytes[i] || (!begun && (html_blank(bytes[i]) || strchr("\xEF\xBB\xBF\xFF\xFE", bytes[i])));
    begun |= !skipped;
    if (!skipped) head[filled++] = bytes[i];
  }
  str start = {head, filled};
  if (filled > 5 && memcmp(head, "<?xml", 5) == 0) {
    const char *closed = memchr(head, '>', (size_t)filled);
    for (; closed && closed + 1 < head + filled && html_blank(closed[1]);) closed++;
    start = closed ? (str){closed + 1, (int32_t)(head + filled - closed - 1)} : start;
  }
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    int32_t word = (int32_t)strlen(words[i]);
    if (start.length >= word && html_same((str){start.at, word}, words[i])) return true;
  }
  if (start.length >= 4 && memcmp(start.at, "<!--", 4) == 0) return true;
  return false;
}
