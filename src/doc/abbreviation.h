/* Words that end in a period which belongs to them. */
#ifndef DOC_ABBREVIATION_H
#define DOC_ABBREVIATION_H

#include "base/str.h"

typedef enum {
  ABBREVIATION_NONE,
  ABBREVIATION,
  ABBREVIATION_BEFORE_NUMBER, /* "No. 1", but "He said no." */
  ABBREVIATION_OF_PLACE       /* "Boston, Mass.", "D-Mass.", but "They went to Mass." */
} abbreviation_kind;

abbreviation_kind abbreviation_of(str word); /* without the period */

#endif
