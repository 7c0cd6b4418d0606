#include "doc/sentence.h"

#include "base/array.h"

sentences sentences_read(const tokens *k, const uint8_t *ends, arena *a) {
  array(range) s = {0};
  arena *side = arena_aside(a);
  arena_place from = arena_here(side);
  int32_t first = 0;
  for (int32_t i = 0; i < k->count; i++) {
    bool last = i + 1 == k->count || k->block[i + 1] != k->block[i];
    if (!last && !ends[i]) continue;
    *array_push(&s, side) = (range){first, i};
    first = i + 1;
  }
  sentences all = {array_settled(&s, a), s.count};
  arena_back(side, from);
  return all;
}
