/* ARM with the dot-product instructions (ARMv8.2 and later). */
#include "net/kernel.h"

#ifdef __ARM_FEATURE_DOTPROD
#include <arm_neon.h>

enum { TILE_ROWS = 4, TILE_PANELS = 1 };

static inline void tile_of(int rows, const int8_t *weights, const uint8_t *a, int32_t stride, int32_t steps,
                           int32_t *out) {
  int32x4_t sums[TILE_ROWS][4];
  for (int r = 0; r < rows; r++)
    for (int i = 0; i < 4; i++) sums[r][i] = vdupq_n_s32(0);
  for (int32_t k = 0; k < steps; k++) {
    int8x16_t w[4];
    for (int i = 0; i < 4; i++) w[i] = vld1q_s8(weights + (size_t)k * STEP * PANEL + 16 * i);
    for (int r = 0; r < rows; r++) {
      uint32_t four;
      __builtin_memcpy(&four, a + (size_t)r * stride + (size_t)k * STEP, STEP);
      int8x16_t x = vreinterpretq_s8_u32(vdupq_n_u32(four ^ 0x80808080u));
      for (int i = 0; i < 4; i++) sums[r][i] = vdotq_s32(sums[r][i], w[i], x);
    }
  }
  for (int r = 0; r < rows; r++)
    for (int i = 0; i < 4; i++) vst1q_s32(out + r * PANEL + 4 * i, sums[r][i]);
}

static void tile(const int8_t *weights, const int32_t *weight_sums, int32_t panels, const uint8_t *a,
                 int32_t rows, int32_t stride, int32_t steps, int32_t *out) {
  (void)weight_sums, (void)panels;
  if (rows == TILE_ROWS) tile_of(TILE_ROWS, weights, a, stride, steps, out);
  else tile_of(1, weights, a, stride, steps, out);
}

#define LANES 4
#define KERNEL kernel_neon
#define KERNEL_NAME "neon"
#include "net/kernel_body.h"
#endif
