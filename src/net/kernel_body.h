/* All of a kernel but its integer product, in the vectors of kernel_vector.h.
 *
 * The file that includes this defines KERNEL, KERNEL_NAME, TILE_ROWS, TILE_PANELS, WEIGH_ROWS (rows of weights that
 * attention takes at once: an even number, at most two for each row of a tile), WEIGH_PANELS and
 *
 *   tile_of()  sums[row][p * VECTORS + i] = Σ (a[row] - ZERO) · weights of panel p, LANES outputs a vector.  It is
 *              inlined for rows and panels that are constants, so that the sums stay in registers
 */

enum {
  MOST_SUMS = TILE_ROWS * TILE_PANELS * VECTORS,
  MOST_WEIGH_SUMS = WEIGH_ROWS * WEIGH_PANELS * VECTORS,
  BLEND_VECTORS = 6 /* that are summed together: enough not to wait for each other */
};

/* x · Φ(x): Φ is 1/2 + z · P(z²) up to |z| = 4.5, where it is taken to be 0 or 1. */
static inline floats gelu_of(floats x) {
  floats z = larger(smaller(x, all(4.5f)), all(-4.5f)), u = z * z;
  floats y = u * 2.999989146e-11f - 3.283895822e-9f;
  y = y * u + 1.580250881e-7f;
  y = y * u - 4.431672096e-6f;
  y = y * u + 8.120956045e-5f;
  y = y * u - 1.036252244e-3f;
  y = y * u + 9.580649436e-3f;
  y = y * u - 6.597726047e-2f;
  y = y * u + 3.987085819e-1f;
  return x * (z * y + 0.5f);
}

static void gelu(float *x, size_t count) {
  for (size_t i = 0; i < count; i += LANES) store(x + i, gelu_of(load(x + i)));
}

/* A row whose least and largest are somewhere in these vectors. */
INLINE void spread_row(const float *from, int32_t columns, floats low, floats high, uint8_t *to, grid *g) {
  float least = -largest(-low), most = largest(high), range = most - least;
  float inverse = range > 1e-30f ? 254 / range : 0;
  *g = (grid){range / 254, 0.5f * (least + most)};
  for (int32_t i = 0; i < columns; i += LANES) {
    floats x = larger(smaller((load(from + i) - g->centre) * inverse, all(127)), all(-127));
    store_bytes((ints)(x + (rounder + ZERO)), to + i);
  }
}

static void quantise_row(const float *from, int32_t columns, uint8_t *to, grid *g) {
  floats low = all(3e38f), high = all(-3e38f);
  for (int32_t i = 0; i < columns; i += LANES) {
    low = smaller(load(from + i), low);
    high = larger(load(from + i), high);
  }
  spread_row(from, columns, low, high, to, g);
}

static void quantise(const float *from, int32_t rows, int32_t columns, uint8_t *to, grid *grids) {
  for (int32_t i = 0; i < rows; i++)
    quantise_row(from + (size_t)i * columns, columns, to + (size_t)i * columns, grids + i);
}

typedef struct { /* LANES outputs of a linear */
  floats scale, bias, whole;
} outputs;

INLINE outputs outputs_at(const linear *w, int32_t at) {
  return (outputs){load(w->scales + at), load(w->bias + at), converted(load_ints(w->sums + at))};
}

/* From integer sums to floats: Σ w · ((byte - ZERO) · scale + centre) = scale · sum + centre · Σ w. */
INLINE floats finished(const outputs *o, ints sums, const grid *g) {
  floats y = converted(sums) * g->scale + o->whole * g->centre;
  return y * o->scale + o->bias;
}

INLINE void finish(const linear *w, const ints *sums, int rows, int panels, int32_t first, const grid *grids,
                   float *out) {
  UNROLL for (int i = 0; i < panels * VECTORS; i++) {
    int32_t at = first + i * LANES;
    outputs o = outputs_at(w, at);
    UNROLL for (int r = 0; r < rows; r++)
        store(out + (size_t)r * w->outputs + at, finished(&o, sums[r * panels * VECTORS + i], grids + r));
  }
}

INLINE void multiply_tile(const linear *w, int32_t first, const uint8_t *a, int rows, int panels,
                          int32_t stride, const grid *grids, float *out) {
  ints sums[MOST_SUMS];
  tile_of(rows, panels, w->weights + (size_t)first * w->inputs, w->sums + first, a, stride, w->inputs / STEP,
          sums);
  finish(w, sums, rows, panels, first, grids, out);
}

