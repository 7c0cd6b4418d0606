/* What a convolutional network is computed with, on every kernel of this processor, against plain loops. */
#include "net/stencil.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 96, ROWS = 37, FILTERS = 2, DILATION = 3, GUARD = (STENCIL_TAPS - 1) * DILATION, LABELS = 21 };

static uint32_t seed = 11;

static float uniform(void) {
  seed = seed * 1664525u + 1013904223u;
  return (float)(int32_t)seed / 2147483648.0f;
}

static void fill(float *at, size_t count) {
  for (size_t i = 0; i < count; i++) at[i] = uniform();
}

static void near(const char *what, const kernel *k, int i, double found, double expected, double tolerance) {
  if (!(fabs(found - expected) <= tolerance))
    fail_msg("%s of %s, number %d: %f, not %f", what, k->name, i, found, expected);
}

static void check_rows_are_normal(const kernel *k) {
  float x[ROWS * WIDTH];
  fill(x, ROWS * WIDTH);
  memset(x + WIDTH, 0, sizeof(float) * WIDTH); /* nothing stays nothing */
  float to[ROWS * WIDTH];
  k->stencil->normal(x, ROWS, WIDTH, to);
  for (int r = 0; r < ROWS; r++) {
    double squares = 1e-6;
    for (int i = 0; i < WIDTH; i++) squares += (double)x[r * WIDTH + i] * (double)x[r * WIDTH + i] / WIDTH;
    for (int i = 0; i < WIDTH; i++)
      near("normal", k, r, (double)to[r * WIDTH + i], (double)x[r * WIDTH + i] / sqrt(squares), 1e-5);
  }
}

static void check_filter(const kernel *k) {
  static float from[(ROWS + GUARD) * WIDTH], weights[STENCIL_TAPS * FILTERS * WIDTH];
  uint8_t bytes[ROWS * FILTERS * WIDTH];
  grid grids[ROWS];
  fill(from, sizeof from / sizeof *from);
  fill(weights, sizeof weights / sizeof *weights);
  k->stencil->filter(&(stencil_filter){WIDTH, FILTERS, DILATION, weights}, from, ROWS, bytes, grids);
  for (int r = 0; r < ROWS; r++)
    for (int c = 0; c < FILTERS * WIDTH; c++) {
      double y = 0;
      for (int tap = 0; tap < STENCIL_TAPS; tap++)
        y += (double)from[(r + tap * DILATION) * WIDTH + c % WIDTH] *
             (double)weights[tap * FILTERS * WIDTH + c];
      double found =
          (bytes[r * FILTERS * WIDTH + c] - ZERO) * (double)grids[r].scale + (double)grids[r].centre;
      near("filter", k, c, found, y, 0.51 * (double)grids[r].scale + 1e-5);
    }
}

/* a and b by multiply(), whose own tests know what it gives, then x + a · relu(b); rows for every size of tile. */
static void check_gate(const kernel *k) {
  static int8_t weights[2 * WIDTH * WIDTH];
  static float ab[ROWS * 2 * WIDTH], x[ROWS * WIDTH], before[ROWS * WIDTH];
  int32_t sums[2 * WIDTH] = {0};
  float scales[2 * WIDTH], bias[2 * WIDTH];
  uint8_t bytes[ROWS * WIDTH];
  grid grids[ROWS];
  for (int i = 0; i < 2 * WIDTH * WIDTH; i++) {
    weights[i] = (int8_t)(127 * uniform());
    sums[i / (WIDTH * PANEL) * PANEL + i / STEP % PANEL] += weights[i];
  }
  fill(scales, 2 * WIDTH), fill(bias, 2 * WIDTH), fill(x, ROWS * WIDTH);
  for (int i = 0; i < 2 * WIDTH; i++) scales[i] *= 0.01f;
  memcpy(before, x, sizeof x);
  k->quantise(x, ROWS, WIDTH, bytes, grids);
  linear w = {WIDTH, 2 * WIDTH, weights, sums, scales, bias};
  k->multiply(&w, bytes, ROWS, WIDTH, grids, ab);
  k->stencil->gate(&w, bytes, ROWS, grids, x);
  for (int i = 0; i < ROWS * WIDTH; i++) {
    const float *a = ab + i / WIDTH * 2 * WIDTH + i % WIDTH / PANEL * 2 * PANEL + i % PANEL;
    double b = (double)a[PANEL];
    near("gate", k, i, (double)x[i], (double)before[i] + (double)a[0] * (b > 0 ? b : 0), 1e-5);
  }
}

