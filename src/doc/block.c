/* Classifying paragraphs: a linear-chain conditional random field over the features of block_feature.c.
 *
 *   text ─ paragraphs ─ looks ─ features ─ evidence for each state ─ forward and backward ─ kinds
 *
 * A state is a kind, but boilerplate has three: within the article, before it, after it.  So the chain knows
 * that an article does not begin again once it has ended.  Each paragraph gets the kind that is likeliest
 * over all paths; its probability is the block's score.
 *
 *   P(states | text) ∝ Π  moves[state before][state] · evidence[i][state],   evidence = exp(Σ weights)
 *
 * Sections of the model file: blocks.weights i8 [BLOCK_FEATURES][STATES], blocks.scale f32 [STATES] (what one
 * step of a weight is worth), blocks.transitions f32 [STATES + 1][STATES] (logarithms; the last row begins
 * the text), blocks.version i32 [1]. */
#include "doc/block.h"

#include "doc/block_cut.h"
#include "doc/block_feature.h"

#include <math.h>

enum {
  KINDS = INQ_BOILERPLATE + 1,
  STATES = KINDS + 2,
  BEGIN = STATES
}; /* those past KINDS are boilerplate */

struct block_model {
  block_patterns *patterns;
  const int8_t *weights;           /* [BLOCK_FEATURES][STATES] */
  const float *scale;              /* [STATES] */
  float moves[STATES + 1][STATES]; /* exp(transitions) */
};

typedef float row[STATES];

/* ---- Opening --------------------------------------------------------------------------------- */

static bool within(const float *numbers, int32_t count, float least, float most) {
  for (int32_t i = 0; i < count; i++)
    if (!(numbers[i] >= least && numbers[i] <= most)) return false; /* so written, NaN fails too */
  return true;
}

static inq_code sections_open(const pack *p, block_model *m, inq_err *err) {
  const void *version, *weights, *scale, *transitions;
  inq_code code = pack_tensor(p, "blocks.version", PACK_I32, 1, 1, &version, NULL, NULL, err);
  if (code) return code;
  int32_t made_for = *(const int32_t *)version;
  if (made_for != BLOCK_FEATURES_VERSION)
    return err_set(
        err, INQ_E_MODEL, "blocks", -1,
        "the weights of blocks were trained for features of version %d, the program has version %d", made_for,
        BLOCK_FEATURES_VERSION);
  code = pack_tensor(p, "blocks.weights", PACK_I8, BLOCK_FEATURES, STATES, &weights, NULL, NULL, err);
  if (!code) code = pack_tensor(p, "blocks.scale", PACK_F32, STATES, 1, &scale, NULL, NULL, err);
  if (!code)
    code = pack_tensor(p, "blocks.transitions", PACK_F32, STATES + 1, STATES, &transitions, NULL, NULL, err);
  if (code) return code;
  if (!within(scale, STATES, 0, 1) || !within(transitions, (STATES + 1) * STATES, -30, 30))
    return err_set(err, INQ_E_MODEL, "blocks", -1, "the weights of blocks are out of bounds");
  m->weights = weights;
  m->scale = scale;
  for (int32_t i = 0; i < (STATES + 1) * STATES; i++)
    m->moves[i / STATES][i % STATES] = expf(((const float *)transitions)[i]);
  return INQ_OK;
}

inq_code block_model_open(const pack *p, arena *a, block_model **out, inq_err *err) {
  block_model *m = arena_new(a, block_model);
  *out = NULL;
  inq_code code = sections_open(p, m, err);
  if (!code) code = block_patterns_open(a, &m->patterns, err);
  if (!code) *out = m;
  return code;
}

void block_model_close(block_model *m) {
  if (m) block_patterns_close(m->patterns);
}

/* ---- Forward and backward -------------------------------------------------------------------- */

/* Does a state stand for a kind that is among these? */
static bool possible(int32_t state, uint8_t kinds) {
  return kinds >> (state < KINDS ? state : INQ_BOILERPLATE) & 1;
}

