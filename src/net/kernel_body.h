/* All of a kernel but its integer product, in vectors of LANES floats (GCC's and clang's vector types).
 *
 * The file that includes this defines LANES, KERNEL, KERNEL_NAME, TILE_ROWS, TILE_PANELS and
 *
 *   tile()  out[row][p * PANEL + i] = Σ (a[row] - ZERO) · weights of panel p, for rows <= TILE_ROWS rows and
 *           `panels` panels, 1 or TILE_PANELS
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
static inline floats smaller(floats a, floats b) { return choose(a < b, a, b); } /* b where a is no number */
static inline floats larger(floats a, floats b) { return choose(a > b, a, b); }
static inline floats absolute(floats a) { return (floats)((ints)a & 0x7fffffff); }

static inline float sum(floats x) {
  float s = 0;
  for (int i = 0; i < LANES; i++) s += x[i];
  return s;
}
static inline float largest(floats x) {
  float s = x[0];
  for (int i = 1; i < LANES; i++) s = s > x[i] ? s : x[i];
  return s;
}

/* 1.5 · 2^23: adding it rounds a small float to the nearest integer, which its low bits then hold. */
static const float rounder = 12582912;

/* e^x, relative error below 2e-7; x is taken as at most 88 and at least -87.  Cephes' expf. */
static inline floats exponential(floats x) {
  x = larger(smaller(x, all(88)), all(-87));
  floats n = x * 1.44269504088896341f + rounder;
  ints power = (ints)n << 23;
  n -= rounder;
  floats r = x - n * 0.693359375f + n * 2.12194440e-4f;
  floats y = r * 1.9875691500e-4f + 1.3981999507e-3f;
  y = y * r + 8.3334519073e-3f;
  y = y * r + 4.1665795894e-2f;
  y = y * r + 1.6666665459e-1f;
  y = y * r + 5.0000001201e-1f;
  y = y * r * r + r + 1;
  return (floats)((ints)y + power);
}

