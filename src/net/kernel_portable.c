/* For any processor: what the compiler makes of it. */
#include "net/kernel.h"

enum { TILE_ROWS = 4, TILE_PANELS = 1 };

static void tile(const int8_t *weights, const int32_t *all_sums, int32_t panels, const uint8_t *a,
                 int32_t rows, int32_t stride, int32_t steps, int32_t *out) {
  (void)all_sums, (void)panels;
  for (int32_t r = 0; r < rows; r++, a += stride, out += PANEL) {
    const int8_t *w = weights;
    int32_t sums[PANEL] = {0};
    for (int32_t k = 0; k < steps * STEP; k += STEP, w += PANEL * STEP)
      for (int i = 0; i < PANEL; i++)
        for (int j = 0; j < STEP; j++) sums[i] += (a[k + j] - ZERO) * w[STEP * i + j];
    for (int i = 0; i < PANEL; i++) out[i] = sums[i];
  }
}

#define LANES 4
#define KERNEL kernel_portable
#define KERNEL_NAME "portable"
#include "net/kernel_body.h"
