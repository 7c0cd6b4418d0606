#include "base/hash.h"

uint64_t hash_key(const void *table) {
  uint64_t z = (uint64_t)(uintptr_t)table * 0x9E3779B97F4A7C15u; /* mixed as by splitmix64 */
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

static inline uint64_t turn(uint64_t x, int bits) { return x << bits | x >> (64 - bits); }

static inline void sip_round(uint64_t v[4]) {
  v[0] += v[1], v[2] += v[3];
  v[1] = turn(v[1], 13) ^ v[0], v[3] = turn(v[3], 16) ^ v[2];
  v[0] = turn(v[0], 32);
  v[2] += v[1], v[0] += v[3];
  v[1] = turn(v[1], 17) ^ v[2], v[3] = turn(v[3], 21) ^ v[0];
  v[2] = turn(v[2], 32);
}

static inline void take(uint64_t v[4], uint64_t word) {
  v[3] ^= word;
  sip_round(v);
  v[0] ^= word;
}

/* The bytes behind the last whole eight, of a string's `left`; read without a loop, whose end could not be foreseen. */
static inline uint64_t rest_of(str s, int32_t left) {
  const char *at = s.at + s.length - left;
  const uint8_t *byte = (const uint8_t *)at;
  uint64_t eight;
  uint32_t low, high;
  if (!left) return 0;
  if (s.length >= 8) return memcpy(&eight, at + left - 8, 8), eight >> 8 * (8 - left);
  if (left >= 4)
    return memcpy(&low, at, 4), memcpy(&high, at + left - 4, 4), low | (uint64_t)high << 8 * (left - 4);
  return byte[0] | (uint64_t)byte[left / 2] << 8 * (left / 2) | (uint64_t)byte[left - 1] << 8 * (left - 1);
}

/* Aumasson and Bernstein, "SipHash: a fast short-input PRF", with one and three rounds; the key's second half
 * is its first one mixed again. */
uint64_t hash_str(str s, uint64_t key) {
  uint64_t other = key * 0xD6E8FEB86659FD93u + 1, word = 0;
  uint64_t v[4] = {key ^ 0x736f6d6570736575u, other ^ 0x646f72616e646f6du, key ^ 0x6c7967656e657261u,
                   other ^ 0x7465646279746573u};
  int32_t done = 0;
  for (; s.length - done >= 8; done += 8) {
    memcpy(&word, s.at + done, 8);
    take(v, word);
  }
  take(v, (uint64_t)(uint8_t)s.length << 56 | rest_of(s, s.length - done));
  v[2] ^= 0xff;
  for (int i = 0; i < 3; i++) sip_round(v);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}
