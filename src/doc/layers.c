/* From tokens to bytes: the layers as the public arrays of a document. */
#include "doc/layers.h"

#include "base/map.h"

#include <stdio.h>
#include <stdlib.h>

static const inq_span no_span = {-1, -1};

static inq_span span_of(const layers *l, range r) {
  return r.first < 0 ? no_span : (inq_span){l->tokens.at[r.first].start, l->tokens.at[r.last].end};
}

/* ---- Tokens, sentences -------------------------------------------------------------------------- */

static void write_tokens(const layers *l, bool read, inq_doc *doc, arena *a) {
  const tokens *k = &l->tokens;
  doc->tokens = arena_room_for(a, inq_token, k->count);
  doc->token_count = k->count;
  for (int32_t i = 0, sentence = 0; i < k->count; i++) {
    if (read && l->sentences.at[sentence].last < i) sentence++;
    doc->tokens[i] = (inq_token){
        k->at[i].start, k->at[i].end, k->block[i], read ? sentence : -1, read ? l->found.pos[i] : -1, -1};
  }
}

typedef struct {
  map stored; /* string → where in the pool it begins */
  array(char) at;
} string_pool;

/* Where the string stands, NUL-terminated; stored once. */
static int32_t keep_string(string_pool *pool, str s, arena *scratch) {
  int32_t *place = map_put(&pool->stored, s, pool->at.count, scratch);
  if (*place == pool->at.count) {
    for (int32_t c = 0; c < s.length; c++) *array_push(&pool->at, scratch) = s.at[c];
    *array_push(&pool->at, scratch) = '\0';
  }
  return *place;
}

typedef struct {
  int32_t token, next; /* next: of another tag, -1 for none */
} lemma_found;

typedef struct {
  const layers *l;
  const lemma_model *model;
  int32_t *first; /* [ways of writing] what was found for one last, -1 */
  array(lemma_found) found;
  string_pool *pool;
  arena *scratch;
} lemma_writer;

/* Looked for once for every way of writing and tag. */
static int32_t find_lemma(lemma_writer *w, const inq_token *before, int32_t i) {
  const uint8_t *pos = w->l->found.pos;
  int32_t *first = &w->first[w->l->entities.words.way[i]];
  for (int32_t at = *first; at >= 0; at = w->found.at[at].next)
    if (pos[w->found.at[at].token] == pos[i]) return before[w->found.at[at].token].lemma;
  str word = token_str(&w->l->text, &w->l->tokens, i);
  *array_push(&w->found, w->scratch) = (lemma_found){i, *first};
  *first = w->found.count - 1;
  return keep_string(w->pool, lemma_of(w->model, word, pos[i], w->scratch), w->scratch);
}

