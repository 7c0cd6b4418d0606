/* What a model thinks of articles, token by token, for teaching a smaller one (fast.py).
 *
 *   lessons MODEL.inq < ARTICLES.jsonl > LESSONS       articles: {"id": ..., "text": ...}
 *
 * For each article, little-endian:
 *
 *   i32 [4]             bytes of the id, tokens T, bytes of all tokens together, anchors
 *   bytes               the id; the tokens, one behind the other
 *   u16 [T]             each token's bytes
 *   u8 [T]              mark state of doc/mark.h; + 128 for a paragraph's first token
 *   u8 [T][2 NAMES]     the likeliest labels of names, then their probabilities
 *   u8 [T][2]           probabilities of a cue and of content's first token
 *   u8 [T]              of a sentence's end
 *   u8 [T][2 TAGS]      the likeliest tags, then their probabilities
 *   anchors times       i32 [4]: token, 1 for a cue, first token that has a role, tokens from there on; then
 *                       u8 [tokens][ROLE_LABELS]
 *
 * A probability is 255 for 1. */
#include "base/array.h"
#include "doc/mark.h"
#include "doc/model.h"
#include "doc/name.h"
#include "doc/window.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAMES = 3, TAGS = 2 };
static const float ANCHOR_FLOOR = 0.1f, ROLE_FLOOR = 0.01f; /* least probabilities that are kept */

typedef struct {
  int32_t head[4];
  uint8_t *cells; /* [head[3]][ROLE_LABELS] */
} anchor_lesson;

typedef struct { /* of one article; see above */
  uint8_t (*names)[2 * NAMES], (*anchors)[2], *ends, (*tags)[2 * TAGS];
  array(anchor_lesson) roles;
} lesson;

static void fail(const char *why) {
  fprintf(stderr, "lessons: %s\n", why);
  exit(1);
}

static uint8_t byte_of(float logarithm) { return (uint8_t)(255 * expf(logarithm) + 0.5f); }

/* The `keep` likeliest of a row's labels, then how likely each is. */
static void take_best(const float *scores, int32_t count, int32_t keep, uint8_t *to) {
  float before = INFINITY;
  int32_t last = -1;
  for (int32_t k = 0; k < keep; k++) {
    int32_t best = -1;
    for (int32_t i = 0; i < count; i++) {
      bool left = scores[i] < before || (scores[i] == before && i > last);
      if (left && (best < 0 || scores[i] > scores[best])) best = i;
    }
    to[k] = (uint8_t)best;
    to[keep + k] = byte_of(scores[best]);
    before = scores[last = best];
  }
}

static void take_tokens(lesson *l, const window *w, const net_scores *s) {
  for (int32_t i = w->core_first; i <= w->core_last; i++) {
    int32_t at = i - w->first;
    take_best(s->names + (size_t)at * NAME_LABELS, NAME_LABELS, NAMES, l->names[i]);
    take_best(s->tags + (size_t)at * POS_COUNT, POS_COUNT, TAGS, l->tags[i]);
    l->anchors[i][0] = byte_of(s->anchors[at * ANCHOR_LABELS + ANCHOR_CUE]);
    l->anchors[i][1] = byte_of(s->anchors[at * ANCHOR_LABELS + ANCHOR_START]);
    l->ends[i] = byte_of(s->ends[at]);
  }
}

static void take_roles(lesson *l, const window *w, const float *roles, int32_t anchor, bool cue, arena *a) {
  int32_t first = anchor - w->first, last = first;
  for (int32_t i = 0; i <= w->last - w->first; i++) {
    if (1 - expf(roles[i * ROLE_LABELS + ROLE_NONE]) < ROLE_FLOOR) continue;
    if (i < first) first = i;
    if (i > last) last = i;
  }
  anchor_lesson *to = array_push(&l->roles, a);
  *to = (anchor_lesson){{anchor, cue, w->first + first, last - first + 1}, NULL};
  to->cells = arena_array(a, uint8_t, to->head[3] * ROLE_LABELS);
  for (int32_t i = 0; i < to->head[3] * ROLE_LABELS; i++)
    to->cells[i] = byte_of(roles[first * ROLE_LABELS + i]);
}

static void take_anchors(lesson *l, const net *n, const net_input *in, const window *w, const net_scores *s,
                         arena *scratch, arena *a) {
  for (int32_t i = w->core_first; i <= w->core_last; i++) {
    const float *scores = s->anchors + (size_t)(i - w->first) * ANCHOR_LABELS;
    if (1 - expf(scores[ANCHOR_NONE]) < ANCHOR_FLOOR) continue;
    bool cue = scores[ANCHOR_CUE] >= scores[ANCHOR_START];
    take_roles(l, w, net_roles(n, in, s, i - w->first, cue, NULL, scratch), i, cue, a);
  }
}

