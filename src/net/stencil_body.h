/* stencil.h in vectors of LANES floats; included by kernel_body.h, whose vectors these are. */
#include "net/stencil.h"

/* Columns [at .. at + WIDE). */
static void gather_columns(const int8_t *const *rows, const float *scales, int32_t count, int32_t at,
                           float *to) {
  floats y[WIDE / LANES];
  UNROLL for (int v = 0; v < WIDE / LANES; v++) y[v] = all(0);
  for (int32_t i = 0; i < count; i++)
    UNROLL for (int v = 0; v < WIDE / LANES; v++) y[v] +=
        rounded(load_bytes(rows[i] + at + v * LANES) * scales[i]);
  UNROLL for (int v = 0; v < WIDE / LANES; v++) store(to + at + v * LANES, y[v]);
}

static void gather(const int8_t *const *rows, const float *scales, int32_t count, int32_t width, float *to) {
  for (int32_t at = 0; at < width; at += WIDE) gather_columns(rows, scales, count, at, to);
}

static float round_floats(const float *from, int32_t width, int8_t *to) {
  floats most = all(0);
  for (int32_t i = 0; i < width; i += LANES) most = larger(absolute(load(from + i)), most);
  float largest_one = largest(most), scale = largest_one > 0 ? largest_one / 127 : 1;
  for (int32_t i = 0; i < width; i += LANES) store_bytes(nearest(load(from + i) / scale), to + i);
  return scale;
}

static void place(const int8_t *bytes, float scale, const float *shape, const float *mark, int32_t width,
                  float *to) {
  for (int32_t i = 0; i < width; i += LANES)
    store(to + i, load_bytes(bytes + i) * scale + load(shape + i) + load(mark + i));
}

static void normal(const float *from, int32_t rows, int32_t width, float *to) {
  for (int32_t r = 0; r < rows; r++, from += width, to += width) {
    floats squares = all(0);
    for (int32_t i = 0; i < width; i += LANES) squares += load(from + i) * load(from + i);
    float scale = 1 / __builtin_sqrtf(sum(squares) / (float)width + 1e-6f);
    for (int32_t i = 0; i < width; i += LANES) store(to + i, load(from + i) * scale);
  }
}

enum { FILTER_ROWS = 4 }; /* that share the weights loaded */

INLINE void filter_rows(const stencil_filter *f, const float *from, int rows, uint8_t *to, grid *grids) {
  float filtered[FILTER_ROWS][STENCIL_MOST];
  floats low[FILTER_ROWS], high[FILTER_ROWS], weights[STENCIL_TAPS];
  int32_t columns = f->count * f->width, step = f->dilation * f->width;
  UNROLL for (int r = 0; r < rows; r++) low[r] = all(3e38f), high[r] = all(-3e38f);
  for (int32_t k = 0; k < f->count; k++)
    for (int32_t i = 0; i < f->width; i += LANES) {
      int32_t column = k * f->width + i;
      UNROLL for (int t = 0; t < STENCIL_TAPS; t++) weights[t] =
          load(f->weights + (size_t)t * columns + column);
      UNROLL for (int r = 0; r < rows; r++) {
        const float *at = from + (size_t)r * f->width + i;
        floats y = load(at) * weights[0];
        UNROLL for (int t = 1; t < STENCIL_TAPS; t++) y += load(at + (size_t)t * step) * weights[t];
        low[r] = smaller(y, low[r]), high[r] = larger(y, high[r]);
        store(filtered[r] + column, y);
      }
    }
  UNROLL for (int r = 0; r < rows; r++)
      spread_row(filtered[r], columns, low[r], high[r], to + (size_t)r * columns, grids + r);
}

static void filter(const stencil_filter *f, const float *from, int32_t rows, uint8_t *to, grid *grids) {
  size_t columns = (size_t)(f->count * f->width), width = (size_t)f->width;
  int32_t r = 0;
  for (; r + FILTER_ROWS <= rows; r += FILTER_ROWS)
    filter_rows(f, from + r * width, FILTER_ROWS, to + r * columns, grids + r);
  for (; r < rows; r++) filter_rows(f, from + r * width, 1, to + r * columns, grids + r);
}

static void join(const float *a, const float *b, const float *c, const float *d, int32_t width, float *to) {
  for (int32_t i = 0; i < width; i += LANES)
    store(to + i, larger(load(a + i) + load(b + i) + load(c + i) + load(d + i), all(0)));
}

/* e^x for x from -87 to 0, relative error below 3e-7: 2^n · 2^f, and 2^f by its series. */
static inline floats exponential_below_1(floats x) {
  floats y = larger(x, all(-87)) * 1.44269504089f, n = y + rounder;
  ints whole = (ints)n << 23;
  floats f = (y - (n - rounder)) * 0.69314718056f;
  floats series = f * (1.0f / 720) + 1.0f / 120;
  series = series * f + 1.0f / 24;
  series = series * f + 1.0f / 6;
  series = series * f + 0.5f;
  series = series * f + 1;
  series = series * f + 1;
  return (floats)((ints)series + whole);
}

/* LANES rows side by side: what is summed lies in one vector then, label after label. */
static void soften_block(const float *from, int32_t rows, int32_t stride, int32_t count, float *to) {
  float turned[SOFTEN_MOST][LANES];
  floats most = all(-3e38f), total = all(0);
  for (int32_t r = 0; r < LANES; r++)
    for (int32_t i = 0; i < count; i++) turned[i][r] = from[(size_t)(r < rows ? r : 0) * stride + i];
  for (int32_t i = 0; i < count; i++) {
    floats bounded = larger(smaller(load(turned[i]), all(1e4f)), all(-1e4f)); /* base/score.h */
    store(turned[i], bounded);
    most = larger(bounded, most);
  }
  for (int32_t i = 0; i < count; i++) total += exponential_below_1(load(turned[i]) - most);
  for (int32_t r = 0; r < rows; r++) {
    float shift = most[r] + __builtin_logf(total[r]);
    for (int32_t i = 0; i < count; i++) to[r * count + i] = turned[i][r] - shift;
  }
}

static void soften_rows(const float *from, int32_t rows, int32_t stride, int32_t count, float *to) {
  for (int32_t r = 0; r < rows; r += LANES)
    soften_block(from + (size_t)r * stride, rows - r < LANES ? rows - r : LANES, stride, count,
                 to + (size_t)r * count);
}

static const stencil STENCIL = {gather, round_floats, place, normal, filter, gate, join, soften_rows};
