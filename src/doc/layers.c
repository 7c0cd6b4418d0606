/* From tokens to bytes: the layers as the public arrays of a document. */
#include "doc/layers.h"

#include "base/map.h"

#include <stdlib.h>

static const inq_span no_span = {-1, -1};

static inq_span span_of(const layers *l, range r) {
  return r.first < 0 ? no_span : (inq_span){l->tokens.at[r.first].start, l->tokens.at[r.last].end};
}

/* ---- Tokens, sentences -------------------------------------------------------------------------- */

static void write_tokens(const layers *l, bool read, inq_doc *doc, arena *a) {
  const tokens *k = &l->tokens;
  doc->tokens = arena_array(a, inq_token, k->count);
  doc->token_count = k->count;
  for (int32_t i = 0; i < k->count; i++)
    doc->tokens[i] = (inq_token){k->at[i].start,
                                 k->at[i].end,
                                 k->block[i],
                                 read ? l->sentences.of[i] : -1,
                                 read ? l->found.pos[i] : -1,
                                 -1};
}

/* Each lemma is stored once for every word and tag. */
static void write_lemmas(const layers *l, const lemma_model *m, inq_doc *doc, arena *scratch, arena *a) {
  map seen = {0}, stored = {0};
  array(char) pool = {0};
  for (int32_t i = 0; i < doc->token_count; i++) {
    str word = token_str(&l->text, &l->tokens, i);
    char *key = arena_alloc(scratch, (size_t)word.length + 1);
    key[0] = (char)doc->tokens[i].pos;
    memcpy(key + 1, word.at, (size_t)word.length);
    int32_t *place = map_put(&seen, (str){key, word.length + 1}, -1, scratch);
    if (*place < 0) {
      str lemma = lemma_of(m, word, doc->tokens[i].pos, scratch);
      *place = *map_put(&stored, lemma, pool.count, scratch);
      if (*place == pool.count) {
        for (int32_t c = 0; c < lemma.length; c++) *array_push(&pool, scratch) = lemma.at[c];
        *array_push(&pool, scratch) = '\0';
      }
    }
    doc->tokens[i].lemma = *place;
  }
  doc->strings = arena_copy(a, pool.at, (size_t)pool.count);
  doc->string_length = (size_t)pool.count;
}

static void write_sentences(const layers *l, inq_doc *doc, arena *a) {
  const sentences *s = &l->sentences;
  doc->sentences = arena_array(a, inq_sentence, s->count);
  doc->sentence_count = s->count;
  for (int32_t i = 0; i < s->count; i++) {
    inq_span at = span_of(l, s->at[i]);
    doc->sentences[i] = (inq_sentence){at.start, at.end, l->tokens.block[s->at[i].first]};
  }
}

/* ---- Mentions, entities ------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b) {
  const inq_mention *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  if (x->end != y->end) return x->end > y->end ? -1 : 1; /* the longer one first */
  return x->form - y->form;
}

static void write_mentions(const layers *l, inq_doc *doc, arena *a) {
  const names *n = &l->found.names;
  const speakers *s = &l->speakers;
  doc->mention_count = n->count + s->reference_count;
  doc->mentions = arena_array(a, inq_mention, doc->mention_count);
  for (int32_t i = 0; i < n->count; i++) {
    inq_span at = span_of(l, (range){n->at[i].first, n->at[i].last});
    doc->mentions[i] =
        (inq_mention){at.start, at.end, n->at[i].type, INQ_NAME, l->entities.of[i], n->at[i].score};
  }
  for (int32_t i = 0; i < s->reference_count; i++) {
    const reference *r = &s->references[i];
    inq_span at = span_of(l, (range){r->first, r->last});
    doc->mentions[n->count + i] =
        (inq_mention){at.start, at.end, l->entities.at[r->entity].type, r->form, r->entity, r->score};
  }
  if (doc->mention_count) qsort(doc->mentions, (size_t)doc->mention_count, sizeof *doc->mentions, by_place);
}

