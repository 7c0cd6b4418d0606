#include "model/shape.h"

#include "base/utf8.h"

typedef struct {
  int32_t letters, capitals, digits;
  bool first_capital; /* the first letter is one */
  bool inner_period;  /* stands between two letters */
} counts;

static counts count(str token) {
  counts n = {0};
  const char *at = token.at, *end = token.at + token.length;
  bool letter_before = false, period_behind_letter = false;
  while (at < end) {
    int32_t code = utf8_next(&at, end);
    if (utf8_invisible(code) || utf8_mark(code)) continue;
    bool letter = utf8_letter(code), capital = letter && utf8_upper(code);
    if (letter && n.letters == 0) n.first_capital = capital;
    if (letter && period_behind_letter) n.inner_period = true;
    n.letters += letter;
    n.capitals += capital;
    n.digits += utf8_digit(code);
    period_behind_letter = code == '.' && letter_before;
    letter_before = letter;
  }
  return n;
}

shape shape_of(str token) {
  counts n = count(token);
  if (n.digits) return n.letters ? SHAPE_LETTERS_DIGITS : SHAPE_DIGITS;
  if (n.letters == 0) return SHAPE_NO_LETTERS;
  if (n.letters == 1) return n.capitals ? SHAPE_CAPITAL : SHAPE_LOWER;
  if (n.inner_period) return SHAPE_PERIODS;
  if (n.capitals == 0) return SHAPE_LOWER;
  if (n.capitals == n.letters) return SHAPE_CAPITALS;
  if (!n.first_capital) return SHAPE_MIXED_LOWER;
  return n.capitals == 1 ? SHAPE_CAPITALISED : SHAPE_MIXED_UPPER;
}

void shape_paragraph_add(shape_paragraph *p, str token) {
  counts n = count(token);
  if (n.letters == 0) return;
  p->letters += n.letters;
  p->capitals += n.capitals;
  if (p->words++ == 0 || n.letters < 4) return;
  p->long_words++;
  p->raised += n.first_capital;
}

int32_t shape_paragraph_case(const shape_paragraph *p) {
  if (p->words >= 2 && (int64_t)p->capitals * 10 >= (int64_t)p->letters * 9) return PARAGRAPH_CAPITALS;
  if (p->long_words >= 3 && (int64_t)p->raised * 10 >= (int64_t)p->long_words * 7) return PARAGRAPH_TITLE;
  return PARAGRAPH_RUNNING;
}
