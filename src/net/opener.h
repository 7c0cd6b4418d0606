/* Takes a network's sections out of the model file, each with the shape that it must have.  The first fault
 * ends it: `code` says so, and whatever is asked for after it is NULL. */
#ifndef NET_OPENER_H
#define NET_OPENER_H

#include "net/weights.h"

typedef struct {
  const pack *from;
  inq_err *err;
  inq_code code;
  char name[96]; /* of the section asked for last */
} opener;

typedef struct { /* what a number of a shape may be */
  int32_t value, least, most, multiple;
} bound;

/* The section named prefix.part. */
const void *opener_section(opener *o, const char *prefix, const char *part, pack_kind kind, int32_t rows,
                           int32_t columns);
const float *opener_numbers(opener *o, const char *prefix, const char *part, int32_t rows, int32_t columns);
norm opener_norm(opener *o, const char *prefix, int32_t width);
linear opener_linear(opener *o, const char *prefix, int32_t inputs, int32_t outputs);
projection opener_projection(opener *o, const char *prefix, int32_t inputs, int32_t outputs);

/* Whether all numbers of the section `name` are within their bounds. */
void opener_check(opener *o, const char *name, const bound *bounds, size_t count);

#endif
