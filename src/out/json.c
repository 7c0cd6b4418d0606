/* From a document to JSON.
 *
 *   document ─ units_of() ─ every position in the unit asked for, converted in one go
 *            ─ one function a layer ─ pen.h ─ text
 *
 * Allocation: a buffer remembers that there was no memory, so that it is looked at once, at the end. */
#include "out/json.h"

#include "base/err.h"
#include "base/utf8.h"
#include "out/label.h"
#include "out/pen.h"
#include "out/spelt.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  const inq_doc *doc;
  const char *text;
  const char *encoding;            /* of the HTML that it is from, NULL for none */
  size_t source_length;            /* of that */
  size_t whole_bytes;              /* of the text */
  const inq_block *blocks;         /* [block_count] */
  const inq_token *tokens;         /* [token_count] */
  const inq_sentence *sentences;   /* [sentence_count] */
  const inq_mention *mentions;     /* [mention_count] */
  const inq_entity *entities;      /* [entity_count] */
  const inq_attribute *attributes; /* [attribute_count] those not yet written */
  const inq_quote *quotes;         /* [quote_count] */
  const inq_span *pieces;          /* [piece_count] */
  int32_t block_count, token_count, sentence_count, mention_count, entity_count, attribute_count, quote_count,
      piece_count;
  int32_t layers;
  inq_span *units; /* the spans of blocks, mentions, pieces, cues, sources, sentences, tokens, and the whole
                      text, one layer behind the other, in the unit asked for */
  inq_span *block_units, *mention_units, *piece_units, *cue_units, *source_units, *sentence_units,
      *token_units;
  inq_span *whole;
  spelt forms;
  int32_t form; /* of these, the next that is written */
  pen pen;
} writer;

static inq_code no_memory(inq_err *err) {
  return err_set(err, INQ_E_MEMORY, "json", -1, "no memory for the JSON");
}

static str piece(const writer *w, int32_t start, int32_t end) { return (str){w->text + start, end - start}; }

json_t *json_folded(const char *text, int32_t start, int32_t end) {
  buf folded = {0};
  buf_folded(&folded, (str){text + start, end - start});
  json_t *value = folded.failed ? NULL : json_stringn_nocheck(folded.at ? folded.at : "", folded.length);
  buf_free(&folded);
  return value;
}

/* ---- Positions --------------------------------------------------------------------------------- */

static inq_span *take(inq_span **free, int32_t count) {
  inq_span *at = *free;
  *free += count;
  return at;
}

static bool lay_out_units(writer *w) {
  bool sentences = w->layers & INQ_JSON_SENTENCES, tokens = w->layers & INQ_JSON_TOKENS;
  size_t count = (size_t)w->block_count + w->mention_count + w->piece_count + 2 * (size_t)w->quote_count +
                 (sentences ? w->sentence_count : 0) + (tokens ? w->token_count : 0) + 1;
  inq_span *at = w->units = malloc(count * sizeof *at);
  if (!at) return false;
  w->block_units = take(&at, w->block_count);
  w->mention_units = take(&at, w->mention_count);
  w->piece_units = take(&at, w->piece_count);
  w->cue_units = take(&at, w->quote_count);
  w->source_units = take(&at, w->quote_count);
  w->sentence_units = take(&at, sentences ? w->sentence_count : 0);
  w->token_units = take(&at, tokens ? w->token_count : 0);
  w->whole = at;
  return true;
}

/* Fills in bytes and converts all of them. */
static inq_code units_of(writer *w, size_t length, int32_t unit, inq_err *err) {
  if (!lay_out_units(w)) return no_memory(err);
#define FILL(to, from, count)                                                                                \
  for (int32_t i = 0; i < (count); i++) (to)[i] = (inq_span){(from)[i].start, (from)[i].end}
  FILL(w->block_units, w->blocks, w->block_count);
  FILL(w->mention_units, w->mentions, w->mention_count);
  FILL(w->piece_units, w->pieces, w->piece_count);
  for (int32_t i = 0; i < w->quote_count; i++) {
    w->cue_units[i] = w->quotes[i].cue;
    w->source_units[i] = w->quotes[i].source;
  }
  if (w->layers & INQ_JSON_SENTENCES) FILL(w->sentence_units, w->sentences, w->sentence_count);
  if (w->layers & INQ_JSON_TOKENS) FILL(w->token_units, w->tokens, w->token_count);
#undef FILL
  *w->whole = (inq_span){0, (int32_t)length};
  size_t positions = 2 * (size_t)(w->whole + 1 - w->units);
  return inq_convert_offsets(w->text, length, unit, &w->units->start, positions, err);
}