static lesson study(const net *n, const text *t, const tokens *k, const marks *m, arena *scratch, arena *a) {
  size_t count = (size_t)k->count;
  lesson l = {.names = arena_alloc(a, count * sizeof *l.names),
              .anchors = arena_alloc(a, count * sizeof *l.anchors),
              .ends = arena_alloc(a, count),
              .tags = arena_alloc(a, count * sizeof *l.tags)};
  net_input whole = {t->bytes, k->at, m->state, k->block, k->count};
  int32_t *lengths = arena_array(a, int32_t, count);
  net_count_pieces(n, &whole, lengths);
  windows plan = windows_plan(t, k, lengths, net_window(n), a);
  for (int32_t i = 0; i < plan.count; i++) {
    const window *w = &plan.at[i];
    net_input in = {t->bytes, k->at + w->first, m->state + w->first, k->block + w->first,
                    w->last - w->first + 1};
    arena_reset(scratch);
    net_scores s = net_read(n, &in, scratch);
    take_tokens(&l, w, &s);
    take_anchors(&l, n, &in, w, &s, scratch, a);
  }
  return l;
}

/* ---- Writing --------------------------------------------------------------------------------- */

static void put(const void *from, size_t bytes) { fwrite(from, 1, bytes, stdout); }

static void put_tokens(const char *id, const text *t, const tokens *k, const marks *m, size_t anchors) {
  int32_t head[4] = {(int32_t)strlen(id), k->count, 0, (int32_t)anchors};
  for (int32_t i = 0; i < k->count; i++) head[2] += k->at[i].end - k->at[i].start;
  put(head, sizeof head);
  put(id, (size_t)head[0]);
  for (int32_t i = 0; i < k->count; i++)
    put(t->bytes + k->at[i].start, (size_t)(k->at[i].end - k->at[i].start));
  for (int32_t i = 0; i < k->count; i++) put(&(uint16_t){(uint16_t)(k->at[i].end - k->at[i].start)}, 2);
  for (int32_t i = 0; i < k->count; i++)
    putchar(m->state[i] | (i == 0 || k->block[i] != k->block[i - 1] ? 128 : 0));
}

static void put_lesson(const lesson *l, size_t count) {
  put(l->names, count * sizeof *l->names);
  put(l->anchors, count * sizeof *l->anchors);
  put(l->ends, count);
  put(l->tags, count * sizeof *l->tags);
  for (int32_t i = 0; i < (int32_t)l->roles.count; i++) {
    const anchor_lesson *r = &l->roles.at[i];
    put(r->head, sizeof r->head);
    put(r->cells, (size_t)r->head[3] * ROLE_LABELS);
  }
}

static bool readable(const tokens *k) {
  for (int32_t i = 0; i < k->count; i++)
    if (k->at[i].end - k->at[i].start > UINT16_MAX) return false;
  return true;
}

static void teach(const inq_model *model, const json_t *article, arena *scratch, arena *a) {
  const json_t *value = json_object_get(article, "text");
  char number[24];
  const char *id = json_string_value(json_object_get(article, "id"));
  if (!id)
    snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT,
             json_integer_value(json_object_get(article, "id")));
  if (!json_is_string(value)) fail("an article has no text");
  text t = {json_string_value(value), (int32_t)json_string_length(value)};
  blocks b = blocks_read(&t, NULL, model->blocks, a);
  tokens k = tokens_read(&t, &b, a);
  marks m = marks_read(&t, &b, &k, a);
  if (!readable(&k)) fail("a token is too long");
  lesson l = study(model->net, &t, &k, &m, scratch, a);
  put_tokens(id ? id : number, &t, &k, &m, (size_t)l.roles.count);
  put_lesson(&l, (size_t)k.count);
}

int main(int count, char **arguments) {
  arena scratch = {0}, a = {0};
  jmp_buf full;
  inq_model *model;
  inq_err err = {0};
  if (count != 2) fail("usage: lessons MODEL.inq < ARTICLES.jsonl > LESSONS");
  if (inq_model_open(arguments[1], &model, &err)) fail(err.message);
  if (setjmp(full)) fail("there is no memory");
  scratch.full = a.full = &full;
  json_error_t problem;
  json_t *article;
  while ((article = json_loadf(stdin, JSON_DISABLE_EOF_CHECK, &problem))) {
    teach(model, article, &scratch, &a);
    json_decref(article);
    arena_reset(&a);
  }
  if (json_error_code(&problem) != json_error_premature_end_of_input) fail(problem.text);
  inq_model_close(model);
  return fflush(stdout) == 0 ? 0 : 1;
}
