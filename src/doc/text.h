/* The text as it was given: borrowed, checked, never changed. */
#ifndef DOC_TEXT_H
#define DOC_TEXT_H

#include "base/err.h"
#include "base/str.h"

typedef struct {
  const char *bytes;
  int32_t length;
} text;

/* Checks that bytes are UTF-8 and not too many. */
inq_code text_read(const char *bytes, size_t length, text *out, inq_err *err);

static inline str text_piece(const text *t, int32_t start, int32_t end) {
  return (str){t->bytes + start, end - start};
}

#endif
