/* Traces and impressions against plain loops, on random weights. */
#include "people.h"

#include "doc/ranker.h"

#include <math.h>
#include <stdarg.h>

#include <cmocka.h>

enum { WIDTH = 3, HIDDEN = 5 };

/* From -1 to 1. */
static float at_random(void) {
  static uint32_t seed = 7;
  return (float)people_random(&seed) / (float)(1 << 23) - 1;
}

static void fill_floats(float *to, int32_t count) {
  for (int32_t i = 0; i < count; i++) to[i] = at_random();
}

typedef struct {
  float trace[WIDTH][TRACE], trace_bias[TRACE];
  float source[ASKED * TRACE][SIDE], source_bias[SIDE], candidate[2 * TRACE][SIDE], candidate_bias[SIDE];
  float hidden[1][HIDDEN], bias[HIDDEN], out[HIDDEN], impression[IMPRESSION][HIDDEN];
} numbers;

static numbers numbers_new(void) {
  numbers w;
  fill_floats((float *)&w, sizeof w / sizeof(float)); /* it has nothing else */
  for (int32_t i = 0; i < WIDTH; i++)
    for (int32_t j = 0; j < TRACE; j++) w.trace[i][j] *= 100;
  return w;
}

#define ADD(name, kind_rows, columns, array_)                                                                \
  packing_add(&p, "speaker." name, PACK_F32, kind_rows, columns, array_, sizeof(array_))

/* rows: of the section speaker.impression */
static pack *packed(const numbers *w, uint32_t rows, char **file) {
  static const char *const features[] = {"NEAR"};
  packing p = {.count = 0};
  packing_strings(&p, "speaker.features", features, 1);
  ADD("trace.weights", WIDTH, TRACE, w->trace);
  ADD("trace.bias", TRACE, 1, w->trace_bias);
  ADD("source.weights", ASKED * TRACE, SIDE, w->source);
  ADD("source.bias", SIDE, 1, w->source_bias);
  ADD("candidate.weights", 2 * TRACE, SIDE, w->candidate);
  ADD("candidate.bias", SIDE, 1, w->candidate_bias);
  ADD("hidden", 1, HIDDEN, w->hidden);
  ADD("bias", HIDDEN, 1, w->bias);
  ADD("out", HIDDEN, 1, w->out);
  packing_add(&p, "speaker.impression", PACK_F32, rows, HIDDEN, w->impression, 4 * rows * HIDDEN);
  size_t length;
  pack *opened;
  *file = packing_finish(&p, &length);
  assert_int_equal(pack_open_memory(*file, length, &opened, NULL), INQ_OK);
  return opened;
}

typedef struct {
  people people;
  numbers w;
  char *file;
  pack *pack;
  trace_model *traces;
  impression_model *impressions;
  speaker_model *ranker;
} fixture;

static int open_all(void **state) {
  static fixture f;
  *state = &f;
  people_open(&f.people);
  f.w = numbers_new();
  f.pack = packed(&f.w, IMPRESSION, &f.file);
  arena *a = &f.people.arena;
  return trace_model_open(f.pack, WIDTH, a, &f.traces, NULL) ||
         impression_model_open(f.pack, a, &f.impressions, NULL) ||
         speaker_model_open(f.pack, a, &f.ranker, NULL);
}

static int close_all(void **state) {
  fixture *f = *state;
  pack_close(f->pack);
  free(f->file);
  people_close(&f->people);
  return 0;
}

/* ---- Traces ---- */

static void vectors_become_bytes(void **state) {
  fixture *f = *state;
  static const float vectors[3][WIDTH] = {{0, 0, 0}, {0.5F, -0.25F, 1}, {9, 9, -9}};
  int8_t traces[3][TRACE];
  traces_take(f->traces, vectors[0], 3, traces[0], &f->people.arena);
  for (int32_t i = 0; i < 3; i++)
    for (int32_t j = 0; j < TRACE; j++) {
      double x = f->w.trace_bias[j];
      for (int32_t k = 0; k < WIDTH; k++) x += (double)vectors[i][k] * f->w.trace[k][j];
      double byte = fmin(fmax(x, -127), 127);
      assert_true(fabs(byte - traces[i][j]) < 0.501);
    }
}

