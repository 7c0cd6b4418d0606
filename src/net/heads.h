/* What is read off the tokens' vectors. */
#ifndef NET_HEADS_H
#define NET_HEADS_H

#include "net/weights.h"

/* Fills all of s but its vectors, which are given. */
void heads_read(const net *n, net_scores *s, arena *scratch);

/* Which of the DISTANCES a token has from the anchor, by sign and size; the nearer, the finer.  11 is the
 * anchor itself. */
int32_t heads_distance(int32_t distance);

float heads_log_sigmoid(float score);

#endif