/* The mention that is this name. */
static int32_t mention_at(const inq_doc *doc, inq_span at) {
  int32_t low = 0, high = doc->mention_count;
  inq_mention wanted = {at.start, at.end, 0, INQ_NAME, 0, 0};
  while (low < high) {
    int32_t middle = (low + high) / 2;
    if (by_place(&doc->mentions[middle], &wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

static void write_entities(const layers *l, inq_doc *doc, arena *a) {
  const entities *e = &l->entities;
  doc->entity_count = e->count;
  doc->entities = arena_array(a, inq_entity, e->count);
  for (int32_t i = 0; i < e->count; i++) {
    const name *n = &l->found.names.at[e->at[i].name];
    int32_t place = mention_at(doc, span_of(l, (range){n->first, n->last}));
    doc->entities[i] = (inq_entity){
        e->at[i].type,      place, 0, span_of(l, e->at[i].role), span_of(l, e->at[i].affiliation),
        e->at[i].affiliated};
  }
  for (int32_t i = 0; i < doc->mention_count; i++) doc->entities[doc->mentions[i].entity].mentions++;
}

/* ---- Quotes ------------------------------------------------------------------------------------- */

static void write_quotes(const layers *l, inq_doc *doc, arena *a) {
  const quotes *q = &l->found.quotes;
  array(inq_span) pieces = {0};
  doc->quotes = arena_array(a, inq_quote, q->count);
  doc->quote_count = q->count;
  for (int32_t i = 0; i < q->count; i++) {
    const quote *from = &q->at[i];
    const speaker *who = &l->speakers.at[i];
    doc->quotes[i] = (inq_quote){.type = from->type,
                                 .content = pieces.count,
                                 .pieces = from->pieces,
                                 .cue = span_of(l, (range){from->cue, from->cue}),
                                 .source = span_of(l, from->source),
                                 .cue_token = from->cue,
                                 .speaker = who->entity,
                                 .words = span_of(l, who->words),
                                 .rule = who->rule,
                                 .score = from->score,
                                 .speaker_score = who->score};
    for (int32_t p = 0; p < from->pieces; p++)
      *array_push(&pieces, a) = span_of(l, q->pieces[from->content + p]);
  }
  doc->pieces = pieces.at;
  doc->piece_count = pieces.count;
}

static void write_candidates(const layers *l, inq_doc *doc, arena *a) {
  int32_t count = l->found.quotes.count * REASONS;
  doc->candidates = arena_array(a, inq_candidate, count);
  for (int32_t i = 0; i < count; i++) {
    const reason *r = &l->speakers.reasons[i];
    if (!(r->score > 0)) continue; /* there were fewer */
    doc->candidates[doc->candidate_count++] = (inq_candidate){
        i / REASONS, r->entity, span_of(l, r->words), {r->why[0], r->why[1], r->why[2]}, r->score};
  }
}

inq_doc *layers_write(const layers *l, const inq_model *model, arena *scratch, arena *a) {
  inq_doc *doc = arena_new(a, inq_doc);
  doc->text = arena_copy(a, l->text.bytes, (size_t)l->text.length);
  doc->length = (size_t)l->text.length;
  doc->blocks = arena_copy(a, l->blocks.at, sizeof *l->blocks.at * (size_t)l->blocks.count);
  doc->block_count = l->blocks.count;
  doc->marks = arena_copy(a, l->marks.at, sizeof *l->marks.at * (size_t)l->marks.count);
  doc->mark_count = l->marks.count;
  doc->strings = arena_copy(a, "", 0);
  write_tokens(l, model != NULL, doc, a);
  if (!model) return doc;
  doc->model = arena_copy(a, model->name, strlen(model->name));
  write_lemmas(l, model->lemmas, doc, scratch, a);
  write_sentences(l, doc, a);
  write_mentions(l, doc, a);
  write_entities(l, doc, a);
  write_quotes(l, doc, a);
  write_candidates(l, doc, a);
  return doc;
}