/* "start", "end" and, where the text is from HTML, "source_start", "source_end" of the bytes [start, end). */
static void write_edges(writer *w, inq_span unit, int32_t start, int32_t end) {
  pen_key(&w->pen, "start"), pen_integer(&w->pen, unit.start);
  pen_key(&w->pen, "end"), pen_integer(&w->pen, unit.end);
  if (!w->encoding) return;
  inq_span source = {start, end};
  if (inq_source(w->doc, &source, 1, NULL)) w->pen.to->failed = true;
  pen_key(&w->pen, "source_start"), pen_integer(&w->pen, source.start);
  pen_key(&w->pen, "source_end"), pen_integer(&w->pen, source.end);
}

/* {"start", "end", "text" of the bytes [start, end): left open. */
static void begin_span(writer *w, inq_span unit, int32_t start, int32_t end) {
  pen_open(&w->pen, '{');
  write_edges(w, unit, start, end);
  pen_key(&w->pen, "text"), pen_string(&w->pen, piece(w, start, end));
}

static void write_span(writer *w, inq_span unit, int32_t start, int32_t end) {
  begin_span(w, unit, start, end);
  pen_close(&w->pen, '}');
}

/* The words of the span, null for none. */
static void write_words(writer *w, inq_span at) {
  if (at.start < 0) pen_null(&w->pen);
  else pen_folded(&w->pen, piece(w, at.start, at.end));
}

/* ---- Layers, in the order of the keys ---------------------------------------------------------- */

static void write_blocks(writer *w) {
  pen_open(&w->pen, '[');
  for (int32_t i = 0; i < w->block_count; i++) {
    pen_open(&w->pen, '{');
    pen_key(&w->pen, "kind"), pen_words(&w->pen, inq_block_kind_name(w->blocks[i].kind));
    write_edges(w, w->block_units[i], w->blocks[i].start, w->blocks[i].end);
    pen_close(&w->pen, '}');
  }
  pen_close(&w->pen, ']');
}

static void write_aliases(writer *w, int32_t entity) {
  pen_open(&w->pen, '[');
  for (; w->form < w->forms.count && w->forms.at[w->form].entity == entity; w->form++)
    pen_string(&w->pen, w->forms.at[w->form].words);
  pen_close(&w->pen, ']');
}

static void write_entity_name(writer *w, int32_t entity) {
  size_t length;
  const char *name = inq_entity_name(w->doc, entity, &length);
  pen_folded(&w->pen, (str){name, (int32_t)length});
}

/* A string of the lists, null for none. */
static void write_listed(writer *w, int32_t at) {
  pen_words(&w->pen, at < 0 ? NULL : inq_strings(w->doc, NULL) + at);
}

/* Of attributes [count] with one key, the last counts, in the place of the first. */
static int32_t last_of_key(const writer *w, int32_t i, int32_t count) {
  const char *strings = inq_strings(w->doc, NULL), *key = strings + w->attributes[i].key;
  int32_t last = i;
  for (int32_t j = 0; j < count; j++) {
    if (strcmp(strings + w->attributes[j].key, key) != 0) continue;
    if (j < i) return -1;
    last = j;
  }
  return last;
}

/* The user's own columns; null for none, so that tables need no column of empty objects. */
static void write_attributes(writer *w, int32_t entity) {
  int32_t count = 0;
  while (count < w->attribute_count && w->attributes[count].entity == entity) count++;
  if (!count) {
    pen_null(&w->pen);
    return;
  }
  pen_open(&w->pen, '{');
  for (int32_t i = 0, last; i < count; i++) {
    if ((last = last_of_key(w, i, count)) < 0) continue;
    pen_keyed(&w->pen, str_of(inq_strings(w->doc, NULL) + w->attributes[i].key));
    write_listed(w, w->attributes[last].value);
  }
  pen_close(&w->pen, '}');
  w->attributes += count, w->attribute_count -= count;
}

