/* Each kernel against plain loops, in doubles. */
#include "net/kernel.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint32_t seed = 1;

static uint32_t next(void) { return seed = seed * 1664525u + 1013904223u; }
static float uniform(void) { return (float)(int32_t)next() / 2147483648.0f; } /* -1 to 1 */

static void *memory(size_t bytes) { return aligned_alloc(64, (bytes + 127) / 64 * 64); }

static float *floats_of(size_t count, float scale) {
  float *x = memory(sizeof *x * count);
  for (size_t i = 0; i < count; i++) x[i] = uniform() * scale;
  return x;
}

static bool close_to(double a, double b, double tolerance) {
  return fabs(a - b) <= tolerance * fmax(1, fmax(fabs(a), fabs(b)));
}

/* ---- The integer product ----------------------------------------------------------------------- */

static int8_t weight_at(const linear *w, int32_t output, int32_t input) {
  size_t panel = (size_t)(output / PANEL) * (size_t)w->inputs * PANEL;
  return w->weights[panel + (size_t)(input / STEP) * PANEL * STEP + (size_t)(output % PANEL) * STEP +
                    (size_t)(input % STEP)];
}

static void check_product(int32_t rows, int32_t inputs, int32_t outputs, int32_t stride, bool extreme) {
  size_t count = (size_t)inputs * (size_t)outputs;
  int8_t *weights = memory(count);
  int32_t *sums = memory(4 * (size_t)outputs);
  float *one = memory(4 * (size_t)outputs), *none = memory(4 * (size_t)outputs);
  uint8_t *a = memory((size_t)rows * (size_t)stride + (size_t)inputs);
  for (size_t i = 0; i < count; i++)
    weights[i] = (int8_t)(extreme ? (next() >> 16 & 1 ? 127 : -127) : (int32_t)(next() >> 8) % 128);
  for (size_t i = 0; i < (size_t)rows * (size_t)stride + (size_t)inputs; i++)
    a[i] = (uint8_t)(extreme ? (next() >> 16 & 1 ? 255 : 0) : (next() >> 8) % 256);
  grid *grids = memory(sizeof *grids * (size_t)rows);
  for (int32_t i = 0; i < rows; i++) grids[i] = (grid){1, 0};
  for (int32_t i = 0; i < outputs; i++) one[i] = 1;
  linear w = {inputs, outputs, weights, sums, one, none};
  for (int32_t i = 0; i < outputs; i++) {
    none[i] = 0;
    sums[i] = 0;
    for (int32_t k = 0; k < inputs; k++) sums[i] += weight_at(&w, i, k);
  }
  float *out = memory(4 * (size_t)rows * (size_t)outputs);
  const kernel *k;
  for (int32_t which = 0; (k = kernel_at(which)); which++) {
    k->multiply(&w, a, rows, stride, grids, out);
    for (int32_t r = 0; r < rows; r++)
      for (int32_t o = 0; o < outputs; o++) {
        int32_t sum = 0;
        for (int32_t i = 0; i < inputs; i++) sum += (a[r * stride + i] - ZERO) * weight_at(&w, o, i);
        if (out[r * outputs + o] != (float)sum)
          fail_msg("%s, %d x %d x %d: row %d, output %d", k->name, rows, inputs, outputs, r, o);
      }
  }
  free(weights), free(sums), free(one), free(none), free(a), free(out), free(grids);
}

static void products_are_exact(void **state) {
  (void)state;
  for (int32_t rows = 1; rows <= 14; rows++) check_product(rows, 32, 16, 32, false);
  for (int32_t outputs = 16; outputs <= 208; outputs += 16) check_product(7, 36, outputs, 36, false);
  for (int32_t inputs = 4; inputs <= 68; inputs += 4) check_product(13, inputs, 80, inputs, false);
  check_product(20, 160, 64, 32, false); /* overlapping rows, as the convolution has them */
  check_product(13, 1536, 80, 1536, true);
  check_product(13, 388, 80, 388, true); /* no multiples of what is read at once */
  check_product(7, 420, 48, 420, false);
  check_product(1, 1540, 16, 1540, false);
}

