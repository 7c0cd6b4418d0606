/* Bytes of a file or standard input as they come, unpacked when gzip's or zstd's magic stands in front.
 *
 *   file ─ in[] ─ as it is, or zlib, or libzstd ─ out[] ─ stream_until() or stream_all()
 *
 * Members of gzip and frames of zstd that follow each other read as one. */
#ifndef IN_STREAM_H
#define IN_STREAM_H

#include "base/buf.h"
#include "inquit.h"

typedef struct stream stream;

/* path "-" is standard input. */
inq_code stream_open(const char *path, stream **out, inq_err *err);
void stream_close(stream *s);

/* The next bytes, at most *length of them: *at borrows them until the next call; *length is 0 at the end. */
inq_code stream_next(stream *s, const char **at, size_t *length, inq_err *err);

/* Appends all that is left to `to`; INQ_E_SIZE when that is more than most bytes. */
inq_code stream_all(stream *s, size_t most, buf *to, inq_err *err);

/* Appends what comes before the next `end`, which is taken, too; *more is false behind the last.  INQ_E_SIZE
 * when that is longer than most bytes: it is skipped, and what follows can be read. */
inq_code stream_until(stream *s, char end, size_t most, buf *to, bool *more, inq_err *err);

/* Gives the last count bytes of the last stream_next() back. */
void stream_back(stream *s, size_t count);

#endif