static void write_affiliation(writer *w, const inq_entity *e) {
  if (e->affiliation.start < 0) {
    pen_null(&w->pen);
    return;
  }
  pen_open(&w->pen, '{');
  pen_key(&w->pen, "text"), write_words(w, e->affiliation);
  pen_key(&w->pen, "entity"), pen_number(&w->pen, 'e', e->affiliated);
  pen_close(&w->pen, '}');
}

static void write_entity(writer *w, int32_t i) {
  const inq_entity *e = &w->entities[i];
  pen_open(&w->pen, '{');
  pen_key(&w->pen, "id"), pen_number(&w->pen, 'e', i);
  pen_key(&w->pen, "type"), pen_words(&w->pen, inq_type_name(e->type));
  pen_key(&w->pen, "name"), write_entity_name(w, i);
  pen_key(&w->pen, "aliases"), write_aliases(w, i);
  pen_key(&w->pen, "mentions"), pen_integer(&w->pen, e->mentions);
  pen_key(&w->pen, "role"), write_words(w, e->role);
  pen_key(&w->pen, "affiliation"), write_affiliation(w, e);
  pen_key(&w->pen, "ref"), write_listed(w, e->ref);
  pen_key(&w->pen, "attributes"), write_attributes(w, i);
  pen_close(&w->pen, '}');
}

static void write_entities(writer *w) {
  if (!spelt_read(w->text, w->mentions, w->mention_count, &w->forms)) w->pen.to->failed = true;
  pen_open(&w->pen, '[');
  for (int32_t i = 0; i < w->entity_count; i++) write_entity(w, i);
  pen_close(&w->pen, ']');
}

static void write_mentions(writer *w) {
  pen_open(&w->pen, '[');
  for (int32_t i = 0; i < w->mention_count; i++) {
    const inq_mention *m = &w->mentions[i];
    begin_span(w, w->mention_units[i], m->start, m->end);
    pen_key(&w->pen, "type"), pen_words(&w->pen, inq_type_name(m->type));
    pen_key(&w->pen, "form"), pen_words(&w->pen, label_form(m->form));
    pen_key(&w->pen, "entity"), pen_number(&w->pen, 'e', m->entity);
    pen_key(&w->pen, "score"), pen_share(&w->pen, m->score);
    pen_close(&w->pen, '}');
  }
  pen_close(&w->pen, ']');
}

static void write_lemma(writer *w, int32_t token) {
  write_listed(w, token < 0 ? -1 : w->tokens[token].lemma);
}

static void write_cue(writer *w, int32_t i) {
  const inq_quote *q = &w->quotes[i];
  if (q->cue.start < 0) {
    pen_null(&w->pen);
    return;
  }
  begin_span(w, w->cue_units[i], q->cue.start, q->cue.end);
  pen_key(&w->pen, "lemma"), write_lemma(w, q->cue_token);
  pen_close(&w->pen, '}');
}

static void write_speaker(writer *w, const inq_quote *q) {
  bool words = q->speaker < 0 && q->rule == INQ_RULE_WORDS && q->words.start >= 0;
  if (q->speaker < 0 && !words) {
    pen_null(&w->pen);
    return;
  }
  pen_open(&w->pen, '{');
  pen_key(&w->pen, "entity"), pen_number(&w->pen, 'e', q->speaker);
  pen_key(&w->pen, "name");
  if (words) write_words(w, q->words);
  else write_entity_name(w, q->speaker);
  pen_key(&w->pen, "type"), pen_words(&w->pen, words ? NULL : inq_type_name(w->entities[q->speaker].type));
  pen_close(&w->pen, '}');
}

static void write_content(writer *w, const inq_quote *q) {
  pen_open(&w->pen, '[');
  for (int32_t p = q->content; p < q->content + q->pieces; p++)
    write_span(w, w->piece_units[p], w->pieces[p].start, w->pieces[p].end);
  pen_close(&w->pen, ']');
}

static void write_source(writer *w, int32_t i) {
  inq_span source = w->quotes[i].source;
  if (source.start < 0) pen_null(&w->pen);
  else write_span(w, w->source_units[i], source.start, source.end);
}

