/* A line of JSON that holds a text: {"id": ..., "text": ..., and whatever else}. */
#ifndef IN_LINE_H
#define IN_LINE_H

#include "base/buf.h"
#include "inquit.h"

#include <jansson.h>

typedef struct {
  json_t *object; /* owns id and text */
  const char *id; /* a string, or the digits of a number; NULL for none */
  const char *text;
  size_t length;
  buf meta;   /* the other fields, as an object, each written as it was */
  buf number; /* an id that is a number, as it was written */
} line;

/* Where text and id are; a dot leads into a field of a field.  NULL: "text" and "id". */
typedef struct {
  const char *text, *id;
} line_fields;

/* Reads any JSON; flags are jansson's.  INQ_E_JSON says where it is none, a NUL byte being no part of any.
 * A byte order mark in front is skipped. */
inq_code line_json(const char *bytes, size_t length, size_t flags, const char *stage, json_t **out,
                   inq_err *err);

/* bytes ends with a NUL; fields may be NULL.  On failure err has the byte in the line, and out->id is still
 * set where one was found. */
inq_code line_read(const char *bytes, size_t length, const line_fields *fields, line *out, inq_err *err);
void line_free(line *l);

/* What a path with dots leads to in an object, borrowed; NULL for nothing.  A field of that very name, dots and
 * all, goes before a path. */
const json_t *line_field(const json_t *object, const char *path);

#endif
