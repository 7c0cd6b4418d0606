#include "net/fast.h"

#include "net/heads.h"
#include "net/record.h"
#include "net/stencil.h"

#include <stdio.h>
#include <stdlib.h>

enum {
  CHUNK = 96,              /* rows of a layer that go through its matrix together, and stay in the cache */
  HALF = STENCIL_TAPS / 2, /* taps on each side */
  MOST_LAYERS = 16,
  ROLE_REACH = 56,       /* tokens on each side of an anchor that may have a role, */
  ROLE_PARAGRAPHS = 1,   /* and paragraphs: as in models/recipe/fast.py */
  MARK_STATE_INSIDE = 1, /* doc/mark.h */
  MARK_STATE_CLOSES = 3
};

typedef struct {
  stencil_filter filter;
  linear mix; /* to a and b, a panel of each in turns */
} fast_layer;

typedef struct {
  int32_t width, count;
  const fast_layer *at; /* [count] */
} stack;

struct fast {
  struct {
    int32_t pieces, words, affixes, width, layers, filters, role_width, role_layers, hidden;
  } shape; /* section "fast.shape", in this order */
  const kernel *kernel;
  records *records;
  const float *cases, *marks; /* [CASE_KINDS + 1 or MARK_KINDS + 1][width]; the last is a paragraph's end */
  stack layers, role_layers;
  linear heads;      /* to HEADS_ROOM, then role_width: what a token brings to its roles */
  projection anchor; /* what an anchor brings */
  const float *distance, *paragraph, *kind; /* as in role_head */
  projection out;                           /* from role_width to PANEL: the labels, and nothing */
};

struct fast_role_work {
  const float *scores; /* [tokens][HEADS_ROOM + role_width] */
};

/* ---- Opening ----------------------------------------------------------------------------------- */

/* From all panels of a before those of b, as the file has them. */
static linear in_turns(const linear *w, arena *a) {
  size_t panel = (size_t)w->inputs * PANEL, outputs = (size_t)w->outputs;
  int8_t *weights = arena_room(a, (size_t)w->inputs * outputs);
  int32_t *sums = arena_room_for(a, int32_t, outputs);
  float *scales = arena_room_for(a, float, outputs), *bias = arena_room_for(a, float, outputs);
  for (size_t to = 0; to < outputs / PANEL; to++) {
    size_t from = to / 2 + to % 2 * (outputs / PANEL / 2);
    memcpy(weights + to * panel, w->weights + from * panel, panel);
    memcpy(sums + to * PANEL, w->sums + from * PANEL, sizeof *sums * PANEL);
    memcpy(scales + to * PANEL, w->scales + from * PANEL, sizeof *scales * PANEL);
    memcpy(bias + to * PANEL, w->bias + from * PANEL, sizeof *bias * PANEL);
  }
  return (linear){w->inputs, w->outputs, weights, sums, scales, bias};
}

static stack open_stack(opener *o, const char *name, int32_t width, int32_t filters, int32_t count,
                        arena *a) {
  const int32_t *dilations = opener_section(o, name, "dilations", PACK_I32, count, 1);
  fast_layer *layers = arena_array(a, fast_layer, count);
  for (int32_t i = 0; i < count && !o->code; i++) {
    char prefix[40];
    opener_check(o, name, &(bound){dilations[i], 1, 64, 1}, 1);
    snprintf(prefix, sizeof prefix, "%s.%d", name, i);
    const float *weights = opener_numbers(o, prefix, "filter", STENCIL_TAPS, filters * width);
    layers[i].filter = (stencil_filter){width, filters, dilations[i], weights};
    snprintf(prefix, sizeof prefix, "%s.%d.mix", name, i);
    linear mix = opener_linear(o, prefix, filters * width, 2 * width);
    if (!o->code) layers[i].mix = in_turns(&mix, a);
  }
  return (stack){width, count, layers};
}

