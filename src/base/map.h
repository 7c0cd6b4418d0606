/* From strings to numbers, inside an arena: open addressing, linear probing, at most half full.
 * Where a string lies is another place in every run: base/hash.h. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"
#include "base/str.h"

typedef struct {
  str key; /* at == NULL: free */
  int32_t value;
  uint32_t hash; /* of the key: a map that grows looks at no key again */
} map_slot;

typedef struct {
  map_slot *slots; /* [room], room a power of two */
  int32_t count, room;
  uint64_t key; /* of the hash */
} map;

/* The value's place: found, or new and set to `fresh`.  The key's bytes are borrowed. */
int32_t *map_put(map *m, str key, int32_t fresh, arena *a);

/* The value, or `missing`. */
int32_t map_get(const map *m, str key, int32_t missing);

#endif
