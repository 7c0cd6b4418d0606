/* From names to forms: strip what does not distinguish, write the rest as a key, number the keys. */
#include "doc/form.h"

#include "base/array.h"
#include "base/map.h"

enum { FORM_WORDS = 24 }; /* longer names (titles of works) are compared by their beginnings */

/* Different spellings of one name that no rule would find; the second is the key. */
static const char *const SAME[][2] = {{"us", "united states"},
                                      {"usa", "united states"},
                                      {"america", "united states"},
                                      {"united states of america", "united states"},
                                      {"uk", "united kingdom"},
                                      {"britain", "united kingdom"},
                                      {"great britain", "united kingdom"},
                                      {"un", "united nations"},
                                      {"eu", "european union"},
                                      {"uae", "united arab emirates"},
                                      {"gop", "republican party"},
                                      {"fed", "federal reserve"},
                                      {"us federal reserve", "federal reserve"},
                                      {"doj", "department of justice"},
                                      {"justice department", "department of justice"},
                                      {"dod", "department of defense"},
                                      {"defense department", "department of defense"},
                                      {"dhs", "department of homeland security"},
                                      {"house of representatives", "house"},
                                      {"us house of representatives", "house"},
                                      {"united states house of representatives", "house"},
                                      {"isis", "islamic state"},
                                      {"isil", "islamic state"},
                                      {"fb", "facebook"},
                                      {"lib dems", "liberal democrats"},
                                      {"democratic", "democrat"},
                                      {"dems", "democrat"},
                                      {"dem", "democrat"},
                                      {"tories", "tory"},
                                      {"brits", "british"},
                                      {"britons", "british"},
                                      {"jew", "jewish"},
                                      {"jews", "jewish"},
                                      {"kurd", "kurdish"},
                                      {"kurds", "kurdish"},
                                      {"filipino", "philippine"},
                                      {"aussie", "australian"},
                                      {"obamacare", "affordable care act"},
                                      {"oscar", "academy award"},
                                      {"oscars", "academy awards"},
                                      {"prc", "china"},
                                      {"dprk", "north korea"},
                                      {"n korea", "north korea"},
                                      {"north", "north korea"},
                                      {"s korea", "south korea"},
                                      {"south", "south korea"},
                                      {"ussr", "soviet union"},
                                      {"gaza strip", "gaza"},
                                      {"mideast", "middle east"},
                                      {"nyc", "new york city"},
                                      {"dc", "washington"},
                                      {"washington dc", "washington"},
                                      {"district of columbia", "washington"},
                                      {"ala", "alabama"},
                                      {"ariz", "arizona"},
                                      {"ark", "arkansas"},
                                      {"calif", "california"},
                                      {"colo", "colorado"},
                                      {"conn", "connecticut"},
                                      {"fla", "florida"},
                                      {"ga", "georgia"},
                                      {"ill", "illinois"},
                                      {"ind", "indiana"},
                                      {"kan", "kansas"},
                                      {"ky", "kentucky"},
                                      {"md", "maryland"},
                                      {"mass", "massachusetts"},
                                      {"mich", "michigan"},
                                      {"minn", "minnesota"},
                                      {"mo", "missouri"},
                                      {"mont", "montana"},
                                      {"neb", "nebraska"},
                                      {"nev", "nevada"},
                                      {"okla", "oklahoma"},
                                      {"ore", "oregon"},
                                      {"pa", "pennsylvania"},
                                      {"tenn", "tennessee"},
                                      {"tex", "texas"},
                                      {"va", "virginia"},
                                      {"vt", "vermont"},

                                      {"wis", "wisconsin"},
                                      {"wyo", "wyoming"},
                                      {"nh", "new hampshire"},
                                      {"nj", "new jersey"},
                                      {"nm", "new mexico"},
                                      {"nc", "north carolina"},
                                      {"sc", "south carolina"},
                                      {"ri", "rhode island"}};

typedef struct {
  int32_t at[FORM_WORDS];
  int32_t count;
  bool junior;
} key_words;

static bool counts(const words *w, int32_t i) {
  return word_shape(w, i) != CASE_NONE ? !word_possessive(w, i) && !word_is(w, i, "and")
                                       : word_spelling(w, i).at[0] >= '0' && word_spelling(w, i).at[0] <= '9';
}

