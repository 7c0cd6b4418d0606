#include "in/charset.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <uchardet.h>

/* ---- windows-1252, also under the names of what it grew from ----------------------------------- */

/* The code points of 0x80 to 0x9F; those that the set leaves free stay as they are, as on the web:
 * https://encoding.spec.whatwg.org/index-windows-1252.txt */
static const uint16_t windows_1252[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                          0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                          0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                          0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

/* What ISO-8859-15 has in the places of eight signs of ISO-8859-1, the euro among them. */
static int32_t iso_8859_15(uint8_t byte) {
  static const uint8_t bytes[] = {0xA4, 0xA6, 0xA8, 0xB4, 0xB8, 0xBC, 0xBD, 0xBE};
  static const uint16_t codes[] = {0x20AC, 0x0160, 0x0161, 0x017D, 0x017E, 0x0152, 0x0153, 0x0178};
  const uint8_t *found = memchr(bytes, byte, sizeof bytes);
  return found ? codes[found - bytes] : byte;
}

int32_t charset_windows_1252(uint8_t byte) {
  return byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte;
}

static int32_t western_code(uint8_t byte, bool is_15) {
  return is_15 && byte >= 0xA0 ? iso_8859_15(byte) : charset_windows_1252(byte);
}

static void decode_western(const uint8_t *bytes, size_t length, bool is_15, buf *to) {
  for (size_t i = 0; i < length; i++) {
    char code[4];
    buf_bytes(to, code, (size_t)utf8_write(western_code(bytes[i], is_15), code));
  }
}

static bool is_one_of(const char *name, const char *const *names) {
  for (; *names; names++)
    if (strcasecmp(name, *names) == 0) return true;
  return false;
}

static bool is_windows_1252(const char *name) {
  static const char *const names[] = {"windows-1252", "cp1252", "iso-8859-1", "iso8859-1",
                                      "iso_8859-1",   "latin1", "latin-1",    "us-ascii",
                                      "ascii",        "l1",     "iso88591",   NULL};
  return is_one_of(name, names);
}

static bool is_iso_8859_15(const char *name) {
  static const char *const names[] = {"iso-8859-15", "iso8859-15", "iso_8859-15", "iso885915",
                                      "latin-9",     "latin9",     "l9",          NULL};
  return is_one_of(name, names);
}

bool charset_is_western(const char *name) { return is_windows_1252(name) || is_iso_8859_15(name); }

bool charset_is_utf8(const char *name) {
  return strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "utf8") == 0;
}

/* ---- Any other, by iconv ----------------------------------------------------------------------- */

static inq_code decode(iconv_t converter, const char *bytes, size_t length, const char *name, buf *to,
                       inq_err *err) {
  char *in = (char *)(uintptr_t)bytes; /* iconv writes nothing to it */
  size_t left = length;
  do {
    char chunk[4096], *at = chunk;
    size_t room = sizeof chunk;
    size_t result = iconv(converter, left ? &in : NULL, left ? &left : NULL, &at, &room);
    buf_bytes(to, chunk, sizeof chunk - room);
    if (result == (size_t)-1 && errno != E2BIG) {
      size_t where = (size_t)(in - bytes);
      return err_set(err, INQ_E_ENCODING, "charset", (int64_t)where, "byte 0x%02X is not %s",
                     (unsigned)(uint8_t)bytes[where], name);
    }
    if (result != (size_t)-1 && !left) break;
  } while (!to->failed);
  return INQ_OK;
}

static inq_code decode_iconv(const char *bytes, size_t length, const char *name, buf *to, inq_err *err) {
  bool plain = *name && !strchr(name, '/'); /* no "" for the locale's, no "//IGNORE" that loses bytes */
  iconv_t converter = plain ? iconv_open("UTF-8", name) : (iconv_t)-1;
  if (converter == (iconv_t)-1)
    return err_set(err, INQ_E_ENCODING, "charset", -1, "the character set \"%s\" is unknown", name);
  inq_code code = decode(converter, bytes, length, name, to, err);
  iconv_close(converter);
  return code;
}

/* iconv passes over signs that no name has, and takes orders behind a slash. */
static bool is_name(const char *name) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:()+";
  return *name && !name[strspn(name, letters)];
}

bool charset_known(const char *name) {
  if (charset_is_utf8(name) || charset_is_western(name)) return true;
  if (!is_name(name)) return false;
  iconv_t converter = iconv_open("UTF-8", name);
  if (converter == (iconv_t)-1) return false;
  iconv_close(converter);
  return true;
}

/* ---- Finding out ------------------------------------------------------------------------------- */

