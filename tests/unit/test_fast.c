/* A small random convolutional network against plain loops in doubles; and that words' records do not depend
 * on what was read before. */
#include "net/net.h"
#include "net/record.h"
#include "netting.h"

enum {
  PIECES = 12,
  WORDS = 2,
  AFFIXES = 16,
  ROWS = PIECES + AFFIXES,
  WIDTH = 32,
  HIDDEN = 64,
  LAYERS = 2,
  FILTERS = 2,
  TAPS = 5,
  ROLES = 32,
  OUTPUTS = 64 + ROLES,
  REACH = 56,
  SHAPE = 9, /* numbers */
  ENDS_CASE = 30,
  ENDS_MARK = 5
};

typedef struct {
  double filter[TAPS][FILTERS * WIDTH], mix[2 * WIDTH][FILTERS * WIDTH], bias[2 * WIDTH];
} wide_layer;

typedef struct {
  double filter[TAPS][ROLES], mix[2 * ROLES][ROLES], bias[2 * ROLES];
} role_layer;

typedef struct { /* the weights as they were before they were rounded and laid out */
  double rows[ROWS][WIDTH], records[WORDS][WIDTH];
  double inner[HIDDEN][WIDTH], inner_bias[HIDDEN], outer[WIDTH][HIDDEN], outer_bias[WIDTH];
  double cases[31][WIDTH], marks[6][WIDTH];
  wide_layer layers[LAYERS];
  double heads[OUTPUTS][WIDTH], heads_bias[OUTPUTS];
  double anchor[ROLES][WIDTH], anchor_bias[ROLES];
  double distance[23][ROLES], paragraph[5][ROLES], kind[2][ROLES];
  role_layer role_layers[1];
  double out[5][ROLES], out_bias[5];
} weights;

static const int32_t dilations[LAYERS] = {1, 3}, role_dilations[1] = {2};
static const int32_t good_shape[SHAPE] = {PIECES, WORDS, AFFIXES, WIDTH, LAYERS, FILTERS, ROLES, 1, HIDDEN};
static const char *const vocabulary[PIECES] = {"[UNK]", "[CLS]", "[SEP]", "\"", "he",  "said",
                                               "##s",   ".",     "mary",  "a",  "##a", "b"};
static const char *const frequent[WORDS] = {"said", "Mary"};

static weights *weights_new(void) {
  weights *w = calloc(1, sizeof *w);
  FILL(w->rows, 1);
  FILL(w->records, 1);
  FILL(w->inner, 0.3);
  FILL(w->inner_bias, 0.3);
  FILL(w->outer, 0.2);
  FILL(w->outer_bias, 0.2);
  FILL(w->cases, 0.5);
  FILL(w->marks, 0.5);
  for (int i = 0; i < LAYERS; i++) {
    FILL(w->layers[i].filter, 0.6);
    FILL(w->layers[i].mix, 0.2);
    FILL(w->layers[i].bias, 0.3);
  }
  FILL(w->heads, 0.3);
  FILL(w->heads_bias, 0.3);
  for (int i = 64; i < OUTPUTS; i++) w->heads_bias[i] = 0; /* a token's roles have none */
  FILL(w->anchor, 0.2);
  FILL(w->anchor_bias, 0.2);
  FILL(w->distance, 1);
  FILL(w->paragraph, 1);
  FILL(w->kind, 1);
  FILL(w->role_layers[0].filter, 0.6);
  FILL(w->role_layers[0].mix, 0.2);
  FILL(w->role_layers[0].bias, 0.3);
  FILL(w->out, 0.5);
  FILL(w->out_bias, 0.5);
  return w;
}

/* ---- The model file ---------------------------------------------------------------------------- */

