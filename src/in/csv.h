/* Comma separated values with a header (RFC 4180): a record is cut out of a stream without looking into it,
 * and split into fields later, perhaps by another thread.  Fields in quotation marks may hold line ends. */
#ifndef IN_CSV_H
#define IN_CSV_H

#include "in/stream.h"

#include <stdint.h>

/* Appends the next record with its line end to `to`, and adds its lines to *lines.  As stream_until(). */
inq_code csv_cut(stream *s, size_t most, buf *to, int32_t *lines, bool *more, inq_err *err);

typedef struct {
  buf bytes;    /* the fields, each with a NUL behind it */
  size_t *ends; /* [count] where in bytes each field's NUL is */
  size_t count, room;
} csv_record;

/* On failure err has the byte.  Free what is there in any case. */
inq_code csv_split(const char *bytes, size_t length, csv_record *out, inq_err *err);
void csv_free(csv_record *r);

const char *csv_field(const csv_record *r, size_t i, size_t *length);

/* The fields as a JSON object under the header's names, but for those that name text and id. */
inq_code csv_meta(const csv_record *header, const csv_record *record, const char *text, const char *id,
                  buf *to, inq_err *err);

/* The number of the column of that name, -1 for none, -2 for more than one. */
int64_t csv_column(const csv_record *header, const char *name);

#endif
