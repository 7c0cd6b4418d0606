/* Where the network's time goes, and how near its integer products come to what the processor can do: reads
 * the texts with a kernel whose functions are timed.
 *
 *   bench_kernels MODEL ROUNDS FILE...
 *
 * Lines of: name, calls, seconds of the median round, integer operations (two for a byte times a byte), or 0.
 * "peak" is a loop of the product's own instructions on registers, seconds and operations of the best round;
 * "whole" is all of the reading, from bytes to the document. */
#include "inquit.h"
#include "net/stencil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

enum {
  QUANTISE,
  MULTIPLY,
  NORMALISE,
  GELU,
  ATTEND,
  PROJECT,
  NORMAL,
  FILTER,
  GATE,
  SOFTEN,
  WHOLE,
  PARTS,
  MOST_ROUNDS = 101
};
static const char *const part_names[PARTS] = {"quantise", "multiply", "normalise", "gelu", "attend", "project",
                                              "normal",   "filter",   "gate",      "soften", "whole"};

typedef struct {
  int64_t calls, operations; /* of one round */
  double spent[MOST_ROUNDS];
} part;

static struct {
  part parts[PARTS];
  int round;
  const kernel *real;
  kernel timed;
  stencil timed_stencil;
} bench;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void end_part(int which, double began, int64_t operations) {
  part *p = &bench.parts[which];
  p->spent[bench.round] += now() - began;
  if (bench.round) return;
  p->calls++;
  p->operations += operations;
}

static void die(const char *what) {
  fprintf(stderr, "bench_kernels: %s\n", what);
  exit(1);
}

#include "file_bytes.h"

/* ---- The kernel, timed --------------------------------------------------------------------------- */

static void quantise(const float *from, int32_t rows, int32_t columns, uint8_t *to, grid *grids) {
  double began = now();
  bench.real->quantise(from, rows, columns, to, grids);
  end_part(QUANTISE, began, 0);
}

static void multiply(const linear *w, const uint8_t *a, int32_t rows, int32_t stride, const grid *grids,
                     float *out) {
  double began = now();
  bench.real->multiply(w, a, rows, stride, grids, out);
  end_part(MULTIPLY, began, (int64_t)2 * rows * w->inputs * w->outputs);
}

static void normalise(const float *x, const float *y, int32_t rows, int32_t width, const float *gain,
                      const float *bias, float *to) {
  double began = now();
  bench.real->normalise(x, y, rows, width, gain, bias, to);
  end_part(NORMALISE, began, 0);
}

static void gelu(float *x, size_t count) {
  double began = now();
  bench.real->gelu(x, count);
  end_part(GELU, began, 0);
}

static void attend(const attention *t) {
  enum { PRODUCTS = 3 }; /* queries by keys; both bytes of the weights by values */
  double began = now();
  bench.real->attend(t);
  end_part(ATTEND, began, (int64_t)2 * PRODUCTS * t->rows * t->rows * t->size * t->heads);
}

static void project(const projection *w, const float *from, int32_t rows, float *to) {
  double began = now();
  bench.real->project(w, from, rows, to);
  end_part(PROJECT, began, 0);
}

static void normal(const float *from, int32_t rows, int32_t width, float *to) {
  double began = now();
  bench.real->stencil->normal(from, rows, width, to);
  end_part(NORMAL, began, 0);
}

static void filter(const stencil_filter *f, const float *from, int32_t rows, uint8_t *to, grid *grids) {
  double began = now();
  bench.real->stencil->filter(f, from, rows, to, grids);
  end_part(FILTER, began, 0);
}

static void gate(const linear *w, const uint8_t *bytes, int32_t rows, const grid *grids, float *x) {
  double began = now();
  bench.real->stencil->gate(w, bytes, rows, grids, x);
  end_part(GATE, began, (int64_t)2 * rows * w->inputs * w->outputs);
}

static void soften(const float *from, int32_t rows, int32_t stride, int32_t count, float *to) {
  double began = now();
  bench.real->stencil->soften(from, rows, stride, count, to);
  end_part(SOFTEN, began, 0);
}

inq_code __real_kernel_choose(const kernel **out, inq_err *err);
inq_code __wrap_kernel_choose(const kernel **out, inq_err *err);

/* The linker gives this one to whoever opens a part of the model. */
inq_code __wrap_kernel_choose(const kernel **out, inq_err *err) {
  inq_code code = __real_kernel_choose(&bench.real, err);
  if (code) return code;
  kernel *k = &bench.timed;
  stencil *s = &bench.timed_stencil;
  *k = *bench.real, *s = *bench.real->stencil;
  k->quantise = quantise, k->multiply = multiply, k->normalise = normalise;
  k->gelu = gelu, k->attend = attend, k->project = project;
  s->normal = normal, s->filter = filter, s->gate = gate, s->soften = soften;
  k->stencil = s;
  *out = k;
  return INQ_OK;
}

/* ---- The peak ------------------------------------------------------------------------------------ */

