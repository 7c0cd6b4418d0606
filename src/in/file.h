/* A file, or standard input, read whole. */
#ifndef IN_FILE_H
#define IN_FILE_H

#include "base/buf.h"
#include "inquit.h"

/* Appends what path holds ("-": standard input), unpacked where it is gzip or zstd, to `to`; INQ_E_SIZE when
 * that is more than most bytes. */
inq_code file_read(const char *path, size_t most, buf *to, inq_err *err);

/* The name without its ending, as UTF-8: of "best-buy.txt", and of "best-buy.txt.gz", it is "best-buy";
 * folders in it stay.  Free it. */
char *file_id(const char *name);

const char *file_name(const char *path); /* behind the last slash */

/* Whether path ends in ending, or in ending and .gz or .zst. */
bool file_ends_with(const char *path, const char *ending);

#endif
