/* Filling in the public inq_err: a public call begins by clearing it; then the first error wins.  err may be
 * NULL. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "inquit.h"

void err_clear(inq_err *err);

/* Returns code, so that a function can end with `return err_set(...)`. */
inq_code err_set(inq_err *err, inq_code code, const char *stage, int64_t position, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