/* How many panels to take at once, with so many columns left. */
static int32_t panels_in(int32_t columns) {
  if (columns >= TILE_PANELS * PANEL) return TILE_PANELS;
  return TILE_PANELS > 2 && columns >= 2 * PANEL ? 2 : 1;
}

INLINE void multiply_rows(const linear *w, int32_t first, const uint8_t *a, int rows, int32_t panels,
                          int32_t stride, const grid *grids, float *out) {
  if (panels == TILE_PANELS) multiply_tile(w, first, a, rows, TILE_PANELS, stride, grids, out);
  else if (panels == 2) multiply_tile(w, first, a, rows, TILE_PANELS > 2 ? 2 : 1, stride, grids, out);
  else multiply_tile(w, first, a, rows, 1, stride, grids, out);
}

/* Where the tile of rows from `row` on begins: the last one reaches back to rows that are done already, which
 * costs less than tiles of fewer rows. */
static int32_t tile_begin(int32_t row, int32_t rows) {
  return row + TILE_ROWS <= rows ? row : rows - TILE_ROWS;
}

static void multiply(const linear *w, const uint8_t *a, int32_t rows, int32_t stride, const grid *grids,
                     float *out) {
  for (int32_t first = 0, panels; first < w->outputs; first += panels * PANEL) {
    panels = panels_in(w->outputs - first);
    for (int32_t row = 0; rows >= TILE_ROWS && row < rows; row += TILE_ROWS) {
      size_t at = (size_t)tile_begin(row, rows);
      multiply_rows(w, first, a + at * stride, TILE_ROWS, panels, stride, grids + at, out + at * w->outputs);
    }
    for (int32_t row = 0; rows < TILE_ROWS && row < rows; row++)
      multiply_rows(w, first, a + (size_t)row * stride, 1, panels, stride, grids + row,
                    out + (size_t)row * w->outputs);
  }
}

/* ---- Gates: panels of a and of b in turns, and what they make of x while their sums are in registers ---- */

enum { PAIRS = TILE_PANELS > 1 ? TILE_PANELS / 2 : 1 }; /* of panels, in a tile */

/* pair: the first of PAIRS; x: of the tile's first row. */
INLINE void gate_tile(const linear *w, int32_t pair, const uint8_t *a, int rows, const grid *grids,
                      float *x) {
  enum { AT_ONCE = TILE_PANELS > 1 ? 2 * PAIRS : 1, TILES = 2 * PAIRS / AT_ONCE };
  ints sums[TILES][TILE_ROWS * AT_ONCE * VECTORS];
  int32_t first = 2 * PANEL * pair;
  UNROLL for (int t = 0; t < TILES; t++) {
    int32_t at = first + t * AT_ONCE * PANEL;
    tile_of(rows, AT_ONCE, w->weights + (size_t)at * w->inputs, w->sums + at, a, w->inputs, w->inputs / STEP,
            sums[t]);
  }
  UNROLL for (int i = 0; i < PAIRS * VECTORS; i++) {
    int p = 2 * (i / VECTORS), v = i % VECTORS; /* a's panel in the tile; the vector in the panel */
    int32_t at = first + p * PANEL + v * LANES;
    outputs of_a = outputs_at(w, at), of_b = outputs_at(w, at + PANEL);
    UNROLL for (int r = 0; r < rows; r++) {
      const ints *of_row[2] = {sums[p / AT_ONCE] + (r * AT_ONCE + p % AT_ONCE) * VECTORS,
                               sums[(p + 1) / AT_ONCE] + (r * AT_ONCE + (p + 1) % AT_ONCE) * VECTORS};
      float *to = x + (size_t)r * (w->outputs / 2) + pair * PANEL + i * LANES;
      floats opened = larger(finished(&of_b, of_row[1][v], grids + r), all(0));
      store(to, load(to) + finished(&of_a, of_row[0][v], grids + r) * opened);
    }
  }
}

