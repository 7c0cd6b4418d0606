/* What the classifier asks of each paragraph: features that are there or not, each known by a number. */
#ifndef DOC_BLOCK_FEATURE_H
#define DOC_BLOCK_FEATURE_H

#include "doc/block_look.h"

enum {
  BLOCK_FEATURES = 8192,      /* numbers; features share them by hashing */
  BLOCK_FEATURES_VERSION = 1, /* raise it with every change of what a number means: see blocks.version */
  BLOCK_FEATURE_ROOM = 192    /* the most that one paragraph has */
};

/* Writes the features of paragraph i, returns how many. */
int32_t block_features(const block_looks *all, int32_t i, uint16_t out[BLOCK_FEATURE_ROOM]);

#endif
