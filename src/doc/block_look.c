/* paragraphs ─ words and shape of each ─ repeated ones ─ main part ─ words shared with the main part */
#include "doc/block_look.h"

#include "base/array.h"
#include "base/hash.h"
#include "base/utf8.h"

enum { WORD_BYTES = 5 }; /* of the text for each word: English has six */

typedef array(uint32_t) hashes;

typedef struct {           /* how often each number was put in; open addressing, at most half full */
  uint32_t *keys, *counts; /* [mask + 1] */
  uint32_t mask, shift;    /* shift: from a hash of 64 bits to those of the mask */
  uint32_t used;           /* different numbers */
  uint64_t secret;
} tally;

/* ---- Words and shape ------------------------------------------------------------------------- */

typedef struct {
  uint32_t hash;
  int32_t letters, capitals;
  bool digit_first, capital_first;
} word;

static void word_add(word *w, int32_t c, bool digit) {
  bool upper = !digit && utf8_upper(c);
  if (w->hash == 0) *w = (word){.hash = 2166136261u, .digit_first = digit, .capital_first = upper};
  if (!digit || w->letters == 0) w->hash = (w->hash ^ (uint32_t)(digit ? '0' : utf8_fold(c))) * 16777619u;
  w->letters += !digit;
  w->capitals += upper;
}

static void word_end(word *w, block_look *l, hashes *words, arena *a) {
  if (w->hash == 0) return;
  bool wide = w->letters >= 5;
  *array_push(words, a) = (w->hash & ~3u) | (w->capital_first ? WORD_CAPITAL : 0) | (wide ? WORD_LONG : 0);
  l->words++;
  l->capitals += w->capital_first;
  l->shouted += w->letters >= 2 && w->capitals == w->letters;
  l->small += w->letters >= 4 && w->capitals == 0;
  l->figures += w->digit_first;
  *w = (word){0};
}

static bool double_quote(int32_t c) {
  return c == '"' || c == 0x201C || c == 0x201D || c == 0xAB || c == 0xBB || c == 0x201E;
}

static bool single_quote(int32_t c) { return c == '\'' || c == 0x2018 || c == 0x2019; }

static int32_t begin_of(int32_t c) {
  if (utf8_digit(c)) return BLOCK_BEGIN_DIGIT;
  if (double_quote(c) || single_quote(c)) return BLOCK_BEGIN_QUOTE;
  if (utf8_upper(c)) return BLOCK_BEGIN_UPPER;
  return utf8_letter(c) ? BLOCK_BEGIN_LOWER : BLOCK_BEGIN_OTHER;
}

static int32_t end_of(int32_t c, int32_t before) {
  if (c == 0x2026 || (c == '.' && before == '.')) return BLOCK_END_ELLIPSIS;
  if (c == '.') return BLOCK_END_STOP;
  if (c == '?') return BLOCK_END_QUESTION;
  if (c == '!') return BLOCK_END_EXCLAMATION;
  if (c == ':') return BLOCK_END_COLON;
  return utf8_letter(c) || utf8_digit(c) ? BLOCK_END_NONE : BLOCK_END_OTHER;
}

static block_look look(str s, hashes *words, arena *a) {
  block_look l = {.first = words->count};
  const char *at = s.at, *end = s.at + s.length;
  word w = {0};
  int32_t last = 0, before = 0;
  while (at < end) {
    bool first = at == s.at;
    int32_t c = utf8_next(&at, end);
    bool digit = utf8_digit(c);
    if (first) l.begin = begin_of(c);
    if (digit || utf8_letter(c)) word_add(&w, c, digit);
    else if (!utf8_mark(c) && !utf8_invisible(c) && !single_quote(c)) word_end(&w, &l, words, a);
    l.quotes += double_quote(c);
    l.end_quote = double_quote(c) || single_quote(c);
    if (utf8_blank(c) || utf8_invisible(c) || l.end_quote || c == ')' || c == ']') continue;
    before = last;
    last = c;
  }
  word_end(&w, &l, words, a);
  l.end = end_of(last, before);
  return l;
}

/* ---- Tallies --------------------------------------------------------------------------------- */

static tally tally_new(uint32_t room, uint32_t shift, arena *a) {
  uint32_t *keys = arena_array(a, uint32_t, room);
  return (tally){keys, arena_array(a, uint32_t, room), room - 1, shift, 0, hash_key(keys)};
}

static uint32_t tally_slot(const tally *t, uint32_t key) {
  uint32_t i = (uint32_t)(hash_number(key, t->secret) >> t->shift);
  while (t->counts[i] && t->keys[i] != key) i = (i + 1) & t->mask;
  return i;
}