static void a_mean_is_over_the_first_tokens_of_a_range(void **state) {
  (void)state;
  static int8_t traces[TRACED + 2][TRACE];
  float mean[TRACE];
  for (int32_t i = 0; i < TRACED + 2; i++) traces[i][0] = (int8_t)i, traces[i][1] = -127;
  trace_mean(traces[0], (range){1, 2}, mean);
  assert_float_equal(mean[0], 1.5, 1e-6);
  assert_float_equal(mean[1], -127, 1e-6);
  trace_mean(traces[0], (range){1, TRACED + 1}, mean);
  assert_float_equal(mean[0], (TRACED + 1) / 2.0, 1e-5);
  trace_mean(traces[0], (range){-1, -1}, mean);
  assert_float_equal(mean[1], 0, 0);
  trace_mean(NULL, (range){0, 1}, mean);
  assert_float_equal(mean[1], 0, 0);
}

/* ---- Which words ---- */

static const char article[] =
    "[Ada Moreau|PERSON] met [Peter Lund|PERSON]. [Moreau|PERSON] left. [Moreau|PERSON] and [Moreau|PERSON] "
    "ate. <1:“No,”> <1!said> <1=the president of [Acme|ORG]>. [Moreau|PERSON] slept. <2:“Nothing.”>";

static scene scene_of(fixture *f, marked *x) {
  arena *a = &f->people.arena;
  assert_true(marked_read(article, f->people.lexicon, a, x));
  return scene_read(&x->t, &x->b, &x->k, &x->m, &x->n, &x->e, &x->q, a);
}

static void assert_words(const marked *x, range r, const char *wanted) {
  str found = r.first < 0 ? STR("") : marked_words(x, r);
  if (!str_is(found, wanted)) fail_msg("%.*s, not %s", found.length, found.at, wanted);
}

static void the_source_its_head_and_the_cue_are_asked_for(void **state) {
  marked x;
  scene s = scene_of(*state, &x);
  range asked[ASKED];
  impression_asked(&s, 0, asked);
  assert_words(&x, asked[0], "the president of Acme");
  assert_words(&x, asked[1], "president");
  assert_words(&x, asked[2], "said");
  impression_asked(&s, 1, asked);
  assert_words(&x, asked[0], "");
  assert_words(&x, asked[1], "");
  assert_words(&x, asked[2], "“");
}

static void mentions_around_the_place_are_looked_at(void **state) {
  marked x;
  scene s = scene_of(*state, &x);
  static const int32_t ada[KNOWN] = {4, 3, 2, 0, 6}, acme[KNOWN] = {-1, -1, -1, 5, 5};
  const int32_t *wanted[] = {ada, acme};
  for (int32_t who = 0; who < 2; who++) {
    range known[KNOWN];
    impression_known(&s, 0, (choice){CHOICE_ENTITY, x.e.of[who ? 5 : 0], -1}, known);
    for (int32_t i = 0; i < KNOWN; i++)
      assert_int_equal(known[i].first, wanted[who][i] < 0 ? -1 : x.n.at[wanted[who][i]].first);
  }
  range known[KNOWN];
  impression_known(&s, 1, (choice){CHOICE_WORDS, -1, 0}, known);
  assert_words(&x, known[NEAREST], "the president of Acme");
  assert_int_equal(known[FIRST].first, -1);
  impression_known(&s, 1, (choice){CHOICE_NOBODY, -1, -1}, known);
  assert_int_equal(known[NEAREST].first, -1);
}

/* ---- What they say ---- */

static void side_of(const float *weights, const float *bias, const double *inputs, int32_t count,
                    double *out) {
  for (int32_t j = 0; j < SIDE; j++) {
    out[j] = bias[j];
    for (int32_t i = 0; i < count; i++) out[j] += (double)weights[i * SIDE + j] * inputs[i];
    out[j] = tanh(out[j]);
  }
}

static void add_mean(const int8_t *traces, range r, double by, double *to) {
  for (int32_t i = r.first; r.first >= 0 && i <= r.last; i++)
    for (int32_t j = 0; j < TRACE; j++) to[j] += by * traces[i * TRACE + j] / (r.last - r.first + 1);
}

