#include "doc/nickname.h"

#include "inquit.h"

enum { NICKNAME_TOKENS = 3 }; /* at most, between the marks */

static bool may_hold_nickname(const run *r, const tokens *k) {
  return r->open > 0 && r->close > r->open + 1 && r->close - r->open - 1 <= NICKNAME_TOKENS &&
         r->close + 1 < k->count && k->block[r->open - 1] == k->block[r->close + 1];
}

static bool is_person_from(const name *x, int32_t token) {
  return x->type == INQ_PERSON && x->first <= token;
}

/* The last of the names from `at` on that makes one person of what stands before, in and behind the run, or
 * -1. */
static int32_t rest_of_person(const names *n, int32_t at, const run *r) {
  const name *left = &n->at[at];
  if (!is_person_from(left, r->open - 1) || left->last < r->open - 1 || left->last > r->close) return -1;
  for (int32_t i = at + 1; i < n->count && n->at[i].first <= r->close + 1; i++)
    if (is_person_from(&n->at[i], r->close + 1) && n->at[i].last > r->close) return i;
  return -1;
}

static void join(name *left, const name *right) {
  left->last = right->last;
  if (right->score < left->score) left->score = right->score;
}

/* Cuts the name at a mark whose partner it does not hold. */
static void cut_at(name *x, int32_t mark) {
  if (mark == x->first) x->first++;
  else x->last = mark - 1;
}

/* Cuts off halves of pairs.  false: nothing is left of the name. */
static bool drop_halves(name *x, const marks *m) {
  for (int32_t i = x->first; i <= x->last; i++) {
    if (m->state[i] != MARK_OPENS && m->state[i] != MARK_CLOSES) continue;
    const run *r = m->run_of[i] < 0 ? NULL : &m->runs[m->run_of[i]];
    if (!r || r->open < x->first || r->close > x->last || r->close < 0) {
      cut_at(x, i);
      i = x->first - 1;
    }
  }
  return x->first <= x->last;
}

names names_mind_marks(const names *n, const marks *m, const tokens *k, arena *keep) {
  names_list out = {0};
  array_reserve(&out, n->count + 1, keep);
  int32_t next = 0; /* run */
  for (int32_t i = 0; i < n->count; i++) {
    name x = n->at[i];
    while (next < m->run_count && m->runs[next].open <= x.first) next++;
    for (int32_t r = next; r < m->run_count && m->runs[r].open <= x.last + 1; r++) {
      int32_t rest = may_hold_nickname(&m->runs[r], k) ? rest_of_person(n, i, &m->runs[r]) : -1;
      if (rest < 0) continue;
      join(&x, &n->at[rest]);
      i = rest;
    }
    if (drop_halves(&x, m)) *array_push(&out, keep) = x;
  }
  return (names){out.at, out.count};
}