static void grids_scales_and_bias_are_applied(void **state) {
  (void)state;
  static const uint8_t a[] = {ZERO + 1, ZERO + 2, ZERO + 3, ZERO + 4, ZERO, ZERO, ZERO, ZERO + 10};
  static const grid rows[2] = {{1, 0}, {3, 0.5f}};          /* the second row stands for 0.5 0.5 0.5 30.5 */
  int8_t weights[PANEL * STEP] = {1, 1, 1, 1, 2, 0, 0, -1}; /* outputs 0 and 1 */
  int32_t sums[PANEL] = {4, 1};
  float scales[PANEL] = {0.5f, 2}, bias[PANEL] = {1, -1, 7}, out[2 * PANEL];
  linear w = {4, PANEL, weights, sums, scales, bias};
  const kernel *k;
  for (int32_t which = 0; (k = kernel_at(which)); which++) {
    k->multiply(&w, a, 2, 4, rows, out);
    assert_true(out[0] == 10 * 0.5f + 1 && out[1] == -2 * 2 - 1 && out[2] == 7);
    assert_true(out[PANEL] == 32 * 0.5f + 1 && out[PANEL + 1] == (1 - 30.5f) * 2 - 1);
  }
}

/* ---- Floats ---------------------------------------------------------------------------------- */

static void rows_are_quantised(void **state) {
  (void)state;
  enum { ROWS = 5, COLUMNS = 96 };
  float *x = floats_of(ROWS * COLUMNS, 3);
  grid grids[ROWS];
  uint8_t bytes[ROWS * COLUMNS];
  for (int32_t i = 0; i < COLUMNS; i++) x[i] += 2, x[COLUMNS + i] = -4;
  x[2 * COLUMNS] = NAN;
  x[3 * COLUMNS] = INFINITY;
  const kernel *k;
  for (int32_t which = 0; (k = kernel_at(which)); which++) {
    k->quantise(x, ROWS, COLUMNS, bytes, grids);
    assert_true(grids[0].scale < 6 / 254.0f && grids[1].centre == -4);
    for (int32_t i = 0; i < 2 * COLUMNS; i++) {
      const grid *g = &grids[i / COLUMNS];
      assert_true(fabsf((float)(bytes[i] - ZERO) * g->scale + g->centre - x[i]) <= g->scale * 0.501f);
    }
    for (int32_t i = 0; i < ROWS * COLUMNS; i++) assert_true(bytes[i] >= 1); /* |a| < 128 */
  }
  free(x);
}

static void gelu_is_close(void **state) {
  (void)state;
  enum { COUNT = 8192 };
  float *x = floats_of(COUNT, 12), *y = memory(4 * COUNT);
  x[0] = 0, x[1] = -100, x[2] = 100;
  const kernel *k;
  for (int32_t which = 0; (k = kernel_at(which)); which++) {
    memcpy(y, x, 4 * COUNT);
    k->gelu(y, COUNT);
    for (int32_t i = 0; i < COUNT; i++) {
      double exact = 0.5 * (double)x[i] * erfc(-(double)x[i] / sqrt(2));
      assert_true(fabs((double)y[i] - exact) <= 1e-4 * fmax(1, fabs((double)x[i])));
    }
  }
  free(x), free(y);
}

