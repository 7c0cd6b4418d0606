#include "doc/piece.h"

#include "base/array.h"
#include "base/utf8.h"

typedef array(piece) piece_array;

static bool apostrophe(int32_t code) {
  return code == '\'' || code == '`' || code == 0xB4 || code == 0x2018 || code == 0x2019 || code == 0x201B ||
         code == 0x02BC || code == 0x2032 || code == 0x91 ||
         code == 0x92; /* the last two: cp1252 read as Latin-1 */
}

static bool period(int32_t code) { return code == '.' || code == 0x2026; }

static bool repeats(int32_t code) { return code > 0 && code < 0x80 && strchr("!?*=_~#+|<>,-$", code); }

static piece_kind kind_of(int32_t code) {
  if (utf8_letter(code) || utf8_mark(code)) return PIECE_LETTERS;
  if (utf8_digit(code)) return PIECE_DIGITS;
  if (apostrophe(code)) return PIECE_APOSTROPHE;
  if (code == '-' || code == 0x2010 || code == 0x2011) return PIECE_HYPHEN;
  if (period(code)) return PIECE_PERIODS;
  return repeats(code) ? PIECE_RUN : PIECE_MARK;
}

/* Whether code, found behind piece p, belongs to it. */
static bool continues(const piece *p, int32_t code, int32_t joiner) {
  if (code < 0x80) {
    switch (p->kind) {
    case PIECE_LETTERS: return utf8_letter(code);
    case PIECE_DIGITS: return utf8_digit(code);
    case PIECE_PERIODS: return code == '.';
    case PIECE_HYPHEN: return code == '-';
    case PIECE_RUN: return code == p->code || (strchr("!?", p->code) && (code == '!' || code == '?'));
    case PIECE_APOSTROPHE: return code == p->code && p->characters == 1; /* `` and '' */
    default: return false;
    }
  }
  if (utf8_mark(code)) return true;
  if (p->kind == PIECE_LETTERS) return utf8_letter(code);
  if (p->kind == PIECE_DIGITS) return utf8_digit(code);
  if (p->kind == PIECE_PERIODS) return code == 0x2026;
  if (p->kind == PIECE_APOSTROPHE) return code == p->code && p->characters == 1; /* ’’ */
  return joiner == 0x200D || (code >= 0x1F3FB && code <= 0x1F3FF);               /* an emoji goes on */
}

bool piece_in(const text *t, const piece *p, const char *list) {
  char key[18];
  int32_t length = p->end - p->start;
  if (length > (int32_t)sizeof key - 2) return false;
  key[0] = ' ';
  for (int32_t i = 0; i < length; i++) {
    char c = t->bytes[p->start + i];
    key[i + 1] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
  }
  key[length + 1] = ' ';
  for (const char *at = list; (at = strchr(at, ' ')) != NULL; at++)
    if (strncmp(at, key, (size_t)length + 2) == 0) return true;
  return false;
}

static void grow(piece *p, int32_t code, int32_t end) {
  p->end = end;
  if (p->characters < 255) p->characters++;
  if (p->capitals < 255 && utf8_upper(code)) p->capitals++;
}

pieces pieces_cut(const text *t, int32_t start, int32_t end, arena *a) {
  piece_array out = {0};
  piece *last = NULL;
  int32_t invisible = 0;
  const char *at = t->bytes + start, *stop = t->bytes + end;
  while (at < stop) {
    int32_t from = (int32_t)(at - t->bytes), code = utf8_next(&at, stop), to = (int32_t)(at - t->bytes);
    if (utf8_blank(code)) last = NULL, invisible = 0;
    else if (utf8_invisible(code)) invisible = code;
    else {
      if (!last || !continues(last, code, invisible)) {
        last = array_push(&out, a);
        *last = (piece){from, to, code, (uint8_t)kind_of(code), 0, 0};
      }
      grow(last, code, to);
      if (last->kind == PIECE_HYPHEN && last->characters > 1) last->kind = PIECE_RUN;
      invisible = 0;
    }
  }
  return (pieces){out.at, out.count};
}
