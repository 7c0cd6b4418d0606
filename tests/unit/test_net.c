/* A small random network against plain loops in doubles: with few layers, what 8-bit inputs cost stays small
 * beside a wrong index. */
#include "net/net.h"
#include "netting.h"

enum {
  PIECES = 12,
  WIDTH = 64,
  LAYERS = 2,
  HEADS = 2,
  SIZE = WIDTH / HEADS,
  HIDDEN = 96,
  ROLES = 32,
  CONVOLUTIONS = 2,
  TAPS = 5,
  OUTPUTS = 42,
  MOST = NET_PIECES
};

typedef struct { /* the weights as they were before they were rounded and laid out */
  double pieces[PIECES][WIDTH], positions[MOST][WIDTH], cases[31][WIDTH], marks[6][WIDTH];
  double norm[2][WIDTH];
  struct {
    double qkv[3 * WIDTH][WIDTH], qkv_bias[3 * WIDTH], out[WIDTH][WIDTH], out_bias[WIDTH];
    double up[HIDDEN][WIDTH], up_bias[HIDDEN], down[WIDTH][HIDDEN], down_bias[WIDTH];
    double norm1[2][WIDTH], norm2[2][WIDTH];
  } layers[LAYERS];
  double heads[OUTPUTS][WIDTH], heads_bias[OUTPUTS];
  double anchor[ROLES][WIDTH], anchor_bias[ROLES], token[ROLES][WIDTH], token_bias[ROLES];
  double distance[23][ROLES], paragraph[5][ROLES], kind[2][ROLES];
  double convolutions[CONVOLUTIONS][ROLES][TAPS * ROLES], convolution_bias[CONVOLUTIONS][ROLES];
  double role_norms[CONVOLUTIONS][2][ROLES];
  double roles_out[5][ROLES], roles_out_bias[5];
} weights;

static weights *weights_new(void) {
  weights *w = calloc(1, sizeof *w);
  FILL(w->pieces, 1);
  FILL(w->positions, 0.3);
  FILL(w->cases, 0.5);
  FILL(w->marks, 0.5);
  fill_norm(w->norm[0], WIDTH);
  for (int i = 0; i < LAYERS; i++) {
    FILL(w->layers[i].qkv, 0.3);
    FILL(w->layers[i].qkv_bias, 0.3);
    FILL(w->layers[i].out, 0.2);
    FILL(w->layers[i].out_bias, 0.2);
    FILL(w->layers[i].up, 0.2);
    FILL(w->layers[i].up_bias, 0.2);
    FILL(w->layers[i].down, 0.2);
    FILL(w->layers[i].down_bias, 0.2);
    fill_norm(w->layers[i].norm1[0], WIDTH);
    fill_norm(w->layers[i].norm2[0], WIDTH);
  }
  FILL(w->heads, 0.3);
  FILL(w->heads_bias, 0.3);
  FILL(w->anchor, 0.2);
  FILL(w->anchor_bias, 0.2);
  FILL(w->token, 0.2);
  FILL(w->distance, 1);
  FILL(w->paragraph, 1);
  FILL(w->kind, 1);
  FILL(w->convolutions, 0.1);
  FILL(w->convolution_bias, 0.2);
  for (int i = 0; i < CONVOLUTIONS; i++) fill_norm(w->role_norms[i][0], ROLES);
  FILL(w->roles_out, 0.5);
  FILL(w->roles_out_bias, 0.5);
  return w;
}

/* ---- The model file ---------------------------------------------------------------------------- */

static void add_layer(packing *p, weights *w, int i) {
  char prefix[40];
#define PREFIX(part) (snprintf(prefix, sizeof prefix, "net.layer.%d." part, i), prefix)
  add_linear(p, PREFIX("qkv"), w->layers[i].qkv[0], w->layers[i].qkv_bias, 3 * WIDTH, WIDTH);
  add_linear(p, PREFIX("out"), w->layers[i].out[0], w->layers[i].out_bias, WIDTH, WIDTH);
  add_linear(p, PREFIX("up"), w->layers[i].up[0], w->layers[i].up_bias, HIDDEN, WIDTH);
  add_linear(p, PREFIX("down"), w->layers[i].down[0], w->layers[i].down_bias, WIDTH, HIDDEN);
  add_norm(p, PREFIX("norm1"), w->layers[i].norm1[0], WIDTH);
  add_norm(p, PREFIX("norm2"), w->layers[i].norm2[0], WIDTH);
#undef PREFIX
}

