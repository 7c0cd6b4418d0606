/* ARM with the dot-product instructions (ARMv8.2 and later). */
#include "net/kernel.h"

#ifdef __ARM_FEATURE_DOTPROD
#include <arm_neon.h>

#define LANES 4
#include "net/kernel_vector.h"

enum { TILE_ROWS = 4, TILE_PANELS = 1, WEIGH_ROWS = 4, WEIGH_PANELS = 1 };

INLINE void tile_of(int rows, int panels, const int8_t *weights, const int32_t *weight_sums, const uint8_t *a,
                    int32_t stride, int32_t steps, ints *out) {
  int32x4_t sums[TILE_ROWS * VECTORS];
  (void)panels, (void)weight_sums;
  UNROLL for (int i = 0; i < rows * VECTORS; i++) sums[i] = vdupq_n_s32(0);
  for (int32_t k = 0; k < steps; k++) {
    int8x16_t w[VECTORS];
    UNROLL for (int i = 0; i < VECTORS; i++) w[i] = vld1q_s8(weights + (size_t)k * STEP * PANEL + 16 * i);
    UNROLL for (int r = 0; r < rows; r++) {
      uint32_t four;
      __builtin_memcpy(&four, a + (size_t)r * stride + (size_t)k * STEP, STEP);
      int8x16_t x = vreinterpretq_s8_u32(vdupq_n_u32(four ^ 0x80808080u));
      UNROLL for (int i = 0; i < VECTORS; i++) sums[r * VECTORS + i] =
          vdotq_s32(sums[r * VECTORS + i], w[i], x);
    }
  }
  UNROLL for (int i = 0; i < rows * VECTORS; i++) out[i] = (ints)sums[i];
}

#define KERNEL kernel_neon
#define KERNEL_NAME "neon"
#include "net/kernel_body.h"
#endif
