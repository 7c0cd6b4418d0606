#include "base/map.h"

#include "base/hash.h"

static map_slot *slot_of(const map *m, str key) {
  uint32_t mask = (uint32_t)m->room - 1;
  for (uint32_t i = (uint32_t)hash_str(key, m->key) & mask;; i = (i + 1) & mask) {
    map_slot *s = &m->slots[i];
    if (!s->key.at || str_equal(s->key, key)) return s;
  }
}

static void grow(map *m, arena *a) {
  if (m->room > INT32_MAX / 2) arena_end(a);
  map bigger = {.count = m->count, .room = m->room ? m->room * 2 : 64};
  bigger.slots = arena_array(a, map_slot, bigger.room);
  bigger.key = hash_key(bigger.slots);
  for (int32_t i = 0; i < m->room; i++)
    if (m->slots[i].key.at) *slot_of(&bigger, m->slots[i].key) = m->slots[i];
  *m = bigger;
}

int32_t *map_put(map *m, str key, int32_t fresh, arena *a) {
  if (m->count >= m->room / 2) grow(m, a);
  map_slot *s = slot_of(m, key);
  if (!s->key.at) {
    *s = (map_slot){key, fresh};
    m->count++;
  }
  return &s->value;
}

int32_t map_get(const map *m, str key, int32_t missing) {
  if (!m->room) return missing;
  const map_slot *s = slot_of(m, key);
  return s->key.at ? s->value : missing;
}