static void open_shape(opener *o, fast *f) {
  const int32_t *given = opener_section(o, "fast", "shape", PACK_I32, sizeof f->shape / sizeof(int32_t), 1);
  if (!given) return;
  memcpy(&f->shape, given, sizeof f->shape);
  const bound bounds[] = {
      {f->shape.pieces, 1, 1 << 24, 1},       {f->shape.words, 0, 1 << 24, 1},
      {f->shape.affixes, 1, 1 << 24, 1},      {f->shape.width, WIDE, 512, WIDE},
      {f->shape.layers, 0, MOST_LAYERS, 1},   {f->shape.filters, 1, STENCIL_MOST / 512, 1},
      {f->shape.role_width, WIDE, 512, WIDE}, {f->shape.role_layers, 0, MOST_LAYERS, 1},
      {f->shape.hidden, 0, 2048, WIDE}};
  opener_check(o, "fast.shape", bounds, sizeof bounds / sizeof *bounds);
  if (!o->code && (f->shape.affixes & (f->shape.affixes - 1)))
    o->code = err_set(o->err, INQ_E_MODEL, "model", -1, "the affixes of fast.shape are no power of two");
}

/* The first PANEL columns. */
static projection narrowed(const projection *p, arena *a) {
  float *weights = arena_room_for(a, float, p->inputs *PANEL);
  for (size_t i = 0; i < (size_t)p->inputs; i++)
    memcpy(weights + i * PANEL, p->weights + i * (size_t)p->outputs, sizeof *weights * PANEL);
  return (projection){p->inputs, PANEL, weights, p->bias};
}

static void open_roles(opener *o, fast *f, arena *a) {
  int32_t width = f->shape.role_width;
  f->anchor = opener_projection(o, "fast.roles.anchor", f->shape.width, width);
  f->distance = opener_numbers(o, "fast.roles", "distance", DISTANCES, width);
  f->paragraph = opener_numbers(o, "fast.roles", "paragraph", PARAGRAPHS, width);
  f->kind = opener_numbers(o, "fast.roles", "kind", ANCHOR_KINDS, width);
  f->role_layers = open_stack(o, "fast.roles.layers", width, 1, f->shape.role_layers, a);
  projection out = opener_projection(o, "fast.roles.out", width, WIDE);
  if (!o->code) f->out = narrowed(&out, a);
}

fast *fast_open(opener *o, const kernel *k, arena *a) {
  fast *f = arena_new(a, fast);
  f->kernel = k;
  open_shape(o, f);
  if (o->code) return NULL;
  int32_t width = f->shape.width;
  f->records = arena_new(a, records);
  f->records->pieces = f->shape.pieces, f->records->words = f->shape.words;
  f->records->affixes = f->shape.affixes, f->records->width = width;
  f->records->hidden = f->shape.hidden, f->records->kernel = k;
  records_load(f->records, o, a);
  f->cases = opener_numbers(o, "fast", "cases", CASE_KINDS + 1, width);
  f->marks = opener_numbers(o, "fast", "marks", MARK_KINDS + 1, width);
  f->layers = open_stack(o, "fast.layers", width, f->shape.filters, f->shape.layers, a);
  f->heads = opener_linear(o, "fast.heads", width, HEADS_ROOM + f->shape.role_width);
  open_roles(o, f, a);
  return o->code ? NULL : f;
}

int32_t fast_describe(const fast *f, char *to, size_t room) {
  if (!f) return 0;
  snprintf(to, room, "%d convolutions, %d wide", f->shape.layers, f->shape.width);
  return f->shape.width;
}

/* ---- Positions --------------------------------------------------------------------------------- */

typedef struct {
  const fast *f;
  float *x; /* [FAST_PIECES][width] */
  int32_t count;
  int32_t *first; /* [tokens] where each stands */
} layout;

static str word_of(const net_input *in, int32_t i) {
  if (in->mark_state[i] >= MARKS_FROM) return STR("\"");
  return (str){in->text + in->tokens[i].start, in->tokens[i].end - in->tokens[i].start};
}

static void add_word(shape_paragraph *p, const record *r) {
  bool first = p->words == 0;
  p->letters += r->behind.letters;
  p->capitals += r->behind.capitals;
  p->words += r->behind.words;
  if (first) return;
  p->long_words += r->behind.long_words;
  p->raised += r->behind.raised;
}