static void write_lemmas(const layers *l, const lemma_model *m, inq_doc *doc, string_pool *pool,
                         arena *scratch) {
  int32_t ways = l->entities.words.way_count;
  lemma_writer w = {l, m, arena_room_for(scratch, int32_t, ways), .pool = pool, .scratch = scratch};
  for (int32_t i = 0; i < ways; i++) w.first[i] = -1;
  for (int32_t i = 0; i < doc->token_count; i++) doc->tokens[i].lemma = find_lemma(&w, doc->tokens, i);
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

/* "names.tsv:3" */
static int32_t keep_row(const inq_lists *lists, int32_t file, int32_t line, string_pool *pool,
                        arena *scratch) {
  str called = lists->files[file];
  char *row = arena_alloc(scratch, (size_t)called.length + 16);
  int length = snprintf(row, (size_t)called.length + 16, "%.*s:%d", (int)called.length, called.at, (int)line);
  return keep_string(pool, (str){row, length}, scratch);
}

/* What the user's list says of the entities that it knows. */
static void write_listed(const layers *l, inq_doc *doc, string_pool *pool, arena *scratch, arena *a) {
  array(inq_attribute) attributes = {0};
  for (int32_t i = 0; i < doc->entity_count; i++) {
    int32_t number = l->entities.at[i].listed;
    inq_entity *e = &doc->entities[i];
    e->canonical = e->ref = e->listed = -1;
    if (!number) continue;
    const list_entity *from = &l->lists->entities.at[number - 1];
    e->canonical = keep_string(pool, from->name, scratch);
    if (from->ref.length) e->ref = keep_string(pool, from->ref, scratch);
    e->listed = keep_row(l->lists, from->file, from->line, pool, scratch);
    for (int32_t j = from->attribute; j < from->attribute + from->attributes; j++) {
      const list_attribute *more = &l->lists->attributes.at[j];
      *array_push(&attributes, a) =
          (inq_attribute){i, keep_string(pool, more->key, scratch), keep_string(pool, more->value, scratch)};
    }
  }
  doc->attributes = attributes.at;
  doc->attribute_count = attributes.count;
}

static void write_entities(const layers *l, inq_doc *doc, arena *a) {
  const entities *e = &l->entities;
  doc->entity_count = e->count;
  doc->entities = arena_array(a, inq_entity, e->count);
  for (int32_t i = 0; i < e->count; i++) {
    const name *n = &l->found.names.at[e->at[i].name];
    int32_t place = mention_at(doc, span_of(l, (range){n->first, n->last}));
    doc->entities[i] = (inq_entity){.type = e->at[i].type,
                                    .name = place,
                                    .role = span_of(l, e->at[i].office),
                                    .affiliation = span_of(l, e->at[i].affiliation),
                                    .affiliated = e->at[i].affiliated};
  }
  for (int32_t i = 0; i < doc->mention_count; i++) doc->entities[doc->mentions[i].entity].mentions++;
}

/* ---- Quotes ------------------------------------------------------------------------------------- */

/* The row of the user's cues that spoke for the quotation's, -1 for none. */
static int32_t cue_row(const layers *l, const quote *q, string_pool *pool, arena *scratch) {
  if (!q->listed) return -1;
  const list_entry *e = &l->lists->cues.entries.at[q->listed - 1];
  return keep_row(l->lists, e->file, e->line, pool, scratch);
}

static bool is_either(const layers *l, int32_t i, const char *a, const char *b, const char *c) {
  str word = token_str(&l->text, &l->tokens, i);
  return str_is(word, a) || str_is(word, b) || str_is(word, c);
}

/* "According to" is one cue. */
static range cue_of(const layers *l, int32_t cue) {
  bool two = cue >= 0 && cue + 1 < l->tokens.count && l->tokens.block[cue] == l->tokens.block[cue + 1] &&
             is_either(l, cue, "according", "According", "ACCORDING") &&
             is_either(l, cue + 1, "to", "To", "TO");
  return (range){cue, cue + two};
}

static int32_t pieces_of(const quotes *q) {
  int32_t count = 0;
  for (int32_t i = 0; i < q->count; i++) count += q->at[i].pieces;
  return count;
}

static void write_quotes(const layers *l, inq_doc *doc, string_pool *pool, arena *scratch, arena *a) {
  const quotes *q = &l->found.quotes;
  doc->pieces = arena_room_for(a, inq_span, pieces_of(q));
  doc->quotes = arena_array(a, inq_quote, q->count);
  doc->quote_count = q->count;
  for (int32_t i = 0; i < q->count; i++) {
    const quote *from = &q->at[i];
    const speaker *who = &l->speakers.at[i];
    doc->quotes[i] = (inq_quote){.type = from->type,
                                 .content = doc->piece_count,
                                 .pieces = from->pieces,
                                 .cue = span_of(l, cue_of(l, from->cue)),
                                 .source = span_of(l, from->source),
                                 .cue_token = from->cue,
                                 .speaker = who->entity,
                                 .words = span_of(l, who->words),
                                 .rule = who->rule,
                                 .listed = cue_row(l, from, pool, scratch),
                                 .score = from->score,
                                 .speaker_score = who->score};
    for (int32_t p = 0; p < from->pieces; p++)
      doc->pieces[doc->piece_count++] = span_of(l, q->pieces[from->content + p]);
  }
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

static void write_anchors(const layers *l, inq_doc *doc, arena *a) {
  const quotes *q = &l->found.quotes;
  doc->anchors = arena_array(a, inq_anchor, q->count);
  for (int32_t i = 0; i < q->count && q->at[i].evidence >= 0; i++) {
    const float *p = q->evidence[q->at[i].evidence].anchor;
    doc->anchors[doc->anchor_count++] =
        (inq_anchor){q->at[i].anchor, p[ANCHOR_CUE], p[ANCHOR_START], p[ANCHOR_NONE]};
  }
}

static void write_sources(const layers *l, inq_doc *doc, arena *a) {
  const quotes *q = &l->found.quotes;
  doc->source_candidates = arena_array(a, inq_source_candidate, (size_t)doc->anchor_count * STRETCHES);
  for (int32_t i = 0; i < doc->anchor_count; i++) {
    const evidence *e = &q->evidence[q->at[i].evidence];
    for (int32_t s = 0; s < e->source_count; s++)
      doc->source_candidates[doc->source_candidate_count++] = (inq_source_candidate){
          i, span_of(l, e->sources[s].words), e->sources[s].score, e->sources[s].exact};
  }
}

/* ---- All of it ---------------------------------------------------------------------------------- */

static void write_named(const layers *l, const inq_model *model, inq_doc *doc, string_pool *pool,
                        arena *scratch, arena *a) {
  doc->model = arena_copy(a, model->name, strlen(model->name));
  write_lemmas(l, model->lemmas, doc, pool, scratch);
  write_sentences(l, doc, a);
  write_mentions(l, doc, a);
  write_entities(l, doc, a);
  write_listed(l, doc, pool, scratch, a);
}

static void write_said(const layers *l, inq_doc *doc, string_pool *pool, arena *scratch, arena *a) {
  write_quotes(l, doc, pool, scratch, a);
  write_candidates(l, doc, a);
  write_anchors(l, doc, a);
  write_sources(l, doc, a);
}

static void write_given(const layers *l, inq_doc *doc, arena *a) {
  doc->blocks = arena_copy(a, l->blocks.at, sizeof *l->blocks.at * (size_t)l->blocks.count);
  doc->block_count = l->blocks.count;
  doc->marks = arena_copy(a, l->marks.at, sizeof *l->marks.at * (size_t)l->marks.count);
  doc->mark_count = l->marks.count;
}

inq_doc *layers_write(const layers *l, const inq_model *model, arena *scratch, arena *a) {
  inq_doc *doc = arena_new(a, inq_doc);
  string_pool pool = {.stored = {0}};
  write_tokens(l, model != NULL, doc, a);
  if (model) write_named(l, model, doc, &pool, scratch, a);
  if (l->passing) arena_reset(l->passing);
  write_given(l, doc, a);
  if (model) write_said(l, doc, &pool, scratch, a);
  doc->strings = arena_copy(a, pool.at.at, (size_t)pool.at.count);
  doc->string_length = (size_t)pool.at.count;
  arena_reset(scratch);
  doc->text = arena_copy(a, l->text.bytes, (size_t)l->text.length);
  doc->length = (size_t)l->text.length;
  return doc;
}
