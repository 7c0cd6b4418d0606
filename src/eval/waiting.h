/* Documents of one file that wait for those of the same id in another.  Those with the same id, or with none,
 * wait in a line: first come, first served. */
#ifndef EVAL_WAITING_H
#define EVAL_WAITING_H

#include "base/array.h"
#include "base/map.h"
#include "inquit.h"

#include <jansson.h>

typedef struct {
  char *json; /* NULL once it was taken */
  int32_t next;
} waiting_one;

typedef struct {
  int32_t first, last; /* -1: nobody is left */
} waiting_line;

typedef struct {
  arena arena;
  jmp_buf full;
  map by_id; /* to lines */
  array(waiting_line) lines;
  array(waiting_one) all; /* in the order in which they came */
  int32_t left;           /* the first that waiting_rest() has not given */
} waiting;

inq_code waiting_put(waiting *w, const json_t *document, inq_err *err);

/* The first one that waits under the document's id, NULL for none; a new reference. */
json_t *waiting_take(waiting *w, const json_t *document);

/* The next one that nobody took, NULL for none; a new reference. */
json_t *waiting_rest(waiting *w);
void waiting_free(waiting *w);

#endif
