/* The transformer: x [rows][width], the pieces' embeddings, becomes their vectors in context. */
#ifndef NET_ENCODER_H
#define NET_ENCODER_H

#include "net/weights.h"

void encoder_run(const net *n, float *x, int32_t rows, arena *scratch);

#endif
