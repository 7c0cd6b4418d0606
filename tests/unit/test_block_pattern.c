/* The signs that say which patterns are worth trying miss none: texts are made from each pattern itself, a
 * choice here and a repetition there, and nothing is found by trying all patterns that the signs left out. */
#include "doc/block_pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROOM = 600, TEXTS = 400, MOST_REPEATED = 6 };

static jmp_buf full;

typedef struct {
  uint32_t random;
  int32_t length;
  char at[ROOM];
} sampler;

static uint32_t draw(sampler *s, uint32_t below) {
  s->random = s->random * 1664525u + 1013904223u;
  return (s->random >> 8) % below;
}

static void put(sampler *s, const char *from, int32_t length) {
  if (s->length + length >= ROOM) return;
  memcpy(s->at + s->length, from, (size_t)length);
  s->length += length;
}

static void put_one_of(sampler *s, const char *characters) {
  put(s, characters + draw(s, (uint32_t)strlen(characters)), 1);
}

static int32_t character_length(const char *at) {
  uint8_t c = (uint8_t)*at;
  return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* Behind the group, class or character that begins at `at`. */
static const char *behind(const char *at) {
  if (*at == '\\') return at[1] == 'p' ? strchr(at, '}') + 1 : at + 1 + character_length(at + 1);
  if (*at == '[') {
    for (at += 1 + (at[1] == '^'); *at != ']';) at = behind(at);
    return at + 1;
  }
  if (*at != '(') return at + character_length(at);
  for (at++; *at != ')';) at = behind(at);
  return at + 1;
}

static void put_escaped(sampler *s, const char *at) {
  switch (at[1]) {
  case 'b': return;
  case 'd': put_one_of(s, "0123456789"); return;
  case 's': put_one_of(s, " \t"); return;
  case 'w': put_one_of(s, "abyz059_"); return;
  case 'W': put_one_of(s, " -,(\"'"); return;
  case 'p': put_one_of(s, at[3] == 'L' && at[4] == 'u' ? "ABCXYZ" : "aBcxYz"); return;
  default: put(s, at + 1, character_length(at + 1));
  }
}

static void put_member(sampler *s, const char *at) {
  const char *members[40], *end = behind(at) - 1;
  uint32_t count = 0;
  if (at[1] == '^') {
    put_one_of(s, "abcXYZ ,");
    return;
  }
  for (at++; at < end && count < 40; at = behind(at)) members[count++] = at;
  const char *chosen = members[draw(s, count)];
  if (*chosen == '\\') put_escaped(s, chosen);
  else put(s, chosen, character_length(chosen));
}

static void sample(sampler *s, const char *at, const char *end);

static void put_atom(sampler *s, const char *at, const char *end) {
  if (*at == '^' || *at == '$') return;
  if (*at == '\\') put_escaped(s, at);
  else if (*at == '[') put_member(s, at);
  else if (*at == '.') put_one_of(s, "x'.");
  else if (*at != '(') put(s, at, (int32_t)(end - at));
  else if (at[1] != '?') sample(s, at + 1, end - 1);
  else if (at[2] == ':' || at[2] == '-') sample(s, strchr(at, ':') + 1, end - 1); /* others look around */
}

static const char *times(sampler *s, const char *at, int32_t *count) {
  int32_t least = 1, most = 1;
  if (*at == '?') least = 0, at++;
  else if (*at == '*') least = 0, most = MOST_REPEATED, at++;
  else if (*at == '+') most = MOST_REPEATED, at++;
  else if (*at == '{') {
    least = most = (int32_t)strtol(at + 1, (char **)&at, 10);
    if (*at == ',') most = at[1] == '}' ? least + MOST_REPEATED : (int32_t)strtol(at + 1, (char **)&at, 10);
    at = strchr(at, '}') + 1;
  } else {
    *count = 1;
    return at;
  }
  if (most > least + MOST_REPEATED) most = least + MOST_REPEATED;
  *count = least + (int32_t)draw(s, (uint32_t)(most - least) + 1);
  return *at == '+' || *at == '?' ? at + 1 : at;
}

static void sample_sequence(sampler *s, const char *at, const char *end) {
  while (at < end) {
    const char *atom = at, *atom_end = behind(at);
    int32_t count;
    at = times(s, atom_end, &count);
    bool blank = *atom == ' ' || *atom == '\n'; /* means nothing in an extended pattern */
    for (int32_t i = 0; i < count && !blank; i++) put_atom(s, atom, atom_end);
  }
}

static void sample(sampler *s, const char *at, const char *end) {
  const char *begins[80], *ends[80];
  uint32_t count = 0;
  for (begins[0] = at; at < end; at = behind(at))
    if (*at == '|' && count < 78) ends[count++] = at, begins[count] = at + 1;
  ends[count++] = end;
  uint32_t chosen = draw(s, count);
  sample_sequence(s, begins[chosen], ends[chosen]);
}

/* Some letters large, some s and k as their odd doubles. */
static void disguise(sampler *s) {
  char plain[ROOM];
  int32_t length = s->length;
  memcpy(plain, s->at, (size_t)length);
  s->length = 0;
  for (int32_t i = 0; i < length; i++) {
    bool small = plain[i] >= 'a' && plain[i] <= 'z';
    if (plain[i] == 's' && !draw(s, 40)) put(s, "\u017F", 2);
    else if (plain[i] == 'k' && !draw(s, 10)) put(s, "\u212A", 3);
    else if (small && !draw(s, 8)) put(s, &(char){(char)(plain[i] - 32)}, 1);
    else put(s, plain + i, 1);
  }
}

static void make_text(sampler *s, const char *pattern) {
  static const char *const before[] = {"", "", "The mayor, ", "(", "In 2019 we met on ", "\u201C"};
  static const char *const after[] = {"", "", " more of it.", ")", "\u201D she added", "x"};
  s->length = 0;
  uint32_t first = draw(s, 6), last = draw(s, 6);
  put(s, before[first], (int32_t)strlen(before[first]));
  sample(s, pattern, pattern + strlen(pattern));
  if (!draw(s, 3)) disguise(s);
  put(s, after[last], (int32_t)strlen(after[last]));
}

static void signs_miss_no_match(void **state) {
  (void)state;
  arena a = {.full = &full};
  block_patterns *patterns;
  assert_int_equal(block_patterns_open(&a, &patterns, NULL), INQ_OK);
  block_matcher *m = block_matcher_new(patterns, &a);
  sampler s = {.random = 1};
  for (int32_t p = 0; block_pattern(p); p++) {
    int32_t matched = 0;
    for (int32_t i = 0; i < TEXTS; i++) {
      make_text(&s, block_pattern(p));
      str made = {s.at, s.length};
      uint64_t wanted = block_matches_all(m, made), got = block_matches(m, made);
      if (got != wanted) fail_msg("pattern %d, not tried on: %.*s", p, s.length, s.at);
      matched += (int32_t)(wanted >> p & 1);
    }
    if (matched < TEXTS / 20) fail_msg("pattern %d matched %d of the texts made from it", p, matched);
  }
  block_patterns_close(patterns);
  arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(signs_miss_no_match)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
