/* All of a kernel but its integer product, in vectors of LANES floats (GCC's and clang's vector types).
 *
 * The file that includes this defines LANES, KERNEL, KERNEL_NAME, TILE_ROWS, TILE_PANELS and
 *
 *   tile()  out[row][p * PANEL + i] = Σ (a[row] - ZERO) · weights of panel p, for rows <= TILE_ROWS rows and
 *           `panels` panels, 1, 2 or TILE_PANELS
 */
#include <string.h>

typedef float floats __attribute__((vector_size(4 * LANES)));
typedef int32_t ints __attribute__((vector_size(4 * LANES)));
typedef uint8_t octets __attribute__((vector_size(LANES)));

static inline floats load(const float *at) {
  floats x;
  memcpy(&x, at, sizeof x);
  return x;
}
static inline void store(float *at, floats x) { memcpy(at, &x, sizeof x); }
static inline floats all(float x) { return (floats){0} + x; }
static inline floats choose(ints mask, floats a, floats b) {
  return (floats)((mask & (ints)a) | (~mask & (ints)b));
}
#ifdef SMALLER /* both: b where a is no number */
static inline floats smaller(floats a, floats b) { return (floats)SMALLER(a, b); }
static inline floats larger(floats a, floats b) { return (floats)LARGER(a, b); }
#else
static inline floats smaller(floats a, floats b) { return choose(a < b, a, b); }
static inline floats larger(floats a, floats b) { return choose(a > b, a, b); }
#endif
static inline floats absolute(floats a) { return (floats)((ints)a & 0x7fffffff); }

/* Halves are joined until four are left: short chains, since much waits for these. */
typedef float quads __attribute__((vector_size(16)));
typedef int32_t four_ints __attribute__((vector_size(16)));
typedef union {
  floats whole;
  quads parts[LANES / 4];
} halves;

static inline float sum(floats x) {
  halves h = {x};
  for (int n = LANES / 8; n; n /= 2)
    for (int i = 0; i < n; i++) h.parts[i] += h.parts[i + n];
  return (h.parts[0][0] + h.parts[0][2]) + (h.parts[0][1] + h.parts[0][3]);
}

static inline float largest_of(float a, float b) { return a > b ? a : b; }

static inline float largest(floats x) {
  halves h = {x};
  for (int n = LANES / 8; n; n /= 2)
    for (int i = 0; i < n; i++) {
      four_ints more = h.parts[i] > h.parts[i + n];
      h.parts[i] = (quads)((more & (four_ints)h.parts[i]) | (~more & (four_ints)h.parts[i + n]));
    }
  return largest_of(largest_of(h.parts[0][0], h.parts[0][2]), largest_of(h.parts[0][1], h.parts[0][3]));
}

/* 1.5 · 2^23: adding it rounds a small float to the nearest integer, which its low bits then hold. */
static const float rounder = 12582912;

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

static void quantise_row(const float *from, int32_t columns, uint8_t *to, grid *g) {
  floats low = all(3e38f), high = all(-3e38f);
  for (int32_t i = 0; i < columns; i += LANES) {
    low = smaller(load(from + i), low);
    high = larger(load(from + i), high);
  }
  float least = -largest(-low), most = largest(high), range = most - least;
  float inverse = range > 1e-30f ? 254 / range : 0;
  *g = (grid){range / 254, 0.5f * (least + most)};
  for (int32_t i = 0; i < columns; i += LANES) {
    floats x = larger(smaller((load(from + i) - g->centre) * inverse, all(127)), all(-127));
    octets bytes = __builtin_convertvector((ints)(x + (rounder + ZERO)) & 255, octets);
    memcpy(to + i, &bytes, sizeof bytes);
  }
}

static void quantise(const float *from, int32_t rows, int32_t columns, uint8_t *to, grid *grids) {
  for (int32_t i = 0; i < rows; i++)
    quantise_row(from + (size_t)i * columns, columns, to + (size_t)i * columns, grids + i);
}

/* From integer sums to floats: Σ w · ((byte - ZERO) · scale + centre) = scale · sum + centre · Σ w. */
static void finish(const linear *w, const int32_t *sums, int32_t rows, int32_t first, int32_t columns,
                   const grid *grids, float *out) {
  for (int32_t i = 0; i < columns; i += LANES) {
    floats scale = load(w->scales + first + i), bias = load(w->bias + first + i);
    ints n;
    memcpy(&n, w->sums + first + i, sizeof n);
    floats whole = __builtin_convertvector(n, floats);
    for (int32_t r = 0; r < rows; r++) {
      memcpy(&n, sums + r * columns + i, sizeof n);
      floats y = __builtin_convertvector(n, floats) * grids[r].scale + whole * grids[r].centre;
      store(out + (size_t)r * w->outputs + first + i, y * scale + bias);
    }
  }
}