/* Rounds the rows in place. */
static void add_rows(packing *p, const char *name, double (*rows)[WIDTH], int count) {
  char scales_name[40];
  double scales[ROWS];
  int8_t bytes[ROWS][WIDTH];
  for (int i = 0; i < count; i++) {
    scales[i] = row_scale(rows[i], WIDTH);
    for (int k = 0; k < WIDTH; k++) {
      bytes[i][k] = (int8_t)lrint(rows[i][k] / scales[i]);
      rows[i][k] = bytes[i][k] * scales[i];
    }
  }
  packing_add(p, name, PACK_I8, count, WIDTH, bytes, (size_t)count * WIDTH);
  snprintf(scales_name, sizeof scales_name, "%s.scales", name);
  add_floats(p, scales_name, scales, count, 1);
}

static void add_layers(packing *p, weights *w) {
  char name[40];
  packing_add(p, "fast.layers.dilations", PACK_I32, LAYERS, 1, dilations, sizeof dilations);
  packing_add(p, "fast.roles.layers.dilations", PACK_I32, 1, 1, role_dilations, sizeof role_dilations);
  for (int i = 0; i < LAYERS; i++) {
    snprintf(name, sizeof name, "fast.layers.%d", i);
    add_part(p, name, "filter", w->layers[i].filter, TAPS, FILTERS * WIDTH);
    snprintf(name, sizeof name, "fast.layers.%d.mix", i);
    add_linear(p, name, w->layers[i].mix[0], w->layers[i].bias, 2 * WIDTH, FILTERS * WIDTH);
  }
  add_floats(p, "fast.roles.layers.0.filter", w->role_layers[0].filter, TAPS, ROLES);
  add_linear(p, "fast.roles.layers.0.mix", w->role_layers[0].mix[0], w->role_layers[0].bias, 2 * ROLES,
             ROLES);
}

static char *model_file(weights *w, const int32_t numbers[SHAPE], size_t *length) {
  static packing p;
  uint32_t values[PIECES];
  for (uint32_t i = 0; i < PIECES; i++) values[i] = i;
  packing_table(&p, "vocab", vocabulary, PIECES, values);
  packing_table(&p, "fast.words", frequent, WORDS, values);
  packing_add(&p, "fast.shape", PACK_I32, SHAPE, 1, numbers, SHAPE * sizeof *numbers);
  add_rows(&p, "fast.rows", w->rows, ROWS);
  add_rows(&p, "fast.records", w->records, WORDS);
  add_linear(&p, "fast.inner", w->inner[0], w->inner_bias, HIDDEN, WIDTH);
  add_linear(&p, "fast.outer", w->outer[0], w->outer_bias, WIDTH, HIDDEN);
  add_floats(&p, "fast.cases", w->cases, 31, WIDTH);
  add_floats(&p, "fast.marks", w->marks, 6, WIDTH);
  add_layers(&p, w);
  add_linear(&p, "fast.heads", w->heads[0], w->heads_bias, OUTPUTS, WIDTH);
  add_projection(&p, "fast.roles.anchor", w->anchor[0], w->anchor_bias, ROLES, WIDTH);
  add_projection(&p, "fast.roles.out", w->out[0], w->out_bias, 5, ROLES);
  add_floats(&p, "fast.roles.distance", w->distance, 23, ROLES);
  add_floats(&p, "fast.roles.paragraph", w->paragraph, 5, ROLES);
  add_floats(&p, "fast.roles.kind", w->kind, 2, ROLES);
  return packing_finish(&p, length);
}

/* ---- Plain loops ------------------------------------------------------------------------------- */

typedef struct { /* a word in the tests, its pieces, and which record it has; -1 for none */
  const char *word;
  int pieces[3], own;
} spelled;

static const spelled words[] = {{"\"", {3, -1, -1}, -1}, {"He", {4, -1, -1}, -1},  {"said", {5, -1, -1}, 0},
                                {".", {7, -1, -1}, -1},  {"Mary", {8, -1, -1}, 1}, {"saids", {5, 6, -1}, -1},
                                {"a", {9, -1, -1}, -1},  {"b", {11, -1, -1}, -1},  {"ba", {11, 10, -1}, -1},
                                {"zz", {0, -1, -1}, -1}};