static void write_quote(writer *w, int32_t i) {
  const inq_quote *q = &w->quotes[i];
  pen_open(&w->pen, '{');
  pen_key(&w->pen, "id"), pen_number(&w->pen, 'q', i);
  pen_key(&w->pen, "type"), pen_words(&w->pen, label_quote_type(q->type));
  pen_key(&w->pen, "content"), write_content(w, q);
  pen_key(&w->pen, "cue"), write_cue(w, i);
  pen_key(&w->pen, "source"), write_source(w, i);
  pen_key(&w->pen, "speaker"), write_speaker(w, q);
  pen_key(&w->pen, "score"), pen_share(&w->pen, q->score);
  pen_key(&w->pen, "speaker_score"), pen_share(&w->pen, q->speaker_score);
  pen_key(&w->pen, "rule"), pen_words(&w->pen, inq_rule_name(q->rule));
  pen_close(&w->pen, '}');
}

static void write_quotes(writer *w) {
  pen_open(&w->pen, '[');
  for (int32_t i = 0; i < w->quote_count; i++) write_quote(w, i);
  pen_close(&w->pen, ']');
}

static void write_sentences(writer *w) {
  if (!(w->layers & INQ_JSON_SENTENCES)) {
    pen_null(&w->pen);
    return;
  }
  pen_open(&w->pen, '[');
  for (int32_t i = 0; i < w->sentence_count; i++) {
    pen_open(&w->pen, '{');
    write_edges(w, w->sentence_units[i], w->sentences[i].start, w->sentences[i].end);
    pen_key(&w->pen, "block"), pen_integer(&w->pen, w->sentences[i].block);
    pen_close(&w->pen, '}');
  }
  pen_close(&w->pen, ']');
}

static void write_token(writer *w, int32_t i) {
  const inq_token *t = &w->tokens[i];
  begin_span(w, w->token_units[i], t->start, t->end);
  pen_key(&w->pen, "lemma"), write_lemma(w, i);
  pen_key(&w->pen, "pos"), pen_words(&w->pen, inq_pos_name(t->pos));
  pen_key(&w->pen, "sentence");
  if (t->sentence < 0) pen_null(&w->pen);
  else pen_integer(&w->pen, t->sentence);
  pen_close(&w->pen, '}');
}

static void write_tokens(writer *w) {
  if (!(w->layers & INQ_JSON_TOKENS)) {
    pen_null(&w->pen);
    return;
  }
  pen_open(&w->pen, '[');
  for (int32_t i = 0; i < w->token_count; i++) write_token(w, i);
  pen_close(&w->pen, ']');
}

/* ---- The whole --------------------------------------------------------------------------------- */

static writer writer_of(const inq_doc *doc, const inq_json_options *options, buf *to) {
  writer w = {
      .doc = doc, .layers = options->layers, .pen = {.to = to, .pretty = options->pretty, .first = true}};
  w.text = inq_text(doc, &w.whole_bytes);
  w.encoding = inq_source_encoding(doc, &w.source_length);
  w.blocks = inq_blocks(doc, &w.block_count);
  w.tokens = inq_tokens(doc, &w.token_count);
  w.sentences = inq_sentences(doc, &w.sentence_count);
  w.mentions = inq_mentions(doc, &w.mention_count);
  w.entities = inq_entities(doc, &w.entity_count);
  w.attributes = inq_attributes(doc, &w.attribute_count);
  w.quotes = inq_quotes(doc, &w.quote_count);
  w.pieces = inq_pieces(doc, &w.piece_count);
  return w;
}

static void writer_free(writer *w) {
  spelt_free(&w->forms);
  free(w->units);
}

/* What only a document has that is from HTML: its text, and what it was taken out of. */
static void write_page(writer *w) {
  pen_key(&w->pen, "text"), pen_string(&w->pen, (str){w->text, (int32_t)w->whole_bytes});
  pen_key(&w->pen, "html"), pen_open(&w->pen, '{');
  pen_key(&w->pen, "encoding"), pen_words(&w->pen, w->encoding);
  pen_key(&w->pen, "length"), pen_integer(&w->pen, (int64_t)w->source_length);
  pen_close(&w->pen, '}');
}

/* The caller's object as it stands (numbers keep their digits), on one line. */
static void write_meta(writer *w, const char *meta) {
  pen_key(&w->pen, "meta");
  for (; *meta; meta++)
    if ((unsigned char)*meta >= ' ')
      buf_char(w->pen.to, *meta); /* below it, JSON has line ends and tabs only */
}

