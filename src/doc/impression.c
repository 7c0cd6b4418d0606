#include "doc/impression.h"

#include "net/opener.h"

#include <math.h>

struct impression_model {
  projection source, candidate;
  const kernel *kernel;
};

inq_code impression_model_open(const pack *p, arena *a, impression_model **out, inq_err *err) {
  impression_model *m = *out = arena_new(a, impression_model);
  opener o = {.from = p, .err = err};
  o.code = kernel_choose(&m->kernel, err);
  m->source = opener_projection(&o, "speaker.source", ASKED * TRACE, SIDE);
  m->candidate = opener_projection(&o, "speaker.candidate", 2 * TRACE, SIDE);
  return o.code;
}

/* ---- Which words ---- */

static const range NONE = {-1, -1};

void impression_asked(const scene *s, int32_t number, range out[ASKED]) {
  const source *own = &s->sources[number];
  int32_t cue = s->q->at[number].cue, hung = cue >= 0 ? cue : scene_content(s, number).first;
  out[0] = own->tokens;
  out[1] = (range){own->head, own->head};
  out[2] = (range){hung, hung};
}

static range range_of(const scene *s, int32_t name_index) {
  return name_index < 0 ? NONE : (range){s->n->at[name_index].first, s->n->at[name_index].last};
}

void impression_known(const scene *s, int32_t number, choice c, range out[KNOWN]) {
  int32_t place = scene_place(s, number), before = place;
  for (int32_t i = 0; i < KNOWN; i++) out[i] = NONE;
  if (c.kind == CHOICE_WORDS) out[NEAREST] = s->sources[c.words].tokens;
  if (c.kind != CHOICE_ENTITY) return;
  for (int32_t i = NEAREST; i <= THIRD; i++) {
    out[i] = range_of(s, scene_name_before(s, c.entity, before));
    if (out[i].first < 0) break;
    before = out[i].first;
  }
  out[FIRST] = range_of(s, s->mention[s->start[c.entity]]);
  out[NEXT] = range_of(s, scene_name_after(s, c.entity, place));
}

/* ---- What their traces say ---- */

static void read_asked(const scene *s, int32_t number, const int8_t *traces, float *out) {
  range asked[ASKED];
  impression_asked(s, number, asked);
  for (int32_t i = 0; i < ASKED; i++) trace_mean(traces, asked[i], out + i * TRACE);
}

static range nearest(const range *known) {
  static const int32_t order[] = {NEAREST, NEXT, FIRST};
  int32_t i = 0;
  while (i < 2 && known[order[i]].first < 0) i++;
  return known[order[i]];
}

static void read_known(const scene *s, int32_t number, choice c, const int8_t *traces, float *out) {
  range known[KNOWN];
  float one[TRACE], *mean = out + TRACE;
  int32_t count = 0;
  impression_known(s, number, c, known);
  trace_mean(traces, nearest(known), out);
  for (int32_t j = 0; j < TRACE; j++) mean[j] = 0;
  for (int32_t i = 0; i < KNOWN; i++) {
    if (known[i].first < 0) continue;
    trace_mean(traces, known[i], one);
    for (int32_t j = 0; j < TRACE; j++) mean[j] += one[j];
    count++;
  }
  for (int32_t j = 0; j < TRACE; j++) mean[j] = count ? mean[j] / (float)count : 0;
}

static void bend(float *numbers, int32_t count) {
  for (int32_t i = 0; i < count; i++) numbers[i] = tanhf(numbers[i]);
}

static void join(const float *asked, const float *known, float *out) {
  for (int32_t i = 0; i < SIDE; i++) {
    out[i] = asked[i], out[SIDE + i] = known[i];
    out[2 * SIDE + i] = asked[i] * known[i], out[3 * SIDE + i] = fabsf(asked[i] - known[i]);
  }
}

void impressions_read(const impression_model *m, const scene *s, int32_t number, const candidates *c,
                      const int8_t *traces, float (*out)[IMPRESSION]) {
  float asked[ASKED * TRACE], known[CANDIDATES][2 * TRACE], one[SIDE], others[CANDIDATES][SIDE];
  read_asked(s, number, traces, asked);
  for (int32_t i = 0; i < c->count; i++) read_known(s, number, c->at[i], traces, known[i]);
  m->kernel->project(&m->source, asked, 1, one);
  m->kernel->project(&m->candidate, known[0], c->count, others[0]);
  bend(one, SIDE);
  bend(others[0], c->count * SIDE);
  for (int32_t i = 0; i < c->count; i++) join(one, others[i], out[i]);
}
