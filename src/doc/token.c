/* Tokens: each block is cut into pieces (piece.h), and pieces that stand together without a blank are joined
 * where a rule says so.  What no rule joins stays apart, so that names and quotations keep their edges.
 *
 *   block ─ pieces_cut ─ chunks (pieces without a blank between) ─ web addresses ─ joins ─ tokens
 *
 * Every rule looks at a bounded number of neighbours. */
#include "doc/token.h"

#include "base/array.h"
#include "base/utf8.h"
#include "doc/abbreviation.h"
#include "doc/fused.h"
#include "doc/piece.h"
#include "doc/web.h"

enum { TOKEN_BYTES = 4 }; /* of the text for each token: English has five or six */

typedef struct {
  const text *t;
  arena *a;
  array(inq_span) at;
  array(int32_t) block;
} writer;

typedef struct {
  const text *t;
  piece *at;          /* [count] the block's pieces */
  int32_t count;      /* of the block */
  int32_t begin, end; /* the chunk */
} chunk;

static bool upper_first(const piece *p) { return p->kind == PIECE_LETTERS && utf8_upper(p->code); }

static bool one(const piece *p, int32_t code) { return p->code == code && p->characters == 1; }

static bool period(const piece *p) { return p->kind == PIECE_PERIODS && one(p, '.'); }

static const piece *piece_at(const chunk *c, int32_t i) { /* within the chunk, or NULL */
  return i >= c->begin && i < c->end ? &c->at[i] : NULL;
}

static bool kind_at(const chunk *c, int32_t i, piece_kind kind) {
  return i >= c->begin && i < c->end && c->at[i].kind == kind;
}

/* ---- Apostrophes ------------------------------------------------------------------------------ */

/* ’s ’m ’d ’ll ’re ’ve behind a word: a token of their own. */
static bool clitic(const chunk *c, int32_t apostrophe) {
  const piece *right = piece_at(c, apostrophe + 1);
  return right && right->kind == PIECE_LETTERS && piece_in(c->t, right, " s m d ll re ve ");
}

/* n’t */
static bool negation(const chunk *c, int32_t apostrophe) {
  const piece *left = piece_at(c, apostrophe - 1), *right = piece_at(c, apostrophe + 1);
  return left && right && left->kind == PIECE_LETTERS && left->characters > 1 && right->characters == 1 &&
         (right->code | 0x20) == 't' && (c->t->bytes[left->end - 1] | 0x20) == 'n';
}

/* Before joining: don|’|t -> do|n’|t.  The piece n’ is known by its code. */
static void part_negation(chunk *c, int32_t i) {
  if (c->at[i].kind != PIECE_APOSTROPHE || !negation(c, i)) return;
  c->at[i - 1].end--;
  c->at[i].start--;
  c->at[i].code = 'n';
  c->at[i].characters++;
}

/* ’90s, ’em, ’til, ’n’ */
static bool elision(const chunk *c, int32_t apostrophe) {
  const piece *right = piece_at(c, apostrophe + 1);
  if (!right || c->at[apostrophe].characters > 1 || kind_at(c, apostrophe - 1, PIECE_LETTERS)) return false;
  if (right->kind == PIECE_DIGITS) return right->characters == 2 && !kind_at(c, apostrophe - 1, PIECE_DIGITS);
  return piece_in(c->t, right, " em til tis twas cause bout round n ");
}

/* 1980’s */
static bool decade(const chunk *c, int32_t i) {
  const piece *left = &c->at[i - 1], *right = piece_at(c, i + 1);
  bool year = left->characters == 2 || (left->characters == 4 && left->code == '1');
  return right && year && c->t->bytes[left->end - 1] == '0' && str_is(piece_str(c->t, right), "s");
}