enum { PEAK_STEPS = 1 << 22, CHAINS = 8 }; /* enough chains to hide the instruction's latency */

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512vnni"))) static int64_t peak_avx512(void) {
  __m512i sums[CHAINS], a = _mm512_set1_epi8(1), b = _mm512_set1_epi8(1);
  UNROLL for (int i = 0; i < CHAINS; i++) sums[i] = _mm512_setzero_si512();
  for (int32_t step = 0; step < PEAK_STEPS; step++) {
    UNROLL for (int i = 0; i < CHAINS; i++) {
      sums[i] = _mm512_dpbusd_epi32(sums[i], a, b);
      __asm__ volatile("" : "+v"(sums[i]));
    }
  }
  return (int64_t)2 * 64 * CHAINS * PEAK_STEPS;
}

__attribute__((target("avx2"))) static int64_t peak_avx2(void) {
  enum { AT_ONCE = 8 };
  __m256i sums[AT_ONCE], a = _mm256_set1_epi16(1), b = a;
  UNROLL for (int i = 0; i < AT_ONCE; i++) sums[i] = _mm256_setzero_si256();
  for (int32_t step = 0; step < PEAK_STEPS; step++) {
    UNROLL for (int i = 0; i < AT_ONCE; i++) {
      __asm__ volatile("" : "+x"(a));
      sums[i] = _mm256_add_epi32(sums[i], _mm256_madd_epi16(a, b));
      __asm__ volatile("" : "+x"(sums[i]));
    }
  }
  return (int64_t)2 * 16 * AT_ONCE * PEAK_STEPS;
}
#elif defined(__aarch64__)
__attribute__((target("arch=armv8.2-a+dotprod"))) static int64_t peak_neon(void) {
  int32x4_t sums[CHAINS];
  int8x16_t a = vdupq_n_s8(1);
  UNROLL for (int i = 0; i < CHAINS; i++) sums[i] = vdupq_n_s32(0);
  for (int32_t step = 0; step < PEAK_STEPS; step++) {
    UNROLL for (int i = 0; i < CHAINS; i++) {
      sums[i] = vdotq_s32(sums[i], a, a);
      __asm__ volatile("" : "+w"(sums[i]));
    }
  }
  return (int64_t)2 * 16 * CHAINS * PEAK_STEPS;
}
#endif

typedef int64_t peak_loop(void); /* returns how many operations it did */

/* NULL for portable code, which has no instruction of its own. */
static peak_loop *peak_of(const char *called) {
  static const struct {
    const char *kernel;
    peak_loop *loop;
  } known[] = {
#if defined(__x86_64__)
    {"avx512vnni", peak_avx512},
    {"avx2", peak_avx2},
#elif defined(__aarch64__)
    {"neon", peak_neon},
#endif
    {"portable", NULL}
  };
  size_t i = 0;
  while (strcmp(known[i].kernel, called) != 0) i++;
  return known[i].loop;
}

static void print_peak(int rounds) {
  peak_loop *peak = peak_of(bench.real->name);
  int64_t operations = 0;
  double best = 0;
  for (int i = 0; peak && i < rounds; i++) {
    double began = now();
    operations = peak();
    double spent = now() - began;
    if (!i || spent < best) best = spent;
  }
  if (peak) printf("peak\t%d\t%.6f\t%lld\n", rounds, best, (long long)operations);
}

/* ---- Reading ------------------------------------------------------------------------------------- */

static void read_file(inq_reader *reader, const char *path, int rounds) {
  size_t length;
  char *bytes = file_bytes(path, &length);
  for (bench.round = 0; bench.round < rounds; bench.round++) {
    inq_doc *doc;
    double began = now();
    if (inq_read(reader, bytes, length, NULL, &doc, NULL) != INQ_OK) die(path);
    end_part(WHOLE, began, 0);
    inq_doc_free(doc);
  }
  free(bytes);
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void print_parts(int rounds) {
  for (int i = 0; i < PARTS; i++) {
    part *p = &bench.parts[i];
    qsort(p->spent, (size_t)rounds, sizeof(double), by_size);
    printf("%s\t%lld\t%.6f\t%lld\n", part_names[i], (long long)p->calls, p->spent[rounds / 2],
           (long long)p->operations);
  }
}

int main(int count, char **arguments) {
  inq_err err = {0};
  inq_model *model;
  inq_reader *reader;
  int rounds = count > 3 ? atoi(arguments[2]) : 0;
  if (rounds < 1 || rounds > MOST_ROUNDS) die("usage: bench_kernels MODEL ROUNDS FILE...");
  if (inq_model_open(arguments[1], &model, &err) || inq_reader_new(model, &reader, &err)) die(err.message);
  for (int i = 3; i < count; i++) read_file(reader, arguments[i], rounds);
  print_peak(rounds);
  print_parts(rounds);
  inq_reader_free(reader);
  inq_model_close(model);
  return 0;
}