static void add_affix(const weights *w, char side, const char *at, int length, double *sum) {
  uint64_t hash = (14695981039346656037u ^ (uint8_t)side) * 1099511628211u;
  for (int i = 0; i < length; i++) hash = (hash ^ (uint8_t)at[i]) * 1099511628211u;
  for (int i = 0; i < WIDTH; i++) sum[i] += w->rows[PIECES + hash % AFFIXES][i];
}

static void record_sum(const weights *w, const spelled *s, double *sum) {
  const char *word = s->word;
  int pieces = 1, length = (int)strlen(word);
  while (pieces < 3 && s->pieces[pieces] >= 0) pieces++;
  for (int i = 0; i < WIDTH; i++) {
    sum[i] = 0;
    for (int k = 0; k < pieces; k++) sum[i] += w->rows[s->pieces[k]][i] / pieces;
  }
  for (int n = 2; n <= 4 && n <= length; n++) {
    if (n < 4) add_affix(w, '<', word, n, sum);
    add_affix(w, '>', word + length - n, n, sum);
  }
}

typedef struct { /* a position: no word for a paragraph's end */
  const char *word;
  int shape_case, mark;
} placed;

static void normal(double *x, int width) {
  double squares = 1e-6;
  for (int i = 0; i < width; i++) squares += x[i] * x[i] / width;
  for (int i = 0; i < width; i++) x[i] /= sqrt(squares);
}

static void go_through(const weights *w, double *x) {
  double n[WIDTH], inner[HIDDEN], outer[WIDTH];
  memcpy(n, x, sizeof n);
  normal(n, WIDTH);
  product(w->inner[0], w->inner_bias, HIDDEN, WIDTH, n, inner);
  for (int i = 0; i < HIDDEN; i++) inner[i] = fmax(inner[i], 0);
  product(w->outer[0], w->outer_bias, WIDTH, HIDDEN, inner, outer);
  for (int i = 0; i < WIDTH; i++) x[i] += outer[i];
}

static void record_of(const weights *w, const char *word, double *x) {
  const spelled *s = words;
  while (strcmp(s->word, word) != 0) s++;
  if (s->own >= 0) memcpy(x, w->records[s->own], sizeof w->records[0]);
  else record_sum(w, s, x), go_through(w, x);
}

static void embed(const weights *w, const placed *p, double *x) {
  if (p->word) record_of(w, p->word, x);
  for (int i = 0; i < WIDTH; i++)
    x[i] = (p->word ? x[i] : 0) + w->cases[p->shape_case][i] + w->marks[p->mark][i];
}

/* filter [TAPS][filters * width], mix [2 * width][filters * width]; x [count][width], in place */
static void run_layer(const double *filter, const double *mix, const double *bias, int width, int filters,
                      int dilation, double *x, int count) {
  double *n = malloc(sizeof *n * (size_t)(count * width)), y[FILTERS * WIDTH], ab[2 * WIDTH];
  memcpy(n, x, sizeof *n * (size_t)(count * width));
  for (int t = 0; t < count; t++) normal(n + t * width, width);
  for (int t = 0; t < count; t++) {
    memset(y, 0, sizeof y);
    for (int tap = 0; tap < TAPS; tap++) {
      int at = t + (tap - TAPS / 2) * dilation;
      for (int c = 0; at >= 0 && at < count && c < filters * width; c++)
        y[c] += filter[tap * filters * width + c] * n[at * width + c % width];
    }
    product(mix, bias, 2 * width, filters * width, y, ab);
    for (int i = 0; i < width; i++) x[t * width + i] += ab[i] * fmax(ab[width + i], 0);
  }
  free(n);
}

