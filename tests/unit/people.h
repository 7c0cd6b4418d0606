/* A lexicon of a few words, and text at random, for the tests of entities and speakers. */
#ifndef TESTS_PEOPLE_H
#define TESTS_PEOPLE_H

#include "packing.h"

#include "marked.h"

typedef struct {
  char *file;
  pack *pack;
  arena arena;
  jmp_buf full;
  lexicon *lexicon;
} people;

static inline void people_open(people *p) {
  static const char *const keys[] = {"ada", "peter", "mr",        "spokeswoman", "for",   "said",
                                     "the", "of",    "president", "company",     "chief", "executive",
                                     "who", "a",     "is",        "report"};
  static const uint32_t values[] = {LEX_FIRST_NAME | LEX_FEMALE,
                                    LEX_FIRST_NAME | LEX_MALE,
                                    LEX_TITLE,
                                    LEX_PERSON_NOUN | LEX_SPOKES_NOUN | LEX_WOMAN_NOUN,
                                    LEX_PREPOSITION,
                                    LEX_CUE_VERB,
                                    LEX_FUNCTION,
                                    LEX_PREPOSITION,
                                    LEX_PERSON_NOUN | LEX_TITLE | LEX_OFFICE_NOUN,
                                    LEX_ORG_NOUN,
                                    LEX_PERSON_NOUN,
                                    LEX_PERSON_NOUN,
                                    LEX_FUNCTION,
                                    LEX_FUNCTION,
                                    LEX_FUNCTION | LEX_VERB,
                                    LEX_DOCUMENT_NOUN | LEX_STUDY_NOUN};
  packing parts = {.count = 0};
  size_t length;
  packing_table(&parts, "lexicon", keys, sizeof keys / sizeof *keys, values);
  p->file = packing_finish(&parts, &length);
  p->arena = (arena){.full = &p->full};
  if (pack_open_memory(p->file, length, &p->pack, NULL) ||
      lexicon_open(p->pack, &p->arena, &p->lexicon, NULL))
    exit(2);
}

static inline void people_close(people *p) {
  pack_close(p->pack);
  arena_free(&p->arena);
  free(p->file);
}

static inline uint32_t people_random(uint32_t *seed) { return (*seed = *seed * 1664525u + 1013904223u) >> 8; }

/* Words, names and quotations thrown together: `count` words. */
static inline marked people_jumble(const people *p, uint32_t *seed, int32_t count, arena *a) {
  static const char *const vocabulary[] = {
      "Ada", "Moreau", "Peter", "Acme", "WGC",     "World",  "Grain", "Council", "Mr", "said", "“",
      "”",   "she",    "it",    "the",  "company", "report", ".",     ",",       "(",  ")",    "'s",
      "of",  "and",    "a",     "who",  "Jr.",     "\n\n",   "é",     "賴清德",  "-",  ":"};
  char *at = arena_alloc(a, (size_t)count * 12 + 1);
  size_t length = 0;
  for (int32_t i = 0; i < count; i++) {
    const char *word = vocabulary[people_random(seed) % (sizeof vocabulary / sizeof *vocabulary)];
    length += (size_t)sprintf(at + length, "%s ", word);
  }
  marked x = {.t = {at, (int32_t)length}};
  x.b = blocks_read(&x.t, NULL, NULL, a);
  x.k = tokens_read(&x.t, &x.b, a);
  x.m = marks_read(&x.t, &x.b, &x.k, a);
  x.n.at = arena_array(a, name, x.k.count);
  x.q.at = arena_array(a, quote, x.k.count);
  x.q.pieces = arena_array(a, range, x.k.count);
  for (int32_t i = 0; i < x.k.count; i++) {
    uint32_t longest = people_random(seed) % 8 ? 3 : 12;
    int32_t last = i + (int32_t)(people_random(seed) % longest);
    if (people_random(seed) % 3 || last >= x.k.count || x.k.block[last] != x.k.block[i]) continue;
    x.n.at[x.n.count++] = (name){i, last, (int32_t)(people_random(seed) % NAME_TYPES), 0.5F, {0}, 0};
    i = last;
  }
  for (int32_t i = 0; i + 9 < x.k.count; i += 1 + (int32_t)(people_random(seed) % 12)) {
    bool sourced = people_random(seed) % 2;
    int32_t first = i + (int32_t)(people_random(seed) % 3);
    x.q.pieces[x.q.piece_count] = (range){i, first};
    x.q.at[x.q.count++] =
        (quote){.cue = sourced ? first + 1 : -1,
                .source = sourced ? (range){first + 2, first + 2 + (int32_t)(people_random(seed) % 4)}
                                  : (range){-1, -1},
                .content = x.q.piece_count++,
                .pieces = 1,
                .score = 1};
  }
  x.e = entities_read(&x.t, &x.b, &x.k, &x.m, NULL, &x.n, p->lexicon, a);
  return x;
}

/* cmocka's setup and teardown of a test that has people. */
static inline int open_people(void **state) {
  static people p;
  people_open(&p);
  *state = &p;
  return 0;
}

static inline int close_people(void **state) {
  people_close(*state);
  return 0;
}

#endif
