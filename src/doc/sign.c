#include "doc/sign.h"

#include "base/array.h"
#include "base/utf8.h"

/* ---- What the character says ------------------------------------------------------------------- */

static bool glyph(sign *s, family f, side g) {
  s->family = (uint8_t)f;
  s->glyph = (uint8_t)g;
  return true;
}

/* One mark, or two equal single ones that stand for a double one.  U+0091 to U+0094 are marks of cp1252 in a
 * text that was taken for Latin-1. */
static bool glyph_of(str token, sign *s) {
  const char *at = token.at, *end = token.at + token.length;
  int32_t code = utf8_next(&at, end);
  bool twice = at < end;
  if (twice && (utf8_next(&at, end) != code || at < end)) return false;
  switch (code) {
  case '"':
  case 0xFF02:
  case 0x2033: return !twice && glyph(s, DOUBLE, EITHER);
  case 0x201C:
  case 0x201E:
  case 0x201F:
  case 0x93: return !twice && glyph(s, DOUBLE, OPENS);
  case 0x201D:
  case 0x94: return !twice && glyph(s, DOUBLE, CLOSES);
  case '\'':
  case 0x2032: return glyph(s, twice ? DOUBLE : SINGLE, EITHER);
  case '`':
  case 0x2018:
  case 0x201A:
  case 0x201B:
  case 0x91: return glyph(s, twice ? DOUBLE : SINGLE, OPENS);
  case 0xB4:
  case 0x2019:
  case 0x92: return glyph(s, twice ? DOUBLE : SINGLE, CLOSES);
  case 0xAB:
  case 0x2039: return !twice && glyph(s, ANGLE, OPENS);
  case 0xBB:
  case 0x203A: return !twice && glyph(s, ANGLE, CLOSES);
  default: return false;
  }
}

/* ---- What the neighbours say ------------------------------------------------------------------- */

static bool ascii_in(int32_t code, const char *list) { return code > 0 && code < 0x80 && strchr(list, code); }

static bool begins_like(int32_t code) { return ascii_in(code, "([{</"); }

static bool ends_like(int32_t code) { return ascii_in(code, ".,;:!?)]}>") || code == 0x2026; }

static bool dash(int32_t code) { return code == '-' || (code >= 0x2010 && code <= 0x2015); }

static bool mark_like(int32_t code) {
  return ascii_in(code, "\"'`") || code == 0xAB || code == 0xBB || (code >= 0x2018 && code <= 0x201F);
}

static bool same_block(const tokens *k, int32_t i, int32_t j) {
  return i >= 0 && j >= 0 && i < k->count && j < k->count && k->block[i] == k->block[j];
}

/* What stands next to token i, 0 for a blank or the paragraph's edge. */
static int32_t code_before(const text *t, const tokens *k, int32_t i) {
  if (!same_block(k, i, i - 1) || k->at[i - 1].end != k->at[i].start) return 0;
  const char *end = t->bytes + k->at[i].start;
  return utf8_back(t->bytes, &end);
}

static int32_t code_after(const text *t, const tokens *k, int32_t i) {
  if (!same_block(k, i, i + 1) || k->at[i + 1].start != k->at[i].end) return 0;
  const char *begin = t->bytes + k->at[i].end;
  return utf8_next(&begin, t->bytes + t->length);
}

static side side_around(int32_t before, int32_t after) {
  if (mark_like(before) && mark_like(after)) return EITHER;
  bool closes_left = !after || ends_like(after) || dash(after); /* as the right side of a mark that closes */
  if (mark_like(before)) return closes_left ? CLOSES : OPENS;
  if (mark_like(after)) return !before || begins_like(before) || dash(before) ? OPENS : CLOSES;
  if (dash(before)) return closes_left ? CLOSES : OPENS;
  bool begins = !before || begins_like(before);
  if (begins && !closes_left) return OPENS;
  if (!begins && closes_left) return CLOSES;
  return EITHER;
}

/* The end of the token before and the start of the token after, in the same paragraph, or 0. */
static int32_t before_blank(const text *t, const tokens *k, int32_t i) {
  if (!same_block(k, i, i - 1)) return 0;
  const char *end = t->bytes + k->at[i - 1].end;
  return utf8_back(t->bytes, &end);
}

static int32_t after_blank(const text *t, const tokens *k, int32_t i) {
  if (!same_block(k, i, i + 1)) return 0;
  const char *begin = t->bytes + k->at[i + 1].start;
  return utf8_next(&begin, t->bytes + t->length);
}

/* Behind the s of a plural or the n of in' and before another word: the boys' car, rockin' chair. */
static bool apostrophe_like(const text *t, const tokens *k, int32_t i, int32_t before) {
  if (!ascii_in(before, "sSzZxXnN") || code_after(t, k, i)) return false;
  int32_t next = after_blank(t, k, i);
  return utf8_letter(next) || utf8_digit(next);
}

bool sign_after_end(const text *t, const tokens *k, int32_t i) {
  sign ignored;
  for (int32_t back = 0; back < 3 && same_block(k, i - back, i); back++) {
    str s = token_str(t, k, i - back);
    if (glyph_of(s, &ignored)) continue;
    return ascii_in(s.at[s.length - 1], ".!?") || str_is(s, "…");
  }
  return false;
}

/* ---- All of them ------------------------------------------------------------------------------- */

/* The side that a sign takes by its looks alone. */
static side looks(const sign *s) {
  if (s->around != EITHER && (s->glyph == EITHER || s->family == SINGLE)) return (side)s->around;
  return (side)s->glyph;
}

static void count_after(signs *s) {
  for (int32_t i = s->count - 2; i >= 0; i--) {
    sign *x = &s->at[i];
    const sign *after = &s->at[i + 1];
    if (x->block != after->block) continue;
    memcpy(x->closes_after, after->closes_after, sizeof x->closes_after);
    memcpy(x->opens_after, after->opens_after, sizeof x->opens_after);
    x->weak_after = after->weak_after || (after->weak && after->family == SINGLE);
    if (looks(after) == CLOSES && !after->weak) x->closes_after[after->family]++;
    if (looks(after) == OPENS) x->opens_after[after->family]++;
  }
}

enum { SIGN_TOKENS = 8 }; /* of the text for each sign: news has fewer, apostrophes and all */

signs signs_read(const text *t, const tokens *k, arena *a) {
  array(sign) out = {0};
  array_reserve(&out, k->count / SIGN_TOKENS + 1, a);
  bool first = false;
  for (int32_t i = 0; i < k->count; i++) {
    if (!same_block(k, i, i - 1)) first = true;
    sign s = {.token = i, .block = k->block[i], .first = first};
    if (!glyph_of(token_str(t, k, i), &s)) {
      first = false;
      continue;
    }
    int32_t before = code_before(t, k, i);
    s.around = (uint8_t)side_around(before, code_after(t, k, i));
    s.weak = s.family == SINGLE ? apostrophe_like(t, k, i, before) : s.glyph == EITHER && utf8_digit(before);
    s.after_end = same_block(k, i, i - 1) && sign_after_end(t, k, i - 1);
    s.begins =
        first || s.after_end || ascii_in(before_blank(t, k, i), ",:") || utf8_upper(after_blank(t, k, i));
    *array_push(&out, a) = s;
  }
  signs found = {out.at, out.count};
  count_after(&found);
  return found;
}
