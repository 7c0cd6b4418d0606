/* names, anchors, ends, tags: one product for all four.
 *
 * roles, for one anchor a and every token t:
 *
 *   gelu(A · h[a] + T · h[t] + distance + paragraph + kind) ─┬─ norm ─ convolution over t ─ gelu ─ + ─ ... ─
 * out └──────────────────────────────────┘
 */
#include "net/heads.h"

#include "base/score.h"
#include "net/fast.h"

#include <math.h>
#include <stdlib.h>

struct net_role_work { /* shared by all anchors of a window; each array has one row a token */
  float *tokens;       /* T · h */
  float *z, *change;
  float *scores;  /* [WIDE] a row */
  float *inputs;  /* a convolution's, with half its taps of zeros before and behind */
  uint8_t *bytes; /* the same */
  grid *grids;
};

static void log_softmax(const float *from, int32_t count, float *to) {
  float most = -1e4f, total = 0;
  for (int32_t i = 0; i < count; i++) most = fmaxf(most, to[i] = score_bounded(from[i]));
  for (int32_t i = 0; i < count; i++) total += expf(to[i] - most);
  float shift = most + logf(total);
  for (int32_t i = 0; i < count; i++) to[i] -= shift;
}

float heads_log_sigmoid(float score) {
  float x = score_bounded(score);
  return x < 0 ? x - log1pf(expf(x)) : -log1pf(expf(-x));
}

static net_role_work *role_work_new(const net *n, const net_scores *s, arena *a) {
  size_t count = (size_t)s->count, width = (size_t)n->shape.role_width;
  net_role_work *w = arena_new(a, net_role_work);
  w->tokens = arena_room_for(a, float, count *width);
  w->z = arena_room_for(a, float, count *width);
  w->change = arena_room_for(a, float, count *width);
  w->scores = arena_room_for(a, float, count *WIDE);
  w->inputs = arena_array(a, float, (count + TAP_COUNT - 1) * width);
  w->bytes = arena_alloc(a, (count + TAP_COUNT - 1) * width);
  w->grids = arena_array(a, grid, count);
  n->kernel->project(&n->roles.token, s->vectors, s->count, w->tokens);
  return w;
}

void heads_read(const net *n, net_scores *s, arena *scratch) {
  size_t count = (size_t)s->count;
  float *scores = arena_room_for(scratch, float, count *HEADS_ROOM);
  s->names = arena_array(scratch, float, count *(HEAD_ANCHORS - HEAD_NAMES));
  s->anchors = arena_array(scratch, float, count *(HEAD_ENDS - HEAD_ANCHORS));
  s->ends = arena_array(scratch, float, count);
  s->tags = arena_array(scratch, float, count *(HEADS_END - HEAD_TAGS));
  n->kernel->project(&n->heads, s->vectors, s->count, scores);
  for (size_t i = 0; i < count; i++, scores += HEADS_ROOM) {
    log_softmax(scores + HEAD_NAMES, HEAD_ANCHORS - HEAD_NAMES, s->names + i * (HEAD_ANCHORS - HEAD_NAMES));
    log_softmax(scores + HEAD_ANCHORS, HEAD_ENDS - HEAD_ANCHORS, s->anchors + i * (HEAD_ENDS - HEAD_ANCHORS));
    s->ends[i] = heads_log_sigmoid(scores[HEAD_ENDS]);
    log_softmax(scores + HEAD_TAGS, HEADS_END - HEAD_TAGS, s->tags + i * (HEADS_END - HEAD_TAGS));
  }
  s->role_work = role_work_new(n, s, scratch);
}

/* ---- Roles ------------------------------------------------------------------------------------- */

int32_t heads_distance(int32_t distance) {
  static const int32_t starts[] = {1, 2, 3, 4, 5, 7, 10, 15, 23, 36, 61};
  enum { STARTS = sizeof starts / sizeof *starts };
  int32_t size = 0;
  while (size < STARTS && starts[size] <= abs(distance)) size++;
  return distance < 0 ? STARTS - size : STARTS + size;
}

static int32_t paragraph(int32_t difference) {
  return (difference < -2 ? -2 : difference > 2 ? 2 : difference) + PARAGRAPHS / 2;
}

static void start(const net *n, const net_input *in, const float *fixed, int32_t anchor, net_role_work *w) {
  int32_t width = n->shape.role_width;
  for (int32_t t = 0; t < in->count; t++) {
    const float *token = w->tokens + (size_t)t * width;
    const float *distance = n->roles.distance + (size_t)heads_distance(t - anchor) * width;
    const float *near = n->roles.paragraph + (size_t)paragraph(in->block[t] - in->block[anchor]) * width;
    float *z = w->z + (size_t)t * width;
    for (int32_t i = 0; i < width; i++) z[i] = fixed[i] + token[i] + distance[i] + near[i];
  }
  n->kernel->gelu(w->z, (size_t)in->count * width);
}

/* The inputs have one grid for all rows, so that a row with its neighbours is one row of the product, where
 * it lies. */
static void convolve(const net *n, int32_t i, int32_t count, net_role_work *w) {
  int32_t width = n->shape.role_width;
  const norm *norm_ = &n->roles.norms[i];
  n->kernel->normalise(w->z, NULL, count, width, norm_->gain, norm_->bias, w->inputs + TAP_COUNT / 2 * width);
  n->kernel->quantise(w->inputs, 1, (count + TAP_COUNT - 1) * width, w->bytes, w->grids);
  for (int32_t t = 1; t < count; t++) w->grids[t] = w->grids[0];
  n->kernel->multiply(&n->roles.convolutions[i], w->bytes, count, width, w->grids, w->change);
  n->kernel->gelu(w->change, (size_t)count * width);
  for (size_t k = 0; k < (size_t)count * width; k++) w->z[k] += w->change[k];
}

const float *net_roles(const net *n, const net_input *in, const net_scores *s, int32_t anchor, bool cue,
                       net_reach *seen, arena *scratch) {
  if (seen) *seen = (net_reach){0, s->count - 1};
  if (n->fast) return fast_roles(n->fast, in, s, anchor, cue, seen, scratch);
  int32_t width = n->shape.role_width;
  net_role_work *w = s->role_work;
  float *fixed = arena_room_for(scratch, float, width);
  float *out = arena_room_for(scratch, float, (size_t)s->count *ROLE_LABELS);
  const float *kind = n->roles.kind + (cue ? 0 : width);
  n->kernel->project(&n->roles.anchor, s->vectors + (size_t)anchor * n->shape.width, 1, fixed);
  for (int32_t i = 0; i < width; i++) fixed[i] += kind[i];
  start(n, in, fixed, anchor, w);
  for (int32_t i = 0; i < n->shape.convolutions; i++) convolve(n, i, s->count, w);
  n->kernel->project(&n->roles.out, w->z, s->count, w->scores);
  for (int32_t t = 0; t < s->count; t++)
    log_softmax(w->scores + (size_t)t * WIDE, ROLE_LABELS, out + (size_t)t * ROLE_LABELS);
  return out;
}