static void write_document(writer *w, const inq_json_options *options) {
  pen *p = &w->pen;
  pen_open(p, '{');
  pen_key(p, "inquit"), pen_integer(p, 1);
  pen_key(p, "id"), pen_words(p, options->id);
  pen_key(p, "model"), pen_words(p, inq_doc_model(w->doc));
  pen_key(p, "offsets"), pen_words(p, label_unit(options->unit));
  pen_key(p, "length"), pen_integer(p, w->whole->end);
  pen_key(p, "blocks"), write_blocks(w);
  pen_key(p, "entities"), write_entities(w);
  pen_key(p, "mentions"), write_mentions(w);
  pen_key(p, "quotes"), write_quotes(w);
  pen_key(p, "sentences"), write_sentences(w);
  pen_key(p, "tokens"), write_tokens(w);
  if (w->encoding) write_page(w);
  write_meta(w, options->meta ? options->meta : "{}");
  pen_close(p, '}');
}

/* What was given is checked already, but for the id. */
static inq_code write_text(const inq_doc *doc, const inq_json_options *options, buf *to, inq_err *err) {
  if (options->id && utf8_check(options->id, strlen(options->id)) >= 0)
    return err_set(err, INQ_E_ARGUMENT, "json", -1, "the id is not UTF-8");
  writer w = writer_of(doc, options, to);
  inq_code code = units_of(&w, w.whole_bytes, options->unit, err);
  if (code == INQ_OK) write_document(&w, options);
  writer_free(&w);
  return code || !to->failed ? code : no_memory(err);
}

inq_code json_document(const inq_doc *doc, const inq_json_options *options, json_t **out, inq_err *err) {
  buf text = {0};
  inq_json_options plain = *options;
  plain.meta = NULL;
  inq_code code = write_text(doc, &plain, &text, err);
  *out = code ? NULL : json_loadb(text.at, text.length, JSON_ALLOW_NUL, NULL);
  if (!code && !*out) code = no_memory(err);
  buf_free(&text);
  return code;
}

json_t *json_error(const char *id, const inq_err *why) {
  int64_t cut =
      utf8_check(why->message, strlen(why->message)); /* a long message may end inside a character */
  return json_pack("{s:i, s:s?, s:{s:s, s:s%, s:s, s:o}}", "inquit", 1, "id", id, "error", "code",
                   inq_code_name(why->code), "message", why->message,
                   cut < 0 ? strlen(why->message) : (size_t)cut, "stage", why->stage, "at",
                   why->position < 0 ? json_null() : json_integer(why->position));
}

static int write_piece(const char *bytes, size_t length, void *to) {
  buf_bytes(to, bytes, length);
  return ((buf *)to)->failed ? -1 : 0;
}

void json_write(const json_t *value, int pretty, buf *to) {
  size_t flags = JSON_REAL_PRECISION(4) | (pretty ? JSON_INDENT(2) : JSON_COMPACT) | JSON_ENCODE_ANY;
  if (json_dump_callback(value, write_piece, to, flags)) to->failed = true;
}

static inq_code check_meta(const char *meta, inq_err *err) {
  json_error_t why;
  json_t *value = json_loads(meta, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &why);
  bool object = json_is_object(value);
  json_decref(value);
  return object ? INQ_OK : err_set(err, INQ_E_ARGUMENT, "json", -1, "meta is not a JSON object");
}

inq_code json_document_text(const inq_doc *doc, const inq_json_options *options, buf *to, inq_err *err) {
  static const inq_json_options plain = {.unit = INQ_CODEPOINT};
  err_clear(err);
  if (!options) options = &plain;
  if (!doc || !to || !label_unit(options->unit))
    return err_set(err, INQ_E_ARGUMENT, "json", -1, "no document, no place for the JSON, or an unknown unit");
  if (options->meta && check_meta(options->meta, err)) return INQ_E_ARGUMENT;
  return write_text(doc, options, to, err);
}

inq_code inq_doc_json(const inq_doc *doc, const inq_json_options *options, char **out, size_t *length,
                      inq_err *err) {
  buf text = {0};
  if (out) *out = NULL;
  inq_code code = json_document_text(doc, options, out ? &text : NULL, err);
  if (code) {
    buf_free(&text);
    return code;
  }
  *out = text.at;
  if (length) *length = text.length;
  return INQ_OK;
}

void inq_free(void *memory) { free(memory); }
