/* A hash set of (entity, word). */
#include "doc/trait.h"

#include "base/hash.h"

/* The same office under other words; the second is the one kept. */
static const char *const SAME[][2] = {
    {"sen", "senator"},
    {"sens", "senator"},
    {"rep", "congressman"},
    {"reps", "congressman"},
    {"representative", "congressman"},
    {"congresswoman", "congressman"},
    {"gov", "governor"},
    {"chairman", "chair"},
    {"chairwoman", "chair"},
    {"chairperson", "chair"},
    {"spokesperson", "spokesman"},
    {"spokeswoman", "spokesman"},
    {"actress", "actor"},
    {"ceo", "executive"},
    {"boss", "executive"},
    {"attorney", "lawyer"},
    {"solicitor", "lawyer"},
    {"barrister", "lawyer"},
    {"counsel", "lawyer"},
    {"prof", "professor"},
    {"dr", "doctor"},
    {"physician", "doctor"},
    {"gen", "general"},
    {"ex-president", "president"},
    {"pm", "minister"},
    {"premier", "minister"},
    {"adviser", "aide"},
    {"advisor", "aide"},
    {"company", "firm"},
    {"business", "firm"},
    {"paper", "newspaper"},
    {"organization", "group"},
    {"organisation", "group"},
    {"programme", "program"},
    {"rev", "pastor"},
    {"reverend", "pastor"},
    {"mp", "lawmaker"},
    {"legislator", "lawmaker"},
    {"justice", "judge"},
    {"films", "film"},
};

static str plain(str word) {
  for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
    if (str_is(word, SAME[i][0])) return str_of(SAME[i][1]);
  return word;
}

static uint64_t key_of(const traits *t, const words *w, int32_t token, int32_t who) {
  uint64_t key = hash_str(plain(word_spelling(w, token)), t->secret + (uint64_t)who);
  return key ? key : 1;
}

static uint64_t slot_of(const traits *t, uint64_t key) {
  uint64_t i = (key ^ key >> 29) & (t->room - 1);
  while (t->key[i] && t->key[i] != key) i = (i + 1) & (t->room - 1);
  return i;
}

static void add(traits *t, const words *w, range r, int32_t who, int32_t where) {
  for (int32_t i = r.first; r.first >= 0 && i <= r.last; i++) {
    if (word_shape(w, i) == CASE_NONE || (word_bits(w, i) & (LEX_FUNCTION | LEX_PREPOSITION))) continue;
    uint64_t key = key_of(t, w, i, who), slot = slot_of(t, key);
    t->key[slot] = key;
    t->where[slot] |= (uint8_t)where;
  }
}

static uint64_t length(range r) { return r.first < 0 ? 0 : (uint64_t)(r.last - r.first + 1); }

traits traits_read(const names *n, const entities *e, arena *a) {
  uint64_t words_in_all = 0;
  for (int32_t i = 0; i < n->count; i++)
    words_in_all +=
        length(e->before[i]) + length(e->after[i]) + length((range){n->at[i].first, n->at[i].last});
  traits t = {.room = 64};
  while (t.room < words_in_all * 2) t.room *= 2;
  t.key = arena_array(a, uint64_t, t.room);
  t.secret = hash_key(t.key);
  t.where = arena_array(a, uint8_t, t.room);
  for (int32_t i = 0; i < n->count; i++) {
    add(&t, &e->words, e->before[i], e->of[i], TRAIT_BEFORE);
    add(&t, &e->words, e->after[i], e->of[i], TRAIT_AFTER);
    add(&t, &e->words, (range){n->at[i].first, n->at[i].last}, e->of[i], TRAIT_NAME);
  }
  return t;
}

int32_t traits_of(const traits *t, const words *w, int32_t token, int32_t who) {
  return t->where[slot_of(t, key_of(t, w, token, who))];
}
