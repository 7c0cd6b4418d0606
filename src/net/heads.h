/* What is read off the tokens' vectors. */
#ifndef NET_HEADS_H
#define NET_HEADS_H

#include "net/weights.h"

/* Fills all of s but its vectors, which are given. */
void heads_read(const net *n, net_scores *s, arena *scratch);

#endif
