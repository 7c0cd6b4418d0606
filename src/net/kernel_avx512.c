/* x86 with AVX-512 VNNI: unsigned bytes times signed ones, four at a time.  The bytes are ZERO too large, so
 * the sums begin at -ZERO times the sum of the weights. */
#include "net/kernel.h"

#ifdef __AVX512VNNI__
#include <immintrin.h>

#define LANES 16
#define SMALLER _mm512_min_ps
#define LARGER _mm512_max_ps
#define QUADS_LARGER _mm_max_ps
#define LOAD_BYTES(at) _mm512_cvtepi8_epi32(_mm_loadu_si128((const void *)(at)))
#include "net/kernel_vector.h"

/* 24 sums, the panels' weights and an input are all that 32 registers hold. */
enum { TILE_ROWS = 6, TILE_PANELS = 4, WEIGH_ROWS = 12, WEIGH_PANELS = 2, NEIGHBOURS = 3 };

/* Rows are found by threes, as a place and two distances from it: there are not enough registers for all. */
INLINE void tile_of(int rows, int panels, const int8_t *weights, const int32_t *weight_sums, const uint8_t *a,
                    int32_t stride, int32_t steps, ints *out) {
  __m512i sums[WEIGH_ROWS * WEIGH_PANELS], w[TILE_PANELS];
  const uint8_t *at[WEIGH_ROWS / NEIGHBOURS];
  size_t panel = (size_t)steps * STEP * PANEL, from_row_to_row = (size_t)stride;
  UNROLL for (int r = 0; r < rows; r += NEIGHBOURS) at[r / NEIGHBOURS] = a + r * from_row_to_row;
  UNROLL for (int p = 0; p < panels; p++) {
    __m512i start = _mm512_slli_epi32(_mm512_loadu_si512(weight_sums + p * PANEL), 7);
    start = _mm512_sub_epi32(_mm512_setzero_si512(), start);
    UNROLL for (int r = 0; r < rows; r++) sums[r * panels + p] = start;
  }
  for (int32_t k = 0; k < steps; k++, weights += STEP * PANEL) {
    UNROLL for (int p = 0; p < panels; p++) w[p] = _mm512_loadu_si512(weights + (size_t)p * panel);
    UNROLL for (int r = 0; r < rows; r++) {
      int32_t four;
      __builtin_memcpy(&four, at[r / NEIGHBOURS] + (size_t)(r % NEIGHBOURS) * from_row_to_row, STEP);
      __m512i x = _mm512_set1_epi32(four);
      UNROLL for (int p = 0; p < panels;
                  p++) __asm__("vpdpbusd %2, %1, %0" : "+v"(sums[r * panels + p]) : "v"(x), "v"(w[p]));
    }
    UNROLL for (int r = 0; r < rows; r += NEIGHBOURS) at[r / NEIGHBOURS] += STEP;
  }
  UNROLL for (int i = 0; i < rows * panels; i++) out[i] = (ints)sums[i];
}

/* As in kernel_body.h, by the instructions for it. */
static inline floats power_avx512(floats x) {
  floats rest = (floats)_mm512_reduce_ps((__m512)x, _MM_FROUND_TO_NEAREST_INT);
  return (floats)_mm512_scalef_ps((__m512)power_part(rest), (__m512)(x - rest));
}

/* As in kernel_body.h.  Packing takes four numbers of each vector in turn, which the end puts in order. */
static inline void split_avx512(const ints n[2], uint8_t *high, uint8_t *low) {
  const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  __m512i words = _mm512_packus_epi32((__m512i)n[0], (__m512i)n[1]);
  __m512i bytes =
      _mm512_packus_epi16(_mm512_srli_epi16(words, 8), _mm512_and_si512(words, _mm512_set1_epi16(255)));
  bytes = _mm512_permutexvar_epi32(order, bytes);
  _mm256_storeu_si256((void *)high, _mm512_castsi512_si256(bytes));
  _mm256_storeu_si256((void *)low, _mm512_extracti64x4_epi64(bytes, 1));
}

#define SPLIT split_avx512
#define POWER power_avx512
#define KERNEL kernel_avx512
#define KERNEL_NAME "avx512vnni"
#include "net/kernel_body.h"
#endif
