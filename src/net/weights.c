/* Opening: each section with the shape that net.shape asks for.  The first fault ends it; what comes after
 * does nothing. */
#include "net/weights.h"

#include <stdarg.h>
#include <stdio.h>

typedef struct {
  const pack *from;
  inq_err *err;
  inq_code code;
  char name[96];
} opener;

/* A section named prefix.part. */
static const void *section(opener *o, const char *prefix, const char *part, pack_kind kind, int32_t rows,
                           int32_t columns) {
  const void *at = NULL;
  if (o->code) return NULL;
  snprintf(o->name, sizeof o->name, "%s.%s", prefix, part);
  o->code = pack_tensor(o->from, o->name, kind, rows, columns, &at, NULL, NULL, o->err);
  return at;
}

static const float *numbers(opener *o, const char *prefix, const char *part, int32_t rows, int32_t columns) {
  return section(o, prefix, part, PACK_F32, rows, columns);
}

static norm open_norm(opener *o, const char *prefix, int32_t width) {
  return (norm){numbers(o, prefix, "gain", width, 1), numbers(o, prefix, "bias", width, 1)};
}

static linear open_linear(opener *o, const char *prefix, int32_t inputs, int32_t outputs) {
  return (linear){inputs,
                  outputs,
                  section(o, prefix, "weights", PACK_I8, outputs / PANEL, inputs * PANEL),
                  section(o, prefix, "sums", PACK_I32, outputs, 1),
                  numbers(o, prefix, "scales", outputs, 1),
                  numbers(o, prefix, "bias", outputs, 1)};
}

static projection open_projection(opener *o, const char *prefix, int32_t inputs, int32_t outputs) {
  return (projection){inputs, outputs, numbers(o, prefix, "weights", inputs, outputs),
                      numbers(o, prefix, "bias", outputs, 1)};
}

static void open_shape(opener *o, net *n) {
  const int32_t *given = section(o, "net", "shape", PACK_I32, sizeof n->shape / sizeof(int32_t), 1);
  if (!given) return;
  memcpy(&n->shape, given, sizeof n->shape);
  const struct {
    int32_t value, least, most, multiple;
  } bounds[] = {{n->shape.pieces, 1, 1 << 24, 1},
                {n->shape.positions, NET_PIECES, 1 << 16, 1},
                {n->shape.width, WIDE, 4096, WIDE},
                {n->shape.layers, 0, 64, 1},
                {n->shape.heads, 1, 128, 1},
                {n->shape.hidden, WIDE, 16384, WIDE},
                {n->shape.role_width, WIDE, 2048, WIDE},
                {n->shape.convolutions, 0, 16, 1}};
  for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
    if (bounds[i].value < bounds[i].least || bounds[i].value > bounds[i].most ||
        bounds[i].value % bounds[i].multiple)
      o->code = err_set(o->err, INQ_E_MODEL, "model", -1, "number %d of net.shape is wrong", (int)i);
  if (!o->code && n->shape.width % (n->shape.heads * WIDE))
    o->code = err_set(o->err, INQ_E_MODEL, "model", -1, "the heads of net.shape do not divide its width");
}

static void open_embeddings(opener *o, net *n) {
  int32_t width = n->shape.width;
  n->pieces = section(o, "net", "pieces", PACK_I8, n->shape.pieces, width);
  n->piece_scales = numbers(o, "net", "pieces.scales", n->shape.pieces, 1);
  n->positions = numbers(o, "net", "positions", n->shape.positions, width);
  n->cases = numbers(o, "net", "cases", CASE_KINDS + 1, width);
  n->marks = numbers(o, "net", "marks", MARK_KINDS + 1, width);
  n->norm = open_norm(o, "net.norm", width);
}

static layer open_layer(opener *o, const net *n, int32_t i) {
  static const char *const parts[] = {"qkv", "out", "up", "down", "norm1", "norm2"};
  enum { PARTS = sizeof parts / sizeof *parts };
  char prefix[PARTS][40];
  int32_t width = n->shape.width, hidden = n->shape.hidden;
  for (int k = 0; k < PARTS; k++) snprintf(prefix[k], sizeof prefix[k], "net.layer.%d.%s", i, parts[k]);
  return (layer){open_linear(o, prefix[0], width, 3 * width),
                 open_linear(o, prefix[1], width, width),
                 open_linear(o, prefix[2], width, hidden),
                 open_linear(o, prefix[3], hidden, width),
                 open_norm(o, prefix[4], width),
                 open_norm(o, prefix[5], width)};
}

static void open_roles(opener *o, net *n, arena *a) {
  int32_t width = n->shape.width, role_width = n->shape.role_width, count = n->shape.convolutions;
  role_head *r = &n->roles;
  r->anchor = open_projection(o, "net.roles.anchor", width, role_width);
  r->token = open_projection(o, "net.roles.token", width, role_width);
  r->out = open_projection(o, "net.roles.out", role_width, WIDE);
  r->distance = numbers(o, "net.roles", "distance", DISTANCES, role_width);
  r->paragraph = numbers(o, "net.roles", "paragraph", PARAGRAPHS, role_width);
  r->kind = numbers(o, "net.roles", "kind", ANCHOR_KINDS, role_width);
  r->convolutions = arena_array(a, linear, count);
  r->norms = arena_array(a, norm, count);
  for (int32_t i = 0; i < count; i++) {
    char prefix[40];
    snprintf(prefix, sizeof prefix, "net.roles.convolution.%d", i);
    r->convolutions[i] = open_linear(o, prefix, TAP_COUNT * role_width, role_width);
    snprintf(prefix, sizeof prefix, "net.roles.norm.%d", i);
    r->norms[i] = open_norm(o, prefix, role_width);
  }
}

inq_code net_open(const pack *p, arena *a, net **out, inq_err *err) {
  net *n = arena_new(a, net);
  opener o = {.from = p, .err = err};
  n->kernel = kernel_best();
  open_shape(&o, n);
  if (o.code) return o.code;
  o.code = wordpiece_open(p, n->shape.pieces, &n->wordpiece, err);
  open_embeddings(&o, n);
  n->layers = arena_array(a, layer, n->shape.layers);
  for (int32_t i = 0; i < n->shape.layers; i++) n->layers[i] = open_layer(&o, n, i);
  n->heads = open_projection(&o, "net.heads", n->shape.width, HEADS_ROOM);
  open_roles(&o, n, a);
  *out = o.code ? NULL : n;
  return o.code;
}

const char *net_kernel(const net *n) { return n->kernel->name; }

int32_t net_width(const net *n) { return n->shape.width; }
