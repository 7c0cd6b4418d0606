/*   x ─┬─ qkv ─ attention ─ out ─┬─ norm1 ─┬─ up ─ gelu ─ down ─┬─ norm2 ─ x
 *      └─────────────────────────┘         └────────────────────┘
 *
 * The wide middle part goes by CHUNK rows at a time, which stay in the cache. */
#include "net/encoder.h"

enum { CHUNK = 96, GROUP = 64 }; /* rows; numbers of all heads that are attended together */

typedef struct {
  float *qkv;     /* [3][rows][GROUP] of some heads */
  float *context; /* [rows][width] what the attention says */
  float *y;       /* [rows][width] */
  float *hidden;  /* [CHUNK][hidden] */
  uint8_t *bytes; /* [rows][width] or [CHUNK][hidden] */
  grid *grids;    /* [rows] */
  attention attention;
} work;

static int32_t most(int32_t a, int32_t b) { return a > b ? a : b; }

/* How many heads fit GROUP; a divisor of their number. */
static int32_t heads_together(int32_t heads, int32_t size) {
  int32_t count = most(GROUP / size, 1);
  while (heads % count) count--;
  return count;
}

static attention attention_new(const net *n, int32_t rows, arena *a) {
  int32_t size = n->shape.width / n->shape.heads;
  size_t count = (size_t)rows, room = (size_t)(rows + WIDE - 1) / WIDE * WIDE, width = (size_t)size;
  return (attention){.rows = rows,
                     .heads = heads_together(n->shape.heads, size),
                     .size = size,
                     .queries = arena_room(a, count * width),
                     .keys = arena_room(a, room * width),
                     .values = arena_room(a, room * width),
                     .key_sums = arena_room_for(a, int32_t, room),
                     .value_sums = arena_room_for(a, int32_t, size),
                     .query_scales = arena_room_for(a, float, rows),
                     .key_scales = arena_array(a, float, room),
                     .value_scales = arena_room_for(a, float, size),
                     .key_biases = arena_room_for(a, float, room),
                     .value_means = arena_room_for(a, float, size),
                     .scores = arena_room_for(a, float, ROW_BLOCK *room),
                     .weights = arena_room(a, 2 * ROW_BLOCK * room)};
}

static work work_new(const net *n, int32_t rows, arena *a) {
  size_t width = (size_t)n->shape.width, count = (size_t)rows;
  work w = {
      .qkv = arena_room_for(a, float, 3 * count * (size_t)most(n->shape.width / n->shape.heads, GROUP)),
      .context = arena_room_for(a, float, count *width),
      .y = arena_room_for(a, float, count *width),
      .hidden = arena_room_for(a, float, CHUNK *(size_t)n->shape.hidden),
      .bytes = arena_room(a, (size_t)most(rows, CHUNK) * (size_t)most(n->shape.width, n->shape.hidden)),
      .grids = arena_room_for(a, grid, most(rows, CHUNK)),
  };
  w.attention = attention_new(n, rows, a);
  w.attention.qkv = w.qkv;
  w.attention.stride = n->shape.width;
  return w;
}

static void apply(const kernel *k, const linear *l, const float *from, int32_t rows, float *to, work *w) {
  k->quantise(from, rows, l->inputs, w->bytes, w->grids);
  k->multiply(l, w->bytes, rows, l->inputs, w->grids, to);
}

static linear outputs_of(const linear *l, int32_t first, int32_t count) {
  return (linear){
      l->inputs,         count,          l->weights + (size_t)first * (size_t)l->inputs, l->sums + first,
      l->scales + first, l->bias + first};
}

/* A few heads at a time, whose queries, keys and values stay in the cache. */
static void attend(const net *n, const linear *qkv, const float *x, int32_t rows, work *w) {
  attention *t = &w->attention;
  int32_t width = n->shape.width, group = t->heads * t->size;
  n->kernel->quantise(x, rows, width, w->bytes, w->grids);
  for (int32_t first = 0; first < width; first += group) {
    for (int32_t part = 0; part < 3; part++) {
      linear some = outputs_of(qkv, part * width + first, group);
      n->kernel->multiply(&some, w->bytes, rows, width, w->grids,
                          w->qkv + (size_t)part * (size_t)rows * (size_t)group);
    }
    t->out = w->context + first;
    n->kernel->attend(t);
  }
}

/* What follows the attention, each row by itself: x [rows][width], in place, with context [rows][width]. */
static void finish_layer(const net *n, const layer *l, float *x, const float *context, int32_t rows,
                         work *w) {
  const kernel *k = n->kernel;
  int32_t width = n->shape.width;
  apply(k, &l->out, context, rows, w->y, w);
  k->normalise(x, w->y, rows, width, l->norm1.gain, l->norm1.bias, x);
  for (int32_t first = 0; first < rows; first += CHUNK) {
    int32_t count = rows - first < CHUNK ? rows - first : CHUNK;
    float *part = x + (size_t)first * (size_t)width;
    apply(k, &l->up, part, count, w->hidden, w);
    k->gelu(w->hidden, (size_t)count * (size_t)n->shape.hidden);
    apply(k, &l->down, w->hidden, count, w->y, w);
    k->normalise(part, w->y, count, width, l->norm2.gain, l->norm2.bias, part);
  }
}

static void take_rows(const float *from, int32_t width, const int32_t *rows, int32_t count, float *to) {
  for (int32_t i = 0; i < count; i++)
    memcpy(to + (size_t)i * (size_t)width, from + (size_t)rows[i] * (size_t)width,
           sizeof *to * (size_t)width);
}

void encoder_run(const net *n, float *x, int32_t rows, const int32_t *wanted, int32_t count, float *vectors,
                 arena *scratch) {
  work w = work_new(n, most(rows, count), scratch);
  int32_t layers = n->shape.layers, width = n->shape.width;
  w.attention.rows = rows;
  for (int32_t i = 0; i < layers; i++) {
    attend(n, &n->layers[i].qkv, x, rows, &w);
    if (i + 1 < layers) finish_layer(n, &n->layers[i], x, w.context, rows, &w);
  }
  take_rows(x, width, wanted, count, vectors);
  if (!layers) return;
  float *context = arena_room_for(scratch, float, (size_t)count *(size_t)width);
  take_rows(w.context, width, wanted, count, context);
  finish_layer(n, &n->layers[layers - 1], vectors, context, count, &w);
}
