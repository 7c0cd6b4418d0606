/* From strings to numbers, stored ready made in the model file: no building when it is opened.
 *
 *   NAME.keys    strings [n]
 *   NAME.values  u32 [n]
 *   NAME.slots   u32 [room], room a power of two ≥ 2 n: open addressing by FNV-1a (base/str.h), linear
 * probing; 0 is free, else 1 + the key's index */
#ifndef MODEL_TABLE_H
#define MODEL_TABLE_H

#include "model/pack.h"

typedef struct {
  strings keys;
  const uint32_t *values; /* [keys.count] */
  const uint32_t *slots;  /* [room] */
  uint32_t room;
} table;

inq_code table_open(const pack *p, const char *name, table *out, inq_err *err);

/* The key's value, or missing. */
uint32_t table_get(const table *t, str key, uint32_t missing);

/* The same for many keys, in less time: what they need of memory is fetched side by side. */
void table_get_all(const table *t, const str *keys, int32_t count, uint32_t missing, uint32_t *values);

#endif