/* h [count][WIDTH]; block: of each token; to [count][5], only where a token can have a role */
static void roles(const weights *w, const double *h, const int32_t *block, int first, int last, int anchor,
                  int kind, double *to) {
  double *z = calloc((size_t)(last - first + 1), sizeof *z * ROLES), a[ROLES];
  const role_layer *l = &w->role_layers[0];
  product(w->anchor[0], w->anchor_bias, ROLES, WIDTH, h + anchor * WIDTH, a);
  for (int t = first; t <= last; t++) {
    double *row = z + (t - first) * ROLES;
    product(w->heads[64], w->heads_bias + 64, ROLES, WIDTH, h + t * WIDTH, row);
    for (int i = 0; i < ROLES; i++)
      row[i] = fmax(row[i] + a[i] + w->distance[bucket(t - anchor)][i] +
                        w->paragraph[block[t] - block[anchor] + 2][i] + w->kind[kind][i],
                    0);
  }
  run_layer(l->filter[0], l->mix[0], l->bias, ROLES, 1, role_dilations[0], z, last - first + 1);
  for (int t = first; t <= last; t++) {
    normal(z + (t - first) * ROLES, ROLES);
    product(w->out[0], w->out_bias, 5, ROLES, z + (t - first) * ROLES, to + 5 * t);
    log_softmax(to + 5 * t, 5);
  }
  free(z);
}

/* ---- Tests ------------------------------------------------------------------------------------- */

#include "net_fixture.h"

static const double tolerance = 0.12; /* of one logarithm: rounding to bytes */

static void check_roles(fixture *f, const net_input *in, const net_scores *s, const double *h, int anchor) {
  double *expected = malloc(sizeof *expected * 5 * (size_t)in->count);
  int first = anchor, last = anchor;
#define NEAR(t) (abs((t)-anchor) <= REACH && abs(in->block[t] - in->block[anchor]) <= 1)
  while (first > 0 && NEAR(first - 1)) first--;
  while (last + 1 < in->count && NEAR(last + 1)) last++;
#undef NEAR
  for (int cue = 0; cue < 2; cue++) {
    const float *found = net_roles(f->n, in, s, anchor, cue != 0, NULL, &f->scratch);
    roles(f->w, h, in->block, first, last, anchor, 1 - cue, expected);
    check_rows("roles", found + 5 * first, expected + 5 * first, last - first + 1, 5, tolerance);
  }
  free(expected);
}

/* Everything that the network says about `in`, whose layout is given in positions. */
static void check(fixture *f, const net_input *in, const placed *positions, int count, const int *first) {
  double *x = malloc(sizeof *x * WIDTH * (size_t)count), *h = malloc(sizeof *h * WIDTH * (size_t)in->count);
  double row[OUTPUTS];
  for (int p = 0; p < count; p++) embed(f->w, &positions[p], x + p * WIDTH);
  for (int i = 0; i < LAYERS; i++)
    run_layer(f->w->layers[i].filter[0], f->w->layers[i].mix[0], f->w->layers[i].bias, WIDTH, FILTERS,
              dilations[i], x, count);
  for (int t = 0; t < in->count; t++) {
    memcpy(h + t * WIDTH, x + first[t] * WIDTH, sizeof *h * WIDTH);
    normal(h + t * WIDTH, WIDTH);
  }
  net_scores s = net_read(f->n, in, &f->scratch);
  assert_int_equal(s.count, in->count);
  check_rows("vectors", s.vectors, h, in->count, WIDTH, tolerance);
  for (int t = 0; t < in->count; t++) {
    product(f->w->heads[0], f->w->heads_bias, 64, WIDTH, h + t * WIDTH, row);
    log_softmax(row, 21), log_softmax(row + 21, 3), log_softmax(row + 25, 17);
    row[24] = -log1p(exp(-row[24]));
    check_rows("names", s.names + t * 21, row, 1, 21, tolerance);
    check_rows("anchors", s.anchors + t * 3, row + 21, 1, 3, tolerance);
    check_rows("ends", s.ends + t, row + 24, 1, 1, tolerance);
    check_rows("tags", s.tags + t * 17, row + 25, 1, 17, tolerance);
  }
  for (int a = 0; a<in->count; a += in->count> 3 ? in->count / 3 : 1) check_roles(f, in, &s, h, a);
  arena_reset(&f->scratch);
  free(x), free(h);
}