/* x · Φ(x) by Abramowitz and Stegun 7.1.26, whose error in erf is below 1.5e-7. */
static inline floats gelu_of(floats x) {
  floats z = absolute(x) * 0.70710678118654752f;
  floats t = 1 / (1 + 0.3275911f * z);
  floats y = t * 1.061405429f - 1.453152027f;
  y = y * t + 1.421413741f;
  y = y * t - 0.284496736f;
  y = y * t + 0.254829592f;
  floats tail = 0.5f * y * t * exponential(-z * z); /* Φ(-|x|) */
  return x * choose(x < 0, tail, 1 - tail);
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
    octets bytes = __builtin_convertvector(((ints)(x + (rounder + ZERO))) & 255, octets);
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

static void multiply(const linear *w, const uint8_t *a, int32_t rows, int32_t stride, const grid *grids,
                     float *out) {
  int32_t sums[TILE_ROWS * TILE_PANELS * PANEL];
  for (int32_t first = 0, panels; first < w->outputs; first += panels * PANEL) {
    panels = w->outputs - first >= TILE_PANELS * PANEL ? TILE_PANELS : 1;
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

/* ATTEND_ROWS rows of from [inputs] times columns [at .. at + 2 LANES) of weights [inputs][stride]. */
static inline void product(const float *from, int32_t from_stride, int32_t rows, int32_t inputs,
                           const float *weights, int32_t stride, const floats start[2], float *to,
                           int32_t to_stride) {
  floats y[ATTEND_ROWS][2];
  UNROLL for (int r = 0; r < ATTEND_ROWS; r++) {
    y[r][0] = start[0];
    y[r][1] = start[1];
  }
  const float *row[ATTEND_ROWS];
  for (int r = 0; r < ATTEND_ROWS; r++) row[r] = from + (size_t)(r < rows ? r : 0) * from_stride;
  for (int32_t k = 0; k < inputs; k++) {
    floats a = load(weights + (size_t)k * stride), b = load(weights + (size_t)k * stride + LANES);
    UNROLL for (int r = 0; r < ATTEND_ROWS; r++) {
      y[r][0] += a * row[r][k];
      y[r][1] += b * row[r][k];
    }
  }
  UNROLL for (int r = 0; r < ATTEND_ROWS; r++) if (r < rows) {
    store(to + (size_t)r * to_stride, y[r][0]);
    store(to + (size_t)r * to_stride + LANES, y[r][1]);
  }
}

static void project(const projection *w, const float *from, int32_t rows, float *to) {
  for (int32_t i = 0; i < w->outputs; i += 2 * LANES) {
    floats bias[2] = {load(w->bias + i), load(w->bias + i + LANES)};
    for (int32_t r = 0; r < rows; r += ATTEND_ROWS)
      product(from + (size_t)r * w->inputs, w->inputs, rows - r < ATTEND_ROWS ? rows - r : ATTEND_ROWS,
              w->inputs, w->weights + i, w->outputs, bias, to + (size_t)r * w->outputs + i, w->outputs);
  }
}

/* One head's keys, turned so that neighbours lie together, and its values. */
static void gather(const attention *t, int32_t head, int32_t room) {
  size_t width = (size_t)t->heads * (size_t)t->size;
  for (int32_t j = 0; j < t->rows; j++) {
    const float *key = t->qkv + (3 * (size_t)j + 1) * width + (size_t)head * t->size;
    for (int32_t d = 0; d < t->size; d++) t->keys[(size_t)d * room + j] = key[d];
    memcpy(t->values + (size_t)j * t->size, key + width, sizeof(float) * (size_t)t->size);
  }
  for (int32_t d = 0; d < t->size; d++)
    for (int32_t j = t->rows; j < room; j++) t->keys[(size_t)d * room + j] = 0;
}

/* scores become e^((score - largest) · scale), 0 behind the last row; returns their sum. */
static float soften(float *scores, int32_t rows, int32_t room, float scale) {
  floats most = all(-3e38f), total = all(0);
  for (int32_t j = rows; j < room; j++) scores[j] = -3e38f;
  for (int32_t j = 0; j < room; j += LANES) most = larger(load(scores + j), most);
  float top = largest(most);
  for (int32_t j = 0; j < room; j += LANES) {
    floats e = exponential((load(scores + j) - top) * scale);
    store(scores + j, e);
    total += e;
  }
  return sum(total);
}

static void attend_rows(const attention *t, int32_t head, int32_t first, int32_t room) {
  const floats nothing[2] = {all(0), all(0)};
  int32_t width = t->heads * t->size, rows = t->rows - first < ATTEND_ROWS ? t->rows - first : ATTEND_ROWS;
  const float *queries = t->qkv + (size_t)first * 3 * width + (size_t)head * t->size;
  float *out = t->out + (size_t)first * width + (size_t)head * t->size, totals[ATTEND_ROWS];
  for (int32_t j = 0; j < room; j += 2 * LANES)
    product(queries, 3 * width, rows, t->size, t->keys + j, room, nothing, t->scores + j, room);
  for (int32_t r = 0; r < rows; r++)
    totals[r] = soften(t->scores + (size_t)r * room, t->rows, room, 1 / __builtin_sqrtf((float)t->size));
  for (int32_t d = 0; d < t->size; d += 2 * LANES)
    product(t->scores, room, rows, t->rows, t->values + d, t->size, nothing, out + d, width);
  for (int32_t r = 0; r < rows; r++)
    for (int32_t d = 0; d < t->size; d += LANES)
      store(out + (size_t)r * width + d, load(out + (size_t)r * width + d) * (1 / totals[r]));
}

static void attend(const attention *t) {
  int32_t room = (t->rows + WIDE - 1) / WIDE * WIDE;
  for (int32_t head = 0; head < t->heads; head++) {
    gather(t, head, room);
    for (int32_t first = 0; first < t->rows; first += ATTEND_ROWS) attend_rows(t, head, first, room);
  }
}

#include "net/stencil_body.h"

const kernel KERNEL = {KERNEL_NAME, quantise, multiply, normalise, gelu, attend, project, &STENCIL};
