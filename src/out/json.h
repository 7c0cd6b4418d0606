/* A document as JSON, for those who go on working with it: the flat views and the checks. */
#ifndef OUT_JSON_H
#define OUT_JSON_H

#include "base/buf.h"
#include "inquit.h"

#include <jansson.h>

/* The object of OUTPUT.md; its `meta` is empty. */
inq_code json_document(const inq_doc *doc, const inq_json_options *options, json_t **out, inq_err *err);

/* The same as text, as inq_doc_json() has it, behind what the buffer holds. */
inq_code json_document_text(const inq_doc *doc, const inq_json_options *options, buf *to, inq_err *err);

/* {"inquit": 1, "id": ..., "error": {...}}: the record in the place of a document that could not be read. */
json_t *json_error(const char *id, const inq_err *why);

/* Writes a value on one line, or over many for people. */
void json_write(const json_t *value, int pretty, buf *to);

/* The bytes [start, end) of a text with every run of blanks as one: a name broken over a line reads as one.
 * NULL when memory ends. */
json_t *json_folded(const char *text, int32_t start, int32_t end);

#endif
