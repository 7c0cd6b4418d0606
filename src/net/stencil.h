/* What a convolutional network needs beside the products of kernel.h, for each kind of processor.
 *
 *   x ─ normal ─ n ─ filter ─ bytes ─ gate ─ x + a · relu(b);  a, b: products as multiply's in kernel.h
 *
 * Rows of floats are multiples of WIDE long. */
#ifndef NET_STENCIL_H
#define NET_STENCIL_H

#include "net/kernel.h"

enum {
  STENCIL_TAPS = 5,    /* rows that a filter sees: models/recipe/fast.py has the same */
  STENCIL_MOST = 2048, /* columns of a filtered row */
  SOFTEN_MOST = 32     /* labels */
};

typedef struct { /* filters · width channels out of width: channel f * width + i is made of channel i */
  int32_t width, count; /* of the rows; filters */
  int32_t dilation;     /* rows from tap to tap */
  const float *weights; /* [STENCIL_TAPS][count * width] */
} stencil_filter;

struct stencil {
  /* to = Σ scales[i] · rows[i], of rows anywhere; all are [width].  Nothing is fused: every processor
   * gives the same floats. */
  void (*gather)(const int8_t *const *rows, const float *scales, int32_t count, int32_t width, float *to);
  /* Bytes from -127 to 127; returns what one of their steps stands for, 1 where all is nothing. */
  float (*round)(const float *from, int32_t width, int8_t *to);
  /* to = bytes · scale + shape + mark; shape and mark are [width]. */
  void (*place)(const int8_t *bytes, float scale, const float *shape, const float *mark, int32_t width,
                float *to);
  /* Each row, brought to a mean square of 1.  to may be from. */
  void (*normal)(const float *from, int32_t rows, int32_t width, float *to);
  /* Filters, then rounds as kernel.quantise() does.  from: the first tap's row of the first row; there are
   * rows + (STENCIL_TAPS - 1) * dilation of them. */
  void (*filter)(const stencil_filter *f, const float *from, int32_t rows, uint8_t *to, grid *grids);
  /* x += a · relu(b), where a and b are what w makes of the bytes: panel by panel one of a, then one of b.  x is
   * w->outputs / 2 wide, a multiple of WIDE. */
  void (*gate)(const linear *w, const uint8_t *bytes, int32_t rows, const grid *grids, float *x);
  /* to = relu(a + b + c + d); all are [width]. */
  void (*join)(const float *a, const float *b, const float *c, const float *d, int32_t width, float *to);
  /* Log-probabilities of `count` labels, at most SOFTEN_MOST, out of rows `stride` floats apart; to is dense.
   * Labels more than e^87 less likely than the best are taken for just that. */
  void (*soften)(const float *from, int32_t rows, int32_t stride, int32_t count, float *to);
};

#endif