/* Of Ada Moreau, whose nearest mention is name 4, for quotation 0. */
static void expect_impression(const fixture *f, const scene *s, const marked *x, const int8_t *traces,
                              double *out) {
  static const int32_t mentions[] = {4, 3, 2, 0, 6};
  double asked[ASKED * TRACE] = {0}, known[2 * TRACE] = {0}, one[SIDE], other[SIDE];
  range ranges[ASKED];
  impression_asked(s, 0, ranges);
  for (int32_t i = 0; i < ASKED; i++) add_mean(traces, ranges[i], 1, asked + i * TRACE);
  for (int32_t i = 0; i < KNOWN; i++) {
    const name *n = &x->n.at[mentions[i]];
    if (i == 0) add_mean(traces, (range){n->first, n->last}, 1, known);
    add_mean(traces, (range){n->first, n->last}, 0.2, known + TRACE);
  }
  side_of(f->w.source[0], f->w.source_bias, asked, ASKED * TRACE, one);
  side_of(f->w.candidate[0], f->w.candidate_bias, known, 2 * TRACE, other);
  for (int32_t j = 0; j < SIDE; j++) {
    out[j] = one[j], out[SIDE + j] = other[j], out[2 * SIDE + j] = one[j] * other[j];
    out[3 * SIDE + j] = fabs(one[j] - other[j]);
  }
}

static void impressions_are_what_plain_loops_make(void **state) {
  fixture *f = *state;
  marked x;
  scene s = scene_of(f, &x);
  candidates c = {{{CHOICE_ENTITY, 1, -1}, {CHOICE_ENTITY, 0, -1}}, 2};
  int8_t *traces = arena_array(&f->people.arena, int8_t, x.k.count * TRACE);
  for (int32_t i = 0; i < x.k.count * TRACE; i++) traces[i] = (int8_t)(2 * at_random());
  float found[CANDIDATES][IMPRESSION];
  double wanted[IMPRESSION];
  expect_impression(f, &s, &x, traces, wanted);
  impressions_read(f->impressions, &s, 0, &c, traces, found);
  for (int32_t i = 0; i < IMPRESSION; i++) assert_float_equal(found[1][i], wanted[i], 1e-5);
  impressions_read(f->impressions, &s, 0, &c, NULL, found);
  for (int32_t j = 0; j < SIDE; j++) {
    assert_float_equal(found[0][j], tanh(f->w.source_bias[j]), 1e-6);
    assert_float_equal(found[0][SIDE + j], tanh(f->w.candidate_bias[j]), 1e-6);
  }
}

static void the_ranker_adds_impressions_to_what_is_hidden(void **state) {
  fixture *f = *state;
  float features[FEATURE_COUNT] = {[FEATURE_NEAR] = 0.5F}, impression[IMPRESSION], weights[FEATURE_COUNT];
  double score = 0, slope = 0;
  fill_floats(impression, IMPRESSION);
  for (int32_t j = 0; j < HIDDEN; j++) {
    double hidden = f->w.bias[j] + 0.5 * f->w.hidden[0][j];
    for (int32_t i = 0; i < IMPRESSION; i++) hidden += (double)impression[i] * f->w.impression[i][j];
    if (hidden > 0) score += hidden * f->w.out[j], slope += 0.5 * f->w.hidden[0][j] * f->w.out[j];
  }
  assert_float_equal(ranker_score(f->ranker, features, impression), score, 1e-4);
  ranker_weigh(f->ranker, features, impression, weights);
  assert_float_equal(weights[FEATURE_NEAR], slope, 1e-4);
  assert_float_equal(weights[FEATURE_IS_HEAD], 0, 0);
}

static void other_shapes_are_refused(void **state) {
  fixture *f = *state;
  trace_model *traces;
  speaker_model *ranker;
  inq_err err = {0};
  char *file;
  assert_int_equal(trace_model_open(f->pack, WIDTH + 1, &f->people.arena, &traces, &err), INQ_E_MODEL);
  pack *less = packed(&f->w, IMPRESSION - 1, &file);
  assert_int_equal(speaker_model_open(less, &f->people.arena, &ranker, &err), INQ_E_MODEL);
  pack_close(less), free(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(vectors_become_bytes),
      cmocka_unit_test(a_mean_is_over_the_first_tokens_of_a_range),
      cmocka_unit_test(the_source_its_head_and_the_cue_are_asked_for),
      cmocka_unit_test(mentions_around_the_place_are_looked_at),
      cmocka_unit_test(impressions_are_what_plain_loops_make),
      cmocka_unit_test(the_ranker_adds_impressions_to_what_is_hidden),
      cmocka_unit_test(other_shapes_are_refused),
  };
  return cmocka_run_group_tests(tests, open_all, close_all);
}
