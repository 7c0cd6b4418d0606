/* The articles of a file, found by their ids. */
#ifndef EVAL_SHELF_H
#define EVAL_SHELF_H

#include "base/array.h"
#include "base/map.h"
#include "eval/article.h"

typedef struct {
  arena arena;
  jmp_buf full;
  map by_id;
  array(article) articles; /* in the order of the file */
} shelf;

/* Puts an article there; it takes the place of an earlier one with the same id. */
inq_code shelf_add(shelf *s, const json_t *object, inq_err *err);

/* Its index, -1 for none. */
int32_t shelf_find(const shelf *s, str id);
void shelf_free(shelf *s);

#endif