static void check_join_place(const kernel *k) {
  float ab[2 * WIDTH], x[WIDTH], before[WIDTH], to[WIDTH];
  int8_t bytes[WIDTH];
  fill(ab, 2 * WIDTH), fill(x, WIDTH), fill(before, WIDTH);
  k->stencil->join(ab, ab + WIDTH, x, before, WIDTH, to);
  for (int i = 0; i < WIDTH; i++)
    near("join", k, i, (double)to[i],
         fmax(0, (double)ab[i] + (double)ab[WIDTH + i] + (double)x[i] + (double)before[i]), 1e-6);
  for (int i = 0; i < WIDTH; i++) bytes[i] = (int8_t)(127 * uniform());
  k->stencil->place(bytes, 0.25f, x, before, WIDTH, to);
  for (int i = 0; i < WIDTH; i++)
    near("place", k, i, (double)to[i], bytes[i] * 0.25 + (double)x[i] + (double)before[i], 1e-5);
}

static void check_gather_round(const kernel *k) {
  enum { COUNT = 3 };
  int8_t bytes[COUNT][WIDTH], rounded[WIDTH];
  const int8_t *rows[COUNT] = {bytes[2], bytes[0], bytes[1]};
  const float scales[COUNT] = {0.5f, -2, 0.125f};
  float to[WIDTH], most = 0;
  for (int i = 0; i < COUNT * WIDTH; i++) bytes[i / WIDTH][i % WIDTH] = (int8_t)(127 * uniform());
  k->stencil->gather(rows, scales, COUNT, WIDTH, to);
  for (int c = 0; c < WIDTH; c++) {
    double y = 0;
    for (int i = 0; i < COUNT; i++) y += (double)scales[i] * rows[i][c];
    near("gather", k, c, (double)to[c], y, 1e-3);
    most = fmaxf(most, fabsf(to[c]));
  }
  float step = k->stencil->round(to, WIDTH, rounded);
  near("round", k, 0, (double)step, (double)most / 127, 1e-6);
  for (int c = 0; c < WIDTH; c++)
    near("round", k, c, rounded[c] * (double)step, (double)to[c], 0.501 * (double)step);
  memset(to, 0, sizeof to);
  assert_true(k->stencil->round(to, WIDTH, rounded) == 1 && rounded[0] == 0); /* nothing has a scale, too */
}

static void check_soften(const kernel *k) {
  enum { STRIDE = 40 };
  static float from[ROWS * STRIDE], to[ROWS * LABELS + 1];
  fill(from, ROWS * STRIDE);
  for (int i = 0; i < LABELS; i++) from[3 * STRIDE + i] *= 200; /* far apart */
  to[ROWS * LABELS] = 7;
  k->stencil->soften(from, ROWS, STRIDE, LABELS, to);
  for (int r = 0; r < ROWS; r++) {
    double total = 0;
    for (int i = 0; i < LABELS; i++) total += exp((double)from[r * STRIDE + i] - 200);
    for (int i = 0; i < LABELS; i++)
      near("soften", k, r, (double)to[r * LABELS + i], (double)from[r * STRIDE + i] - 200 - log(total), 1e-4);
  }
  assert_true(to[ROWS * LABELS] == 7); /* nothing is written behind the last row */
}

static void on_every_kernel(void **state) {
  (void)state;
  int count = 0;
  for (; kernel_at(count); count++) {
    check_rows_are_normal(kernel_at(count));
    check_filter(kernel_at(count));
    check_gate(kernel_at(count));
    check_join_place(kernel_at(count));
    check_gather_round(kernel_at(count));
    check_soften(kernel_at(count));
  }
  assert_true(count > 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(on_every_kernel)};
  return cmocka_run_group_tests_name("stencil", tests, NULL, NULL);
}