static void evidence_of(const block_model *m, const block_looks *looks, int32_t i, uint8_t kinds, row out) {
  uint16_t features[BLOCK_FEATURE_ROOM];
  int32_t count = block_features(looks, i, features), sum[STATES] = {0};
  for (int32_t k = 0; k < count; k++)
    for (int32_t s = 0; s < STATES; s++) sum[s] += m->weights[features[k] * STATES + s];
  float best = -INFINITY;
  for (int32_t s = 0; s < STATES; s++) {
    out[s] = (float)sum[s] * m->scale[s];
    if (possible(s, kinds)) best = fmaxf(best, out[s]);
  }
  for (int32_t s = 0; s < STATES; s++) out[s] = possible(s, kinds) ? expf(out[s] - best) : 0;
}

/* Only proportions matter; this keeps them from running out of a float's range.  The sum is never 0: some
 * evidence is 1, and no move is less than exp(-30). */
static void normalise(row r) {
  float sum = 0;
  for (int32_t s = 0; s < STATES; s++) sum += r[s];
  for (int32_t s = 0; s < STATES; s++) r[s] /= sum;
}

static void forward_step(const block_model *m, const row before, const row evidence, row out) {
  for (int32_t to = 0; to < STATES; to++) {
    float sum = before ? 0 : m->moves[BEGIN][to];
    for (int32_t from = 0; before && from < STATES; from++) sum += before[from] * m->moves[from][to];
    out[to] = sum * evidence[to];
  }
  normalise(out);
}

static void backward_step(const block_model *m, const row evidence, row back) {
  row out = {0};
  for (int32_t from = 0; from < STATES; from++)
    for (int32_t to = 0; to < STATES; to++) out[from] += m->moves[from][to] * evidence[to] * back[to];
  normalise(out);
  memcpy(back, out, sizeof out);
}

static void decide(const row forward, const row back, inq_block *b) {
  float share[KINDS] = {0}, sum = 0;
  for (int32_t s = 0; s < STATES; s++) {
    float p = forward[s] * back[s];
    share[s < KINDS ? s : INQ_BOILERPLATE] += p;
    sum += p;
  }
  for (int32_t k = 1; k < KINDS; k++)
    if (share[k] > share[b->kind]) b->kind = k;
  b->score = sum > 0 ? share[b->kind] / sum : 0;
}

static void classify(const block_model *m, const block_looks *looks, const uint8_t *kinds, inq_block *out,
                     arena *a) {
  int32_t n = looks->count;
  row *evidence = arena_array(a, row, n), *forward = arena_array(a, row, n), back;
  for (int32_t s = 0; s < STATES; s++) back[s] = 1;
  for (int32_t i = 0; i < n; i++) {
    evidence_of(m, looks, i, kinds ? kinds[i] : 0xFF, evidence[i]);
    forward_step(m, i ? forward[i - 1] : NULL, evidence[i], forward[i]);
  }
  for (int32_t i = n - 1; i >= 0; i--) {
    decide(forward[i], back, &out[i]);
    backward_step(m, evidence[i], back);
  }
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* Body, or the first kind of those that it may be. */
static int32_t plain_kind(uint8_t kinds) {
  int32_t kind = INQ_BODY;
  while (!possible(kind, kinds)) kind++;
  return kind;
}

blocks blocks_read(const text *t, const paragraphs *given, const block_model *model, arena *a) {
  arena *side = arena_aside(a);
  arena_place from = arena_here(side);
  paragraphs p = given ? *given : block_cut(t, side);
  blocks b = {arena_array(a, inq_block, p.count + 1), p.count};
  for (int32_t i = 0; i < p.count; i++)
    b.at[i] = (inq_block){p.at[i].start, p.at[i].end, plain_kind(p.kinds ? p.kinds[i] : 0xFF), 1};
  if (model && b.count) {
    block_looks looks = block_looks_of(t, &p, model->patterns, side);
    classify(model, &looks, p.kinds, b.at, side);
  }
  arena_back(side, from);
  return b;
}
