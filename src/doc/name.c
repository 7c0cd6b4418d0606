#include "doc/name.h"

#include "base/array.h"
#include "doc/path.h"

#include <math.h>

/* Label 0 is O, 1 + 2 t begins a name of type t, 2 + 2 t goes on with it.  Anything may stand before O and B;
 * I only behind B or I of its type. */
typedef struct {
  uint32_t within[NAME_LABELS]; /* behind a token of the same block */
  uint32_t fresh[NAME_LABELS];  /* at a block's first token: no I */
} name_rules;

static name_rules rules_make(void) {
  name_rules r;
  uint32_t all = (1u << NAME_LABELS) - 1;
  for (uint32_t l = 0; l < NAME_LABELS; l++) {
    bool inside = l > 0 && l % 2 == 0;
    r.within[l] = inside ? 1u << l | 1u << (l - 1) : all | PATH_START;
    r.fresh[l] = inside ? 0 : all | PATH_START;
  }
  return r;
}

/* The probability that all of the name's tokens are what they were taken for. */
static float score_of(const float *scores, const int8_t *path, int32_t first, int32_t last) {
  float sum = 0;
  for (int32_t i = first; i <= last; i++) sum += scores[(size_t)i * NAME_LABELS + path[i]];
  return expf(sum);
}

/* How likely each type is, given that just these tokens are a name. */
static void fill_types(const float *scores, name *x, int32_t first, int32_t last) {
  float most = -INFINITY, sum = 0;
  for (int32_t type = 0; type < NAME_TYPES; type++) {
    x->types[type] = scores[(size_t)first * NAME_LABELS + 1 + 2 * type];
    for (int32_t i = first + 1; i <= last; i++)
      x->types[type] += scores[(size_t)i * NAME_LABELS + 2 + 2 * type];
    if (x->types[type] > most) most = x->types[type];
  }
  for (int32_t type = 0; type < NAME_TYPES; type++) sum += x->types[type] = expf(x->types[type] - most);
  for (int32_t type = 0; type < NAME_TYPES; type++) x->types[type] /= sum;
}

void names_add(names_list *list, const tokens *k, int32_t first, int32_t count, const float *scores,
               arena *scratch, arena *keep) {
  name_rules r = rules_make();
  path_rule *rules = arena_array(scratch, path_rule, count);
  int8_t *path = arena_array(scratch, int8_t, count);
  for (int32_t i = 0; i < count; i++) {
    bool begins = i == 0 || k->block[first + i] != k->block[first + i - 1];
    rules[i].allowed = begins ? r.fresh : r.within;
  }
  path_best(scores, count, NAME_LABELS, rules, NULL, path, scratch);
  for (int32_t i = 0, last; i < count; i = last + 1) {
    last = i;
    if (path[i] == 0) continue;
    while (last + 1 < count && path[last + 1] == path[i] + 1 && rules[last + 1].allowed == r.within) last++;
    name *x = array_push(list, keep);
    *x = (name){.first = first + i, .last = first + last, .type = (path[i] - 1) / 2};
    x->score = score_of(scores, path, i, last);
    fill_types(scores, x, i, last);
  }
}
