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

enum { AT_ONCE = 16 };

typedef struct { /* words that are met for the first time, until they are looked up together */
  int32_t way[AT_ONCE];
  spelling as[AT_ONCE];
  int32_t count;
} newcomers;

typedef struct {
  const lexicon *lexicon;
  array(written) ways;
  map numbers; /* plain → id */
  array(str) spellings;
  arena *kept, *side; /* of the spellings; of the rest */
} numbering;

static int32_t number_of(numbering *n, str plain) {
  int32_t id = map_get(&n->numbers, plain, n->spellings.count);
  if (id < n->spellings.count) return id;
  str kept = {arena_copy(n->kept, plain.at, (size_t)plain.length), plain.length};
  *map_put(&n->numbers, kept, id, n->side) = id;
  *array_push(&n->spellings, n->side) = kept;
  return id;
}

static void look_up(newcomers *fresh, numbering *n) {
  str folded[AT_ONCE], plain[AT_ONCE];
  uint32_t bits[AT_ONCE], plain_bits[AT_ONCE];
  for (int32_t i = 0; i < fresh->count; i++) folded[i] = fresh->as[i].folded;
  lexicon_bits_of(n->lexicon, folded, fresh->count, bits);
  int32_t others = 0, other = 0; /* else both are the same */
  for (int32_t i = 0; i < fresh->count; i++)
    if (fresh->as[i].plain.length != folded[i].length) plain[others++] = fresh->as[i].plain;
  lexicon_bits_of(n->lexicon, plain, others, plain_bits);
  for (int32_t i = 0; i < fresh->count; i++) {
    if (fresh->as[i].plain.length != folded[i].length) bits[i] |= plain_bits[other++];
    n->ways.at[fresh->way[i]] = (written){bits[i], number_of(n, fresh->as[i].plain), fresh->as[i].shape};
  }
  fresh->count = 0;
}

words words_read(const text *t, const tokens *k, const lexicon *l, arena *a) {
  words w = {.way = arena_room_for(a, int32_t, k->count)};
  count_sentences(&w, t, k, a);
  arena *side = arena_aside(a), *spelt = arena_aside(side);
  arena_place from = arena_here(side), before = arena_here(spelt);
  map seen = {0}; /* tokens as written → their way */
  numbering n = {.lexicon = l, .kept = a, .side = side};
  newcomers fresh = {.count = 0};
  for (int32_t i = 0; i < k->count; i++) {
    str token = token_str(t, k, i);
    w.way[i] = *map_put(&seen, token, n.ways.count, side);
    if (w.way[i] < n.ways.count) continue;
    (void)array_push(&n.ways, side);
    fresh.way[fresh.count] = w.way[i];
    fresh.as[fresh.count++] = spell(token, spelt);
    if (fresh.count < AT_ONCE) continue;
    look_up(&fresh, &n);
    arena_back(spelt, before);
  }
  look_up(&fresh, &n);
  w.ways = array_settled(&n.ways, a);
  w.way_count = n.ways.count;
  w.spelling = array_settled(&n.spellings, a);
  w.kinds = n.spellings.count;
  w.count = k->count;
  arena_back(side, from);
  return w;
}

bool word_in(const words *w, int32_t i, const char *const *list) {
  for (; *list; list++)
    if (word_is(w, i, *list)) return true;
  return false;
}

bool word_possessive(const words *w, int32_t i) { return word_is(w, i, "'s") || word_is(w, i, "'"); }
