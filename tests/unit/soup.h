/* Texts for tests: read up to the marks, and random soups of what makes trouble. */
#ifndef SOUP_H
#define SOUP_H

#include "base/buf.h"
#include "base/utf8.h"
#include "doc/mark.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct {
  arena arena;
  jmp_buf full;
  text text;
  blocks blocks;
  tokens tokens;
  marks marks;
} reading;

static inline void read_text(reading *r, const char *bytes, size_t length) {
  *r = (reading){.arena = {.full = &r->full}};
  if (setjmp(r->full)) fail_msg("memory ended");
  assert_int_equal(text_read(bytes, length, &r->text, NULL), INQ_OK);
  r->blocks = blocks_read(&r->text, NULL, NULL, &r->arena);
  r->tokens = tokens_read(&r->text, &r->blocks, &r->arena);
  r->marks = marks_read(&r->text, &r->blocks, &r->tokens, &r->arena);
}

static inline void free_reading(reading *r) { arena_free(&r->arena); }

/* 64 bits of a generator that is the same everywhere: https://prng.di.unimi.it/splitmix64.c */
static inline uint64_t next_random(uint64_t *state) {
  uint64_t z = (*state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static inline buf soup(uint64_t *random, int pieces) {
  static const char *const ladle[] = {
      "“",        "”",    "\"",  "'",   "‘",       "’",   "«",    "»",         "„",        "``",
      "''",       "\n\n", " ",   " ",   " ",       " ",   ".",    ",",         "!",        "?",
      "-",        "—",    "(",   ")",   "a",       "The", "word", "Mr.",       "U.S.",     "don’t",
      "boys",     "said", "12",  "3.5", "http://", "@",   "#x",   "a\xCC\x81", "\xC2\xAD", "\xE2\x80\x8B",
      "\xC2\xA0", "…",    "...", "&",   "/",       "$",   "5%",   "\xC2\x93",  "🎉",        "n't",
      "_"};
  buf b = {0};
  for (int i = 0; i < pieces; i++) buf_str(&b, ladle[next_random(random) % (sizeof ladle / sizeof *ladle)]);
  return b;
}

#endif
