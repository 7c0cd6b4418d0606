#include "eval/alike.h"

#include "base/array.h"
#include "base/map.h"
#include "base/utf8.h"

typedef struct {
  map set;  /* the words, in lower case, without those that say nothing */
  str last; /* at is NULL when there is none */
} words;

str alike_lower(str text, arena *a) {
  char *to = arena_alloc(a, (size_t)text.length * 2 + 4); /* lower case may take more bytes */
  const char *at = text.at, *end = at + text.length;
  int32_t length = 0;
  while (at < end) length += utf8_write(utf8_fold(utf8_next(&at, end)), to + length);
  return (str){to, length};
}

static bool in_word(int32_t c) {
  return c == '_' || c == '\'' || c == '-' || utf8_letter(c) || utf8_digit(c);
}

static bool says_nothing(str word) {
  static const char *const list[] = {"a",  "an",  "the", "of",  "mr",  "mrs", "ms",
                                     "dr", "sir", "in",  "for", "and", "to"};
  for (size_t i = 0; i < sizeof list / sizeof *list; i++)
    if (str_is(word, list[i])) return true;
  return false;
}

static words words_of(str text, arena *a) {
  words w = {0};
  str low = alike_lower(text, a);
  const char *at = low.at, *end = at + low.length, *begin = NULL;
  while (at < end || begin) {
    const char *here = at;
    if (at < end && in_word(utf8_next(&at, end))) {
      if (!begin) begin = here;
      continue;
    }
    str word = {begin, begin ? (int32_t)(here - begin) : 0};
    begin = NULL;
    if (!word.at || says_nothing(word)) continue;
    map_put(&w.set, word, 1, a);
    w.last = word;
  }
  return w;
}

static int32_t shared(const words *x, const words *y) {
  int32_t count = 0;
  for (int32_t i = 0; i < x->set.room; i++)
    if (x->set.slots[i].key.at) count += map_get(&y->set, x->set.slots[i].key, 0);
  return count;
}

bool alike_name(str guess, str full, arena *a) {
  words g = words_of(guess, a), f = words_of(full, a);
  return g.last.at && f.last.at && str_equal(g.last, f.last) && shared(&g, &f) == g.set.count;
}

bool alike_description(str guess, str said, arena *a) {
  words g = words_of(guess, a), s = words_of(said, a);
  int32_t fewer = g.set.count < s.set.count ? g.set.count : s.set.count, both = shared(&g, &s);
  return both > 0 && both * 2 >= fewer;
}
