/* Reads articles with the network's products and attention in 32-bit floats, on the weights as the model has them, and
 * writes their JSON: what rounding to bytes costs is the difference of the scores.
 *
 *   score_floats MODEL < ARTICLES.jsonl > DOCUMENTS.jsonl
 *
 * The library's kernels take bytes; these take the floats that the bytes were last made of, and find out which by where
 * they lie. */
#include "doc/model.h"
#include "net/weights.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINEARS = 4096 };

static struct {
  const kernel *real;
  const float *from; /* what `bytes` were made of */
  const uint8_t *bytes;
  struct {
    const int8_t *key;
    projection as_floats;
  } linears[MOST_LINEARS];
  int32_t count;
} floats_of;

static void die(const char *what) {
  fprintf(stderr, "score_floats: %s\n", what);
  exit(1);
}

static void *room(size_t bytes) {
  void *at = aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (!at) die("no memory");
  return at;
}

static void quantise(const float *from, int32_t rows, int32_t columns, uint8_t *to, grid *grids) {
  (void)rows, (void)columns, (void)grids;
  floats_of.from = from;
  floats_of.bytes = to;
}

static projection unpacked(const linear *w) {
  float *weights = room(sizeof *weights * (size_t)w->inputs * (size_t)w->outputs);
  for (int32_t o = 0; o < w->outputs; o++)
    for (int32_t k = 0; k < w->inputs; k++) {
      const int8_t *panel = w->weights + (size_t)(o / PANEL) * (size_t)w->inputs * PANEL;
      weights[(size_t)k * (size_t)w->outputs + (size_t)o] =
          panel[k / STEP * STEP * PANEL + o % PANEL * STEP + k % STEP] * w->scales[o];
    }
  return (projection){w->inputs, w->outputs, weights, w->bias};
}

static const projection *as_floats(const linear *w) {
  int32_t i = 0;
  while (i < floats_of.count && floats_of.linears[i].key != w->weights) i++;
  if (i == MOST_LINEARS) die("too many linears");
  if (i == floats_of.count) {
    floats_of.linears[floats_of.count++].as_floats = unpacked(w);
    floats_of.linears[i].key = w->weights;
  }
  return &floats_of.linears[i].as_floats;
}

static void multiply(const linear *w, const uint8_t *a, int32_t rows, int32_t stride, const grid *grids,
                     float *out) {
  (void)grids;
  const float *from = floats_of.from + (a - floats_of.bytes);
  float *dense = room(sizeof *dense * (size_t)rows * (size_t)w->inputs);
  for (int32_t r = 0; r < rows; r++) /* rows may overlap */
    memcpy(dense + (size_t)r * (size_t)w->inputs, from + (size_t)r * (size_t)stride,
           sizeof *dense * (size_t)w->inputs);
  floats_of.real->project(as_floats(w), dense, rows, out);
  free(dense);
}

static float dot(const float *a, const float *b, int32_t count) {
  float total = 0;
  for (int32_t i = 0; i < count; i++) total += a[i] * b[i];
  return total;
}

static void attend_row(const attention *t, const float *query, const float *keys, const float *values,
                       float *weights, float *out) {
  size_t width = (size_t)t->heads * (size_t)t->size;
  float most = -INFINITY, total = 0, unit = 1 / sqrtf((float)t->size);
  for (int32_t j = 0; j < t->rows; j++)
    most = fmaxf(most, weights[j] = unit * dot(query, keys + (size_t)j * width, t->size));
  for (int32_t j = 0; j < t->rows; j++) total += weights[j] = expf(weights[j] - most);
  memset(out, 0, sizeof *out * (size_t)t->size);
  for (int32_t j = 0; j < t->rows; j++)
    for (int32_t d = 0; d < t->size; d++)
      out[d] += weights[j] / total * values[(size_t)j * width + (size_t)d];
}

static void attend(const attention *t) {
  size_t width = (size_t)t->heads * (size_t)t->size, part = (size_t)t->rows * width;
  float *weights = room(sizeof *weights * (size_t)t->rows);
  for (int32_t i = 0; i < t->rows; i++)
    for (int32_t h = 0; h < t->heads; h++) {
      const float *head = t->qkv + (size_t)h * (size_t)t->size;
      attend_row(t, head + (size_t)i * width, head + part, head + 2 * part, weights,
                 t->out + (size_t)i * (size_t)t->stride + (size_t)h * (size_t)t->size);
    }
  free(weights);
}

static void read_article(inq_reader *reader, const json_t *article) {
  const json_t *body = json_object_get(article, "text"), *id = json_object_get(article, "id");
  inq_json_options options = {.id = json_string_value(id), .unit = INQ_CODEPOINT};
  inq_doc *doc;
  char *json;
  inq_err err = {0};
  if (inq_read(reader, json_string_value(body), json_string_length(body), NULL, &doc, &err) ||
      inq_doc_json(doc, &options, &json, NULL, &err))
    die(err.message);
  puts(json);
  inq_free(json);
  inq_doc_free(doc);
}

int main(int count, char **arguments) {
  inq_model *model;
  inq_reader *reader;
  inq_err err = {0};
  if (count != 2) die("usage: score_floats MODEL < ARTICLES.jsonl > DOCUMENTS.jsonl");
  if (inq_model_open(arguments[1], &model, &err) || inq_reader_new(model, &reader, &err)) die(err.message);
  if (model->net->fast)
    die("the convolutional network's bytes are made where they are filtered: this is for transformers");
  floats_of.real = model->net->kernel;
  kernel in_floats = *floats_of.real;
  in_floats.quantise = quantise, in_floats.multiply = multiply, in_floats.attend = attend;
  model->net->kernel = &in_floats;
  for (json_t *article; (article = json_loadf(stdin, JSON_DISABLE_EOF_CHECK, NULL)); json_decref(article))
    read_article(reader, article);
  inq_reader_free(reader);
  inq_model_close(model);
  return 0;
}
