/* x86 with AVX2.  Two products of bytes overflow the 16 bits that maddubs gives them, and to take the signs
 * apart costs more than wider numbers do: bytes become numbers of 16 bits, the rows' once for a tile, the
 * weights' while they are read, and madd sums two products in 32 bits. */
#include "net/kernel.h"

#ifdef __AVX2__
#include <immintrin.h>

#define LANES 8
#define SMALLER _mm256_min_ps
#define LARGER _mm256_max_ps
#define QUADS_LARGER _mm_max_ps
#define LOAD_BYTES(at) _mm256_cvtepi8_epi32(_mm_loadl_epi64((const void *)(at)))
#define STORE_BYTES(n, to) store_low_bytes((__m256i)(n), to)

static inline void store_low_bytes(__m256i n, void *to) {
  n = _mm256_shuffle_epi8(n, _mm256_set1_epi32(0x0C080400));
  _mm_storel_epi64(to, _mm_unpacklo_epi32(_mm256_castsi256_si128(n), _mm256_extracti128_si256(n, 1)));
}

#include "net/kernel_vector.h"

#include <stdbool.h>

enum {
  TILE_ROWS = 6,
  TILE_PANELS = 4,
  WEIGH_ROWS = 6,
  WEIGH_PANELS = 2,
  LOADED = 8, /* steps in a vector of bytes */
  BLOCK = 96  /* steps whose wider rows stay in the first cache */
};

typedef struct { /* in 16 bits: of each step's four numbers the first and the third, the other two */
  int32_t even[TILE_ROWS][BLOCK], odd[TILE_ROWS][BLOCK];
} wider;

_Static_assert(BLOCK % LOADED == 0, "only the last block has steps that fill no vector");
_Static_assert((int)WEIGH_ROWS <= (int)TILE_ROWS, "a tile's rows are wide enough for all");

static inline __m256i even_of(__m256i bytes) { return _mm256_srai_epi16(_mm256_slli_epi16(bytes, 8), 8); }
static inline __m256i odd_of(__m256i bytes) { return _mm256_srai_epi16(bytes, 8); }

/* steps: at most BLOCK */
INLINE void widen(int rows, const uint8_t *a, int32_t stride, int32_t steps, wider *to) {
  const __m256i zero = _mm256_set1_epi8((char)ZERO);
  UNROLL for (int r = 0; r < rows; r++) {
    const uint8_t *row = a + (size_t)r * stride;
#pragma GCC unroll 1 /* twelve steps in a row would be of no use */
    for (int32_t k = 0; k < steps; k += LOADED) {
      uint8_t last[LOADED * STEP] = {0};
      bool whole = k + LOADED <= steps;
      if (!whole) memcpy(last, row + k * STEP, (size_t)(steps - k) * STEP);
      __m256i bytes = _mm256_loadu_si256((const void *)(whole ? row + k * STEP : last));
      bytes = _mm256_xor_si256(bytes, zero);
      _mm256_storeu_si256((void *)(to->even[r] + k), even_of(bytes));
      _mm256_storeu_si256((void *)(to->odd[r] + k), odd_of(bytes));
    }
  }
}

/* sum += the products of a and b, pair by pair.  GCC would keep the sums in memory. */
INLINE void plus(__m256i *sum, __m256i a, __m256i b) {
  __m256i pairs;
  __asm__("vpmaddwd %3, %2, %1\n\tvpaddd %1, %0, %0" : "+x"(*sum), "=&x"(pairs) : "x"(a), "x"(b));
}

/* One panel; sums: [rows][row_sums], VECTORS of which are its own, and begin here if `first`. */
INLINE void add_products(int rows, const int8_t *weights, const wider *a, int32_t steps, bool first,
                         int row_sums, ints *sums) {
  __m256i y[TILE_ROWS][VECTORS];
  UNROLL for (int i = 0; i < rows * VECTORS; i++) {
    const ints *before = sums + i / VECTORS * row_sums + i % VECTORS;
    y[i / VECTORS][i % VECTORS] = first ? _mm256_setzero_si256() : (__m256i)*before;
  }
  for (int32_t k = 0; k < steps; k++, weights += STEP * PANEL) {
    __m256i w[VECTORS];
    UNROLL for (int v = 0; v < VECTORS; v++) w[v] =
        even_of(_mm256_loadu_si256((const void *)(weights + 32 * v)));
    UNROLL for (int r = 0; r < rows; r++) {
      __m256i x = _mm256_set1_epi32(a->even[r][k]);
      UNROLL for (int v = 0; v < VECTORS; v++) plus(&y[r][v], x, w[v]);
    }
    UNROLL for (int v = 0; v < VECTORS; v++) w[v] =
        odd_of(_mm256_loadu_si256((const void *)(weights + 32 * v)));
    UNROLL for (int r = 0; r < rows; r++) {
      __m256i x = _mm256_set1_epi32(a->odd[r][k]);
      UNROLL for (int v = 0; v < VECTORS; v++) plus(&y[r][v], x, w[v]);
    }
  }
  UNROLL for (int i = 0; i < rows * VECTORS; i++) sums[i / VECTORS * row_sums + i % VECTORS] =
      (ints)y[i / VECTORS][i % VECTORS];
}

/* Steps [from .. from + count) of all panels; first: from == 0, as a constant, so that GCC sees the sums begin. */
INLINE void add_block(int rows, int panels, const int8_t *weights, const uint8_t *a, int32_t stride,
                      int32_t steps, int32_t from, int32_t count, bool first, ints *out) {
  wider block;
  weights += (size_t)from * STEP * PANEL;
  widen(rows, a + (size_t)from * STEP, stride, count, &block);
  for (int p = 0; p < panels; p++, weights += (size_t)steps * STEP * PANEL)
    add_products(rows, weights, &block, count, first, panels * VECTORS, out + p * VECTORS);
}

INLINE void tile_of(int rows, int panels, const int8_t *weights, const int32_t *weight_sums, const uint8_t *a,
                    int32_t stride, int32_t steps, ints *out) {
  (void)weight_sums;
  add_block(rows, panels, weights, a, stride, steps, 0, steps < BLOCK ? steps : BLOCK, true, out);
  for (int32_t from = BLOCK; from < steps; from += BLOCK)
    add_block(rows, panels, weights, a, stride, steps, from, steps - from < BLOCK ? steps - from : BLOCK,
              false, out);
}

/* As in kernel_body.h.  Packing takes four numbers of each half in turn, which the end puts in order. */
static inline void split_avx2(const ints n[2], uint8_t *high, uint8_t *low) {
  const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  __m256i words = _mm256_packus_epi32((__m256i)n[0], (__m256i)n[1]);
  __m256i bytes =
      _mm256_packus_epi16(_mm256_srli_epi16(words, 8), _mm256_and_si256(words, _mm256_set1_epi16(255)));
  bytes = _mm256_permutevar8x32_epi32(bytes, order);
  _mm_storeu_si128((void *)high, _mm256_castsi256_si128(bytes));
  _mm_storeu_si128((void *)low, _mm256_extracti128_si256(bytes, 1));
}

#define SPLIT split_avx2
#define KERNEL kernel_avx2
#define KERNEL_NAME "avx2"
#include "net/kernel_body.h"
#endif
