#include "cli/manifest.h"

#include "base/str.h"
#include "inquit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t manifest_hash(const char *bytes, size_t length) {
  uint64_t h = 0;
  do { /* a str is at most 2 GiB */
    size_t part = length < INT32_MAX ? length : INT32_MAX;
    h = h * 31 + str_hash((str){bytes, (int32_t)part});
    bytes += part;
    length -= part;
  } while (length);
  return h;
}

uint64_t manifest_key(const char *document, int32_t line) {
  uint64_t h = (manifest_hash(document, strlen(document)) ^ (uint64_t)line) * 0x9E3779B97F4A7C15u;
  h ^= h >> 32;
  return h ? h : 1;
}

/* ---- The table --------------------------------------------------------------------------------- */

static manifest_entry *place_of(const manifest *m, uint64_t key) {
  size_t i = key & (m->room - 1);
  while (m->entries[i].key && m->entries[i].key != key) i = (i + 1) & (m->room - 1);
  return &m->entries[i];
}

static bool grow(manifest *m) {
  manifest bigger = {.count = m->count, .room = m->room ? m->room * 2 : 1024};
  bigger.entries = calloc(bigger.room, sizeof *bigger.entries);
  if (!bigger.entries) return !(m->failed = true);
  for (size_t i = 0; i < m->room; i++)
    if (m->entries[i].key) *place_of(&bigger, m->entries[i].key) = m->entries[i];
  free(m->entries);
  *m = bigger;
  return true;
}

static void put(manifest *m, const manifest_entry *e) {
  if (2 * m->count >= m->room && !grow(m)) return;
  manifest_entry *place = place_of(m, e->key);
  m->count += !place->key;
  *place = *e;
}

const manifest_entry *manifest_find(const manifest *m, uint64_t key) {
  if (!m->room) return NULL;
  const manifest_entry *e = place_of(m, key);
  return e->key ? e : NULL;
}

void manifest_free(manifest *m) {
  free(m->entries);
  *m = (manifest){0};
}

/* ---- Lines ------------------------------------------------------------------------------------- */

static uint64_t hash_field(const json_t *object, const char *key) {
  const char *digits = json_string_value(json_object_get(object, key));
  return digits ? strtoull(digits, NULL, 16) : 0;
}

static int64_t number_field(const json_t *object, const char *key) {
  return json_integer_value(json_object_get(object, key));
}

static void take_line(manifest *m, const json_t *object, int32_t run, uint64_t made) {
  const char *document = json_string_value(json_object_get(object, "document"));
  const char *status = json_string_value(json_object_get(object, "status"));
  if (!document || !status || strcmp(status, "done") != 0) return;
  manifest_entry e = {.key = manifest_key(document, (int32_t)number_field(object, "line")),
                      .input = hash_field(object, "input"),
                      .made = hash_field(object, "made"),
                      .check = hash_field(object, "check"),
                      .at = number_field(object, "at"),
                      .bytes = number_field(object, "bytes"),
                      .shard = (int32_t)number_field(object, "shard"),
                      .run = run};
  if (e.made == made && e.bytes > 0) put(m, &e);
}

void manifest_load(manifest *m, const char *path, int32_t run, uint64_t made) {
  FILE *file = fopen(path, "rb");
  char *line = NULL;
  size_t room = 0;
  ssize_t length;
  while (file && (length = getline(&line, &room, file)) > 0) {
    json_t *object = json_loadb(line, (size_t)length, 0, NULL);
    take_line(m, object, run, made);
    json_decref(object);
  }
  free(line);
  if (file) fclose(file);
}

/* A path that is not UTF-8 has its wrong bytes replaced, which only means that it is done again. */
static char *json_string_of(const char *text) {
  json_t *value = json_string(text ? text : "");
  if (!value) value = json_string("?");
  char *dump = json_dumps(value, JSON_ENCODE_ANY);
  json_decref(value);
  return dump;
}

void manifest_write(const manifest_entry *e, const manifest_label *label, buf *to) {
  char *document = json_string_of(label->document),
       *model = label->model ? json_string_of(label->model) : NULL;
  if (!document) to->failed = true;
  buf_format(to,
             "{\"document\":%s,\"line\":%d,\"input\":\"%016" PRIx64
             "\",\"model\":%s,\"version\":\"%s\",\"made\":\"%016" PRIx64
             "\",\"status\":\"%s\",\"shard\":%d,\"at\":%" PRId64 ",\"bytes\":%" PRId64
             ",\"check\":\"%016" PRIx64 "\"}\n",
             document ? document : "null", (int)label->line, e->input, model ? model : "null", inq_version(),
             e->made, label->done ? "done" : "error", (int)e->shard, e->at, e->bytes, e->check);
  free(document);
  free(model);
}
