/* Vectors of LANES floats, 32-bit integers and bytes (GCC's and clang's vector types), and what is done with
 * them; included by kernel_*.c, which define LANES before it, and may define SMALLER, LARGER,
 * QUADS_LARGER (of four floats), LOAD_BYTES (integers of LANES bytes) and STORE_BYTES (the lowest byte of each
 * integer): GCC takes vectors of bytes apart. */
#ifndef NET_KERNEL_VECTOR_H
#define NET_KERNEL_VECTOR_H

#include "net/kernel.h"

#include <string.h>

enum { VECTORS = PANEL / LANES }; /* of integers, in a panel */

typedef float floats __attribute__((vector_size(4 * LANES)));
typedef int32_t ints __attribute__((vector_size(4 * LANES)));
typedef uint8_t octets __attribute__((vector_size(LANES)));
typedef int8_t signs __attribute__((vector_size(LANES)));

static inline floats load(const float *at) {
  floats x;
  memcpy(&x, at, sizeof x);
  return x;
}
static inline void store(float *at, floats x) { memcpy(at, &x, sizeof x); }
static inline ints load_ints(const int32_t *at) {
  ints x;
  memcpy(&x, at, sizeof x);
  return x;
}
static inline floats converted(ints n) { return __builtin_convertvector(n, floats); }
#ifdef LOAD_BYTES
static inline floats load_bytes(const int8_t *at) { return converted((ints)LOAD_BYTES(at)); }
#else
static inline floats load_bytes(const int8_t *at) {
  signs s;
  memcpy(&s, at, sizeof s);
  return converted(__builtin_convertvector(s, ints));
}
#endif
#ifdef STORE_BYTES
static inline void store_bytes(ints n, void *to) { STORE_BYTES(n, to); }
#else
static inline void store_bytes(ints n, void *to) {
  octets bytes = __builtin_convertvector(n & 255, octets);
  memcpy(to, &bytes, sizeof bytes);
}
#endif
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

/* A product that is rounded before it goes into a sum, where the compiler would fuse the two. */
static inline floats rounded(floats x) {
#if defined(__x86_64__)
  __asm__("" : "+v"(x));
#elif defined(__aarch64__)
  __asm__("" : "+w"(x));
#endif
  return x;
}

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

#ifdef QUADS_LARGER
static inline quads larger_quads(quads a, quads b) { return (quads)QUADS_LARGER(a, b); }
#else
static inline quads larger_quads(quads a, quads b) {
  four_ints more = a > b;
  return (quads)((more & (four_ints)a) | (~more & (four_ints)b));
}
#endif

static inline float largest_of(float a, float b) { return a > b ? a : b; }

static inline float largest(floats x) {
  halves h = {x};
  for (int n = LANES / 8; n; n /= 2)
    for (int i = 0; i < n; i++) h.parts[i] = larger_quads(h.parts[i], h.parts[i + n]);
  return largest_of(largest_of(h.parts[0][0], h.parts[0][2]), largest_of(h.parts[0][1], h.parts[0][3]));
}

/* 1.5 · 2^23: adding it rounds a small float to the nearest integer, which its low bits then hold. */
static const float rounder = 12582912;

static inline ints nearest(floats x) { return (ints)(x + rounder); } /* in the low bits, for |x| < 2^22 */

/* MOST_WEIGHT · 2^x for x from -1/2 to 1/2, relative error below 1e-4. */
enum { MOST_WEIGHT = 65535 };
static inline floats power_part(floats x) {
  floats y = x * (MOST_WEIGHT * 0.05517167f) + MOST_WEIGHT * 0.24261113f;
  y = y * x + MOST_WEIGHT * 0.69326099f;
  return y * x + MOST_WEIGHT * 0.99992807f;
}

#endif
