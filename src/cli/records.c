#include "cli/records.h"

#include "base/err.h"
#include "cli/cli.h"
#include "in/line.h"
#include "in/stream.h"
#include "in/tree.h"

#include <stdlib.h>
#include <string.h>

struct records {
  buf names;      /* of the files, a NUL behind each */
  size_t name;    /* where that of the file that is open begins, or of the next one */
  stream *file;   /* NULL between two */
  int32_t number; /* of the line */
  buf line;
  json_t *value;
  int result;
};

/* ---- Files ------------------------------------------------------------------------------------- */

static void failed(records *r, const char *path, const inq_err *err) {
  complain_error(path, err);
  r->result = SOME_FAILED;
}

static bool add_name(void *with, const char *path) {
  records *r = with;
  buf_bytes(&r->names, path, strlen(path) + 1);
  return true;
}

static void add_folder(records *r, const char *path) {
  static const char *const holds[] = {"*.json",      "*.jsonl",    "*.ndjson",    "*.json.gz",   "*.jsonl.gz",
                                      "*.ndjson.gz", "*.json.zst", "*.jsonl.zst", "*.ndjson.zst"};
  static const char *const manifests[] = {"manifest.jsonl", "manifest-*-of-*.jsonl"};
  inq_err err = {0};
  tree_patterns patterns = {.include = holds,
                            .exclude = manifests,
                            .includes = sizeof holds / sizeof *holds,
                            .excludes = sizeof manifests / sizeof *manifests};
  tree_each(path, &patterns, add_name, r, &err);
  if (err.code) failed(r, path, &err);
}

records *records_open(const char *path) {
  records *r = calloc(1, sizeof *r);
  if (r && tree_is_folder(path)) add_folder(r, path);
  else if (r) add_name(r, path);
  if (r && !r->names.failed) return r;
  complain("%s: no memory to read it", path);
  if (r) records_close(r);
  return NULL;
}

static void close_file(records *r) {
  stream_close(r->file);
  r->file = NULL;
  r->name += strlen(r->names.at + r->name) + 1;
}

/* Opens the next file that can be; false when there is none. */
static bool open_file(records *r) {
  while (r->name < r->names.length) {
    inq_err err = {0};
    r->number = 0;
    if (stream_open(r->names.at + r->name, &r->file, &err) == INQ_OK) return true;
    failed(r, r->names.at + r->name, &err);
    close_file(r);
  }
  return false;
}

/* ---- Values ------------------------------------------------------------------------------------ */

/* A number of the caller's own may be of any length; only then are all numbers read as reals. */
static json_t *value_of(const buf *bytes, inq_err *err) {
  json_t *value;
  if (line_json(bytes->at, bytes->length, JSON_ALLOW_NUL, "json", &value, NULL))
    line_json(bytes->at, bytes->length, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, "json", &value, err);
  return value;
}

static bool is_blank(const buf *bytes) {
  return !bytes->length || strspn(bytes->at, " \t\r") == bytes->length;
}

/* Reads a line, and its value if it has one; false at the end of the file. */
static bool read_line(records *r) {
  inq_err err = {0};
  bool more;
  r->line.length = 0;
  r->number++;
  if (stream_until(r->file, '\n', INQ_MAX_BYTES, &r->line, &more, &err)) {
    failed(r, r->names.at + r->name, &err);
    return false;
  }
  if (is_blank(&r->line)) return more;
  r->value = value_of(&r->line, &err);
  if (!r->value) records_wrong(r, &err);
  return true;
}

const json_t *records_next(records *r) {
  json_decref(r->value);
  r->value = NULL;
  while (!r->value && (r->file || open_file(r)))
    if (!read_line(r)) close_file(r);
  return r->value;
}

void records_wrong(records *r, inq_err *err) {
  err->line = r->number;
  failed(r, r->names.at + r->name, err);
}

int records_close(records *r) {
  int result = r->result;
  json_decref(r->value);
  stream_close(r->file);
  buf_free(&r->names);
  buf_free(&r->line);
  free(r);
  return result;
}

int records_each(const char *path, records_take take, void *with) {
  records *r = records_open(path);
  const json_t *value;
  if (!r) return SOME_FAILED;
  while ((value = records_next(r))) {
    inq_err err = {0};
    if (take(with, value, &err)) records_wrong(r, &err);
  }
  return records_close(r);
}
