#include "doc/document.h"

#include "base/err.h"
#include "doc/tag.h"

#include <stdbool.h>
#include <string.h>

void inq_doc_free(inq_doc *doc) {
  if (!doc) return;
  arena all = doc->arena; /* the document lies in it */
  arena_free(&all);
}

/* ---- Layers ----------------------------------------------------------------------------------- */

const char *inq_doc_model(const inq_doc *doc) { return doc ? doc->model : NULL; }

const char *inq_text(const inq_doc *doc, size_t *length) {
  if (length) *length = doc ? doc->length : 0;
  return doc ? doc->text : NULL;
}

const char *inq_strings(const inq_doc *doc, size_t *length) {
  if (length) *length = doc ? doc->string_length : 0;
  return doc ? doc->strings : NULL;
}

inq_code inq_source(const inq_doc *doc, inq_span *spans, size_t count, inq_err *err) {
  err_clear(err);
  if (!doc || (count && !spans)) return err_set(err, INQ_E_ARGUMENT, "source", -1, "no document or no spans");
  for (size_t i = 0; doc->origin.pieces && i < count; i++) spans[i] = origin_of(&doc->origin, spans[i]);
  return INQ_OK;
}

const char *inq_source_encoding(const inq_doc *doc, size_t *length) {
  bool page = doc && doc->origin.pieces;
  if (length) *length = page ? (size_t)doc->origin.length : 0;
  return page ? doc->origin.encoding : NULL;
}

#define LAYER(type, plural, singular)                                                                        \
  const type *inq_##plural(const inq_doc *doc, int32_t *count) {                                             \
    if (count) *count = doc ? doc->singular##_count : 0;                                                     \
    return doc ? doc->plural : NULL;                                                                         \
  }

LAYER(inq_block, blocks, block)
LAYER(inq_token, tokens, token)
LAYER(inq_mark, marks, mark)
LAYER(inq_sentence, sentences, sentence)
LAYER(inq_mention, mentions, mention)
LAYER(inq_entity, entities, entity)
LAYER(inq_attribute, attributes, attribute)
LAYER(inq_quote, quotes, quote)
LAYER(inq_span, pieces, piece)
LAYER(inq_candidate, candidates, candidate)
LAYER(inq_anchor, anchors, anchor)
LAYER(inq_source_candidate, source_candidates, source_candidate)

const char *inq_entity_name(const inq_doc *doc, int32_t entity, size_t *length) {
  if (!doc || entity < 0 || entity >= doc->entity_count) return NULL;
  const inq_entity *e = &doc->entities[entity];
  const inq_mention *m = &doc->mentions[e->name];
  const char *name = e->canonical >= 0 ? doc->strings + e->canonical : doc->text + m->start;
  if (length) *length = e->canonical >= 0 ? strlen(name) : (size_t)(m->end - m->start);
  return name;
}

/* ---- Names of numbers ------------------------------------------------------------------------- */

#define NAME_OF(number, names)                                                                               \
  (number >= 0 && number < (int32_t)(sizeof names / sizeof *names) ? names[number] : NULL)

const char *inq_block_kind_name(int32_t kind) {
  static const char *const names[] = {[INQ_BODY] = "body",
                                      [INQ_TITLE] = "title",
                                      [INQ_BYLINE] = "byline",
                                      [INQ_DATELINE] = "dateline",
                                      [INQ_HEADING] = "heading",
                                      [INQ_CAPTION] = "caption",
                                      [INQ_BOILERPLATE] = "boilerplate"};
  return NAME_OF(kind, names);
}

const char *inq_type_name(int32_t type) {
  static const char *const names[] = {
      [INQ_PERSON] = "PERSON", [INQ_ORG] = "ORG",   [INQ_GPE] = "GPE",         [INQ_LOC] = "LOC",
      [INQ_FAC] = "FAC",       [INQ_NORP] = "NORP", [INQ_PRODUCT] = "PRODUCT", [INQ_EVENT] = "EVENT",
      [INQ_WORK] = "WORK",     [INQ_LAW] = "LAW"};
  return NAME_OF(type, names);
}

const char *inq_pos_name(int32_t pos) {
  static const char *const names[POS_COUNT] = {
      [POS_ADJ] = "ADJ",     [POS_ADP] = "ADP",     [POS_ADV] = "ADV",   [POS_AUX] = "AUX",
      [POS_CCONJ] = "CCONJ", [POS_DET] = "DET",     [POS_INTJ] = "INTJ", [POS_NOUN] = "NOUN",
      [POS_NUM] = "NUM",     [POS_PART] = "PART",   [POS_PRON] = "PRON", [POS_PROPN] = "PROPN",
      [POS_PUNCT] = "PUNCT", [POS_SCONJ] = "SCONJ", [POS_SYM] = "SYM",   [POS_VERB] = "VERB",
      [POS_X] = "X"};
  return NAME_OF(pos, names);
}

const char *inq_rule_name(int32_t rule) {
  static const char *const names[] = {
      [INQ_RULE_NONE] = "none",       [INQ_RULE_NAME] = "name",   [INQ_RULE_PRONOUN] = "pronoun",
      [INQ_RULE_NOMINAL] = "nominal", [INQ_RULE_WORDS] = "words", [INQ_RULE_CONTINUES] = "continues"};
  return NAME_OF(rule, names);
}
