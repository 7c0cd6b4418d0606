/* Turns are read off the quotations that are decided already. */
#include "doc/turn.h"

enum { AGO = 10, AROUND = 6 }; /* how many quotations are looked at */

static bool holds(const scene *s, int32_t number, int32_t token) {
  const quote *q = &s->q->at[number];
  for (int32_t i = q->content; i < q->content + q->pieces && i < q->content + 8; i++)
    if (s->q->pieces[i].first <= token && token <= s->q->pieces[i].last) return true;
  return false;
}

static int32_t end_of(const scene *s, int32_t number, int32_t place) {
  const quote *q = &s->q->at[number];
  int32_t end = scene_content(s, number).last;
  if (q->cue > end && q->cue < place) end = q->cue;
  if (q->source.last > end && q->source.last < place) end = q->source.last;
  return end < place ? end : place - 1;
}

void turn_find(view *v) {
  v->last_end = v->last_quote < 0 ? -1 : end_of(v->s, v->last_quote, v->place);
  v->around = -1;
  for (int32_t i = v->quote - 1; i >= 0 && i >= v->quote - AROUND && v->around < 0; i--)
    if (holds(v->s, i, v->place)) v->around = i;
}

/* Whether a person is named in the article's own words between the quotation before and this one. */
static bool somebody_since(const view *v) {
  const scene *s = v->s;
  for (int32_t i = names_from(s->n, v->last_end + 1), looked = 0;
       i < s->n->count && s->n->at[i].first < v->place && looked < 30; i++, looked++)
    if (s->n->at[i].type == INQ_PERSON && s->open[i] == i) return true;
  return false;
}

void turn_ask(const view *v, float *f) {
  SET(INSIDE_OTHER, v->around >= 0);
  SET(FIRST_SAID, v->last_quote < 0);
  SET(NOBODY_SINCE, v->last_quote >= 0 && !somebody_since(v));
  if (v->last_quote >= 0) SET(SAID_NEAR, fading((v->place - v->last_end) / 4));
}

void turn_read(const view *v, const standing *at, float *f) {
  const name *n = v->s->n->at;
  if (v->last_quote < 0) return;
  SET(NAMED_SINCE, at->last_open >= 0 && n[at->last_open].first > v->last_end);
  SET(SUBJECT_SINCE, at->subject >= 0 && n[at->subject].first > v->last_end);
}

static bool same_choice(choice a, choice b) {
  return a.kind == b.kind && (a.kind == CHOICE_ENTITY ? a.entity == b.entity : a.words == b.words);
}

/* How many quotations ago it spoke. */
static void read_ago(const view *v, choice c, float *f) {
  for (int32_t i = v->quote - 1, ago = 0; i >= 0 && ago < AGO; i--, ago++)
    if (same_choice(v->s->chosen[i], c)) {
      SET(SPOKE_AGO, 1 / (float)(1 + ago));
      return;
    }
}

void history_read(const view *v, choice c, float *f) {
  const scene *s = v->s;
  if (v->next_quote >= 0 && same_choice(s->chosen[v->next_quote], c)) SET(SPEAKS_NEXT, 1);
  int32_t earlier = scene_decided(s, v->quote, 2);
  if (earlier >= 0 && same_choice(s->chosen[earlier], c)) SET(SPOKE_BEFORE_LAST, 1);
  read_ago(v, c, f);
  if (v->around >= 0 && same_choice(s->chosen[v->around], c)) SET(SPOKE_AROUND, 1);
  if (v->last_quote < 0 || !same_choice(s->chosen[v->last_quote], c)) return;
  int32_t end = scene_content(s, v->last_quote).last, place = scene_place(s, v->last_quote);
  if (place > end) end = place;
  int32_t paragraphs = s->k->block[v->place] - s->k->block[end];
  SET(SPOKE_LAST, 1);
  SET(SPOKE_LAST_HERE, paragraphs <= 0), SET(SPOKE_LAST_NEARBY, paragraphs == 1),
      SET(SPOKE_LAST_FAR, paragraphs > 1);
  int32_t since = names_from(s->n, end + 1);
  for (int32_t i = since; i < s->n->count && i < since + 12 && s->n->at[i].first < v->place; i++) {
    if (c.kind == CHOICE_ENTITY && s->e->of[i] == c.entity) SET(NAMED_SINCE_SPOKE, 1);
    else if (s->n->at[i].type == INQ_PERSON) SET(OTHER_NAMED_SINCE, 1);
  }
}
