/* Networks for tests: random weights in doubles, how they are packed, and the plain loops that their numbers
 * are compared with. */
#ifndef TESTS_NETTING_H
#define TESTS_NETTING_H

#include "packing.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static uint32_t netting_seed = 7;

static inline double uniform(double scale) {
  netting_seed = netting_seed * 1664525u + 1013904223u;
  return (double)(int32_t)netting_seed / 2147483648.0 * scale;
}

static inline void fill(void *at, size_t count, double scale) {
  for (size_t i = 0; i < count; i++) ((double *)at)[i] = uniform(scale);
}
#define FILL(array_, scale) fill(array_, sizeof(array_) / sizeof(double), scale)

static inline void fill_norm(double *numbers, size_t width) {
  for (size_t i = 0; i < width; i++) numbers[i] = 1 + uniform(0.2), numbers[width + i] = uniform(0.2);
}

/* ---- The model file ---- */

static inline void add_floats(packing *p, const char *name, const void *from, uint32_t rows,
                              uint32_t columns) {
  float *out = malloc(4 * (size_t)rows * columns);
  for (uint32_t i = 0; i < rows * columns; i++) out[i] = (float)((const double *)from)[i];
  packing_add(p, name, PACK_F32, rows, columns, out, 4 * (size_t)rows * columns);
  free(out);
}

static inline void add_part(packing *p, const char *prefix, const char *part, const void *from, uint32_t rows,
                            uint32_t columns) {
  char name[96];
  snprintf(name, sizeof name, "%s.%s", prefix, part);
  add_floats(p, name, from, rows, columns);
}

static inline void add_norm(packing *p, const char *prefix, const double *numbers, uint32_t width) {
  add_part(p, prefix, "gain", numbers, width, 1);
  add_part(p, prefix, "bias", numbers + width, width, 1);
}

static inline double row_scale(const double *row, uint32_t columns) {
  double most = 0;
  for (uint32_t i = 0; i < columns; i++) most = fmax(most, fabs(row[i]));
  return most / 127;
}

static inline void add_linear(packing *p, const char *prefix, double *from, const double *bias,
                              uint32_t outputs, uint32_t inputs) {
  int8_t *bytes = malloc((size_t)outputs * inputs);
  int32_t *sums = calloc(outputs, 4);
  double *scales = malloc(sizeof *scales * outputs);
  char name[96];
  for (uint32_t o = 0; o < outputs; o++) {
    scales[o] = row_scale(from + (size_t)o * inputs, inputs);
    for (uint32_t i = 0; i < inputs; i++) {
      double *weight = from + (size_t)o * inputs + i;
      int8_t byte = (int8_t)lrint(*weight / scales[o]);
      *weight = byte * scales[o]; /* the loops below shall see what C sees */
      sums[o] += byte;
      bytes[(size_t)(o / 16) * inputs * 16 + (size_t)(i / 4) * 64 + o % 16 * 4 + i % 4] = byte;
    }
  }
  snprintf(name, sizeof name, "%s.weights", prefix);
  packing_add(p, name, PACK_I8, outputs / 16, inputs * 16, bytes, (size_t)outputs * inputs);
  snprintf(name, sizeof name, "%s.sums", prefix);
  packing_add(p, name, PACK_I32, outputs, 1, sums, 4 * (size_t)outputs);
  add_part(p, prefix, "scales", scales, outputs, 1);
  add_part(p, prefix, "bias", bias, outputs, 1);
  free(bytes), free(sums), free(scales);
}

static inline void add_projection(packing *p, const char *prefix, const double *from, const double *bias,
                                  uint32_t outputs, uint32_t inputs) {
  uint32_t room = (outputs + 31) / 32 * 32;
  double *turned = calloc((size_t)inputs * room, sizeof *turned), *biases = calloc(room, sizeof *biases);
  for (uint32_t o = 0; o < outputs; o++) {
    biases[o] = bias[o];
    for (uint32_t i = 0; i < inputs; i++) turned[(size_t)i * room + o] = from[(size_t)o * inputs + i];
  }
  add_part(p, prefix, "weights", turned, inputs, room);
  add_part(p, prefix, "bias", biases, room, 1);
  free(turned), free(biases);
}

/* ---- Plain loops ---- */

static inline void product(const double *matrix, const double *bias, int outputs, int inputs, const double *x,
                           double *y) {
  for (int o = 0; o < outputs; o++) {
    y[o] = bias[o];
    for (int i = 0; i < inputs; i++) y[o] += matrix[o * inputs + i] * x[i];
  }
}

static inline double gelu(double x) { return 0.5 * x * erfc(-x / sqrt(2)); }

static inline int bucket(int distance) {
  static const int ends[] = {1, 2, 3, 4, 6, 9, 14, 22, 35, 60, 1 << 30};
  int i = 0;
  if (distance == 0) return 11;
  while (abs(distance) > ends[i]) i++;
  return distance < 0 ? 10 - i : 12 + i;
}

static inline void log_softmax(double *x, int count) {
  double total = 0;
  for (int i = 0; i < count; i++) total += exp(x[i]);
  for (int i = 0; i < count; i++) x[i] -= log(total);
}

static inline void check_rows(const char *what, const float *found, double *expected, int rows, int columns,
                              double tolerance) {
  for (int i = 0; i < rows * columns; i++)
    if (!(fabs((double)found[i] - expected[i]) <= tolerance))
      fail_msg("%s, row %d, column %d: %f, not %f", what, i / columns, i % columns, (double)found[i],
               expected[i]);
}

#endif