/* Whether the apostrophe i belongs to what stands before it. */
static bool joins_apostrophe(const chunk *c, int32_t i) {
  const piece *left = piece_at(c, i - 1), *right = piece_at(c, i + 1);
  if (c->at[i].characters > 1 || !left) return false;
  if (piece_in(c->t, left, " n ") && kind_at(c, i - 2, PIECE_APOSTROPHE)) return elision(c, i - 2);
  if (!right) return false;
  if (left->kind == PIECE_DIGITS && decade(c, i)) return true;
  if (left->kind != PIECE_LETTERS || right->kind != PIECE_LETTERS || c->at[i].code == 0x2018) return false;
  return !clitic(c, i) && (left->characters <= 3 || !upper_first(right)); /* O’Neill, but Meghan'Prince */
}

/* ---- Periods ---------------------------------------------------------------------------------- */

static bool academic(const text *t, const piece *p) {
  return piece_in(t, p, " sc phil ed eng litt tech com ");
} /* M.Sc., D.Phil. */

/* Whether the period i stands inside a token: U.S  a.m  Ph.D  3.5 */
static bool inner_period(const chunk *c, int32_t i) {
  const piece *left = piece_at(c, i - 1), *right = piece_at(c, i + 1);
  if (!right || !period(&c->at[i])) return false;
  if (right->kind == PIECE_DIGITS)
    return !left || !piece_word(left) || left->kind == PIECE_DIGITS; /* .265 as well */
  if (!left || left->kind != PIECE_LETTERS || right->kind != PIECE_LETTERS) return false;
  if (left->characters > 2) return false;
  if (right->characters == 1) return true;
  return left->capitals && academic(c->t, right);
}

static bool single_capital(const piece *p) {
  return p->kind == PIECE_LETTERS && p->characters == 1 && p->capitals;
}

/* George W. Bush, J. K. Rowling.  "I" and "X" are words unless another initial stands by them. */
static bool initial(const chunk *c, int32_t i) {
  const piece *left = &c->at[i - 1], *next = i + 1 < c->count ? &c->at[i + 1] : NULL;
  if (!single_capital(left) || !next || !upper_first(next)) return false;
  bool after_initial = i >= 3 && period(&c->at[i - 2]) && single_capital(&c->at[i - 3]);
  return (left->code != 'I' && left->code != 'X') || single_capital(next) || after_initial;
}

/* "etc." keeps its period only within a sentence, as the treebanks have it. */
static bool ends_sentence(const chunk *c, int32_t i) {
  return i + 1 == c->count || upper_first(&c->at[i + 1]);
}

/* Whether the period i belongs to the word before it: U.S.  Mr.  J. */
static bool final_period(const chunk *c, int32_t i) {
  const piece *left = piece_at(c, i - 1), *next = i + 1 < c->count ? &c->at[i + 1] : NULL;
  if (!left || left->kind != PIECE_LETTERS) return false;
  if (i - 2 >= c->begin && inner_period(c, i - 2)) return c->at[i - 3].kind == PIECE_LETTERS;
  str s = piece_str(c->t, left);
  switch (abbreviation_of(s)) {
  case ABBREVIATION: return !str_is(s, "etc") || !ends_sentence(c, i);
  case ABBREVIATION_BEFORE_NUMBER: return next && next->kind == PIECE_DIGITS;
  case ABBREVIATION_OF_PLACE: return i >= 2 && (c->at[i - 2].code == ',' || c->at[i - 2].code == '-');
  case ABBREVIATION_NONE: break;
  }
  return initial(c, i);
}

static bool joins_period(const chunk *c, int32_t i) {
  if (!period(&c->at[i]) || i == c->begin) return false;
  return (piece_word(&c->at[i - 1]) && inner_period(c, i)) || final_period(c, i);
}

/* .? and .! are one token, if the period is not the word's. */
static bool joins_exclamation(const chunk *c, int32_t i) {
  const piece *p = &c->at[i];
  return (p->code == '!' || p->code == '?') && period(&c->at[i - 1]) && !joins_period(c, i - 1);
}

/* ---- Numbers, hyphens and what else stands between words --------------------------------------- */