static void add_roles(packing *p, weights *w) {
  char prefix[40];
  add_projection(p, "net.roles.anchor", w->anchor[0], w->anchor_bias, ROLES, WIDTH);
  add_projection(p, "net.roles.token", w->token[0], w->token_bias, ROLES, WIDTH);
  add_projection(p, "net.roles.out", w->roles_out[0], w->roles_out_bias, 5, ROLES);
  add_floats(p, "net.roles.distance", w->distance, 23, ROLES);
  add_floats(p, "net.roles.paragraph", w->paragraph, 5, ROLES);
  add_floats(p, "net.roles.kind", w->kind, 2, ROLES);
  for (int i = 0; i < CONVOLUTIONS; i++) {
    snprintf(prefix, sizeof prefix, "net.roles.convolution.%d", i);
    add_linear(p, prefix, w->convolutions[i][0], w->convolution_bias[i], ROLES, TAPS * ROLES);
    snprintf(prefix, sizeof prefix, "net.roles.norm.%d", i);
    add_norm(p, prefix, w->role_norms[i][0], ROLES);
  }
}

static const char *const vocabulary[PIECES] = {"[UNK]", "[CLS]", "[SEP]", "\"", "he",  "said",
                                               "##s",   ".",     "mary",  "a",  "##a", "b"};

static char *model_file(weights *w, const int32_t shape[8], size_t *length) {
  static packing p;
  double scales[PIECES];
  int8_t pieces[PIECES][WIDTH];
  uint32_t values[PIECES];
  for (uint32_t i = 0; i < PIECES; i++) {
    values[i] = i;
    scales[i] = row_scale(w->pieces[i], WIDTH);
    for (int k = 0; k < WIDTH; k++) {
      pieces[i][k] = (int8_t)lrint(w->pieces[i][k] / scales[i]);
      w->pieces[i][k] = pieces[i][k] * scales[i];
    }
  }
  packing_table(&p, "vocab", vocabulary, PIECES, values);
  packing_add(&p, "net.shape", PACK_I32, 8, 1, shape, 32);
  packing_add(&p, "net.pieces", PACK_I8, PIECES, WIDTH, pieces, sizeof pieces);
  add_floats(&p, "net.pieces.scales", scales, PIECES, 1);
  add_floats(&p, "net.positions", w->positions, MOST, WIDTH);
  add_floats(&p, "net.cases", w->cases, 31, WIDTH);
  add_floats(&p, "net.marks", w->marks, 6, WIDTH);
  add_norm(&p, "net.norm", w->norm[0], WIDTH);
  for (int i = 0; i < LAYERS; i++) add_layer(&p, w, i);
  add_projection(&p, "net.heads", w->heads[0], w->heads_bias, OUTPUTS, WIDTH);
  add_roles(&p, w);
  return packing_finish(&p, length);
}

static const int32_t good_shape[8] = {PIECES, MOST, WIDTH, LAYERS, HEADS, HIDDEN, ROLES, CONVOLUTIONS};

/* ---- Plain loops ----------------------------------------------------------------------------- */

static void normalise(const double *norm, int width, const double *x, double *y) {
  double mean = 0, variance = 0;
  for (int i = 0; i < width; i++) mean += x[i] / width;
  for (int i = 0; i < width; i++) variance += (x[i] - mean) * (x[i] - mean) / width;
  for (int i = 0; i < width; i++) y[i] = (x[i] - mean) / sqrt(variance + 1e-12) * norm[i] + norm[width + i];
}

static void attend(double qkv[][3 * WIDTH], int rows, int row, double *y) {
  double *p = malloc(sizeof *p * (size_t)rows);
  for (int h = 0; h < HEADS; h++) {
    double total = 0;
    for (int j = 0; j < rows; j++) {
      double score = 0;
      for (int d = 0; d < SIZE; d++) score += qkv[row][h * SIZE + d] * qkv[j][WIDTH + h * SIZE + d];
      total += p[j] = exp(score / sqrt(SIZE));
    }
    for (int d = 0; d < SIZE; d++) {
      y[h * SIZE + d] = 0;
      for (int j = 0; j < rows; j++) y[h * SIZE + d] += p[j] / total * qkv[j][2 * WIDTH + h * SIZE + d];
    }
  }
  free(p);
}