static const char text[] = "\"He said.\" Mary\n\nsaids";
static const inq_span tokens[] = {{0, 1}, {1, 3}, {4, 8}, {8, 9}, {9, 10}, {11, 15}, {17, 22}};
static const uint8_t mark_states[] = {2, 1, 1, 1, 3, 0, 0};
static const int32_t blocks[] = {4, 4, 4, 4, 4, 4, 9};
static const net_input sample = {text, tokens, mark_states, blocks, 7};

static void paragraphs_marks_and_cases_are_placed(void **state) {
  static const placed positions[] = {{NULL, ENDS_CASE, ENDS_MARK},
                                     {"\"", 0, 2},
                                     {"He", 2, 1},
                                     {"said", 1, 1},
                                     {".", 0, 1},
                                     {"\"", 0, 3},
                                     {"Mary", 2, 0},
                                     {NULL, ENDS_CASE, ENDS_MARK},
                                     {"saids", 1, 0},
                                     {NULL, ENDS_CASE, ENDS_MARK}};
  static const int first[] = {1, 2, 3, 4, 5, 6, 8};
  int32_t lengths[7];
  fixture *f = *state;
  check(f, &sample, positions, 10, first);
  net_count_pieces(f->n, &sample, lengths);
  for (int i = 0; i < 7; i++) assert_int_equal(lengths[i], 1);
  assert_string_equal(net_description(f->n), "2 convolutions, 32 wide");
  assert_int_equal(net_width(f->n), WIDTH);
}

static void an_empty_window_is_read(void **state) {
  fixture *f = *state;
  net_scores s = net_read(f->n, &(net_input){.text = ""}, &f->scratch);
  assert_int_equal(s.count, 0);
  arena_reset(&f->scratch);
}

/* A window filled to the last position, and one that would run over: what does not fit gets the last vector.
 */
static void full_windows_are_read(void **state) {
  enum { MOST = FAST_PIECES };
  for (int count = MOST - 2; count <= MOST + 20; count += 22) {
    inq_span spans[MOST + 20];
    uint8_t states[MOST + 20] = {0};
    int32_t block[MOST + 20] = {0};
    placed positions[MOST];
    int first[MOST + 20];
    positions[0] = (placed){NULL, ENDS_CASE, ENDS_MARK};
    for (int t = 0; t < count; t++) {
      spans[t] = (inq_span){t % 7 ? 0 : 1, t % 7 ? 1 : 2};
      first[t] = t + 1 < MOST ? t + 1 : MOST - 1;
      if (t + 1 < MOST) positions[t + 1] = (placed){t % 7 ? "a" : "b", 1, 0};
    }
    if (count == MOST - 2) positions[MOST - 1] = (placed){NULL, ENDS_CASE, ENDS_MARK};
    check(*state, &(net_input){"ab", spans, states, block, count}, positions, MOST, first);
  }
}

/* Tokens beyond the reach of an anchor: in the run that it begins they go on as its edge, else they have
 * none. */
static void roles_go_on_to_the_mark(void **state) {
  enum { COUNT = 300, CLOSE = 200 };
  fixture *f = *state;
  inq_span spans[COUNT];
  uint8_t states[COUNT] = {0};
  int32_t block[COUNT] = {0};
  for (int t = 0; t < COUNT; t++) {
    spans[t] = (inq_span){0, 1};
    states[t] = t > 10 && t < CLOSE;
  }
  states[10] = 2, states[CLOSE] = 3;
  net_input in = {"a", spans, states, block, COUNT};
  net_scores s = net_read(f->n, &in, &f->scratch);
  const float *found = net_roles(f->n, &in, &s, 10, false, NULL, &f->scratch);
  for (int t = 10 + REACH; t <= CLOSE; t++)
    assert_memory_equal(found + 5 * t, found + 5 * (10 + REACH), 5 * sizeof *found);
  for (int t = CLOSE + 1; t < COUNT; t++) assert_true(found[5 * t] == 0 && found[5 * t + 1] < -10);
  found = net_roles(f->n, &in, &s, CLOSE + 2, true, NULL, &f->scratch);
  const float *edge = found + 5 * (CLOSE + 2 - REACH);
  for (int t = 11; t < CLOSE + 2 - REACH; t++) assert_memory_equal(found + 5 * t, edge, 5 * sizeof *found);
  assert_true(found[5 * 10 + ROLE_CONTENT_B] == edge[ROLE_CONTENT_I]);
  for (int t = 0; t < 10; t++) assert_true(found[5 * t] == 0);
  arena_reset(&f->scratch);
}

