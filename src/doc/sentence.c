#include "doc/sentence.h"

#include "base/array.h"

sentences sentences_read(const tokens *k, const uint8_t *ends, arena *a) {
  array(range) s = {0};
  int32_t *of = arena_array(a, int32_t, k->count);
  int32_t first = 0;
  for (int32_t i = 0; i < k->count; i++) {
    of[i] = s.count;
    bool last = i + 1 == k->count || k->block[i + 1] != k->block[i];
    if (!last && !ends[i]) continue;
    *array_push(&s, a) = (range){first, i};
    first = i + 1;
  }
  return (sentences){s.at, s.count, of};
}