static void rows_are_normalised(void **state) {
  (void)state;
  enum { ROWS = 3, WIDTH = 96 };
  float *x = floats_of(ROWS * WIDTH, 5), *y = floats_of(ROWS * WIDTH, 5), *gain = floats_of(WIDTH, 2),
        *bias = floats_of(WIDTH, 2), *to = memory(4 * ROWS * WIDTH);
  const kernel *k;
  for (int32_t which = 0; (k = kernel_at(which)); which++) {
    k->normalise(x, y, ROWS, WIDTH, gain, bias, to);
    for (int32_t r = 0; r < ROWS; r++) {
      double mean = 0, variance = 0;
      for (int32_t i = r * WIDTH; i < (r + 1) * WIDTH; i++) mean += (double)(x[i] + y[i]) / WIDTH;
      for (int32_t i = r * WIDTH; i < (r + 1) * WIDTH; i++)
        variance += pow((double)(x[i] + y[i]) - mean, 2) / WIDTH;
      for (int32_t i = 0; i < WIDTH; i++) {
        double v = ((double)(x[r * WIDTH + i] + y[r * WIDTH + i]) - mean) / sqrt(variance);
        assert_true(close_to((double)to[r * WIDTH + i], v * (double)gain[i] + (double)bias[i], 2e-6));
      }
    }
  }
  free(x), free(y), free(gain), free(bias), free(to);
}

static void projections_are_close(void **state) {
  (void)state;
  for (int32_t rows = 1; rows <= 13; rows += 3) {
    enum { INPUTS = 64, OUTPUTS = 112 };
    float *x = floats_of((size_t)rows * INPUTS, 1), *weights = floats_of(INPUTS * OUTPUTS, 1),
          *bias = floats_of(OUTPUTS, 1), *to = memory(4 * (size_t)rows * OUTPUTS);
    projection w = {INPUTS, OUTPUTS, weights, bias};
    const kernel *k;
    for (int32_t which = 0; (k = kernel_at(which)); which++) {
      k->project(&w, x, rows, to);
      for (int32_t r = 0; r < rows; r++)
        for (int32_t o = 0; o < OUTPUTS; o++) {
          double y = (double)bias[o];
          for (int32_t i = 0; i < INPUTS; i++)
            y += (double)x[r * INPUTS + i] * (double)weights[i * OUTPUTS + o];
          assert_true(close_to((double)to[r * OUTPUTS + o], y, 2e-6));
        }
    }
    free(x), free(weights), free(bias), free(to);
  }
}

/* Widths with whole vectors of every kernel, and with a rest. */
static void check_rows_are_blended(const kernel *k, int32_t width) {
  enum { COUNT = 5 };
  float *x = floats_of((size_t)(COUNT + 1) * width, 1), *to = floats_of((size_t)width, 1);
  float factors[COUNT] = {1, -0.5f, 2, 0.25f, 3}, sums[COUNT];
  const float *rows[COUNT];
  for (int i = 0; i < COUNT; i++) rows[i] = x + (size_t)(COUNT - i) * width;
  k->blend(x, rows, factors, COUNT, width, to);
  k->dots(rows, COUNT, x, width, sums);
  for (int c = 0; c < width; c++) {
    double y = (double)x[c];
    for (int i = 0; i < COUNT; i++) y += (double)factors[i] * (double)rows[i][c];
    assert_true(close_to((double)to[c], y, 1e-5));
  }
  for (int i = 0; i < COUNT; i++) {
    double y = 0;
    for (int c = 0; c < width; c++) y += (double)rows[i][c] * (double)x[c];
    assert_true(close_to((double)sums[i], y, 1e-4));
  }
  free(x), free(to);
}

static void rows_are_blended(void **state) {
  (void)state;
  const kernel *k;
  for (int i = 0; (k = kernel_at(i)) != NULL; i++)
    for (int32_t width = 1; width <= 256; width += 17) check_rows_are_blended(k, width);
}

static attention attention_of(int32_t rows, int32_t heads, int32_t size, const float *qkv, float *out) {
  size_t room = ((size_t)rows + WIDE - 1) / WIDE * WIDE, width = (size_t)size;
  return (attention){.rows = rows,
                     .heads = heads,
                     .size = size,
                     .qkv = qkv,
                     .out = out,
                     .stride = heads * size,
                     .queries = memory((size_t)rows * width),
                     .keys = memory(room * width),
                     .values = memory(room * width),
                     .key_sums = memory(4 * room),
                     .value_sums = memory(4 * width),
                     .query_scales = floats_of((size_t)rows, 99),
                     .key_scales = floats_of(room, 99),
                     .value_scales = floats_of(width, 99),
                     .value_means = floats_of(width, 99),
                     .key_biases = floats_of(room, 99),
                     .scores = floats_of(ROW_BLOCK * room, 99),
                     .weights = memory(2 * ROW_BLOCK * room)};
}

