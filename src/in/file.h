/* A file, or standard input, read whole. */
#ifndef IN_FILE_H
#define IN_FILE_H

#include "base/buf.h"
#include "inquit.h"

/* Appends what path holds ("-": standard input) to `to`; INQ_E_SIZE when that is more than most bytes. */
inq_code file_read(const char *path, size_t most, buf *to, inq_err *err);

/* The name without folders and ending, as UTF-8: "texts/best-buy.txt" is "best-buy"; NULL for "-".  Free it.
 */
char *file_id(const char *path);

#endif