static bool unit(const text *t, const piece *p) {
  return piece_in(
      t, p,
      " am pm k m mm bn b tn kg km cm ft lb lbs mph kph hrs hr min mins sec mhz ghz gb mb tb kb kw mw gw "
      "kwh mwh mg ml oz sq p ");
}

static bool joins_words(const chunk *c, int32_t i) { /* 3 | D, G | 20, 10 | am */
  const piece *left = &c->at[i - 1], *right = &c->at[i];
  if (left->kind == PIECE_DIGITS && right->kind == PIECE_LETTERS) return !unit(c->t, right);
  return true;
}

static bool prefix(const text *t, const piece *p) {
  return piece_in(t, p,
                  " e co non re anti pre pro ex post semi multi mid sub counter inter intra socio ultra over "
                  "un psycho cross ");
}

static bool digits_at(const chunk *c, int32_t i, int32_t characters) {
  return kind_at(c, i, PIECE_DIGITS) && c->at[i].characters == characters;
}

/* Whether the hyphen i stands in 1-800-555-1234, 555-1234 or a ZIP code; 500-1000 is a range. */
static bool number_hyphen(const chunk *c, int32_t i) {
  if (digits_at(c, i + 1, 4)) {
    if (digits_at(c, i - 1, 5)) return true;
    bool round = memcmp(c->t->bytes + c->at[i + 1].end - 2, "00", 2) == 0;
    return digits_at(c, i - 1, 3) && (kind_at(c, i - 2, PIECE_HYPHEN) || !round);
  }
  if (!digits_at(c, i + 1, 3) || !kind_at(c, i + 2, PIECE_HYPHEN)) return false;
  if (digits_at(c, i - 1, 3)) return digits_at(c, i + 3, 4);
  return digits_at(c, i - 1, 1) && digits_at(c, i + 3, 3) && digits_at(c, i + 5, 4);
}

/* 1,234 and 12,34,567 but not the list 1,2 */
static bool number_comma(const chunk *c, int32_t i) {
  if (!kind_at(c, i - 1, PIECE_DIGITS)) return false;
  if (digits_at(c, i + 1, 3)) return true;
  return digits_at(c, i + 1, 2) && i + 2 < c->end && one(&c->at[i + 2], ',') &&
         kind_at(c, i + 3, PIECE_DIGITS);
}

/* A prefix and a word in lower case; a capitalised word may be a name: anti-Trump stays apart. */
static bool joins_hyphen(const chunk *c, int32_t i) {
  const piece *left = piece_at(c, i - 1), *right = piece_at(c, i + 1);
  if (!left || !right) return false;
  if (number_hyphen(c, i)) return true;
  return left->kind == PIECE_LETTERS && right->kind == PIECE_LETTERS && !upper_first(right) &&
         !kind_at(c, i - 2, PIECE_HYPHEN) && prefix(c->t, left);
}

static bool digits_around(const chunk *c, int32_t i) {
  return kind_at(c, i - 1, PIECE_DIGITS) && kind_at(c, i + 1, PIECE_DIGITS);
}

static bool short_words_around(const chunk *c, int32_t i) { /* AT&T  R&D */
  return kind_at(c, i - 1, PIECE_LETTERS) && kind_at(c, i + 1, PIECE_LETTERS) &&
         c->at[i - 1].characters <= 3 && c->at[i + 1].characters <= 3;
}

static bool joins_mark(const chunk *c, int32_t i) {
  const piece *p = &c->at[i], *left = piece_at(c, i - 1);
  if (!left || p->characters > 1) return false;
  switch (p->code) {
  case ',': return number_comma(c, i);
  case ':':
  case '/': return digits_around(c, i);
  case '&': return short_words_around(c, i);
  case '_': return piece_word(left) || left->code == '_';
  case '!': return piece_in(c->t, left, " yahoo ");
  case '$': return left->kind == PIECE_LETTERS && left->characters <= 3 && left->capitals == left->characters;
  default: return false;
  }
}

