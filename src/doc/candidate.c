/* Who can have said it: collected from fixed places, each looked through for a fixed number of steps. */
#include "doc/candidate.h"

enum {
  BACK_NAMES = 60,
  BACK_ENTITIES = 14,
  ON_NAMES = 12,
  ON_ENTITIES = 3,
  INSIDE = 8,
  OPENING = 3,
  WORDS_BACK = 5
};

static bool speaks(int32_t type) { return type != INQ_EVENT && type != INQ_LOC; }

/* Adds an entity that is not there yet; whether it was added. */
static bool add(candidates *c, const scene *s, int32_t who) {
  if (who < 0 || !speaks(s->e->at[who].type) || c->count >= CANDIDATES - 7) return false;
  for (int32_t i = 0; i < c->count; i++)
    if (c->at[i].kind == CHOICE_ENTITY && c->at[i].entity == who) return false;
  c->at[c->count++] = (choice){CHOICE_ENTITY, who, -1};
  return true;
}

static void add_speaker(candidates *c, const scene *s, int32_t number) {
  if (number >= 0 && s->chosen[number].kind == CHOICE_ENTITY) add(c, s, s->chosen[number].entity);
}

static void add_named(candidates *c, const scene *s, int32_t number) {
  int32_t place = scene_place(s, number), at = names_from(s->n, place), found = 0;
  for (int32_t i = at - 1; i >= 0 && i >= at - BACK_NAMES && found < BACK_ENTITIES; i--)
    found += add(c, s, s->e->of[i]);
  found = 0;
  for (int32_t i = at; i < s->n->count && i < at + ON_NAMES && found < ON_ENTITIES; i++)
    found += add(c, s, s->e->of[i]);
  found = 0;
  at = names_from(s->n, scene_content(s, number).last + 1);
  for (int32_t i = at; i < s->n->count && i < at + ON_NAMES && found < ON_ENTITIES; i++)
    found += add(c, s, s->e->of[i]);
}

static bool has_words(const candidates *c, int32_t said) {
  for (int32_t i = 0; i < c->count; i++)
    if (c->at[i].kind == CHOICE_WORDS && c->at[i].words == said) return true;
  return false;
}

/* The sources of unnamed speakers shortly before: "she" may be "a neighbour". */
static void add_unnamed(candidates *c, const scene *s, int32_t number) {
  int32_t found = 0;
  for (int32_t i = number - 1; i >= 0 && i >= number - WORDS_BACK && found < 3; i--) {
    if (s->chosen[i].kind != CHOICE_WORDS) continue;
    int32_t said = s->chosen[i].words;
    if (said == number || has_words(c, said)) continue;
    c->at[c->count++] = (choice){CHOICE_WORDS, -1, said};
    found++;
  }
}

/* Who is only described before the pronoun, and has said nothing yet. */
static void add_nominals(candidates *c, const scene *s, int32_t number) {
  for (int32_t i = 0; s->nominals && i < NOMINALS && c->count < CANDIDATES; i++) {
    int32_t said = s->nominals[number * NOMINALS + i];
    if (said >= 0 && !has_words(c, said)) c->at[c->count++] = (choice){CHOICE_WORDS, -1, said};
  }
}

candidates candidates_read(const scene *s, int32_t number) {
  candidates c = {.count = 0};
  const source *own = &s->sources[number];
  if (own->kind == SOURCE_NONE) c.at[c.count++] = (choice){CHOICE_NOBODY, -1, -1};
  else c.at[c.count++] = (choice){CHOICE_WORDS, -1, number};
  for (int32_t i = 0; i < own->names && i < INSIDE; i++) add(&c, s, s->e->of[own->first_name + i]);
  for (int32_t back = 1; back <= 3; back++) add_speaker(&c, s, scene_decided(s, number, back));
  add_speaker(&c, s, scene_decided(s, number, -1));
  add_named(&c, s, number);
  for (int32_t i = 0; i < FREQUENT; i++) add(&c, s, s->frequent[i]);
  for (int32_t i = 0; i < OPENING && i < s->e->count; i++) add(&c, s, i);
  add_unnamed(&c, s, number);
  add_nominals(&c, s, number);
  return c;
}
