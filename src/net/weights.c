/* Opening: each section with the shape that net.shape asks for. */
#include "net/weights.h"

#include "net/fast.h"
#include "net/opener.h"

#include <stdio.h>
#include <stdlib.h>

static void open_shape(opener *o, net *n) {
  const int32_t *given = opener_section(o, "net", "shape", PACK_I32, sizeof n->shape / sizeof(int32_t), 1);
  if (!given) return;
  memcpy(&n->shape, given, sizeof n->shape);
  const bound bounds[] = {{n->shape.pieces, 1, 1 << 24, 1},
                          {n->shape.positions, NET_PIECES, 1 << 16, 1},
                          {n->shape.width, WIDE, 4096, WIDE},
                          {n->shape.layers, 0, 64, 1},
                          {n->shape.heads, 1, 128, 1},
                          {n->shape.hidden, WIDE, 16384, WIDE},
                          {n->shape.role_width, WIDE, 2048, WIDE},
                          {n->shape.convolutions, 0, 16, 1}};
  opener_check(o, "net.shape", bounds, sizeof bounds / sizeof *bounds);
  if (!o->code && n->shape.width % (n->shape.heads * WIDE))
    o->code = err_set(o->err, INQ_E_MODEL, "model", -1, "the heads of net.shape do not divide its width");
  else if (!o->code && n->shape.width / n->shape.heads > HEAD_MOST)
    o->code = err_set(o->err, INQ_E_MODEL, "model", -1, "the heads of net.shape are too wide");
}

static void open_embeddings(opener *o, net *n) {
  int32_t width = n->shape.width;
  n->pieces = opener_section(o, "net", "pieces", PACK_I8, n->shape.pieces, width);
  n->piece_scales = opener_numbers(o, "net", "pieces.scales", n->shape.pieces, 1);
  n->positions = opener_numbers(o, "net", "positions", n->shape.positions, width);
  n->cases = opener_numbers(o, "net", "cases", CASE_KINDS + 1, width);
  n->marks = opener_numbers(o, "net", "marks", MARK_KINDS + 1, width);
  n->norm = opener_norm(o, "net.norm", width);
}

static layer open_layer(opener *o, const net *n, int32_t i) {
  static const char *const parts[] = {"qkv", "out", "up", "down", "norm1", "norm2"};
  enum { PARTS = sizeof parts / sizeof *parts };
  char prefix[PARTS][40];
  int32_t width = n->shape.width, hidden = n->shape.hidden;
  for (int k = 0; k < PARTS; k++) snprintf(prefix[k], sizeof prefix[k], "net.layer.%d.%s", i, parts[k]);
  return (layer){opener_linear(o, prefix[0], width, 3 * width),
                 opener_linear(o, prefix[1], width, width),
                 opener_linear(o, prefix[2], width, hidden),
                 opener_linear(o, prefix[3], hidden, width),
                 opener_norm(o, prefix[4], width),
                 opener_norm(o, prefix[5], width)};
}

static void open_roles(opener *o, net *n, arena *a) {
  int32_t width = n->shape.width, role_width = n->shape.role_width, count = n->shape.convolutions;
  role_head *r = &n->roles;
  r->anchor = opener_projection(o, "net.roles.anchor", width, role_width);
  r->token = opener_projection(o, "net.roles.token", width, role_width);
  r->out = opener_projection(o, "net.roles.out", role_width, WIDE);
  r->distance = opener_numbers(o, "net.roles", "distance", DISTANCES, role_width);
  r->paragraph = opener_numbers(o, "net.roles", "paragraph", PARAGRAPHS, role_width);
  r->kind = opener_numbers(o, "net.roles", "kind", ANCHOR_KINDS, role_width);
  r->convolutions = arena_array(a, linear, count);
  r->norms = arena_array(a, norm, count);
  for (int32_t i = 0; i < count; i++) {
    char prefix[40];
    snprintf(prefix, sizeof prefix, "net.roles.convolution.%d", i);
    r->convolutions[i] = opener_linear(o, prefix, TAP_COUNT * role_width, role_width);
    snprintf(prefix, sizeof prefix, "net.roles.norm.%d", i);
    r->norms[i] = opener_norm(o, prefix, role_width);
  }
}

static void open_transformer(opener *o, net *n, arena *a) {
  open_shape(o, n);
  if (o->code) return;
  o->code = wordpiece_open(o->from, n->shape.pieces, &n->wordpiece, o->err);
  open_embeddings(o, n);
  n->layers = arena_array(a, layer, n->shape.layers);
  for (int32_t i = 0; i < n->shape.layers; i++) n->layers[i] = open_layer(o, n, i);
  n->heads = opener_projection(o, "net.heads", n->shape.width, HEADS_ROOM);
  open_roles(o, n, a);
  snprintf(n->description, sizeof n->description, "transformer of %d layers, %d wide", n->shape.layers,
           n->shape.width);
}

inq_code net_open(const pack *p, arena *a, net **out, inq_err *err) {
  net *n = arena_new(a, net);
  opener o = {.from = p, .err = err};
  *out = NULL;
  o.code = kernel_choose(&n->kernel, err);
  if (pack_has(p, "fast.shape")) {
    n->fast = fast_open(&o, n->kernel, a);
    n->shape.width = fast_describe(n->fast, n->description, sizeof n->description);
  } else {
    open_transformer(&o, n, a);
  }
  *out = o.code ? NULL : n;
  return o.code;
}

const char *net_kernel(const net *n) { return n->kernel->name; }

const char *net_description(const net *n) { return n->description; }

int32_t net_width(const net *n) { return n->shape.width; }
