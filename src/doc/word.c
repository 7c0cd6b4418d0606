/* From tokens to words: fold, look up, number.  One pass; the spellings live in the arena. */
#include "doc/word.h"

#include "base/array.h"
#include "base/map.h"
#include "base/utf8.h"

/* What the lexicon and the numbering see of a token. */
typedef struct {
  str folded; /* lower case */
  str plain;  /* and without dots */
  int32_t shape;
} spelling;

static int32_t shape_of(int32_t letters, int32_t upper, bool first_upper) {
  if (!letters) return CASE_NONE;
  if (upper == letters && letters > 1) return CASE_UPPER;
  return first_upper ? CASE_CAPITAL : CASE_LOWER;
}

static spelling spell(str token, arena *a) {
  /* Folding may lengthen a letter: at most from 2 bytes to 3. */
  char *folded = arena_room(a, (size_t)token.length * 2 + 4);
  char *plain = arena_room(a, (size_t)token.length * 2 + 4);
  int32_t folded_length = 0, plain_length = 0, letters = 0, upper = 0;
  bool first_upper = false;
  for (const char *at = token.at, *end = token.at + token.length; at < end;) {
    int32_t code = utf8_next(&at, end);
    if (utf8_invisible(code)) continue;
    if (utf8_letter(code)) {
      first_upper |= letters == 0 && utf8_upper(code);
      letters++;
      upper += utf8_upper(code);
    }
    if (code == 0x2019) code = '\'';
    code = utf8_fold(code);
    folded_length += utf8_write(code, folded + folded_length);
    if (code != '.') plain_length += utf8_write(code, plain + plain_length);
  }
  if (!plain_length) plain = folded, plain_length = folded_length;
  return (spelling){{folded, folded_length}, {plain, plain_length}, shape_of(letters, upper, first_upper)};
}

static bool ends_sentence(str token) {
  return str_is(token, ".") || str_is(token, "!") || str_is(token, "?") || str_is(token, "...");
}

static void count_sentences(words *w, const text *t, const tokens *k, arena *a) {
  int32_t sentence = 0;
  w->page = arena_room_for(a, int32_t, k->count / WORD_PAGE + 1);
  w->on = arena_room_for(a, uint8_t, k->count);
  for (int32_t i = 0; i < k->count; i++) {
    if (i && k->block[i] != k->block[i - 1]) sentence++;
    if (i % WORD_PAGE == 0) w->page[i / WORD_PAGE] = sentence;
    w->on[i] = (uint8_t)(sentence - w->page[i / WORD_PAGE]);
    sentence += ends_sentence(token_str(t, k, i));
  }
}

words words_read(const text *t, const tokens *k, const lexicon *l, arena *a) {
  words w = {.bits = arena_array(a, uint32_t, k->count),
             .id = arena_array(a, int32_t, k->count),
             .shape = arena_array(a, uint8_t, k->count)};
  count_sentences(&w, t, k, a);
  arena *side = arena_aside(a), *spelt = arena_aside(side);
  arena_place from = arena_here(side);
  map seen = {0}, numbers = {0}; /* tokens as written → first token so written; plain → id */
  array(str) spellings = {0};
  for (int32_t i = 0; i < k->count; i++) {
    str token = token_str(t, k, i);
    int32_t *first = map_put(&seen, token, i, side);
    if (*first != i) {
      w.bits[i] = w.bits[*first], w.id[i] = w.id[*first], w.shape[i] = w.shape[*first];
      continue;
    }
    arena_place before = arena_here(spelt);
    spelling s = spell(token, spelt);
    w.shape[i] = (uint8_t)s.shape;
    w.bits[i] = lexicon_bits(l, s.folded);
    if (s.plain.length != s.folded.length) w.bits[i] |= lexicon_bits(l, s.plain); /* else they are the same */
    w.id[i] = map_get(&numbers, s.plain, spellings.count);
    if (w.id[i] == spellings.count) {
      str kept = {arena_copy(a, s.plain.at, (size_t)s.plain.length), s.plain.length};
      *map_put(&numbers, kept, w.id[i], side) = w.id[i];
      *array_push(&spellings, side) = kept;
    }
    arena_back(spelt, before);
  }
  w.spelling = array_settled(&spellings, a);
  w.kinds = spellings.count;
  arena_back(side, from);
  return w;
}

bool word_in(const words *w, int32_t i, const char *const *list) {
  for (; *list; list++)
    if (word_is(w, i, *list)) return true;
  return false;
}

bool word_possessive(const words *w, int32_t i) { return word_is(w, i, "'s") || word_is(w, i, "'"); }
