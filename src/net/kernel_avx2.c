/* x86 with AVX2.  maddubs would overflow 16 bits for bytes up to 255; for |a| times w with a's sign it does
 * not, since both stay below 128. */
#include "net/kernel.h"

#ifdef __AVX2__
#include <immintrin.h>

#define LANES 8
#define SMALLER _mm256_min_ps
#define LARGER _mm256_max_ps
#define QUADS_LARGER _mm_max_ps
#define LOAD_BYTES(at) _mm256_cvtepi8_epi32(_mm_loadl_epi64((const void *)(at)))
#include "net/kernel_vector.h"

enum { TILE_ROWS = 4, TILE_PANELS = 1, WEIGH_ROWS = 4, WEIGH_PANELS = 1 };

static inline __m256i four_times(__m256i sums, __m256i a, __m256i size, __m256i w) {
  __m256i pairs = _mm256_maddubs_epi16(size, _mm256_sign_epi8(w, a));
  return _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

INLINE void tile_of(int rows, int panels, const int8_t *weights, const int32_t *weight_sums, const uint8_t *a,
                    int32_t stride, int32_t steps, ints *out) {
  __m256i sums[TILE_ROWS][2];
  (void)panels, (void)weight_sums;
  UNROLL for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = _mm256_setzero_si256();
  for (int32_t k = 0; k < steps; k++) {
    __m256i w0 = _mm256_loadu_si256((const void *)(weights + (size_t)k * STEP * PANEL));
    __m256i w1 = _mm256_loadu_si256((const void *)(weights + (size_t)k * STEP * PANEL + 32));
    UNROLL for (int r = 0; r < rows; r++) {
      int32_t four;
      __builtin_memcpy(&four, a + (size_t)r * stride + (size_t)k * STEP, STEP);
      __m256i x = _mm256_xor_si256(_mm256_set1_epi32(four), _mm256_set1_epi8((char)ZERO));
      __m256i size = _mm256_abs_epi8(x);
      sums[r][0] = four_times(sums[r][0], x, size, w0);
      sums[r][1] = four_times(sums[r][1], x, size, w1);
    }
  }
  UNROLL for (int i = 0; i < rows * VECTORS; i++) out[i] = (ints)sums[i / VECTORS][i % VECTORS];
}

#define KERNEL kernel_avx2
#define KERNEL_NAME "avx2"
#include "net/kernel_body.h"
#endif