static void gate(const linear *w, const uint8_t *a, int32_t rows, const grid *grids, float *x) {
  for (int32_t pair = 0; pair < w->outputs / (2 * PANEL); pair += PAIRS) {
    int32_t row = 0;
    for (; row + TILE_ROWS <= rows; row += TILE_ROWS)
      gate_tile(w, pair, a + (size_t)row * w->inputs, TILE_ROWS, grids + row,
                x + (size_t)row * (w->outputs / 2));
    for (; row + TILE_ROWS / 2 <= rows; row += TILE_ROWS / 2)
      gate_tile(w, pair, a + (size_t)row * w->inputs, TILE_ROWS / 2, grids + row,
                x + (size_t)row * (w->outputs / 2));
    for (; row < rows; row++)
      gate_tile(w, pair, a + (size_t)row * w->inputs, 1, grids + row, x + (size_t)row * (w->outputs / 2));
  }
}

static void normalise_row(const float *x, const float *y, int32_t width, const float *gain, const float *bias,
                          float *to) {
  floats total = all(0), squares = all(0);
  for (int32_t i = 0; i < width; i += LANES) {
    floats v = y ? load(x + i) + load(y + i) : load(x + i);
    total += v;
    store(to + i, v);
  }
  float mean = sum(total) / (float)width;
  for (int32_t i = 0; i < width; i += LANES) {
    floats v = load(to + i) - mean;
    squares += v * v;
  }
  float scale = 1 / __builtin_sqrtf(sum(squares) / (float)width + 1e-12f);
  for (int32_t i = 0; i < width; i += LANES)
    store(to + i, (load(to + i) - mean) * scale * load(gain + i) + load(bias + i));
}

static void normalise(const float *x, const float *y, int32_t rows, int32_t width, const float *gain,
                      const float *bias, float *to) {
  for (int32_t i = 0; i < rows; i++) {
    size_t at = (size_t)i * width;
    normalise_row(x + at, y ? y + at : NULL, width, gain, bias, to + at);
  }
}

/* ROW_BLOCK rows of from [inputs] times columns [at .. at + vectors · LANES) of w; of the rows, `rows` are there. */
INLINE void product(const projection *w, const float *from, int32_t rows, int32_t at, int vectors,
                    float *to) {
  floats y[ROW_BLOCK][2];
  const float *row[ROW_BLOCK], *weights = w->weights + at;
  UNROLL for (int r = 0; r < ROW_BLOCK; r++) {
    row[r] = from + (size_t)(r < rows ? r : 0) * w->inputs;
    UNROLL for (int v = 0; v < vectors; v++) y[r][v] = load(w->bias + at + v * LANES);
  }
  for (int32_t k = 0; k < w->inputs; k++, weights += w->outputs) {
    floats a[2];
    UNROLL for (int v = 0; v < vectors; v++) a[v] = load(weights + v * LANES);
    UNROLL for (int r = 0; r < ROW_BLOCK; r++) UNROLL for (int v = 0; v < vectors; v++) y[r][v] +=
        a[v] * row[r][k];
  }
  UNROLL for (int r = 0; r < ROW_BLOCK; r++) if (r < rows) UNROLL for (int v = 0; v < vectors; v++)
      store(to + (size_t)r * w->outputs + at + v * LANES, y[r][v]);
}

/* Those columns of all rows. */
INLINE void project_columns(const projection *w, const float *from, int32_t rows, int32_t at, int vectors,
                            float *to) {
  for (int32_t r = 0; r < rows; r += ROW_BLOCK)
    product(w, from + (size_t)r * w->inputs, rows - r < ROW_BLOCK ? rows - r : ROW_BLOCK, at, vectors,
            to + (size_t)r * w->outputs);
}

static void project(const projection *w, const float *from, int32_t rows, float *to) {
  int32_t at = 0;
  for (; at + 2 * LANES <= w->outputs; at += 2 * LANES) project_columns(w, from, rows, at, 2, to);
  for (; at < w->outputs; at += LANES) project_columns(w, from, rows, at, 1, to);
}

/* Columns [at .. at + vectors · LANES) of a blend. */
INLINE void blend_columns(const float *start, const float *const *rows, const float *factors, int32_t count,
                          int32_t at, int vectors, float *to) {
  floats y[BLEND_VECTORS];
  UNROLL for (int v = 0; v < vectors; v++) y[v] = load(start + at + v * LANES);
  for (int32_t i = 0; i < count; i++) {
    const float *row = rows[i] + at;
    UNROLL for (int v = 0; v < vectors; v++) y[v] += load(row + v * LANES) * factors[i];
  }
  UNROLL for (int v = 0; v < vectors; v++) store(to + at + v * LANES, y[v]);
}

