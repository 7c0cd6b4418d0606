/* For any processor: what the compiler makes of it. */
#include "net/kernel.h"

#define LANES 4
#include "net/kernel_vector.h"

enum { TILE_ROWS = 4, TILE_PANELS = 1, WEIGH_ROWS = 4, WEIGH_PANELS = 1 };

static void tile_of(int rows, int panels, const int8_t *weights, const int32_t *weight_sums, const uint8_t *a,
                    int32_t stride, int32_t steps, ints *out) {
  (void)panels, (void)weight_sums;
  for (int r = 0; r < rows; r++, a += stride, out += VECTORS) {
    const int8_t *w = weights;
    int32_t sums[PANEL] = {0};
    for (int32_t k = 0; k < steps * STEP; k += STEP, w += PANEL * STEP)
      for (int i = 0; i < PANEL; i++)
        for (int j = 0; j < STEP; j++) sums[i] += (a[k + j] - ZERO) * w[STEP * i + j];
    memcpy(out, sums, sizeof sums);
  }
}

#define KERNEL kernel_portable
#define KERNEL_NAME "portable"
#include "net/kernel_body.h"
