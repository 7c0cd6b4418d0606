#include "doc/origin.h"

#include <string.h>

/* The last piece that begins at or before a byte of the text. */
static const origin_piece *piece_at(const origin *o, int32_t byte) {
  int32_t low = 0, high = o->count;
  while (low + 1 < high) {
    int32_t middle = (low + high) / 2;
    if (o->pieces[middle].text <= byte) low = middle;
    else high = middle;
  }
  return &o->pieces[low];
}

inq_span origin_of(const origin *o, inq_span text) {
  if (!o->count || text.start < 0 || text.end <= text.start) return (inq_span){-1, -1};
  const origin_piece *first = piece_at(o, text.start), *last = piece_at(o, text.end - 1);
  inq_span out = {first->source, last->source + last->source_length};
  if (first->length == first->source_length) out.start += text.start - first->text;
  if (last->length == last->source_length) out.end = last->source + text.end - last->text;
  return out;
}

origin origin_copy(const origin *o, arena *a) {
  if (!o->pieces) return (origin){0};
  return (origin){arena_copy(a, o->pieces, sizeof *o->pieces * (size_t)o->count), o->count, o->length,
                  arena_copy(a, o->encoding, strlen(o->encoding))};
}