/* UTF-16 or UTF-32 by their mark; UTF-16 without one: of English text, every other byte is NUL. */
static const char *wide(const uint8_t *b, size_t length) {
  enum { LOOK = 4096 };
  size_t look = length < LOOK ? length : LOOK, nul[2] = {0, 0};
  if (look < 4) return NULL;
  if (memcmp(b, "\xFF\xFE\0", 4) == 0) return "UTF-32LE"; /* the fourth is the string's own NUL */
  if (memcmp(b, "\0\0\xFE\xFF", 4) == 0) return "UTF-32BE";
  if (b[0] == 0xFF && b[1] == 0xFE) return "UTF-16LE";
  if (b[0] == 0xFE && b[1] == 0xFF) return "UTF-16BE";
  for (size_t i = 0; i < look; i++) nul[i % 2] += b[i] == 0;
  if (nul[1] > look / 5 && !nul[0]) return "UTF-16LE";
  if (nul[0] > look / 5 && !nul[1]) return "UTF-16BE";
  return NULL;
}

/* Whether bytes that are not UTF-8 are damaged UTF-8: more characters of several bytes than wrong bytes. */
static bool damaged_utf8(const char *bytes, size_t length) {
  size_t right = 0, wrong = 0;
  for (size_t from = 0; from < length;) {
    int64_t good = utf8_check(bytes + from, length - from);
    size_t to = good < 0 ? length : from + (size_t)good;
    for (size_t i = from; i < to; i++) right += (uint8_t)bytes[i] >= 0xC0;
    wrong += to < length;
    from = to + 1;
  }
  return right > wrong;
}

static bool digit_near(const uint8_t *bytes, size_t length, size_t at, int step) {
  size_t next = at + (size_t)step; /* wraps in front of the first: then no less than length */
  if (next < length && (bytes[next] == ' ' || bytes[next] == 0xA0)) next += (size_t)step;
  return next < length && bytes[next] >= '0' && bytes[next] <= '9';
}

/* ISO-8859-15 by its euro sign beside a number; windows-1252 has it, and its quotation marks, where
 * ISO-8859-15 has controls.  Nothing else tells them apart. */
static const char *western(const uint8_t *bytes, size_t length) {
  bool euro = false;
  for (size_t i = 0; i < length; i++) {
    if (bytes[i] >= 0x80 && bytes[i] < 0xA0) return "windows-1252";
    euro =
        euro || (bytes[i] == 0xA4 && (digit_near(bytes, length, i, 1) || digit_near(bytes, length, i, -1)));
  }
  return euro ? "ISO-8859-15" : "windows-1252";
}

static bool mostly_ascii(const char *bytes, size_t length) {
  size_t high = 0;
  for (size_t i = 0; i < length; i++) high += (uint8_t)bytes[i] >= 0x80;
  return high * 4 < length;
}

static void ask_uchardet(const char *bytes, size_t length, char name[CHARSET_NAME]) {
  uchardet_t detector = uchardet_new();
  *name = '\0';
  if (!detector) return;
  if (uchardet_handle_data(detector, bytes, length) == 0) {
    uchardet_data_end(detector);
    snprintf(name, CHARSET_NAME, "%s", uchardet_get_charset(detector));
  }
  uchardet_delete(detector);
}

/* An old character set has no use for a NUL: a picture, a program, a packed document. */
static inq_code refuse_binary(const char *bytes, size_t length, inq_err *err) {
  const char *nul = length && utf8_check(bytes, length) >= 0 ? memchr(bytes, '\0', length) : NULL;
  if (!nul || wide((const uint8_t *)bytes, length) || damaged_utf8(bytes, length)) return INQ_OK;
  return err_set(err, INQ_E_ENCODING, "charset", nul - bytes,
                 "a NUL byte: this is no text, or one whose character set must be named");
}

static void find_out(const char *bytes, size_t length, char name[CHARSET_NAME]) {
  const char *utf16 = wide((const uint8_t *)bytes, length);
  bool utf8 = !utf16 && (utf8_check(bytes, length) < 0 || damaged_utf8(bytes, length));
  if (!utf16 && !utf8 && !mostly_ascii(bytes, length)) {
    ask_uchardet(bytes, length, name);
    if (*name && charset_known(name)) return;
  }
  snprintf(name, CHARSET_NAME, "%s",
           utf16  ? utf16
           : utf8 ? "UTF-8"
                  : western((const uint8_t *)bytes, length));
}

/* ---- All of it --------------------------------------------------------------------------------- */

static size_t order_mark(const char *bytes, size_t length, const char *name) {
  bool wide = strncasecmp(name, "UTF-32", 6) == 0 && length >= 4;
  if (wide && (memcmp(bytes, "\xFF\xFE\0", 4) == 0 || memcmp(bytes, "\0\0\xFE\xFF", 4) == 0)) return 4;
  if (strncasecmp(name, "UTF-16", 6) != 0 || length < 2) return 0;
  return memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0 ? 2 : 0;
}