static void put(layout *l, const int8_t *bytes, float scale, int32_t case_kind, int32_t mark_kind) {
  if (l->count == FAST_PIECES) return; /* the caller planned better; this keeps memory safe */
  int32_t width = l->f->shape.width;
  l->f->kernel->stencil->place(bytes, scale, l->f->cases + (size_t)case_kind * width,
                               l->f->marks + (size_t)mark_kind * width, width,
                               l->x + (size_t)l->count++ * width);
}

typedef struct { /* [tokens] */
  str *at;
  const record **records;
} words;

static int32_t put_paragraph(layout *l, const net_input *in, int32_t first, const words *w, arena *scratch) {
  shape_paragraph paragraph = {0};
  int32_t behind = first;
  for (; behind < in->count && in->block[behind] == in->block[first]; behind++)
    w->at[behind] = word_of(in, behind);
  records_of(l->f->records, w->at + first, behind - first, w->records + first, scratch);
  for (int32_t t = first; t < behind; t++) add_word(&paragraph, w->records[t]);
  int32_t paragraph_case = shape_paragraph_case(&paragraph);
  for (int32_t t = first; t < behind; t++) {
    const record *r = w->records[t];
    l->first[t] = l->count < FAST_PIECES ? l->count : FAST_PIECES - 1;
    put(l, record_bytes(r), r->scale, r->shape + SHAPES * paragraph_case, in->mark_state[t]);
  }
  return behind;
}

/* Paragraphs with an end before the first and behind each, which has no record. */
static layout lay_out(const fast *f, const net_input *in, arena *scratch) {
  size_t width = (size_t)f->shape.width;
  int32_t most = 2 * in->count + 1 < FAST_PIECES ? 2 * in->count + 1 : FAST_PIECES;
  layout l = {f, arena_room_for(scratch, float, (size_t)most *width), 0,
              arena_array(scratch, int32_t, in->count)};
  words w = {arena_room_for(scratch, str, in->count), arena_room_for(scratch, const record *, in->count)};
  const int8_t *nothing = arena_alloc(scratch, width);
  put(&l, nothing, 0, CASE_KINDS, MARK_KINDS);
  for (int32_t t = 0; t < in->count;) {
    t = put_paragraph(&l, in, t, &w, scratch);
    put(&l, nothing, 0, CASE_KINDS, MARK_KINDS);
  }
  return l;
}

/* ---- Layers ------------------------------------------------------------------------------------ */

static int32_t reach_of(const stack *s) {
  int32_t most = 0;
  for (int32_t i = 0; i < s->count; i++)
    if (s->at[i].filter.dilation > most) most = s->at[i].filter.dilation;
  return most * HALF;
}

/* n[rows], with nothing around it that a filter could see. */
static float *framed(const stack *s, int32_t rows, arena *scratch) {
  size_t edge = (size_t)reach_of(s) * (size_t)s->width, inside = (size_t)rows * (size_t)s->width;
  float *n = arena_room_for(scratch, float, inside + 2 * edge) + edge;
  memset(n - edge, 0, sizeof *n * edge);
  memset(n + inside, 0, sizeof *n * edge);
  return n;
}

/* x [rows][s->width], in place; beyond the edges is nothing.  Rows are brought to length 1 for the next layer while
 * they are in the cache. */
static void run_stack(const kernel *k, const stack *s, float *x, int32_t rows, arena *scratch) {
  if (!s->count) return;
  ptrdiff_t width = s->width;
  float *n = framed(s, rows, scratch), *next = framed(s, rows, scratch);
  uint8_t *bytes = arena_room(scratch, CHUNK * (size_t)s->at[0].mix.inputs);
  grid grids[CHUNK];
  k->stencil->normal(x, rows, s->width, n);
  for (const fast_layer *l = s->at; l < s->at + s->count; l++) {
    for (int32_t first = 0; first < rows; first += CHUNK) {
      int32_t count = rows - first < CHUNK ? rows - first : CHUNK;
      const float *from = n + ((ptrdiff_t)first - HALF * l->filter.dilation) * width;
      k->stencil->filter(&l->filter, from, count, bytes, grids);
      k->stencil->gate(&l->mix, bytes, count, grids, x + first * width);
      if (l + 1 < s->at + s->count)
        k->stencil->normal(x + first * width, count, s->width, next + first * width);
    }
    float *done = n;
    n = next, next = done;
  }
}

