#include "doc/claim.h"

static int32_t add_evidence(claims *c, range author, float score, arena *a) {
  evidence *e = array_push(&c->evidence, a);
  e->anchor[ANCHOR_START] = score;
  e->anchor[ANCHOR_NONE] = 1 - score;
  e->sources[0] = (stretch){author, 1, 1};
  e->source_count = 1;
  return c->evidence.count - 1;
}

void claims_add(claims *c, const text *t, const tokens *k, const marks *m, range author, int32_t content,
                float score, arena *a) {
  quote q = {.anchor = author.first, .cue = -1, .source = author, .score = score, .evidence = -1};
  q.content = content;
  q.pieces = c->pieces.count - content;
  q.type = quote_type(t, k, m, c->pieces.at + content, q.pieces);
  if (c->explain) q.evidence = add_evidence(c, author, score, a);
  *array_push(&c->at, a) = q;
}

/* ---- The others ------------------------------------------------------------------------------------ */

typedef struct {
  const text *t;
  const tokens *k;
  const marks *m;
  const quotes *found;
  const claims *given;
  int32_t *claimed;    /* [tokens] from the first to the last of a claim: its number + 1; 0 elsewhere */
  array(quote) out;    /* ordered by the start of their content */
  array(range) pieces; /* of claims, then of the others */
  array(evidence) evidence;
  arena *side;
} desk;

static void take_claims(desk *d) {
  const claims *c = d->given;
  d->claimed = arena_array(d->side, int32_t, d->k->count);
  for (int32_t i = 0; i < c->at.count; i++) {
    const range *pieces = c->pieces.at + c->at.at[i].content;
    int32_t first = pieces[0].first, last = pieces[c->at.at[i].pieces - 1].last;
    for (int32_t token = first; token <= last; token++) d->claimed[token] = i + 1;
  }
  for (int32_t i = 0; i < c->pieces.count; i++) *array_push(&d->pieces, d->side) = c->pieces.at[i];
  for (int32_t i = 0; i < c->evidence.count; i++) *array_push(&d->evidence, d->side) = c->evidence.at[i];
}

/* Somebody whom the author quotes or tells of, in that claim; 0: nobody. */
static int32_t claim_around(const desk *d, const quote *q) {
  return q->source.first >= 0 && (q->cue >= 0 || q->type == INQ_DIRECT) ? d->claimed[q->source.first] : 0;
}

/* Whether a claim has a word of these, other than `own`. */
static bool is_claimed(const desk *d, range r, int32_t own) {
  for (int32_t i = r.first; i <= r.last; i++)
    if (d->claimed[i] && d->claimed[i] != own) return true;
  return false;
}

static int32_t start_of(const desk *d, const quote *q) { return d->pieces.at[q->content].first; }

static void put(desk *d, const quote *q) {
  int32_t at = d->out.count;
  array_push(&d->out, d->side);
  /* in order already, but where a quotation has lost its first piece */
  for (; at > 0 && start_of(d, &d->out.at[at - 1]) > start_of(d, q); at--) d->out.at[at] = d->out.at[at - 1];
  d->out.at[at] = *q;
}

/* What claims leave of a quotation. */
static void put_rest(desk *d, const quote *q) {
  int32_t own = claim_around(d, q);
  quote rest = *q;
  rest.content = d->pieces.count;
  for (int32_t p = q->content; p < q->content + q->pieces; p++)
    if (!is_claimed(d, d->found->pieces[p], own)) *array_push(&d->pieces, d->side) = d->found->pieces[p];
  rest.pieces = d->pieces.count - rest.content;
  if (!rest.pieces) return;
  rest.type = quote_type(d->t, d->k, d->m, d->pieces.at + rest.content, rest.pieces);
  if (d->given->explain) {
    *array_push(&d->evidence, d->side) = d->found->evidence[q->evidence];
    rest.evidence = d->evidence.count - 1;
  }
  put(d, &rest);
}

static void put_all(desk *d) {
  int32_t next = 0;
  for (int32_t i = 0; i < d->found->count; i++) {
    const quote *q = &d->found->at[i];
    int32_t start = d->found->pieces[q->content].first;
    while (next < d->given->at.count && start_of(d, &d->given->at.at[next]) <= start)
      put(d, &d->given->at.at[next++]);
    put_rest(d, q);
  }
  while (next < d->given->at.count) put(d, &d->given->at.at[next++]);
}

quotes claims_settle(const claims *c, const text *t, const tokens *k, const marks *m, const quotes *found,
                     arena *keep) {
  if (!c->at.count) return *found;
  arena *side = arena_aside(keep);
  arena_place from = arena_here(side);
  desk d = {t, k, m, found, c, .side = side};
  take_claims(&d);
  put_all(&d);
  quotes all = {array_settled(&d.out, keep), d.out.count, array_settled(&d.pieces, keep), d.pieces.count,
                array_settled(&d.evidence, keep)};
  arena_back(side, from);
  return all;
}