static void attention_free(attention *t) {
  free(t->queries), free(t->keys), free(t->values), free(t->key_sums), free(t->value_sums);
  free(t->query_scales), free(t->key_scales), free(t->value_scales), free(t->value_means);
  free(t->key_biases), free(t->scores), free(t->weights);
}

/* What attention is, for one row and head, in doubles: to [size]. */
static void attend_plainly(const attention *t, int32_t row, int32_t head, double *to) {
  size_t width = (size_t)t->heads * (size_t)t->size, at = (size_t)head * (size_t)t->size;
  const float *query = t->qkv + (size_t)row * width + at;
  double total = 0;
  for (int32_t d = 0; d < t->size; d++) to[d] = 0;
  for (int32_t j = 0; j < t->rows; j++) {
    const float *key = t->qkv + ((size_t)t->rows + (size_t)j) * width + at,
                *value = key + (size_t)t->rows * width;
    double score = 0;
    for (int32_t d = 0; d < t->size; d++) score += (double)query[d] * (double)key[d];
    double weight = exp(score / sqrt(t->size));
    total += weight;
    for (int32_t d = 0; d < t->size; d++) to[d] += weight * (double)value[d];
  }
  for (int32_t d = 0; d < t->size; d++) to[d] /= total;
}

/* Bytes stand for queries, keys, values and weights: the tolerance is two steps of a value's byte.  offset:
 * of all keys and values, which must not cost precision. */
static void check_attention(int32_t rows, int32_t heads, int32_t size, float scale, float offset) {
  size_t width = (size_t)heads * (size_t)size;
  float *qkv = floats_of((size_t)rows * 3 * width, scale), *out = memory(4 * (size_t)rows * width);
  for (size_t i = 0; i < (size_t)rows * 3 * width; i++) qkv[i] += i >= (size_t)rows * width ? offset : 0;
  attention t = attention_of(rows, heads, size, qkv, out);
  double y[HEAD_MOST], tolerance = 2 * (double)scale / 127;
  const kernel *k;
  for (int32_t which = 0; (k = kernel_at(which)); which++) {
    k->attend(&t);
    for (int32_t i = 0; i < rows; i++)
      for (int32_t h = 0; h < heads; h++) {
        attend_plainly(&t, i, h, y);
        for (int32_t d = 0; d < size; d++)
          if (fabs((double)out[(size_t)i * width + (size_t)(h * size + d)] - y[d]) > tolerance)
            fail_msg("%s, %d rows: row %d, head %d", k->name, rows, i, h);
      }
  }
  attention_free(&t);
  free(qkv), free(out);
}

static void attention_is_close(void **state) {
  (void)state;
  check_attention(1, 2, 32, 2, 0);
  check_attention(5, 1, 32, 2, 0);
  check_attention(31, 1, 32, 1, 20);
  check_attention(33, 3, 32, 2, 0);
  check_attention(70, 2, 64, 1, 0);
  check_attention(13, 1, 96, 2, -5);
  check_attention(480, 1, 32, 0.1f, 0); /* all keys weigh about the same */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(products_are_exact),  cmocka_unit_test(grids_scales_and_bias_are_applied),
      cmocka_unit_test(rows_are_quantised),  cmocka_unit_test(gelu_is_close),
      cmocka_unit_test(rows_are_normalised), cmocka_unit_test(projections_are_close),
      cmocka_unit_test(rows_are_blended),    cmocka_unit_test(attention_is_close),
  };
  return cmocka_run_group_tests_name("kernel", tests, NULL, NULL);
}