static void blend(const float *start, const float *const *rows, const float *factors, int32_t count,
                  int32_t width, float *to) {
  int32_t at = 0;
  for (; at + BLEND_VECTORS * LANES <= width; at += BLEND_VECTORS * LANES)
    blend_columns(start, rows, factors, count, at, BLEND_VECTORS, to);
  for (; at + LANES <= width; at += LANES) blend_columns(start, rows, factors, count, at, 1, to);
  for (; at < width; at++) {
    to[at] = start[at];
    for (int32_t i = 0; i < count; i++) to[at] += rows[i][at] * factors[i];
  }
}

static void dots(const float *const *rows, int32_t count, const float *by, int32_t width, float *to) {
  for (int32_t i = 0; i < count; i++) {
    floats sums[2] = {all(0), all(0)};
    int32_t at = 0;
    for (; at + 2 * LANES <= width; at += 2 * LANES)
      UNROLL for (int v = 0; v < 2; v++) sums[v] +=
          load(rows[i] + at + v * LANES) * load(by + at + v * LANES);
    to[i] = sum(sums[0] + sums[1]);
    for (; at < width; at++) to[i] += rows[i][at] * by[at];
  }
}

_Static_assert((int)TILE_ROWS <= (int)ROW_BLOCK, "the scratch of attention has room for a tile");
_Static_assert(WEIGH_ROWS % 2 == 0 && TILE_ROWS % (WEIGH_ROWS / 2) == 0, "a tile's rows are weighed evenly");
_Static_assert(WIDE % (WEIGH_PANELS * PANEL) == 0, "a head's dimensions are weighed evenly");

/* ---- Attention --------------------------------------------------------------------------------
 *
 * For one head: scores = queries · keys, in bytes; weights = e^(score - largest), in two bytes, one product
 * each; out = weights · values, in bytes.  A byte's grid is that of its query, of its key, of its value's
 * dimension.  Keys and values are taken around their mean over the window: what all keys share moves no
 * weight, and weights that round to nothing then stand for the mean value.  One byte would be too coarse for
 * weights: where paragraphs' ends take most of it, what is left decides, and names lost 0.3 to 0.7 F1. */

static const float UNLIKELY = -1e30f; /* the score of what is no key */

typedef struct {
  const float *at; /* one head's queries, keys or values: [rows], stride floats apart */
  int32_t rows, size;
  size_t stride;
} head_view;

static head_view view_of(const attention *t, int32_t head, int32_t part) {
  size_t width = (size_t)t->heads * (size_t)t->size;
  return (head_view){t->qkv + (size_t)part * t->rows * width + (size_t)head * t->size, t->rows, t->size,
                     width};
}

static void means_of(const head_view *v, float *means) {
  for (int32_t d = 0; d < v->size; d += LANES) {
    floats total = all(0);
    for (int32_t j = 0; j < v->rows; j++) total += load(v->at + (size_t)j * v->stride + d);
    store(means + d, total * (1 / (float)v->rows));
  }
}

/* One row less `means` (NULL: as it is) as bytes -127 to 127; returns their scale. */
static inline float round_row(const float *from, const float *means, int32_t size, int8_t *to) {
  floats most = all(0);
  for (int32_t d = 0; d < size; d += LANES)
    most = larger(absolute(means ? load(from + d) - load(means + d) : load(from + d)), most);
  float largest_one = largest(most), inverse = largest_one > 1e-30f ? 127 / largest_one : 0;
  for (int32_t d = 0; d < size; d += LANES) {
    floats x = means ? load(from + d) - load(means + d) : load(from + d);
    store_bytes(nearest(x * inverse), to + d);
  }
  return largest_one / 127;
}

static void gather_queries(const attention *t, const head_view *v) {
  for (int32_t i = 0; i < v->rows; i++) {
    int8_t *to = (int8_t *)t->queries + (size_t)i * v->size;
    t->query_scales[i] = round_row(v->at + (size_t)i * v->stride, NULL, v->size, to);
    for (int32_t d = 0; d < v->size; d++) to[d] = (int8_t)(to[d] ^ ZERO);
  }
}

