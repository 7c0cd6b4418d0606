/* What a network is: views of the model file's sections "net.*" or "fast.*", checked when it is opened. */
#ifndef NET_WEIGHTS_H
#define NET_WEIGHTS_H

#include "model/wordpiece.h"
#include "net/kernel.h"
#include "net/net.h"

enum {
  CASE_KINDS =
      30,         /* a token's shape + 10 * its paragraph's case; one more for the pieces that are no token */
  MARK_KINDS = 5, /* doc/mark.h; one more as well */
  MARKS_FROM = 2, /* from here on, the token is itself a quotation mark */
  DISTANCES = 23, /* of a token from the anchor: src/net/heads.c */
  PARAGRAPHS = 5, /* two or more before the anchor's, one before, the same, ... */
  ANCHOR_KINDS = 2, /* a cue, or content's first token */
  TAP_COUNT = 5     /* tokens that a convolution sees */
};

enum { HEAD_NAMES = 0, HEAD_ANCHORS = 21, HEAD_ENDS = 24, HEAD_TAGS = 25, HEADS_END = 42, HEADS_ROOM = 64 };

typedef struct {
  const float *gain, *bias;
} norm;

typedef struct { /* a BERT layer, post-norm */
  linear qkv, out, up, down;
  norm norm1, norm2;
} layer;

typedef struct {
  projection anchor, token, out;
  const float *distance, *paragraph, *kind; /* [...][role_width] */
  linear *convolutions;                     /* [shape.convolutions], inputs: TAP_COUNT rows of role_width */
  norm *norms;                              /* [shape.convolutions] */
} role_head;

struct fast; /* net/fast.h */

struct net {
  struct fast *fast; /* a convolutional network, or NULL for a transformer, which is all that follows */
  char description[64];
  struct {
    int32_t pieces, positions, width, layers, heads, hidden, role_width, convolutions;
  } shape; /* section "net.shape", in this order */
  const kernel *kernel;
  wordpiece wordpiece;
  const int8_t *pieces;                   /* [pieces][width] */
  const float *piece_scales;              /* [pieces] */
  const float *positions, *cases, *marks; /* [...][width] */
  norm norm;
  layer *layers;    /* [shape.layers] */
  projection heads; /* outputs: HEAD_... */
  role_head roles;
};

#endif