/* Whether piece i stands in one token with piece i - 1, both in the chunk. */
static bool joins(const chunk *c, int32_t i) {
  const piece *left = &c->at[i - 1], *p = &c->at[i];
  switch ((piece_kind)p->kind) {
  case PIECE_APOSTROPHE: return joins_apostrophe(c, i);
  case PIECE_HYPHEN: return joins_hyphen(c, i);
  case PIECE_PERIODS: return joins_period(c, i);
  case PIECE_RUN:
  case PIECE_MARK: return joins_mark(c, i) || joins_exclamation(c, i);
  case PIECE_LETTERS:
  case PIECE_DIGITS: break;
  }
  switch ((piece_kind)left->kind) { /* p is a word: it goes on where the mark before it joined */
  case PIECE_LETTERS:
  case PIECE_DIGITS: return joins_words(c, i);
  case PIECE_APOSTROPHE:
    if (left->code == 'n') return true;
    if (joins_apostrophe(c, i - 1) || elision(c, i - 1)) return true;
    return clitic(c, i - 1) && i - 2 >= c->begin && piece_word(&c->at[i - 2]);
  case PIECE_HYPHEN: return joins_hyphen(c, i - 1);
  case PIECE_PERIODS: return inner_period(c, i - 1);
  case PIECE_RUN:
  case PIECE_MARK:
    if (one(left, '+')) return i - 1 == c->begin && p->kind == PIECE_DIGITS;
    return left->code != '!' && left->code != '$' && joins_mark(c, i - 1);
  }
  return false;
}

/* ---- Writing ---------------------------------------------------------------------------------- */

static void write(writer *w, int32_t start, int32_t end, int32_t block) {
  *array_push(&w->at, w->a) = (inq_span){start, end};
  *array_push(&w->block, w->a) = block;
}

static void write_word(writer *w, int32_t start, int32_t end, int32_t block) {
  int32_t at = start;
  for (int32_t part; (part = fused_part(text_piece(w->t, at, end), at > start)); at += part)
    write(w, at, at + part, block);
  write(w, at, end, block);
}

static void write_chunk(writer *w, chunk *c, int32_t block) {
  for (int32_t i = c->begin; i < c->end; i++) part_negation(c, i);
  for (int32_t i = c->begin; i < c->end;) {
    int32_t first = i;
    i += web_pieces(c->t, c->at, c->begin, i, c->end);
    if (i == first)
      for (i++; i < c->end && joins(c, i);) i++;
    int32_t start = c->at[first].start, end = c->at[i - 1].end;
    if (i == first + 1 && c->at[first].kind == PIECE_LETTERS) write_word(w, start, end, block);
    else write(w, start, end, block);
  }
}

static void write_block(writer *w, const inq_block *b, int32_t block) {
  arena *side = arena_aside(w->a);
  arena_place from = arena_here(side);
  pieces p = pieces_cut(w->t, b->start, b->end, side);
  for (int32_t i = 0; i < p.count;) {
    chunk c = {w->t, p.at, p.count, i, i + 1};
    while (c.end < p.count && p.at[c.end].start == p.at[c.end - 1].end) c.end++;
    write_chunk(w, &c, block);
    i = c.end;
  }
  arena_back(side, from);
}

tokens tokens_read(const text *t, const blocks *b, arena *a) {
  writer w = {.t = t, .a = a};
  array_reserve(&w.at, t->length / TOKEN_BYTES + 1, a);
  array_reserve(&w.block, t->length / TOKEN_BYTES + 1, a);
  for (int32_t i = 0; i < b->count; i++) write_block(&w, &b->at[i], i);
  return (tokens){w.at.at, w.block.at, w.at.count};
}

bool token_is_word(const text *t, const tokens *k, int32_t i) {
  const char *at = t->bytes + k->at[i].start;
  int32_t first = utf8_next(&at, t->bytes + k->at[i].end);
  return utf8_letter(first) || utf8_digit(first);
}