/* ---- Heads ------------------------------------------------------------------------------------- */

static float *run_heads(const fast *f, const float *vectors, int32_t count, arena *scratch) {
  size_t width = (size_t)f->shape.width, outputs = (size_t)f->heads.outputs;
  float *scores = arena_room_for(scratch, float, (size_t)count *outputs);
  uint8_t *bytes = arena_room(scratch, CHUNK * width);
  grid grids[CHUNK];
  for (int32_t first = 0; first < count; first += CHUNK) {
    int32_t rows = count - first < CHUNK ? count - first : CHUNK;
    f->kernel->quantise(vectors + (size_t)first * width, rows, f->shape.width, bytes, grids);
    f->kernel->multiply(&f->heads, bytes, rows, f->shape.width, grids, scores + (size_t)first * outputs);
  }
  return scores;
}

static float *soften(const fast *f, const float *scores, int32_t first, int32_t end, int32_t rows,
                     arena *scratch) {
  float *to = arena_room_for(scratch, float, (size_t)rows *(size_t)(end - first));
  f->kernel->stencil->soften(scores + first, rows, f->heads.outputs, end - first, to);
  return to;
}

/* The tokens' rows, without those of paragraphs' ends between them, brought to length 1. */
static float *vectors_of(const layout *l, const net_input *in, arena *scratch) {
  size_t width = (size_t)l->f->shape.width;
  float *vectors = arena_room_for(scratch, float, (size_t)in->count *width);
  for (int32_t t = 0, end; t < in->count; t = end) {
    for (end = t + 1; end < in->count && l->first[end] == l->first[t] + end - t;) end++;
    l->f->kernel->stencil->normal(l->x + (size_t)l->first[t] * width, end - t, (int32_t)width,
                                  vectors + (size_t)t * width);
  }
  return vectors;
}

net_scores fast_read(const fast *f, const net_input *in, arena *scratch) {
  layout l = lay_out(f, in, scratch);
  run_stack(f->kernel, &f->layers, l.x, l.count, scratch);
  float *vectors = vectors_of(&l, in, scratch);
  float *scores = run_heads(f, vectors, in->count, scratch);
  net_scores s = {.count = in->count,
                  .vectors = vectors,
                  .names = soften(f, scores, HEAD_NAMES, HEAD_ANCHORS, in->count, scratch),
                  .anchors = soften(f, scores, HEAD_ANCHORS, HEAD_ENDS, in->count, scratch),
                  .ends = arena_room_for(scratch, float, in->count),
                  .tags = soften(f, scores, HEAD_TAGS, HEADS_END, in->count, scratch),
                  .fast_work = arena_new(scratch, fast_role_work)};
  for (int32_t t = 0; t < in->count; t++)
    s.ends[t] = heads_log_sigmoid(scores[(size_t)t * (size_t)f->heads.outputs + HEAD_ENDS]);
  s.fast_work->scores = scores;
  return s;
}

/* ---- Roles ------------------------------------------------------------------------------------- */

static bool is_near(const net_input *in, int32_t anchor, int32_t t) {
  return t >= 0 && t < in->count && abs(t - anchor) <= ROLE_REACH &&
         abs(in->block[t] - in->block[anchor]) <= ROLE_PARAGRAPHS;
}

static net_reach near_of(const net_input *in, int32_t anchor) {
  net_reach n = {anchor, anchor};
  while (is_near(in, anchor, n.first - 1)) n.first--;
  while (is_near(in, anchor, n.last + 1)) n.last++;
  return n;
}