static void encode(const weights *w, double x[][WIDTH], int rows) {
  double(*qkv)[3 * WIDTH] = malloc(sizeof *qkv * (size_t)rows);
  for (int i = 0; i < LAYERS; i++) {
    for (int r = 0; r < rows; r++)
      product(w->layers[i].qkv[0], w->layers[i].qkv_bias, 3 * WIDTH, WIDTH, x[r], qkv[r]);
    for (int r = 0; r < rows; r++) {
      double y[WIDTH], z[WIDTH], hidden[HIDDEN];
      attend(qkv, rows, r, y);
      product(w->layers[i].out[0], w->layers[i].out_bias, WIDTH, WIDTH, y, z);
      for (int k = 0; k < WIDTH; k++) z[k] += x[r][k];
      normalise(w->layers[i].norm1[0], WIDTH, z, x[r]);
      product(w->layers[i].up[0], w->layers[i].up_bias, HIDDEN, WIDTH, x[r], hidden);
      for (int k = 0; k < HIDDEN; k++) hidden[k] = gelu(hidden[k]);
      product(w->layers[i].down[0], w->layers[i].down_bias, WIDTH, HIDDEN, hidden, z);
      for (int k = 0; k < WIDTH; k++) z[k] += x[r][k];
      normalise(w->layers[i].norm2[0], WIDTH, z, x[r]);
    }
  }
  free(qkv);
}

typedef struct { /* a piece, and what its token is */
  int piece, shape_case, mark;
} placed;

static void embed(const weights *w, const placed *pieces, int count, double x[][WIDTH]) {
  for (int p = 0; p < count; p++) {
    double y[WIDTH];
    for (int i = 0; i < WIDTH; i++)
      y[i] = w->pieces[pieces[p].piece][i] + w->positions[p][i] + w->cases[pieces[p].shape_case][i] +
             w->marks[pieces[p].mark][i];
    normalise(w->norm[0], WIDTH, y, x[p]);
  }
}

/* h [count][WIDTH]; block: of each token; to [count][5] */
static void roles(const weights *w, const double *h, const int32_t *block, int count, int anchor, int kind,
                  double *to) {
  double(*z)[ROLES] = calloc((size_t)count, sizeof *z),
  (*y)[ROLES] = calloc((size_t)count + TAPS - 1, sizeof *y);
  double a[ROLES];
  product(w->anchor[0], w->anchor_bias, ROLES, WIDTH, h + anchor * WIDTH, a);
  for (int t = 0; t < count; t++) {
    int near = block[t] - block[anchor];
    near = (near < -2 ? -2 : near > 2 ? 2 : near) + 2;
    product(w->token[0], w->token_bias, ROLES, WIDTH, h + t * WIDTH, z[t]);
    for (int i = 0; i < ROLES; i++)
      z[t][i] = gelu(z[t][i] + a[i] + w->distance[bucket(t - anchor)][i] + w->paragraph[near][i] +
                     w->kind[kind][i]);
  }
  for (int c = 0; c < CONVOLUTIONS; c++) {
    for (int t = 0; t < count; t++) normalise(w->role_norms[c][0], ROLES, z[t], y[t + TAPS / 2]);
    for (int t = 0; t < count; t++) {
      double change[ROLES];
      product(w->convolutions[c][0], w->convolution_bias[c], ROLES, TAPS * ROLES, y[t], change);
      for (int i = 0; i < ROLES; i++) z[t][i] += gelu(change[i]);
    }
  }
  for (int t = 0; t < count; t++) product(w->roles_out[0], w->roles_out_bias, 5, ROLES, z[t], to + 5 * t);
  free(z), free(y);
}

/* ---- Tests ------------------------------------------------------------------------------------- */

#include "net_fixture.h"

/* Everything that the network says about `in`, whose layout is given in pieces. */
static void check(fixture *f, const net_input *in, const placed *pieces, int count, const int *first) {
  enum { TOLERANCE_PERCENT = 12 }; /* of one logarithm: 2 layers' rounding to bytes */
  const double tolerance = TOLERANCE_PERCENT / 100.0;
  double(*x)[WIDTH] = malloc(sizeof *x * (size_t)count), *h = malloc(sizeof *h * WIDTH * (size_t)in->count);
  double *y = malloc(sizeof *y * OUTPUTS * (size_t)in->count);
  embed(f->w, pieces, count, x);
  encode(f->w, x, count);
  for (int t = 0; t < in->count; t++) memcpy(h + t * WIDTH, x[first[t]], sizeof *x);
  net_scores s = net_read(f->n, in, &f->scratch);
  assert_int_equal(s.count, in->count);
  check_rows("vectors", s.vectors, h, in->count, WIDTH, tolerance);
  for (int t = 0; t < in->count; t++) {
    double *row = y + t * OUTPUTS;
    product(f->w->heads[0], f->w->heads_bias, OUTPUTS, WIDTH, h + t * WIDTH, row);
    log_softmax(row, 21), log_softmax(row + 21, 3), log_softmax(row + 25, 17);
    row[24] = -log1p(exp(-row[24]));
    check_rows("names", s.names + t * 21, row, 1, 21, tolerance);
    check_rows("anchors", s.anchors + t * 3, row + 21, 1, 3, tolerance);
    check_rows("ends", s.ends + t, row + 24, 1, 1, tolerance);
    check_rows("tags", s.tags + t * 17, row + 25, 1, 17, tolerance);
  }
  for (int a = 0; a<in->count; a += in->count> 1 ? in->count - 1 : 1) {
    for (int cue = 0; cue < 2; cue++) {
      const float *found = net_roles(f->n, in, &s, a, cue != 0, NULL, &f->scratch);
      roles(f->w, h, in->block, in->count, a, 1 - cue, y);
      for (int t = 0; t < in->count; t++) log_softmax(y + 5 * t, 5);
      check_rows("roles", found, y, in->count, 5, tolerance);
    }
  }
  arena_reset(&f->scratch);
  free(x), free(h), free(y);
}

