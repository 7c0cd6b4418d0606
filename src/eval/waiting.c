#include "eval/waiting.h"

#include "base/err.h"

#include <stdlib.h>

/* The id as JSON, so that 7, "7" and none differ; free it. */
static char *key_of(const json_t *document) {
  const json_t *id = json_object_get(document, "id");
  return id ? json_dumps(id, JSON_ENCODE_ANY) : strdup("null");
}

static waiting_line *line_of(waiting *w, str key) {
  int32_t place = map_get(&w->by_id, key, -1);
  if (place >= 0) return &w->lines.at[place];
  waiting_line *line = array_push(&w->lines, &w->arena);
  *line = (waiting_line){-1, -1};
  key.at = arena_copy(&w->arena, key.at, (size_t)key.length);
  *map_put(&w->by_id, key, 0, &w->arena) = w->lines.count - 1;
  return line;
}

static void join(waiting *w, waiting_line *line, char *json) {
  int32_t place = w->all.count;
  *array_push(&w->all, &w->arena) = (waiting_one){json, -1};
  if (line->last >= 0) w->all.at[line->last].next = place;
  else line->first = place;
  line->last = place;
}

static inq_code put(waiting *w, str key, char *json, inq_err *err) {
  w->arena.full = &w->full;
  if (setjmp(w->full)) return err_set(err, INQ_E_MEMORY, "diff", -1, "no memory for documents out of order");
  join(w, line_of(w, key), json);
  return INQ_OK;
}

inq_code waiting_put(waiting *w, const json_t *document, inq_err *err) {
  char *key = key_of(document), *json = json_dumps(document, JSON_COMPACT);
  inq_code code = INQ_E_MEMORY;
  if (key && json) code = put(w, str_of(key), json, err);
  else err_set(err, code, "diff", -1, "no memory for documents out of order");
  if (code) free(json);
  free(key);
  return code;
}

static json_t *taken(waiting *w, int32_t place) {
  json_t *document = json_loads(w->all.at[place].json, JSON_ALLOW_NUL, NULL);
  free(w->all.at[place].json);
  w->all.at[place].json = NULL;
  return document;
}

json_t *waiting_take(waiting *w, const json_t *document) {
  char *key = key_of(document);
  int32_t place = key ? map_get(&w->by_id, str_of(key), -1) : -1;
  free(key);
  if (place < 0 || w->lines.at[place].first < 0) return NULL;
  waiting_line *line = &w->lines.at[place];
  int32_t first = line->first;
  line->first = w->all.at[first].next;
  if (line->first < 0) line->last = -1;
  return taken(w, first);
}

json_t *waiting_rest(waiting *w) {
  while (w->left < w->all.count && !w->all.at[w->left].json) w->left++;
  return w->left < w->all.count ? taken(w, w->left) : NULL;
}

void waiting_free(waiting *w) {
  for (int32_t i = 0; i < w->all.count; i++) free(w->all.at[i].json);
  arena_free(&w->arena);
}
