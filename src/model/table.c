#include "model/table.h"

#include <stdio.h>

/* Each key in one slot, so that at least half of the slots are free and every search ends. */
static bool slots_fit(const table *t) {
  uint32_t used = 0;
  for (uint32_t i = 0; i < t->room; i++) {
    if (t->slots[i] > (uint32_t)t->keys.count) return false;
    used += t->slots[i] != 0;
  }
  return used == (uint32_t)t->keys.count;
}

inq_code table_open(const pack *p, const char *name, table *out, inq_err *err) {
  char part[96];
  const void *values, *slots;
  int32_t room;
  *out = (table){0};
  snprintf(part, sizeof part, "%s.keys", name);
  inq_code code = pack_strings(p, part, &out->keys, err);
  if (code) return code;
  snprintf(part, sizeof part, "%s.values", name);
  code = pack_tensor(p, part, PACK_U32, out->keys.count, 1, &values, NULL, NULL, err);
  if (code) return code;
  snprintf(part, sizeof part, "%s.slots", name);
  code = pack_tensor(p, part, PACK_U32, -1, 1, &slots, &room, NULL, err);
  if (code) return code;
  out->values = values;
  out->slots = slots;
  out->room = (uint32_t)room;
  if (room < 1 || (room & (room - 1)) != 0 || room / 2 < out->keys.count || !slots_fit(out))
    return err_set(err, INQ_E_MODEL, "model", -1, "the slots of table %.80s in the model are wrong", name);
  return INQ_OK;
}

static uint32_t home(const table *t, str key) { return (uint32_t)str_hash(key) & (t->room - 1); }

static uint32_t search(const table *t, str key, uint32_t slot, uint32_t missing) {
  for (; t->slots[slot]; slot = (slot + 1) & (t->room - 1)) {
    uint32_t found = t->slots[slot] - 1;
    if (str_equal(strings_at(&t->keys, (int32_t)found), key)) return t->values[found];
  }
  return missing;
}

uint32_t table_get(const table *t, str key, uint32_t missing) {
  return search(t, key, home(t, key), missing);
}

enum { AT_ONCE = 16 };

/* A slot, then where its key stands, then the key: each is waited for in the next round only. */
static void get_some(const table *t, const str *keys, int32_t count, uint32_t missing, uint32_t *values) {
  uint32_t slots[AT_ONCE];
  for (int32_t i = 0; i < count; i++) {
    slots[i] = home(t, keys[i]);
    __builtin_prefetch(t->slots + slots[i]);
  }
  for (int32_t i = 0; i < count; i++)
    if (t->slots[slots[i]]) {
      __builtin_prefetch(t->keys.offsets + t->slots[slots[i]] - 1);
      __builtin_prefetch(t->values + t->slots[slots[i]] - 1);
    }
  for (int32_t i = 0; i < count; i++)
    if (t->slots[slots[i]]) __builtin_prefetch(strings_at(&t->keys, (int32_t)t->slots[slots[i]] - 1).at);
  for (int32_t i = 0; i < count; i++) values[i] = search(t, keys[i], slots[i], missing);
}

void table_get_all(const table *t, const str *keys, int32_t count, uint32_t missing, uint32_t *values) {
  for (int32_t done = 0; done < count; done += AT_ONCE)
    get_some(t, keys + done, count - done < AT_ONCE ? count - done : AT_ONCE, missing, values + done);
}
