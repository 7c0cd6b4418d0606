#include "doc/path.h"

#include <math.h>

enum { MOST = 31 };

/* The likeliest of the allowed labels, the first of equals; -1 when none can be reached. */
static int8_t best_before(const float *before, uint32_t allowed) {
  int8_t best = -1;
  float most = -INFINITY;
  for (; allowed; allowed &= allowed - 1) {
    int8_t p = (int8_t)__builtin_ctz(allowed);
    if (before[p] > most) most = before[p], best = p;
  }
  return best;
}

static void step(const float *scores, const float *before, int32_t labels, path_rule rule, int8_t forced,
                 float *now, int8_t *back) {
  uint32_t all = (1u << labels) - 1, last = 0;
  int8_t p = -1; /* the best of `last`: most labels may follow the same */
  for (int32_t l = 0; l < labels; l++) {
    now[l] = -INFINITY;
    back[l] = 0;
    if (forced >= 0 && l != forced) continue;
    if (!before) {
      if (rule.allowed[l] & PATH_START) now[l] = scores[l];
      continue;
    }
    if ((rule.allowed[l] & all) != last) p = best_before(before, last = rule.allowed[l] & all);
    if (p < 0) continue;
    now[l] = before[p] + scores[l];
    back[l] = p;
  }
}

static int8_t best_of(const float *row, int32_t labels) {
  int8_t best = 0;
  for (int32_t l = 1; l < labels; l++)
    if (row[l] > row[best]) best = (int8_t)l;
  return best;
}

float path_best(const float *scores, int32_t count, int32_t labels, const path_rule *rules,
                const int8_t *forced, int8_t *path, arena *scratch) {
  if (count == 0) return 0;
  float rows[2][MOST];
  int8_t *back = arena_array(scratch, int8_t, (size_t)count * labels); /* [count][labels] */
  for (int32_t t = 0; t < count; t++) {
    float *now = rows[t & 1];
    step(scores + (size_t)t * labels, t ? rows[~t & 1] : NULL, labels, rules[t], forced ? forced[t] : -1, now,
         back + (size_t)t * labels);
    int8_t top = best_of(now, labels);
    if (now[top] == -INFINITY) { /* what was forced cannot be reached: begin again here */
      int8_t l = forced && forced[t] >= 0 ? forced[t] : 0;
      now[l] = t ? rows[~t & 1][best_of(rows[~t & 1], labels)] + scores[(size_t)t * labels + l] : scores[l];
      back[(size_t)t * labels + l] = t ? best_of(rows[~t & 1], labels) : 0;
    }
  }
  path[count - 1] = best_of(rows[(count - 1) & 1], labels);
  for (int32_t t = count - 1; t > 0; t--) path[t - 1] = back[(size_t)t * labels + path[t]];
  float sum = 0;
  for (int32_t t = 0; t < count; t++) sum += scores[(size_t)t * labels + path[t]];
  return sum / (float)count;
}
