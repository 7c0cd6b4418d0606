#include "doc/age.h"

enum { PLACES = 64, YEAR_OLD = 4 }; /* how often the number is looked at; tokens in "-year-old" */

static bool in_block(const scene *s, int32_t i, int32_t of) {
  return i >= 0 && i < s->k->count && s->k->block[i] == s->k->block[of];
}

static int32_t person_of(const scene *s, int32_t name_index) {
  return s->n->at[name_index].type == INQ_PERSON ? s->e->of[name_index] : AGE_UNKNOWN;
}

/* "Ada Moreau, 34", "Ada Moreau (34" */
static int32_t named_before(const scene *s, int32_t number) {
  if (!in_block(s, number - 2, number)) return AGE_UNKNOWN;
  if (!word_is(s->w, number - 1, ",") && !word_is(s->w, number - 1, "(")) return AGE_UNKNOWN;
  int32_t before = names_from(s->n, number) - 1;
  return before >= 0 && s->n->at[before].last == number - 2 ? person_of(s, before) : AGE_UNKNOWN;
}

static bool is_year_old(const scene *s, int32_t number) {
  return in_block(s, number + YEAR_OLD, number) && word_is(s->w, number + 2, "year") &&
         word_is(s->w, number + YEAR_OLD, "old");
}

/* "34-year-old Ada Moreau" */
static int32_t named_behind(const scene *s, int32_t number) {
  int32_t at = number + YEAR_OLD + 1, next = names_from(s->n, at);
  bool here = in_block(s, at, number) && next < s->n->count && s->n->at[next].first == at;
  return here ? person_of(s, next) : AGE_UNKNOWN;
}

int32_t age_bearer(const scene *s, const source *own) {
  int32_t number = s->same[own->tokens.first + 1];
  for (int32_t steps = 0; number >= 0 && steps < PLACES; number = s->same[number], steps++) {
    bool old = is_year_old(s, number);
    int32_t who = old ? named_behind(s, number) : named_before(s, number);
    if (who >= 0) return who;
    if (old && number > 0 && word_is(s->w, number - 1, "a")) return AGE_UNNAMED;
  }
  return AGE_UNKNOWN;
}