/* The tokens of a name that tell it from others. */
static key_words words_of(const words *w, const name *n) {
  static const char *const leading[] = {"the", "mr", "mrs", "ms", "dr", NULL};
  static const char *const juniors[] = {"jr", "junior", "ii", "iii", NULL};
  key_words key = {.count = 0};
  int32_t first = n->first, last = n->last;
  while (first < last && (!counts(w, first) || word_in(w, first, leading))) first++;
  while (last > first && !counts(w, last)) last--;
  while (n->type == INQ_ORG && last > first && (word_bits(w, last) & LEX_SUFFIX) &&
         !word_is(w, last, "group")) {
    last--;
    while (last > first && !counts(w, last)) last--;
  }
  if (n->type == INQ_PERSON && last > first && word_in(w, last, juniors)) {
    key.junior = !word_is(w, last, "iii");
    last--;
  }
  for (int32_t i = first; i <= last && key.count < FORM_WORDS; i++)
    if (counts(w, i)) key.at[key.count++] = i;
  if (!key.count) key.at[key.count++] = n->first;
  return key;
}

/* "Russians" and "Russian", "Republicans" and "Republican". */
static str singular(str s) {
  if (s.length > 4 && s.at[s.length - 1] == 's' && s.at[s.length - 2] != 's') s.length--;
  return s;
}

static str canonical(str key) {
  for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
    if (str_is(key, SAME[i][0])) return str_of(SAME[i][1]);
  return key;
}

/* The type's letter, whom the list means, then the words: names with one key are one form. */
static str key_of(const words *w, const key_words *key, int32_t type, int32_t listed, arena *a) {
  int32_t length = 0;
  for (int32_t i = 0; i < key->count; i++) length += word_spelling(w, key->at[i]).length + 1;
  char *at = arena_alloc(a, (size_t)length + 1);
  length = 0;
  for (int32_t i = 0; i < key->count; i++) {
    str s = word_spelling(w, key->at[i]);
    if (i) at[length++] = ' ';
    memcpy(at + length, s.at, (size_t)s.length);
    length += s.length;
  }
  str plain = {at, length};
  if (type == INQ_NORP) plain = singular(plain);
  plain = canonical(plain);
  int32_t before = 2 + (int32_t)sizeof listed;
  char *full = arena_alloc(a, (size_t)plain.length + (size_t)before);
  full[0] = (char)('a' + type);
  full[1] = key->junior ? 'j' : '-';
  memcpy(full + 2, &listed, sizeof listed);
  memcpy(full + before, plain.at, (size_t)plain.length);
  return (str){full, plain.length + before};
}

static bool is_acronym(const words *w, const key_words *key) {
  return key->count == 1 && word_shape(w, key->at[0]) == CASE_UPPER &&
         word_spelling(w, key->at[0]).length <= 7;
}

static form form_of(const words *w, const key_words *key, const name *n, int32_t first, arena *a) {
  int32_t *ids = arena_array(a, int32_t, key->count);
  for (int32_t i = 0; i < key->count; i++) ids[i] = word_id(w, key->at[i]);
  return (form){.word = ids,
                .count = key->count,
                .type = n->type,
                .first = first,
                .third = -1,
                .junior = key->junior,
                .listed = n->listed};
}

/* The number of the form of this key, kept under the next one when it is new. */
static int32_t number_of(map *seen, str key, int32_t next, arena *a) {
  int32_t number = map_get(seen, key, next);
  if (number == next) map_put(seen, (str){arena_copy(a, key.at, (size_t)key.length), key.length}, next, a);
  return number;
}

forms forms_read(const words *w, const names *n, arena *a) {
  arena *side = arena_aside(a), *keys = arena_aside(side);
  arena_place from = arena_here(side);
  map seen = {0};
  array(form) found = {0};
  int32_t *of = arena_array(a, int32_t, n->count);
  for (int32_t i = 0; i < n->count; i++) {
    key_words key = words_of(w, &n->at[i]);
    arena_place before = arena_here(keys);
    of[i] = number_of(&seen, key_of(w, &key, n->at[i].type, n->at[i].listed, keys), found.count, side);
    arena_back(keys, before);
    if (of[i] == found.count) {
      *array_push(&found, side) = form_of(w, &key, &n->at[i], i, a);
      found.at[of[i]].full = of[i];
    }
    found.at[of[i]].acronym |= is_acronym(w, &key);
    if (++found.at[of[i]].names == 3) found.at[of[i]].third = i;
    found.at[of[i]].score += n->at[i].score;
  }
  forms all = {array_settled(&found, a), found.count, of};
  arena_back(side, from);
  return all;
}

int32_t form_root(const forms *f, int32_t i) {
  while (f->at[i].full != i) {
    int32_t full = f->at[i].full;
    f->at[i].full = f->at[full].full; /* halve the path */
    i = full;
  }
  return i;
}

void form_link(forms *f, int32_t i, int32_t full) {
  i = form_root(f, i), full = form_root(f, full);
  form *root = &f->at[full];
  int32_t listed = f->at[i].listed;
  if (i == full || (listed && root->listed && listed != root->listed)) return;
  f->at[i].full = full;
  if (listed) root->listed = listed;
}
