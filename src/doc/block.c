#include "doc/block.h"

#include "base/array.h"

static bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

/* Whether a line that holds nothing, or a form feed, begins at the line end at i. */
static bool ends(const text *t, int32_t i) {
  if (t->bytes[i] == '\f') return true;
  if (t->bytes[i] != '\n') return false;
  for (i++; i < t->length && blank(t->bytes[i]); i++)
    if (t->bytes[i] == '\n') return true;
  return i == t->length;
}

blocks blocks_read(const text *t, const block_model *model, arena *a) {
  (void)model;
  array(inq_block) out = {0};
  for (int32_t i = 0; i < t->length;) {
    while (i < t->length && blank(t->bytes[i])) i++;
    if (i == t->length) break;
    inq_block b = {i, i, INQ_BODY, 1};
    for (; i < t->length && !(blank(t->bytes[i]) && ends(t, i)); i++)
      if (!blank(t->bytes[i])) b.end = i + 1;
    *array_push(&out, a) = b;
  }
  return (blocks){out.at, out.count};
}