static inq_code decode_as(const char *name, const char *bytes, size_t length, buf *to, inq_err *err) {
  if (charset_is_utf8(name)) {
    int64_t wrong = utf8_check(bytes, length);
    if (wrong >= 0)
      return err_set(err, INQ_E_ENCODING, "charset", wrong, "byte 0x%02X is not UTF-8",
                     (unsigned)(uint8_t)bytes[wrong]);
    buf_bytes(to, bytes, length);
    return INQ_OK;
  }
  bool is_15 = is_iso_8859_15(name);
  if (is_15 || is_windows_1252(name)) {
    decode_western((const uint8_t *)bytes, length, is_15, to);
    return INQ_OK;
  }
  bool by_mark = strcasecmp(name, "UTF-16") == 0 || strcasecmp(name, "UTF-32") == 0;
  size_t skipped = by_mark ? 0 : order_mark(bytes, length, name);
  inq_code code = decode_iconv(bytes + skipped, length - skipped, name, to, err);
  if (code != INQ_OK && err && err->position >= 0) err->position += (int64_t)skipped;
  return code;
}

inq_code charset_to_utf8(const char *bytes, size_t length, const char *encoding, char **out,
                         size_t *out_length, char name_used[CHARSET_NAME], inq_err *err) {
  char name[CHARSET_NAME];
  *out = NULL;
  *out_length = 0;
  if (!encoding && refuse_binary(bytes, length, err)) return INQ_E_ENCODING;
  if (encoding) snprintf(name, sizeof name, "%s", encoding);
  else find_out(bytes, length, name);
  buf to = {0};
  inq_code code = decode_as(name, bytes, length, &to, err);
  buf_bytes(&to, "", 0); /* a NUL, also behind nothing */
  if (code == INQ_OK && to.failed)
    code = err_set(err, INQ_E_MEMORY, "charset", -1, "no memory to decode %zu bytes", length);
  if (code != INQ_OK) {
    buf_free(&to);
    return code;
  }
  *out = to.at;
  *out_length = to.length;
  if (name_used) memcpy(name_used, name, CHARSET_NAME);
  return INQ_OK;
}

/* ---- And back ---------------------------------------------------------------------------------- */

/* One byte is one character. */
static void western_positions(const uint8_t *bytes, size_t length, bool is_15, int32_t *positions,
                              size_t count) {
  int32_t utf8 = 0;
  size_t at = 0;
  for (size_t i = 0; i < count; i++) {
    char code[4];
    while (at < length && utf8 < positions[i]) utf8 += utf8_write(western_code(bytes[at++], is_15), code);
    positions[i] = (int32_t)at;
  }
}

enum { SHIFTS = 16 }; /* bytes that may stand before a character of four */

/* Decoding stops where the room for its output ends: so much room as there is to the next position. */
static inq_code iconv_positions(iconv_t converter, const char *bytes, size_t length, int32_t *positions,
                                size_t count) {
  char *in = (char *)(uintptr_t)bytes; /* iconv writes nothing to it */
  size_t left = length;
  int32_t utf8 = 0;
  for (size_t i = 0; i < count; i++) {
    int32_t wanted = positions[i];
    while (utf8 < wanted) {
      char chunk[4096], *at = chunk;
      size_t part = (size_t)(wanted - utf8) < sizeof chunk ? (size_t)(wanted - utf8) : sizeof chunk,
             room = part;
      size_t offered = left < 4 * part + SHIFTS ? left : 4 * part + SHIFTS,
             rest = offered; /* iconv decodes it all */
      size_t result = iconv(converter, &in, &rest, &at, &room);
      left -= offered - rest;
      if (result == (size_t)-1 && errno != E2BIG && errno != EINVAL) return INQ_E_ENCODING;
      if (room == part) return INQ_E_ENCODING; /* not an edge */
      utf8 += (int32_t)(part - room);
    }
    positions[i] = (int32_t)(in - bytes);
  }
  return INQ_OK;
}

inq_code charset_positions(const char *bytes, size_t length, const char *encoding, int32_t *positions,
                           size_t count, inq_err *err) {
  if (charset_is_utf8(encoding)) return INQ_OK;
  if (charset_is_western(encoding)) {
    bool is_15 = is_iso_8859_15(encoding);
    western_positions((const uint8_t *)bytes, length, is_15, positions, count);
    return INQ_OK;
  }
  iconv_t converter = iconv_open("UTF-8", encoding);
  inq_code code = converter == (iconv_t)-1 ? INQ_E_ENCODING : INQ_OK;
  size_t skipped = code || strcasecmp(encoding, "UTF-16") == 0 ? 0 : order_mark(bytes, length, encoding);
  if (!code) {
    code = iconv_positions(converter, bytes + skipped, length - skipped, positions, count);
    iconv_close(converter);
  }
  for (size_t i = 0; i < count; i++) positions[i] += (int32_t)skipped;
  return code ? err_set(err, code, "charset", -1, "no way back from UTF-8 to %s", encoding) : INQ_OK;
}