/* What was read before, and how much of it, changes nothing. */
static void records_do_not_depend_on_what_is_kept(void **state) {
  fixture *f = *state;
  net *fresh;
  assert_int_equal(net_open(f->p, &f->model, &fresh, NULL), INQ_OK);
  size_t bytes = sizeof(float) * 7 * WIDTH;
  float *cold = malloc(bytes);
  memcpy(cold, net_read(fresh, &sample, &f->scratch).vectors, bytes);
  assert_memory_equal(net_read(fresh, &sample, &f->scratch).vectors, cold, bytes);
  assert_int_equal(net_open(f->p, &f->model, &fresh, NULL), INQ_OK);
  for (int i = 0; i < RECORDS + 100; i++) { /* more words than are kept, then the sample */
    char word[16];
    int length = snprintf(word, sizeof word, "w%d", i);
    net_read(fresh, &(net_input){word, &(inq_span){0, length}, &(uint8_t){0}, &(int32_t){0}, 1}, &f->scratch);
    arena_reset(&f->scratch);
  }
  assert_memory_equal(net_read(fresh, &sample, &f->scratch).vectors, cold, bytes);
  free(cold);
  arena_reset(&f->scratch);
}

static void long_words_are_read(void **state) {
  fixture *f = *state;
  char word[3 * RECORD_WORD];
  memset(word, 'a', sizeof word);
  for (int length = RECORD_WORD - 1; length <= 3 * RECORD_WORD; length += RECORD_WORD / 2) {
    net_input in = {word, &(inq_span){0, length}, &(uint8_t){0}, &(int32_t){0}, 1};
    float before = net_read(f->n, &in, &f->scratch).vectors[0];
    assert_true(net_read(f->n, &in, &f->scratch).vectors[0] == before);
  }
  arena_reset(&f->scratch);
}

static void refuse(fixture *f, const int32_t numbers[SHAPE]) {
  size_t length;
  char *file = model_file(f->w, numbers, &length);
  pack *p;
  net *n;
  inq_err err = {0};
  assert_int_equal(pack_open_memory(file, length, &p, NULL), INQ_OK);
  assert_int_equal(net_open(p, &f->scratch, &n, &err), INQ_E_MODEL);
  assert_true(err.message[0]);
  pack_close(p);
  free(file);
}

static void shapes_that_do_not_fit_are_refused(void **state) {
  static const int32_t wrong[] = {-1, 7, 24, 1 << 30, INT32_MIN};
  for (int which = 0; which < SHAPE; which++)
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
      int32_t numbers[SHAPE];
      memcpy(numbers, good_shape, sizeof numbers);
      numbers[which] = wrong[i];
      refuse(*state, numbers);
    }
  arena_reset(&((fixture *)*state)->scratch);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(paragraphs_marks_and_cases_are_placed),
      cmocka_unit_test(an_empty_window_is_read),
      cmocka_unit_test(full_windows_are_read),
      cmocka_unit_test(roles_go_on_to_the_mark),
      cmocka_unit_test(records_do_not_depend_on_what_is_kept),
      cmocka_unit_test(long_words_are_read),
      cmocka_unit_test(shapes_that_do_not_fit_are_refused),
  };
  return cmocka_run_group_tests_name("fast", tests, set_up, tear_down);
}