static void gather_keys(const attention *t, const head_view *v, int32_t room) {
  float means[HEAD_MOST];
  int8_t bytes[HEAD_MOST] = {0};
  means_of(v, means);
  for (int32_t j = 0; j < room; j++) {
    int32_t sum_of_bytes = 0;
    if (j < v->rows) t->key_scales[j] = round_row(v->at + (size_t)j * v->stride, means, v->size, bytes);
    else memset(bytes, 0, sizeof bytes);
    t->key_biases[j] = j < v->rows ? 0 : UNLIKELY;
    for (int32_t d = 0; d < v->size; d++) sum_of_bytes += bytes[d];
    t->key_sums[j] = sum_of_bytes;
    int8_t *panel = t->keys + (size_t)(j / PANEL * PANEL) * v->size + (size_t)(j % PANEL) * STEP;
    for (int32_t d = 0; d < v->size; d += STEP) memcpy(panel + (size_t)d * PANEL, bytes + d, STEP);
  }
}

/* The scale of each dimension, into value_scales; its mean into value_means. */
static void measure_values(const attention *t, const head_view *v) {
  means_of(v, t->value_means);
  for (int32_t d = 0; d < v->size; d += LANES) {
    floats most = all(1e-30f), mean = load(t->value_means + d);
    for (int32_t j = 0; j < v->rows; j++)
      most = larger(absolute(load(v->at + (size_t)j * v->stride + d) - mean), most);
    store(t->value_scales + d, most * (1 / 127.0f));
  }
}

static void gather_values(const attention *t, const head_view *v, int32_t room) {
  measure_values(t, v);
  for (int32_t d = 0; d < v->size; d += LANES) {
    floats mean = load(t->value_means + d), inverse = 1 / load(t->value_scales + d);
    ints total = {0};
    int8_t *panel = t->values + (size_t)(d / PANEL) * PANEL * (size_t)room + (size_t)(d % PANEL) * STEP;
    for (int32_t j = 0; j < room; j += STEP) {
      ints four = {0};
      for (int32_t i = 0; i < STEP && j + i < v->rows; i++) {
        ints byte = nearest((load(v->at + (size_t)(j + i) * v->stride + d) - mean) * inverse) << 24 >> 24;
        total += byte;
        four |= (byte & 255) << 8 * i;
      }
      memcpy(panel + (size_t)j * PANEL, &four, sizeof four);
    }
    memcpy(t->value_sums + d, &total, sizeof total);
  }
}

/* `rows` queries times `panels` panels of keys from `key` on, as floats still to be scaled by the query's grid; most:
 * [rows] the largest of each row so far. */
INLINE void score_tile(const attention *t, const uint8_t *queries, int32_t key, int rows, int panels,
                       int32_t room, floats *most) {
  ints sums[MOST_SUMS];
  tile_of(rows, panels, t->keys + (size_t)key * t->size, t->key_sums + key, queries, t->size, t->size / STEP,
          sums);
  UNROLL for (int i = 0; i < panels * VECTORS; i++) {
    int32_t at = key + i * LANES;
    floats scale = load(t->key_scales + at), bias = load(t->key_biases + at);
    UNROLL for (int r = 0; r < rows; r++) {
      floats x = converted(sums[r * panels * VECTORS + i]) * scale + bias;
      store(t->scores + (size_t)r * room + at, x);
      most[r] = larger(x, most[r]);
    }
  }
}

INLINE void score_keys(const attention *t, const uint8_t *queries, int rows, int32_t room, floats *most) {
  enum { LEAST_PANELS = TILE_PANELS > 2 ? 2 : TILE_PANELS }; /* room is a multiple of 2 panels */
  UNROLL for (int r = 0; r < rows; r++) most[r] = all(-3e38f);
  for (int32_t key = 0, panels; key < room; key += panels * PANEL) {
    panels = panels_in(room - key);
    if (panels == TILE_PANELS) score_tile(t, queries, key, rows, TILE_PANELS, room, most);
    else score_tile(t, queries, key, rows, LEAST_PANELS, room, most);
  }
}

#ifndef POWER
#define POWER power
/* MOST_WEIGHT · 2^x for x <= 0. */
static inline floats power(floats x) {
  x = larger(x, all(-64));
  floats n = x + rounder;
  return (floats)((ints)power_part(x - (n - rounder)) + ((ints)n << 23));
}
#endif

#ifndef SPLIT
#define SPLIT split
/* The high and the low bytes of 2 vectors of numbers of 16 bits. */
static inline void split(const ints n[2], uint8_t *high, uint8_t *low) {
  UNROLL for (int i = 0; i < 2; i++) {
    store_bytes(n[i] >> 8, high + i * LANES);
    store_bytes(n[i], low + i * LANES);
  }
}
#endif

