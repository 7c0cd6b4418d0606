#include "eval/shelf.h"

#include "base/err.h"

static str key_of(str id) { return id.at ? id : STR(""); } /* those without an id are one */

inq_code shelf_add(shelf *s, const json_t *object, inq_err *err) {
  s->arena.full = &s->full;
  if (setjmp(s->full)) return err_set(err, INQ_E_MEMORY, "eval", -1, "no memory for the articles");
  article read;
  inq_code code = article_read(object, &s->arena, &read, err);
  if (code) return code;
  *map_put(&s->by_id, key_of(read.id), 0, &s->arena) = s->articles.count;
  *array_push(&s->articles, &s->arena) = read;
  return INQ_OK;
}

int32_t shelf_find(const shelf *s, str id) { return map_get(&s->by_id, key_of(id), -1); }

void shelf_free(shelf *s) { arena_free(&s->arena); }