/* How many panels to take at once, with so many columns left. */
static int32_t panels_in(int32_t columns) {
  if (columns >= TILE_PANELS * PANEL) return TILE_PANELS;
  return TILE_PANELS > 2 && columns >= 2 * PANEL ? 2 : 1;
}

static void multiply(const linear *w, const uint8_t *a, int32_t rows, int32_t stride, const grid *grids,
                     float *out) {
  int32_t sums[TILE_ROWS * TILE_PANELS * PANEL];
  for (int32_t first = 0, panels; first < w->outputs; first += panels * PANEL) {
    panels = panels_in(w->outputs - first);
    for (int32_t row = 0, count; row < rows; row += count) {
      count = rows - row >= TILE_ROWS ? TILE_ROWS : 1;
      tile(w->weights + (size_t)first * w->inputs, w->sums + first, panels, a + (size_t)row * stride, count,
           stride, w->inputs / STEP, sums);
      finish(w, sums, count, first, panels * PANEL, grids + row, out + (size_t)row * w->outputs);
    }
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

/* ROW_BLOCK rows of from [inputs] times columns [at .. at + 2 LANES) of weights [inputs][stride]. */
static inline void product(const float *from, int32_t from_stride, int32_t rows, int32_t inputs,
                           const float *weights, int32_t stride, const floats start[2], float *to,
                           int32_t to_stride) {
  floats y[ROW_BLOCK][2];
  UNROLL for (int r = 0; r < ROW_BLOCK; r++) {
    y[r][0] = start[0];
    y[r][1] = start[1];
  }
  const float *row[ROW_BLOCK];
  for (int r = 0; r < ROW_BLOCK; r++) row[r] = from + (size_t)(r < rows ? r : 0) * from_stride;
  for (int32_t k = 0; k < inputs; k++) {
    floats a = load(weights + (size_t)k * stride), b = load(weights + (size_t)k * stride + LANES);
    UNROLL for (int r = 0; r < ROW_BLOCK; r++) {
      y[r][0] += a * row[r][k];
      y[r][1] += b * row[r][k];
    }
  }
  UNROLL for (int r = 0; r < ROW_BLOCK; r++) if (r < rows) {
    store(to + (size_t)r * to_stride, y[r][0]);
    store(to + (size_t)r * to_stride + LANES, y[r][1]);
  }
}

static void project(const projection *w, const float *from, int32_t rows, float *to) {
  for (int32_t i = 0; i < w->outputs; i += 2 * LANES) {
    floats bias[2] = {load(w->bias + i), load(w->bias + i + LANES)};
    for (int32_t r = 0; r < rows; r += ROW_BLOCK)
      product(from + (size_t)r * w->inputs, w->inputs, rows - r < ROW_BLOCK ? rows - r : ROW_BLOCK, w->inputs,
              w->weights + i, w->outputs, bias, to + (size_t)r * w->outputs + i, w->outputs);
  }
}

_Static_assert((int)TILE_ROWS <= (int)ROW_BLOCK, "the scratch of attention has room for a tile");

/* ---- Attention --------------------------------------------------------------------------------
 *
 * For one head: scores = queries · keys, in bytes; weights = e^(score - largest), in two bytes, one product
 * each; out = weights · values, in bytes.  A byte's grid is that of its query, of its key, of its value's
 * dimension.  Keys and values are taken around their mean over the window: what all keys share moves no
 * weight, and weights that round to nothing then stand for the mean value.  One byte would be too coarse for
 * weights: where paragraphs' ends take most of it, what is left decides, and names lost 0.3 to 0.7 F1. */

enum { MOST_WEIGHT = 65535 };

typedef struct {
  const float *at; /* one head's queries, keys or values: [rows], stride floats apart */
  int32_t rows, size;
  size_t stride;
} head_view;

static head_view view_of(const attention *t, int32_t head, int32_t part) {
  size_t width = (size_t)t->heads * (size_t)t->size;
  return (head_view){t->qkv + (size_t)part * width + (size_t)head * t->size, t->rows, t->size, 3 * width};
}

static inline ints nearest(floats x) { return (ints)(x + rounder); } /* in the low bits, for |x| < 2^22 */

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
    octets bytes = __builtin_convertvector(nearest(x * inverse) & 255, octets);
    memcpy(to + d, &bytes, sizeof bytes);
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

/* `rows` queries from `first` times all keys, as floats still to be scaled by the query's grid. */
static void score_keys(const attention *t, int32_t first, int32_t rows, int32_t room) {
  int32_t sums[TILE_ROWS * TILE_PANELS * PANEL];
  for (int32_t key = 0, panels; key < room; key += panels * PANEL) {
    panels = panels_in(room - key);
    tile(t->keys + (size_t)key * t->size, t->key_sums + key, panels, t->queries + (size_t)first * t->size,
         rows, t->size, t->size / STEP, sums);
    for (int32_t i = 0; i < panels * PANEL; i += LANES) {
      floats scale = load(t->key_scales + key + i);
      for (int32_t r = 0; r < rows; r++) {
        ints n;
        memcpy(&n, sums + r * panels * PANEL + i, sizeof n);
        store(t->scores + (size_t)r * room + key + i, __builtin_convertvector(n, floats) * scale);
      }
    }
  }
}

/* MOST_WEIGHT · 2^x for x <= 0, relative error below 1e-4. */
static inline floats power(floats x) {
  x = larger(x, all(-64));
  floats n = x + rounder;
  floats r = x - (n - rounder);
  floats y = r * (MOST_WEIGHT * 0.05517167f) + MOST_WEIGHT * 0.24261113f;
  y = y * r + MOST_WEIGHT * 0.69326099f;
  y = y * r + MOST_WEIGHT * 0.99992807f;
  return (floats)((ints)y + ((ints)n << 23));
}

/* Scores become weights, 0 behind the last row; returns their sum before they were rounded. */
static float soften(float *scores, int32_t rows, int32_t room, float scale, uint8_t *high, uint8_t *low) {
  floats most = all(-3e38f), total = all(0);
  for (int32_t j = rows; j < room; j++) scores[j] = -3e38f;
  for (int32_t j = 0; j < room; j += LANES) most = larger(load(scores + j), most);
  float top = largest(most) * scale;
  for (int32_t j = 0; j < room; j += LANES) {
    floats e = power(load(scores + j) * scale - top);
    ints n = nearest(e);
    octets bytes = __builtin_convertvector(n >> 8 & 255, octets);
    memcpy(high + j, &bytes, sizeof bytes);
    bytes = __builtin_convertvector(n & 255, octets);
    memcpy(low + j, &bytes, sizeof bytes);
    total += e;
  }
  return sum(total);
}

/* One byte of the weights, times the values: `unit` is what a step of it stands for.  Adds to out. */
static void weigh_values(const attention *t, int32_t rows, int32_t room, const uint8_t *weights,
                         const float *units, float *out) {
  int32_t sums[TILE_ROWS * TILE_PANELS * PANEL];
  for (int32_t d = 0, panels; d < t->size; d += panels * PANEL) {
    panels = panels_in(t->size - d);
    tile(t->values + (size_t)d * room, t->value_sums + d, panels, weights, rows, room, room / STEP, sums);
    for (int32_t i = 0; i < panels * PANEL; i += LANES) {
      floats scale = load(t->value_scales + d + i);
      ints n, whole;
      memcpy(&whole, t->value_sums + d + i, sizeof whole);
      for (int32_t r = 0; r < rows; r++) {
        float *to = out + (size_t)r * t->heads * t->size + d + i;
        memcpy(&n, sums + r * panels * PANEL + i, sizeof n);
        store(to, __builtin_convertvector(n + whole * ZERO, floats) * scale * units[r] + load(to));
      }
    }
  }
}

static void weigh(const attention *t, int32_t rows, int32_t room, const float *totals, float *out) {
  float high[TILE_ROWS], low[TILE_ROWS];
  for (int32_t r = 0; r < rows; r++) {
    low[r] = 1 / totals[r];
    high[r] = 256 * low[r];
    memcpy(out + (size_t)r * t->heads * t->size, t->value_means, sizeof(float) * (size_t)t->size);
  }
  weigh_values(t, rows, room, t->weights, high, out);
  weigh_values(t, rows, room, t->weights + (size_t)ROW_BLOCK * room, low, out);
}

static void attend_rows(const attention *t, int32_t head, int32_t first, int32_t rows, int32_t room) {
  const float unit = 1.44269504f / __builtin_sqrtf((float)t->size); /* powers of 2, not of e */
  float totals[TILE_ROWS];
  score_keys(t, first, rows, room);
  for (int32_t r = 0; r < rows; r++) {
    uint8_t *high = t->weights + (size_t)r * room, *low = high + (size_t)ROW_BLOCK * room;
    totals[r] =
        soften(t->scores + (size_t)r * room, t->rows, room, t->query_scales[first + r] * unit, high, low);
  }
  weigh(t, rows, room, totals, t->out + (size_t)first * t->heads * t->size + (size_t)head * t->size);
}

static void attend(const attention *t) {
  int32_t room = (t->rows + WIDE - 1) / WIDE * WIDE;
  for (int32_t head = 0; head < t->heads; head++) {
    const head_view queries = view_of(t, head, 0), keys = view_of(t, head, 1), values = view_of(t, head, 2);
    gather_queries(t, &queries);
    gather_keys(t, &keys, room);
    gather_values(t, &values, room);
    for (int32_t row = 0, count; row < t->rows; row += count) {
      count = t->rows - row >= TILE_ROWS ? TILE_ROWS : 1;
      attend_rows(t, head, row, count, room);
    }
  }
}

#include "net/stencil_body.h"

const kernel KERNEL = {KERNEL_NAME, quantise, multiply, normalise, gelu, attend, project, &STENCIL};