/* Scores become weights, their high bytes before their low ones; returns their sum before they were rounded. */
static float soften(const float *scores, int32_t room, float scale, float top, uint8_t *weights) {
  floats total = all(0);
  for (int32_t j = 0; j < room; j += 2 * LANES) {
    ints n[2];
    UNROLL for (int i = 0; i < 2; i++) {
      floats e = POWER(load(scores + j + i * LANES) * scale - top);
      n[i] = nearest(e) & 0xFFFF;
      total += e;
    }
    SPLIT(n, weights + j, weights + room + j);
  }
  return sum(total);
}

/* weights: of each row the high bytes and the low ones, `room` of each; rows counts both.  units: what a step of
 * each row's weights stands for. */
INLINE void weigh_tile(const attention *t, const uint8_t *weights, int32_t d, int rows, int32_t room,
                       const float *units, float *out) {
  ints sums[MOST_WEIGH_SUMS];
  tile_of(rows, WEIGH_PANELS, t->values + (size_t)d * room, t->value_sums + d, weights, room, room / STEP,
          sums);
  UNROLL for (int i = 0; i < WEIGH_PANELS * VECTORS; i++) {
    floats scale = load(t->value_scales + d + i * LANES), mean = load(t->value_means + d + i * LANES);
    ints centre = load_ints(t->value_sums + d + i * LANES) * ZERO;
    UNROLL for (int r = 0; r < rows; r += 2) {
      floats high = converted(sums[r * WEIGH_PANELS * VECTORS + i] + centre);
      floats low = converted(sums[(r + 1) * WEIGH_PANELS * VECTORS + i] + centre);
      floats y = high * scale * (256 * units[r / 2]) + mean;
      y = low * scale * units[r / 2] + y;
      store(out + (size_t)(r / 2) * t->stride + d + i * LANES, y);
    }
  }
}

INLINE void weigh(const attention *t, int rows, int32_t room, const float *units, float *out) {
  enum { AT_ONCE = WEIGH_ROWS / 2 };
  for (int32_t d = 0; d < t->size; d += WEIGH_PANELS * PANEL) {
    if (rows == 1) weigh_tile(t, t->weights, d, 2, room, units, out);
    for (int r = 0; rows > 1 && r < rows; r += AT_ONCE)
      weigh_tile(t, t->weights + (size_t)2 * r * room, d, WEIGH_ROWS, room, units + r,
                 out + (size_t)r * t->stride);
  }
}

/* rows: TILE_ROWS, or 1. */
INLINE void attend_rows(const attention *t, int32_t head, int32_t first, int rows, int32_t room) {
  const float unit = 1.44269504f / __builtin_sqrtf((float)t->size); /* powers of 2, not of e */
  float units[TILE_ROWS];
  floats most[TILE_ROWS];
  score_keys(t, t->queries + (size_t)first * t->size, rows, room, most);
  for (int r = 0; r < rows; r++) {
    float scale = t->query_scales[first + r] * unit;
    units[r] = 1 / soften(t->scores + (size_t)r * room, room, scale, largest(most[r]) * scale,
                          t->weights + (size_t)2 * r * room);
  }
  weigh(t, rows, room, units, t->out + (size_t)first * t->stride + (size_t)head * t->size);
}

static void attend(const attention *t) {
  int32_t room = (t->rows + WIDE - 1) / WIDE * WIDE;
  for (int32_t head = 0; head < t->heads; head++) {
    const head_view queries = view_of(t, head, 0), keys = view_of(t, head, 1), values = view_of(t, head, 2);
    gather_queries(t, &queries);
    gather_keys(t, &keys, room);
    gather_values(t, &values, room);
    for (int32_t row = 0; t->rows >= TILE_ROWS && row < t->rows; row += TILE_ROWS)
      attend_rows(t, head, tile_begin(row, t->rows), TILE_ROWS, room);
    for (int32_t row = 0; t->rows < TILE_ROWS && row < t->rows; row++) attend_rows(t, head, row, 1, room);
  }
}

#include "net/stencil_body.h"

const kernel KERNEL = {KERNEL_NAME, quantise, multiply, normalise, gelu,
                       attend,      project,  blend,    dots,      &STENCIL};
