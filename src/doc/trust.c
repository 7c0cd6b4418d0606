#include "doc/trust.h"

static inq_code refuse(const char *section, inq_err *err) {
  return err_set(err, INQ_E_MODEL, "model", -1,
                 "%s does not rise from score 0 to score 1, between shares of 0 and 1", section);
}

static bool rises(const trust *t) {
  const float *first = t->knots, *last = t->knots + 2 * (t->count - 1);
  if (t->count < 2 || first[0] != 0 || last[0] != 1 || !(first[1] >= 0 && last[1] <= 1)) return false;
  for (const float *at = first; at < last; at += 2)
    if (!(at[2] > at[0] && at[3] >= at[1])) return false;
  return true;
}

static inq_code open_one(const pack *p, const char *section, trust *out, inq_err *err) {
  const void *knots;
  *out = (trust){.count = 0};
  if (!pack_has(p, section)) return INQ_OK;
  inq_code code = pack_tensor(p, section, PACK_F32, -1, 2, &knots, &out->count, NULL, err);
  if (code) return code;
  out->knots = knots;
  return rises(out) ? INQ_OK : refuse(section, err);
}

inq_code trusts_open(const pack *p, trusts *out, inq_err *err) {
  inq_code code = open_one(p, "trust.names", &out->names, err);
  if (!code) code = open_one(p, "trust.quotes", &out->quotes, err);
  if (!code) code = open_one(p, "trust.speakers", &out->speakers, err);
  return code;
}

float trust_of(const trust *t, float score) {
  if (!t->count) return score;
  const float *low = t->knots, *last = t->knots + 2 * (t->count - 2);
  if (!(score > 0)) return low[1];
  while (low < last && low[2] < score) low += 2;
  float share = ((score < 1 ? score : 1) - low[0]) / (low[2] - low[0]);
  return low[1] + share * (low[3] - low[1]);
}
