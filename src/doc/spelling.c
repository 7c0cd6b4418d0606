#include "doc/spelling.h"

#include "base/hash.h"
#include "base/utf8.h"

static bool apostrophe(int32_t code) {
  return code == 0x2019 || code == 0x2018 || code == 0x02BC || code == 0x201B || code == 0x60 || code == 0xB4;
}

static bool hyphen(int32_t code) { return code >= 0x2010 && code <= 0x2015; }

static char ascii_key(int32_t code) {
  if (code >= 'A' && code <= 'Z') return (char)(code | 0x20);
  return code == 0x60 ? '\'' : (char)code;
}

/* Writes what a key has of one code point. */
static int32_t key_of(int32_t code, char *to) {
  if (code < 0x80) return *to = ascii_key(code), 1;
  if (apostrophe(code)) return *to = '\'', 1;
  if (hyphen(code)) return *to = '-', 1;
  return utf8_invisible(code) ? 0 : utf8_base(code, to);
}

uint64_t spelling_hash(str word, uint64_t secret) {
  char key[SPELLING_KEY];
  int32_t length = 0;
  if (word.length > SPELLING_WORD) return 0;
  for (const char *at = word.at, *end = at + word.length; at < end;)
    if ((uint8_t)*at < 0x80) key[length++] = ascii_key(*at++);
    else length += key_of(utf8_next(&at, end), key + length);
  return hash_str((str){key, length}, secret) | 1;
}

typedef struct {
  const char *at, *end;
  char key[64]; /* [length] of the code point before `at`; those before `next` are taken */
  int32_t length, next;
} key_reader;

/* The next byte of the keys of a phrase's words, blanks left out; -1 at the end. */
static int next_byte(key_reader *r) {
  while (r->next == r->length) {
    if (r->at == r->end) return -1;
    int32_t code = utf8_next(&r->at, r->end);
    r->next = 0;
    r->length = utf8_blank(code) ? 0 : key_of(code, r->key);
  }
  return (unsigned char)r->key[r->next++];
}

bool spelling_same(str a, str b) {
  key_reader x = {.at = a.at, .end = a.at + a.length}, y = {.at = b.at, .end = b.at + b.length};
  int byte;
  while ((byte = next_byte(&x)) == next_byte(&y))
    if (byte < 0) return true;
  return false;
}

/* The next letter and whether it is a capital; accents are no letters, however they are composed. */
static bool next_letter(const char **at, const char *end, bool *upper) {
  while (*at < end) {
    int32_t code = utf8_next(at, end);
    if (!utf8_letter(code)) continue;
    *upper = utf8_upper(code);
    return true;
  }
  return false;
}

bool spelling_agrees(str listed, str found, int32_t how) {
  if (how == SPELLING_ANY) return true;
  const char *a = listed.at, *b = found.at;
  bool large, is_large;
  while (next_letter(&a, listed.at + listed.length, &large)) {
    if (!next_letter(&b, found.at + found.length, &is_large)) return false;
    if (large != is_large && (large || how == SPELLING_EXACT)) return false;
  }
  return !next_letter(&b, found.at + found.length, &is_large);
}
