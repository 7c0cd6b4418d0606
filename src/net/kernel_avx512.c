/* x86 with AVX-512 VNNI: unsigned bytes times signed ones, four at a time.  The bytes are ZERO too large, so
 * the sums begin at -ZERO times the sum of the weights. */
#include "net/kernel.h"

#ifdef __AVX512VNNI__
#include <immintrin.h>

enum { TILE_ROWS = 6, TILE_PANELS = 4 };

__attribute__((always_inline)) static inline void tile_of(int rows, int panels, const int8_t *weights,
                                                          const int32_t *weight_sums, const uint8_t *a,
                                                          int32_t stride, int32_t steps, int32_t *out) {
  __m512i sums[TILE_ROWS][TILE_PANELS], w[TILE_PANELS];
  UNROLL for (int p = 0; p < panels; p++) {
    __m512i start = _mm512_slli_epi32(_mm512_loadu_si512(weight_sums + p * PANEL), 7);
    start = _mm512_sub_epi32(_mm512_setzero_si512(), start);
    UNROLL for (int r = 0; r < rows; r++) sums[r][p] = start;
  }
  size_t panel = (size_t)steps * STEP * PANEL;
  for (int32_t k = 0; k < steps; k++) {
    UNROLL for (int p = 0; p < panels; p++) w[p] =
        _mm512_loadu_si512(weights + (size_t)p * panel + (size_t)k * STEP * PANEL);
    UNROLL for (int r = 0; r < rows; r++) {
      int32_t four;
      __builtin_memcpy(&four, a + (size_t)r * stride + (size_t)k * STEP, STEP);
      __m512i x = _mm512_set1_epi32(four);
      UNROLL for (int p = 0; p < panels; p++) sums[r][p] = _mm512_dpbusd_epi32(sums[r][p], x, w[p]);
    }
  }
  UNROLL for (int r = 0; r < rows; r++) UNROLL for (int p = 0; p < panels; p++)
      _mm512_storeu_si512(out + (r * panels + p) * PANEL, sums[r][p]);
}

static void tile(const int8_t *weights, const int32_t *weight_sums, int32_t panels, const uint8_t *a,
                 int32_t rows, int32_t stride, int32_t steps, int32_t *out) {
  if (rows == TILE_ROWS && panels == TILE_PANELS) {
    tile_of(TILE_ROWS, TILE_PANELS, weights, weight_sums, a, stride, steps, out);
    return;
  }
  if (rows == TILE_ROWS && panels == 2) {
    tile_of(TILE_ROWS, 2, weights, weight_sums, a, stride, steps, out);
    return;
  }
  if (rows == TILE_ROWS && panels == 1) {
    tile_of(TILE_ROWS, 1, weights, weight_sums, a, stride, steps, out);
    return;
  }
  for (int32_t p = 0; p < panels; p++)
    tile_of(1, 1, weights + (size_t)p * steps * STEP * PANEL, weight_sums + p * PANEL, a, stride, steps,
            out + p * PANEL);
}

#define LANES 16
#define SMALLER _mm512_min_ps
#define LARGER _mm512_max_ps
#define KERNEL kernel_avx512
#define KERNEL_NAME "avx512vnni"
#include "net/kernel_body.h"
#endif
