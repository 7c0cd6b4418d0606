#include "doc/phrase.h"

#include <stdbool.h>

static phrase_slot *place_of(const phrases *p, uint64_t hash) {
  uint64_t mask = (uint64_t)p->room - 1;
  uint64_t i = hash & mask;
  while (p->slots[i].hash && p->slots[i].hash != hash) i = (i + 1) & mask;
  return &p->slots[i];
}

enum { BITS = 64, BITS_OF_PLACE = 4 };

static uint64_t bit_of(const phrases *p, uint64_t hash) {
  return (hash >> 32) & ((uint64_t)p->room * BITS_OF_PLACE - 1); /* place_of() takes the low ones */
}

static void make_known(phrases *p, uint64_t hash) {
  uint64_t bit = bit_of(p, hash);
  p->known[bit / BITS] |= (uint64_t)1 << bit % BITS;
}

/* Whether the phrase may be there. */
static bool may_be(const phrases *p, uint64_t hash) {
  uint64_t bit = bit_of(p, hash);
  return p->known[bit / BITS] >> bit % BITS & 1;
}

static void widen(phrases *p, arena *a) {
  if (p->room > INT32_MAX / 2) arena_end(a);
  phrases wider = {NULL, NULL, p->count, p->room ? p->room * 2 : 64};
  wider.slots = arena_array(a, phrase_slot, wider.room);
  wider.known = arena_array(a, uint64_t, wider.room / BITS * BITS_OF_PLACE);
  for (int32_t i = 0; i < p->room; i++) {
    if (!p->slots[i].hash) continue;
    *place_of(&wider, p->slots[i].hash) = p->slots[i];
    make_known(&wider, p->slots[i].hash);
  }
  *p = wider;
}

static phrase_slot *put(phrases *p, uint64_t hash, arena *a) {
  if (p->count >= p->room / 4 * 3) widen(p, a);
  phrase_slot *s = place_of(p, hash);
  if (s->hash) return s;
  *s = (phrase_slot){hash, -1, 0};
  make_known(p, hash);
  p->count++;
  return s;
}

const phrase_slot *phrases_find(const phrases *p, uint64_t hash) {
  if (!p->room || !may_be(p, hash)) return NULL;
  const phrase_slot *s = place_of(p, hash);
  return s->hash ? s : NULL;
}

phrase_key phrase_key_of(const uint64_t *words, int32_t count) {
  phrase_key key = {phrase_step(0, words[0]), phrase_step(0, words[0]), count};
  for (int32_t i = 1; i < count; i++) key.whole = phrase_step(key.whole, words[i]);
  return key;
}

void phrases_expect(const phrases *p, const phrase_key *key) {
  if (!p->room) return;
  uint64_t mask = (uint64_t)p->room - 1;
  __builtin_prefetch(&p->slots[key->first & mask]);
  __builtin_prefetch(&p->slots[key->whole & mask]);
}

phrase_slot *phrases_put(phrases *p, const phrase_key *key, arena *a) {
  phrase_slot *first = put(p, key->first, a);
  if (key->count > first->longest) first->longest = key->count;
  return key->count == 1 ? first : put(p, key->whole, a);
}
