/* Names of people, organisations, places, ...: spans of tokens with a type. */
#ifndef DOC_NAME_H
#define DOC_NAME_H

#include "base/array.h"
#include "doc/token.h"

enum {
  NAME_TYPES = 10,
  NAME_LABELS = 1 + 2 * NAME_TYPES
}; /* O, then B-type and I-type of each inq_type in turn */

typedef struct {
  int32_t first, last;     /* tokens, both within */
  int32_t type;            /* an inq_type */
  float score;             /* probability */
  float types[NAME_TYPES]; /* of each type, if it is a name */
  int32_t listed;          /* whom it means: number of the list's entity + 1; 0 for one that the list lacks */
} name;

typedef struct {
  name *at; /* [count] in order, disjoint, none crosses a block's edge */
  int32_t count;
} names;

typedef array(name) names_list;

/* Decodes the scores [count][NAME_LABELS] of the tokens from `first` on, and adds their names to the list. */
void names_add(names_list *list, const tokens *k, int32_t first, int32_t count, const float *scores,
               arena *scratch, arena *keep);

#endif
