/* Traits: which words the text uses of each entity, so that "the retailer" finds "Best Buy, America's largest
 * electronics retailer".  Words that say the same office are one word: "Sen." and "senator". */
#ifndef DOC_TRAIT_H
#define DOC_TRAIT_H

#include "doc/entity.h"

/* Where the word stands.  LOOSE: in what goes with the name, but about another: "the president's lawyer Jane
 * Doe", "Jane Doe, wife of the president"; or a number, as in "Jane Doe, 34". */
enum { TRAIT_BEFORE = 1, TRAIT_AFTER = 2, TRAIT_NAME = 4, TRAIT_LOOSE = 8 };

typedef struct {
  uint64_t *key; /* [room] of word and entity; 0 is free */
  uint8_t *where;
  uint64_t room; /* a power of two */
  uint64_t secret;
} traits;

traits traits_read(const names *n, const entities *e, arena *a);

/* Whether a word can be a trait at all: no function word, no mark. */
bool trait_counts(const words *w, int32_t token);

/* Where this token's word was used of the entity: TRAIT_... or-ed, 0 for nowhere. */
int32_t traits_of(const traits *t, const words *w, int32_t token, int32_t who);

#endif
