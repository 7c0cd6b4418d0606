/* The transformer: from x [rows][width], the pieces' embeddings, which it overwrites, to vectors in context, of which
 * only some are wanted: those of pieces wanted[0 .. count), into vectors [count][width]. */
#ifndef NET_ENCODER_H
#define NET_ENCODER_H

#include "net/weights.h"

void encoder_run(const net *n, float *x, int32_t rows, const int32_t *wanted, int32_t count, float *vectors,
                 arena *scratch);

#endif
