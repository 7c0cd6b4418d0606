#include "doc/speech.h"

#include "base/utf8.h"

enum { LEAST_WORDS = 5, LONG = 3 }; /* a word of more letters shows whether capitals are those of a title */

static bool is_word(str s, int32_t *first) {
  const char *at = s.at;
  *first = utf8_next(&at, s.at + s.length);
  return utf8_letter(*first) || utf8_digit(*first);
}

bool run_is_speech(const text *t, const tokens *k, const run *r) {
  bool paired = r->close >= 0 || r->next >= 0;
  if (r->parent >= 0 || r->open < 0 || r->previous >= 0 || !paired) return false;
  int32_t words = 0, longer = 0, capital = 0;
  for (int32_t i = r->open + 1, first; i <= r->last; i++) {
    str s = token_str(t, k, i);
    if (!is_word(s, &first)) continue;
    bool shows = ++words > 1 && s.length > LONG; /* the first word has a capital in any case */
    longer += shows;
    capital += shows && utf8_upper(first);
  }
  return words >= LEAST_WORDS && 10 * capital < 7 * longer;
}
