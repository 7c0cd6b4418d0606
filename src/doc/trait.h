/* Traits: which words the text uses of each entity, so that "the retailer" finds "Best Buy, America's largest
 * electronics retailer".  Words that say the same office are one word: "Sen." and "senator". */
#ifndef DOC_TRAIT_H
#define DOC_TRAIT_H

#include "doc/entity.h"

enum { TRAIT_BEFORE = 1, TRAIT_AFTER = 2, TRAIT_NAME = 4 }; /* where the word stands */

typedef struct {
  uint64_t *key; /* [room] of word and entity; 0 is free */
  uint8_t *where;
  uint64_t room; /* a power of two */
  uint64_t secret;
} traits;

traits traits_read(const names *n, const entities *e, arena *a);

/* Where this token's word was used of the entity: TRAIT_... or-ed, 0 for nowhere. */
int32_t traits_of(const traits *t, const words *w, int32_t token, int32_t who);

#endif