static float *begin_roles(const fast *f, const net_input *in, const net_scores *s, int32_t anchor, bool cue,
                          net_reach at, arena *scratch) {
  size_t width = (size_t)f->shape.role_width;
  const float *kind = f->kind + (cue ? 0 : width);
  float *fixed = arena_room_for(scratch, float, width);
  float *z = arena_room_for(scratch, float, width *(size_t)(at.last - at.first + 1));
  f->kernel->project(&f->anchor, s->vectors + (size_t)anchor * (size_t)f->shape.width, 1, fixed);
  for (size_t i = 0; i < width; i++) fixed[i] += kind[i];
  for (int32_t t = at.first; t <= at.last; t++) {
    const float *token = s->fast_work->scores + (size_t)t * (size_t)f->heads.outputs + HEADS_ROOM;
    const float *distance = f->distance + (size_t)heads_distance(t - anchor) * width;
    int32_t paragraph = in->block[t] - in->block[anchor] + PARAGRAPHS / 2;
    f->kernel->stencil->join(fixed, token, distance, f->paragraph + (size_t)paragraph * width,
                             f->shape.role_width, z + (size_t)(t - at.first) * width);
  }
  return z;
}

static bool goes_on(const net_input *in, int32_t t) {
  return in->mark_state[t] == MARK_STATE_INSIDE || in->mark_state[t] == MARK_STATE_CLOSES;
}

enum { ROW = ROLE_LABELS };

/* Beyond its reach, a quotation's words keep the role of the last one that was seen, up to the mark.  These two
 * return the last, the first token that got a role so. */
static int32_t spread_on(const net_input *in, int32_t edge, float *out) {
  int32_t t = edge;
  while (t + 1 < in->count && in->mark_state[t] != MARK_STATE_CLOSES && in->block[t + 1] == in->block[edge] &&
         goes_on(in, t + 1))
    memcpy(out + (size_t)++t * ROW, out + (size_t)edge * ROW, ROW * sizeof *out);
  return t;
}

static int32_t spread_back(const net_input *in, int32_t edge, float *out) {
  int32_t t = edge;
  while (t > 0 && goes_on(in, t) && in->block[t - 1] == in->block[edge] && in->mark_state[t - 1] != 0)
    memcpy(out + (size_t)--t * ROW, out + (size_t)edge * ROW, ROW * sizeof *out);
  bool opens = t < edge && !goes_on(in, t); /* the mark that opens it */
  if (opens) out[(size_t)t * ROW + ROLE_CONTENT_B] = out[(size_t)edge * ROW + ROLE_CONTENT_I];
  return t;
}

/* Nothing but ROLE_NONE for tokens [first, behind). */
static void fill_nothing(float *out, int32_t first, int32_t behind) {
#define NOTHING 0, -20, -20, -20, -20
  enum { AT_ONCE = 8 };
  static const float rows[AT_ONCE * ROW] = {NOTHING, NOTHING, NOTHING, NOTHING,
                                            NOTHING, NOTHING, NOTHING, NOTHING};
#undef NOTHING
  for (int32_t t = first; t < behind; t += AT_ONCE)
    memcpy(out + (size_t)t * ROW, rows,
           sizeof *rows * ROW * (size_t)(behind - t < AT_ONCE ? behind - t : AT_ONCE));
}

const float *fast_roles(const fast *f, const net_input *in, const net_scores *s, int32_t anchor, bool cue,
                        net_reach *seen, arena *scratch) {
  net_reach at = near_of(in, anchor);
  int32_t rows = at.last - at.first + 1;
  float *out = arena_room_for(scratch, float, (size_t)in->count *ROW);
  float *z = begin_roles(f, in, s, anchor, cue, at, scratch);
  float *scores = arena_room_for(scratch, float, (size_t)rows *PANEL);
  run_stack(f->kernel, &f->role_layers, z, rows, scratch);
  f->kernel->stencil->normal(z, rows, f->shape.role_width, z);
  f->kernel->project(&f->out, z, rows, scores);
  f->kernel->stencil->soften(scores, rows, PANEL, ROLE_LABELS, out + (size_t)at.first * ROW);
  at = (net_reach){spread_back(in, at.first, out), spread_on(in, at.last, out)};
  fill_nothing(out, 0, at.first);
  fill_nothing(out, at.last + 1, in->count);
  if (seen) *seen = at;
  return out;
}
