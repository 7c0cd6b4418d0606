#include "base/map.h"

#include "base/hash.h"

static map_slot *slot_of(const map *m, str key, uint32_t hash) {
  uint32_t mask = (uint32_t)m->room - 1;
  for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
    map_slot *s = &m->slots[i];
    if (!s->key.at || (s->hash == hash && str_equal(s->key, key))) return s;
  }
}

static map_slot *free_slot(const map *m, uint32_t hash) {
  uint32_t mask = (uint32_t)m->room - 1, i = hash & mask;
  while (m->slots[i].key.at) i = (i + 1) & mask;
  return &m->slots[i];
}

static void grow(map *m, arena *a) {
  if (m->room > INT32_MAX / 2) arena_end(a);
  map bigger = {.count = m->count, .room = m->room ? m->room * 2 : 64};
  bigger.slots = arena_array(a, map_slot, bigger.room);
  bigger.key = m->room ? m->key : hash_key(bigger.slots);
  for (int32_t i = 0; i < m->room; i++)
    if (m->slots[i].key.at) *free_slot(&bigger, m->slots[i].hash) = m->slots[i];
  *m = bigger;
}

static uint32_t hash_of(const map *m, str key) { return (uint32_t)hash_str(key, m->key); }

int32_t *map_put(map *m, str key, int32_t fresh, arena *a) {
  if (m->count >= m->room / 2) grow(m, a);
  uint32_t hash = hash_of(m, key);
  map_slot *s = slot_of(m, key, hash);
  if (!s->key.at) {
    *s = (map_slot){key, fresh, hash};
    m->count++;
  }
  return &s->value;
}

int32_t map_get(const map *m, str key, int32_t missing) {
  if (!m->room) return missing;
  const map_slot *s = slot_of(m, key, hash_of(m, key));
  return s->key.at ? s->value : missing;
}
