/* How long the network takes, and nothing else of the way: for the curve of accuracy against speed.
 *
 *   netspeed MODEL.inq [TIMES] < ARTICLES.jsonl      a JSON line: tokens, and microseconds of CPU time a
 * token for reading windows and for the roles of the anchors found
 *
 * All articles are read TIMES times (3); the first round is not counted. */
#include "doc/mark.h"
#include "doc/model.h"
#include "doc/window.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct {
  text t;
  tokens k;
  marks m;
  windows plan;
} article;

typedef struct {
  clock_t read, roles;
  int64_t tokens, anchors;
} tally;

static void fail(const char *why) {
  fprintf(stderr, "netspeed: %s\n", why);
  exit(1);
}

static net_input input_of(const article *x, int32_t first, int32_t last) {
  return (net_input){x->t.bytes, x->k.at + first, x->m.state + first, x->k.block + first, last - first + 1};
}

static article prepare(const inq_model *model, const json_t *given, arena *a) {
  const json_t *value = json_object_get(given, "text");
  article x = {.t = {arena_copy(a, json_string_value(value), json_string_length(value)),
                     (int32_t)json_string_length(value)}};
  blocks b = blocks_read(&x.t, NULL, model->blocks, a);
  x.k = tokens_read(&x.t, &b, a);
  x.m = marks_read(&x.t, &b, &x.k, a);
  int32_t *lengths = arena_array(a, int32_t, x.k.count);
  net_input whole = input_of(&x, 0, x.k.count - 1);
  net_count_pieces(model->net, &whole, lengths);
  x.plan = windows_plan(&x.t, &x.k, &x.m, lengths, net_window(model->net), a);
  return x;
}

static void find_roles(const net *n, const net_input *in, const window *w, const net_scores *s,
                       arena *scratch, tally *to) {
  for (int32_t i = w->core_first - w->first; i <= w->core_last - w->first; i++) {
    const float *scores = s->anchors + (size_t)i * ANCHOR_LABELS;
    if (expf(scores[ANCHOR_NONE]) > 0.5f) continue;
    net_roles(n, in, s, i, scores[ANCHOR_CUE] >= scores[ANCHOR_START], NULL, scratch);
    to->anchors++;
  }
}

static void measure(const net *n, const article *x, arena *scratch, tally *to) {
  for (int32_t i = 0; i < x->plan.count; i++) {
    const window *w = &x->plan.at[i];
    net_input in = input_of(x, w->first, w->last);
    clock_t begin = clock();
    arena_reset(scratch);
    net_scores s = net_read(n, &in, scratch);
    clock_t middle = clock();
    find_roles(n, &in, w, &s, scratch, to);
    to->read += middle - begin;
    to->roles += clock() - middle;
  }
  to->tokens += x->k.count;
}

static void print(const tally *t) {
  double micro = 1e6 / CLOCKS_PER_SEC / (double)t->tokens;
  printf("{\"tokens\": %lld, \"anchors\": %lld, \"read\": %.3f, \"roles\": %.3f}\n", (long long)t->tokens,
         (long long)t->anchors, (double)t->read * micro, (double)t->roles * micro);
}

enum { MOST = 4096 };
static article all[MOST];

/* Articles from standard input; returns how many. */
static int32_t read_all(const inq_model *model, arena *a) {
  int32_t count = 0;
  for (json_t *given; count < MOST && (given = json_loadf(stdin, JSON_DISABLE_EOF_CHECK, NULL)); count++) {
    all[count] = prepare(model, given, a);
    json_decref(given);
  }
  return count;
}

static void go_over(const inq_model *model, int32_t count, int32_t times, arena *scratch) {
  tally t = {0};
  for (int32_t i = 0; i < times; i++) {
    if (i == 1) t = (tally){0};
    for (int32_t k = 0; k < count; k++) measure(model->net, &all[k], scratch, &t);
  }
  print(&t);
}

int main(int count, char **arguments) {
  arena scratch = {0}, a = {0};
  jmp_buf full;
  inq_model *model;
  inq_err err = {0};
  if (count < 2) fail("usage: netspeed MODEL.inq [TIMES] < ARTICLES.jsonl");
  if (inq_model_open(arguments[1], &model, &err)) fail(err.message);
  if (setjmp(full)) fail("there is no memory");
  scratch.full = a.full = &full;
  go_over(model, read_all(model, &a), count > 2 ? atoi(arguments[2]) : 3, &scratch);
  arena_free(&scratch);
  arena_free(&a);
  inq_model_close(model);
  return 0;
}
