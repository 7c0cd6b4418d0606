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

static inline bool str_equal(str a, str b) {
  return a.length == b.length && memcmp(a.at, b.at, (size_t)a.length) == 0;
}

static inline bool str_is(str a, const char *c_string) { return str_equal(a, str_of(c_string)); }

/* FNV-1a: https://www.rfc-editor.org/rfc/rfc9923 */
static inline uint64_t str_hash(str s) {
  uint64_t h = 14695981039346656037u;
  for (int32_t i = 0; i < s.length; i++) h = (h ^ (uint8_t)s.at[i]) * 1099511628211u;
  return h;
}

#endif
