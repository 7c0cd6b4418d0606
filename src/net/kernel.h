/* The arithmetic, once for each kind of processor; all give the same integers, and floats that differ in
 * their last bits.
 *
 *   x ─ quantise ─ bytes and a grid a row ─ multiply ─ y       8-bit integers, summed exactly in 32 bits
 *   normalise, gelu, attend, project                           32-bit floats
 *
 * kernel_body.h writes the floats in vectors of LANES, kernel_*.c add the integer product and are compiled
 * with the flags of their processor (see the Makefile). */
#ifndef NET_KERNEL_H
#define NET_KERNEL_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

enum {
  PANEL = 16, /* outputs that lie together */
  STEP = 4,   /* inputs that are multiplied at once */
  WIDE = 32,  /* what the sizes of floats' rows are multiples of */
  ZERO = 128  /* what stands for a row's centre in the bytes of quantise() */
};

typedef struct { /* what the bytes of a row stand for: (byte - ZERO) · scale + centre */
  float scale, centre;
} grid;

typedef struct {           /* y = x · weights, by rows */
  int32_t inputs, outputs; /* multiples of STEP and of PANEL */
  const int8_t *weights;   /* [outputs / PANEL][inputs / STEP][PANEL][STEP], -127 to 127 */
  const int32_t *sums;     /* [outputs] of each output's weights */
  const float *scales;     /* [outputs] */
  const float *bias;       /* [outputs] */
} linear;

typedef struct {           /* the same in floats, for what is small */
  int32_t inputs, outputs; /* outputs: a multiple of PANEL */
  const float *weights;    /* [inputs][outputs] */
  const float *bias;       /* [outputs] */
} projection;

enum { HEAD_MOST = 256, ROW_BLOCK = 6 }; /* floats in a head; rows that are attended together, at most */

typedef struct {             /* some heads of one window's attention; rows rounded up to WIDE is `room` */
  int32_t rows, heads, size; /* size: of one head, a multiple of WIDE, at most HEAD_MOST */
  const float *qkv;          /* [3][rows][heads][size] queries, keys, values */
  float *out;                /* [rows][stride], of which heads * size */
  int32_t stride;
  /* Scratch, for one head; scales and means say what the bytes stand for: */
  uint8_t *queries;               /* [rows][size] */
  int8_t *keys, *values;          /* [room][size], [size][room], as the weights of a linear */
  int32_t *key_sums, *value_sums; /* [room], [size] */
  float *query_scales, *key_scales, *value_scales; /* [rows], [room], [size] */
  float *key_biases, *value_means;                 /* [room] 0, very low behind the last key; [size] */
  float *scores;                                   /* [ROW_BLOCK][room] */
  uint8_t *weights;                                /* [ROW_BLOCK][2][room] the high bytes, the low ones */
} attention;

typedef struct stencil stencil; /* net/stencil.h */

typedef struct {
  const char *name;
  /* The grid of each row spreads 255 values over what there is: a row need not lie around 0 (after gelu, none
   * does).  columns: a multiple of WIDE. */
  void (*quantise)(const float *from, int32_t rows, int32_t columns, uint8_t *to, grid *grids);
  /* out[row][output] = w->scales[output] · Σ weights · (what the bytes stand for) + bias.  stride: bytes from
   * row to row of a; out is dense. */
  void (*multiply)(const linear *w, const uint8_t *a, int32_t rows, int32_t stride, const grid *grids,
                   float *out);
  /* to = (x + y, brought to mean 0 and variance 1 along each row) · gain + bias; y may be NULL, to may be x.
   * width: a multiple of WIDE. */
  void (*normalise)(const float *x, const float *y, int32_t rows, int32_t width, const float *gain,
                    const float *bias, float *to);
  /* x = x · Φ(x); count: a multiple of WIDE.  Within 1e-4 of the true value, relative to max(1, |x|). */
  void (*gelu)(float *x, size_t count);
  void (*attend)(const attention *t);
  void (*project)(const projection *w, const float *from, int32_t rows, float *to);
  /* to = start + Σ factors[i] · rows[i], of rows anywhere; all are [width], of any width. */
  void (*blend)(const float *start, const float *const *rows, const float *factors, int32_t count,
                int32_t width, float *to);
  /* to[i] = rows[i] · by. */
  void (*dots)(const float *const *rows, int32_t count, const float *by, int32_t width, float *to);
  const stencil *stencil;
} kernel;

/* kernel_at(i) for i = 0, 1, ... gives all that this processor can run, best first, then NULL; kernel_named() the
 * one of that name, the best for NULL, NULL when there is none. */
const kernel *kernel_at(int32_t i);
const kernel *kernel_named(const char *name);

/* The one that the environment's INQUIT_KERNEL names, to test it or to compare it; else the best. */
inq_code kernel_choose(const kernel **out, inq_err *err);

extern const kernel kernel_portable, kernel_avx2, kernel_avx512, kernel_neon;

/* For loops whose few rounds stand in registers. */
#if defined(__clang__)
#define UNROLL _Pragma("unroll")
#else
#define UNROLL _Pragma("GCC unroll 32")
#endif

#define INLINE __attribute__((always_inline)) static inline

#endif