static uint32_t tally_of(const tally *t, uint32_t key) { return t->mask ? t->counts[tally_slot(t, key)] : 0; }

static void tally_grow(tally *t, arena *a) {
  tally bigger = t->mask ? tally_new(2 * (t->mask + 1), t->shift - 1, a) : tally_new(64, 58, a);
  for (uint32_t i = 0; t->mask && i <= t->mask; i++) {
    if (!t->counts[i]) continue;
    uint32_t to = tally_slot(&bigger, t->keys[i]);
    bigger.keys[to] = t->keys[i];
    bigger.counts[to] = t->counts[i];
  }
  bigger.used = t->used;
  *t = bigger;
}

/* Returns how often the number is there now. */
static uint32_t tally_add(tally *t, uint32_t key, arena *a) {
  if (2 * t->used >= t->mask) tally_grow(t, a);
  uint32_t i = tally_slot(t, key);
  t->used += t->counts[i] == 0;
  t->keys[i] = key;
  return ++t->counts[i];
}

static uint32_t whole_hash(const block_looks *all, const block_look *l) {
  uint32_t h = 2166136261u;
  for (int32_t i = 0; i < l->words; i++) h = (h ^ (all->words[l->first + i] & ~3u)) * 16777619u;
  return h;
}

static void mark_repeated(block_looks *all, arena *a) {
  tally seen = {0}, there = {0};
  for (int32_t i = 0; i < all->count; i++) tally_add(&there, whole_hash(all, &all->at[i]), a);
  for (int32_t i = 0; i < all->count; i++) {
    uint32_t h = whole_hash(all, &all->at[i]), so_far = tally_add(&seen, h, a);
    all->at[i].seen_before = so_far > 1;
    all->at[i].seen_after = tally_of(&there, h) > so_far;
  }
}

/* ---- The main part --------------------------------------------------------------------------- */

/* The stretch with the greatest sum, where prose counts by its words and all else counts against
 * (Kadane's algorithm). */
static void find_main(block_looks *all) {
  enum { MOST = 60, AGAINST = 8 };
  int32_t sum = 0, best = 0, from = 0;
  all->main_first = all->main_last = -1;
  for (int32_t i = 0; i < all->count; i++) {
    int32_t words = all->at[i].words;
    if (sum <= 0) from = i, sum = 0;
    sum += !block_is_prose(&all->at[i]) ? -AGAINST : words < MOST ? words : MOST;
    if (sum > best) best = sum, all->main_first = from, all->main_last = i;
  }
}

static bool counts(uint32_t w) { return w & (WORD_LONG | WORD_CAPITAL); }

/* A paragraph of the main part shares a word when another one has it too: when it is there twice. */
static void share_words(block_looks *all, arena *a) {
  const block_look *first = &all->at[all->main_first], *last = &all->at[all->main_last];
  int32_t end = last->first + last->words;
  tally t = {0};
  for (int32_t i = first->first; i < end; i++)
    if (counts(all->words[i])) tally_add(&t, all->words[i] & ~3u, a);
  for (int32_t i = 0; i < all->count; i++) {
    block_look *l = &all->at[i];
    uint32_t own = i >= all->main_first && i <= all->main_last;
    for (int32_t k = l->first; k < l->first + l->words; k++) {
      if (!counts(all->words[k])) continue;
      bool shared = tally_of(&t, all->words[k] & ~3u) > own;
      bool wide = all->words[k] & WORD_LONG, capital = all->words[k] & WORD_CAPITAL;
      l->long_words += wide;
      l->long_shared += wide && shared;
      l->name_words += capital;
      l->names_shared += capital && shared;
    }
  }
}

block_looks block_looks_of(const text *t, const paragraphs *p, const block_patterns *patterns, arena *a) {
  block_looks all = {.at = arena_array(a, block_look, p->count + 1), .count = p->count};
  block_matcher *matcher = block_matcher_new(patterns, a);
  hashes words = {0};
  array_reserve(&words, t->length / WORD_BYTES + 1, a);
  for (int32_t i = 0; i < p->count; i++) {
    str s = text_piece(t, p->at[i].start, p->at[i].end);
    all.at[i] = look(s, &words, a);
    all.at[i].matches = block_matches(matcher, s);
  }
  all.words = words.at;
  mark_repeated(&all, a);
  find_main(&all);
  if (all.main_first >= 0) share_words(&all, a);
  return all;
}