static void paragraphs_marks_and_cases_are_placed(void **state) {
  static const char text[] = "\"He said.\" Mary\n\nsaids";
  static const inq_span tokens[] = {{0, 1}, {1, 3}, {4, 8}, {8, 9}, {9, 10}, {11, 15}, {17, 22}};
  static const uint8_t marks[] = {2, 1, 1, 1, 3, 0, 0};
  static const int32_t blocks[] = {4, 4, 4, 4, 4, 4, 9};
  static const placed pieces[] = {{1, 30, 5}, {3, 0, 2},  {4, 2, 1}, {5, 1, 1}, {7, 0, 1}, {3, 0, 3},
                                  {8, 2, 0},  {2, 30, 5}, {5, 1, 0}, {6, 1, 0}, {2, 30, 5}};
  static const int first[] = {1, 2, 3, 4, 5, 6, 8};
  int32_t lengths[7];
  net_input in = {text, tokens, marks, blocks, 7};
  fixture *f = *state;
  check(f, &in, pieces, 11, first);
  net_count_pieces(f->n, &in, lengths);
  assert_int_equal(lengths[0], 1);
  assert_int_equal(lengths[6], 2);
}

static void one_token_is_enough(void **state) {
  static const inq_span token[] = {{0, 1}};
  static const placed pieces[] = {{1, 30, 5}, {9, 1, 0}, {2, 30, 5}};
  check(*state, &(net_input){"a", token, (const uint8_t[]){0}, (const int32_t[]){0}, 1}, pieces, 3,
        (const int[]){1});
  net_scores s = net_read(((fixture *)*state)->n, &(net_input){.text = ""}, &((fixture *)*state)->scratch);
  assert_int_equal(s.count, 0);
  arena_reset(&((fixture *)*state)->scratch);
}

/* A window filled to the last position, and one that would run over: what does not fit gets the last vector.
 */
static void full_windows_are_read(void **state) {
  for (int tokens = MOST - 2; tokens <= MOST + 20; tokens += 22) {
    inq_span spans[MOST + 20];
    uint8_t marks[MOST + 20] = {0};
    int32_t blocks[MOST + 20] = {0};
    placed pieces[MOST];
    int first[MOST + 20];
    pieces[0] = (placed){1, 30, 5};
    for (int t = 0; t < tokens; t++) {
      spans[t] = (inq_span){t % 7 ? 0 : 1, t % 7 ? 1 : 2};
      first[t] = t + 1 < MOST ? t + 1 : MOST - 1;
      if (t + 1 < MOST) pieces[t + 1] = (placed){t % 7 ? 9 : 11, 1, 0};
    }
    if (tokens == MOST - 2) pieces[MOST - 1] = (placed){2, 30, 5};
    check(*state, &(net_input){"ab", spans, marks, blocks, tokens}, pieces, MOST, first);
  }
}

static void shapes_that_do_not_fit_are_refused(void **state) {
  fixture *f = *state;
  static const int32_t wrong[] = {0, -1, 7, 1 << 30, INT32_MIN};
  for (int which = 0; which < 8; which++)
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
      int32_t shape[8];
      size_t length;
      memcpy(shape, good_shape, sizeof shape);
      shape[which] = wrong[i];
      if ((which == 3 || which == 7) && wrong[i] == 0)
        continue; /* fewer layers than there are sections: fine */
      char *file = model_file(f->w, shape, &length);
      pack *p;
      net *n;
      inq_err err = {0};
      assert_int_equal(pack_open_memory(file, length, &p, NULL), INQ_OK);
      assert_int_equal(net_open(p, &f->scratch, &n, &err), INQ_E_MODEL);
      assert_true(err.message[0]);
      pack_close(p);
      free(file);
    }
  arena_reset(&f->scratch);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(paragraphs_marks_and_cases_are_placed),
      cmocka_unit_test(one_token_is_enough),
      cmocka_unit_test(full_windows_are_read),
      cmocka_unit_test(shapes_that_do_not_fit_are_refused),
  };
  return cmocka_run_group_tests_name("net", tests, set_up, tear_down);
}
