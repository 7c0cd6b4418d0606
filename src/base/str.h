/* A piece of somebody else's bytes, and what is asked of it again and again. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct {
  const char *at; /* [length], borrowed, not NUL-terminated */
  int32_t length;
} str;

#define STR(literal) ((str){(literal), (int32_t)sizeof(literal) - 1})

static inline str str_of(const char *c_string) { return (str){c_string, (int32_t)strlen(c_string)}; }

/* memcmp(a, b, length) == 0, without a call: words are short. */
static inline bool str_same_bytes(const char *a, const char *b, size_t length) {
  uint64_t x, y;
  uint32_t u, v;
  if (length >= 8) {
    for (size_t i = 0; i + 8 < length; i += 8)
      if (memcpy(&x, a + i, 8), memcpy(&y, b + i, 8), x != y) return false;
    return memcpy(&x, a + length - 8, 8), memcpy(&y, b + length - 8, 8), x == y;
  }
  if (length >= 4) {
    if (memcpy(&u, a, 4), memcpy(&v, b, 4), u != v) return false;
    return memcpy(&u, a + length - 4, 4), memcpy(&v, b + length - 4, 4), u == v;
  }
  for (size_t i = 0; i < length; i++)
    if (a[i] != b[i]) return false;
  return true;
}

static inline bool str_equal(str a, str b) {
  return a.length == b.length && str_same_bytes(a.at, b.at, (size_t)a.length);
}

/* Most strings differ in their first byte: the other's length is not asked for then. */
static inline bool str_is(str a, const char *c_string) {
  return (a.length ? *a.at == *c_string : !*c_string) && str_equal(a, str_of(c_string));
}

/* FNV-1a: https://www.rfc-editor.org/rfc/rfc9923 */
static inline uint64_t str_hash(str s) {
  uint64_t h = 14695981039346656037u;
  for (int32_t i = 0; i < s.length; i++) h = (h ^ (uint8_t)s.at[i]) * 1099511628211u;
  return h;
}

#endif
