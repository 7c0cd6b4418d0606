/* The model file: named tensors and lists of strings in one mapped, checked file.  See FORMAT.md.
 *
 * Everything is checked when it is opened (magic, version, exact size, checksum, every section's bounds), and
 * each section's kind and shape when it is asked for; after that, loops may trust it. */
#ifndef MODEL_PACK_H
#define MODEL_PACK_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

typedef enum {
  PACK_U8 = 1,
  PACK_I8 = 2,
  PACK_I32 = 3,
  PACK_U32 = 4,
  PACK_F32 = 5,
  PACK_STRINGS = 6
} pack_kind;

typedef struct pack pack;

/* The file stays mapped until pack_close(). */
inq_code pack_open(const char *path, pack **out, inq_err *err);
inq_code pack_open_memory(const void *bytes, size_t length, pack **out, inq_err *err); /* borrows */
void pack_close(pack *p);

/* A tensor of rank 1 or 2: its numbers, row by row, aligned to 64 bytes.  rows or columns == -1 takes what is
 * there and writes it to *got_rows / *got_columns (which may be NULL).  A vector has one column.
 * INQ_E_MODEL when it is missing or has another kind or shape. */
inq_code pack_tensor(const pack *p, const char *name, pack_kind kind, int32_t rows, int32_t columns,
                     const void **at, int32_t *got_rows, int32_t *got_columns, inq_err *err);

typedef struct {
  const uint32_t *offsets; /* [count + 1] into bytes */
  const char *bytes;
  int32_t count;
} strings;

inq_code pack_strings(const pack *p, const char *name, strings *out, inq_err *err);

static inline str strings_at(const strings *s, int32_t i) {
  return (str){s->bytes + s->offsets[i], (int32_t)(s->offsets[i + 1] - s->offsets[i])};
}

bool pack_has(const pack *p, const char *name);

/* All section names, for `inquit model`: the name of section i, NULL past the last. */
const char *pack_section(const pack *p, int32_t i, pack_kind *kind, int32_t *rows, int32_t *columns,
                         size_t *bytes);

#endif
