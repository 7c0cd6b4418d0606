/* Flat tables out of documents, one row a quotation, entity, mention, sentence or token; a row is written as
 * a JSON line, as CSV (RFC 4180) or as TSV. */
#ifndef OUT_VIEWS_H
#define OUT_VIEWS_H

#include "base/buf.h"
#include "inquit.h"

typedef enum { VIEW_JSON, VIEW_CSV, VIEW_TSV } view_format;

typedef struct view view;

const view *view_find(const char *name);                      /* "quotes", "entities", ...; NULL for none */
const char *view_name(int32_t i);                             /* the names in turn, NULL behind the last */
int32_t view_layers(const view *v);                           /* the INQ_JSON_ layers that it needs */
void view_header(const view *v, view_format format, buf *to); /* the line of column names; nothing for JSON */

/* Appends the rows of one document.  options: id and unit count. */
inq_code view_rows(const view *v, view_format format, const inq_doc *doc, const inq_json_options *options,
                   buf *to, inq_err *err);

/* Appends a field of a CSV or TSV line, quoted or escaped where it must be. */
void view_field(view_format format, const char *text, size_t length, buf *to);

#endif
