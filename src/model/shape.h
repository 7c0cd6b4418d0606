/* How a token is written, since the network's pieces are all lower case; its paragraph as well, since
 * capitals mean less in a headline.  models/recipe/wordpiece.py is its twin. */
#ifndef MODEL_SHAPE_H
#define MODEL_SHAPE_H

#include "base/str.h"

typedef enum {
  SHAPE_NO_LETTERS,
  SHAPE_LOWER,
  SHAPE_CAPITALISED,
  SHAPE_CAPITALS,
  SHAPE_CAPITAL,        /* one letter, as in J. */
  SHAPE_MIXED_UPPER,    /* McDonald, O'Brien */
  SHAPE_MIXED_LOWER,    /* iPhone */
  SHAPE_DIGITS,         /* and no letters */
  SHAPE_LETTERS_DIGITS, /* 3rd, COVID-19 */
  SHAPE_PERIODS,        /* U.S., a.m. */
  SHAPES
} shape;

enum { PARAGRAPH_RUNNING, PARAGRAPH_TITLE, PARAGRAPH_CAPITALS, PARAGRAPH_CASES };

shape shape_of(str token);

typedef struct { /* a paragraph so far; begin with zeros */
  int32_t letters, capitals;
  int32_t words; /* tokens with letters */
  int32_t long_words,
      raised; /* those of 4 letters and more, the first word left out; and begun with a capital */
} shape_paragraph;

void shape_paragraph_add(shape_paragraph *p, str token);
int32_t shape_paragraph_case(const shape_paragraph *p); /* a PARAGRAPH_... */

#endif
