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

uint32_t table_get(const table *t, str key, uint32_t missing) {
  uint32_t last = t->room - 1;
  for (uint32_t i = (uint32_t)str_hash(key) & last; t->slots[i]; i = (i + 1) & last) {
    uint32_t found = t->slots[i] - 1;
    if (str_equal(strings_at(&t->keys, (int32_t)found), key)) return t->values[found];
  }
  return missing;
}
