/* Phrases: sequences of words, each known by one hash of them all, so that a list is one table and loading a
 * row costs two looks into it.  The slot of a first word also says how long the phrases are that begin so:
 *
 *   best            value: a phrase of its own, or -1     longest: 3
 *   best buy        value
 *   best buy europe value
 *
 * Words of different spelling may have one hash: who finds a phrase compares it with the text. */
#ifndef DOC_PHRASE_H
#define DOC_PHRASE_H

#include "base/arena.h"

#include <stdint.h>

typedef struct {
  uint64_t hash;   /* 0: a free place */
  int32_t value;   /* what hangs there, -1 for nothing */
  int32_t longest; /* words of the longest phrase that begins with this one; 0 unless it is a first word */
} phrase_slot;

typedef struct {
  phrase_slot *slots; /* [room], room a power of two, three quarters full at most */
  uint64_t *known;    /* [room / 16] a bit for each phrase, of four for each place: small enough to lie near */
  int32_t count, room;
} phrases;

/* The hash of a phrase and one word more, which is not 0; before: 0 for no words yet. */
static inline uint64_t phrase_step(uint64_t before, uint64_t word) {
  uint64_t h = (before ^ word) * 0x9E3779B97F4A7C15u; /* 2^64 / golden ratio */
  h ^= h >> 32;
  return h ? h : 1;
}

/* NULL where there is none. */
const phrase_slot *phrases_find(const phrases *p, uint64_t hash);

typedef struct {
  uint64_t first, whole; /* hashes of its first word, of all its words */
  int32_t count;         /* words */
} phrase_key;

/* Of the words [count], count > 0. */
phrase_key phrase_key_of(const uint64_t *words, int32_t count);

/* Fetches the places of a phrase that will be put there soon: a large table lies far from the processor. */
void phrases_expect(const phrases *p, const phrase_key *key);

/* The phrase's place. */
phrase_slot *phrases_put(phrases *p, const phrase_key *key, arena *a);

#endif
