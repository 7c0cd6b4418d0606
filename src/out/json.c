/* From a document to JSON.
 *
 *   document ─ units_of() ─ every position in the unit asked for, converted in one go
 *            ─ one function a layer ─ jansson tree ─ json_write() ─ text ─ meta, spliced in as it was given
 *
 * Allocation: jansson hands NULL up, and every setter takes NULL for a failure, so that `failed` is looked at
 * once, at the end. */
#include "out/json.h"

#include "base/err.h"
#include "base/utf8.h"
#include "out/label.h"

#include <math.h>
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
  json_t **aliases; /* [entity_count] objects whose keys are the forms */
  bool failed;
} writer;

static inq_code no_memory(inq_err *err) {
  return err_set(err, INQ_E_MEMORY, "json", -1, "no memory for the JSON");
}

static void set(writer *w, json_t *object, const char *key, json_t *value) {
  if (json_object_set_new_nocheck(object, key, value)) w->failed = true;
}

static void append(writer *w, json_t *array, json_t *value) {
  if (json_array_append_new(array, value)) w->failed = true;
}

static json_t *string_or_null(const char *text) { return text ? json_string(text) : json_null(); }

static json_t *reference(char letter, int32_t index) {
  return index < 0 ? json_null() : json_sprintf("%c%d", letter, (int)index + 1);
}

/* A probability, to four decimals. */
static json_t *score(float value) {
  double in_range = value >= 0 ? (value <= 1 ? (double)value : 1) : 0; /* NaN becomes 0 */
  return json_real(round(in_range * 1e4) / 1e4);
}

json_t *json_folded(const char *text, int32_t start, int32_t end) {
  buf folded = {0};
  bool blank = false;
  for (const char *at = text + start; at < text + end;) {
    const char *begin = at;
    if (utf8_blank(utf8_next(&at, text + end))) {
      blank = true;
      continue;
    }
    if (blank && folded.length) buf_char(&folded, ' ');
    blank = false;
    buf_bytes(&folded, begin, (size_t)(at - begin));
  }
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
static void set_edges(writer *w, json_t *object, inq_span unit, int32_t start, int32_t end) {
  set(w, object, "start", json_integer(unit.start));
  set(w, object, "end", json_integer(unit.end));
  if (!w->encoding) return;
  inq_span source = {start, end};
  if (inq_source(w->doc, &source, 1, NULL)) w->failed = true;
  set(w, object, "source_start", json_integer(source.start));
  set(w, object, "source_end", json_integer(source.end));
}

/* {"start", "end", "text"} of the bytes [start, end). */
static json_t *span(writer *w, inq_span unit, int32_t start, int32_t end) {
  json_t *object = json_object();
  set_edges(w, object, unit, start, end);
  set(w, object, "text", json_stringn_nocheck(w->text + start, (size_t)(end - start)));
  return object;
}

/* ---- Layers, in the order of the keys ---------------------------------------------------------- */

static json_t *blocks(writer *w) {
  json_t *array = json_array();
  for (int32_t i = 0; i < w->block_count; i++) {
    json_t *object = json_object();
    set(w, object, "kind", string_or_null(inq_block_kind_name(w->blocks[i].kind)));
    set_edges(w, object, w->block_units[i], w->blocks[i].start, w->blocks[i].end);
    append(w, array, object);
  }
  return array;
}

/* The distinct forms of each entity's names, as keys of an object: it keeps their order. */
static void gather_aliases(writer *w) {
  w->aliases = calloc((size_t)w->entity_count + 1, sizeof(json_t *));
  if (!w->aliases) {
    w->failed = true;
    return;
  }
  for (int32_t i = 0; i < w->entity_count; i++) w->aliases[i] = json_object();
  for (int32_t i = 0; i < w->mention_count; i++) {
    const inq_mention *m = &w->mentions[i];
    if (m->form != INQ_NAME || m->entity < 0) continue;
    json_t *form = json_folded(w->text, m->start, m->end);
    if (!form || json_object_setn_new_nocheck(w->aliases[m->entity], json_string_value(form),
                                              json_string_length(form), form))
      w->failed = true;
  }
}

static json_t *entity_name(const writer *w, int32_t entity) {
  size_t length;
  const char *name = inq_entity_name(w->doc, entity, &length);
  return json_folded(name, 0, (int32_t)length);
}

/* A string of the lists, null for none. */
static json_t *listed(const writer *w, int32_t at) {
  return at < 0 ? json_null() : json_string_nocheck(inq_strings(w->doc, NULL) + at);
}

/* The user's own columns; null for none, so that tables need no column of empty objects. */
static json_t *attributes(writer *w, int32_t entity) {
  json_t *object = NULL;
  const char *strings = inq_strings(w->doc, NULL);
  for (; w->attribute_count && w->attributes->entity == entity; w->attributes++, w->attribute_count--) {
    if (!object) object = json_object();
    set(w, object, strings + w->attributes->key, listed(w, w->attributes->value));
  }
  return object ? object : json_null();
}

static json_t *affiliation(writer *w, const inq_entity *e) {
  if (e->affiliation.start < 0) return json_null();
  json_t *object = json_object();
  set(w, object, "text", json_folded(w->text, e->affiliation.start, e->affiliation.end));
  set(w, object, "entity", reference('e', e->affiliated));
  return object;
}

static json_t *entity(writer *w, int32_t i) {
  const inq_entity *e = &w->entities[i];
  json_t *object = json_object(), *forms = json_array(), *form;
  set(w, object, "id", reference('e', i));
  set(w, object, "type", string_or_null(inq_type_name(e->type)));
  set(w, object, "name", entity_name(w, i));
  const char *key;
  json_object_foreach(w->aliases[i], key, form) append(w, forms, json_incref(form));
  set(w, object, "aliases", forms);
  set(w, object, "mentions", json_integer(e->mentions));
  set(w, object, "role", e->role.start < 0 ? json_null() : json_folded(w->text, e->role.start, e->role.end));
  set(w, object, "affiliation", affiliation(w, e));
  set(w, object, "ref", listed(w, e->ref));
  set(w, object, "attributes", attributes(w, i));
  return object;
}

static json_t *entities(writer *w) {
  json_t *array = json_array();
  gather_aliases(w);
  for (int32_t i = 0; i < w->entity_count && w->aliases; i++) append(w, array, entity(w, i));
  return array;
}

static json_t *mentions(writer *w) {
  json_t *array = json_array();
  for (int32_t i = 0; i < w->mention_count; i++) {
    const inq_mention *m = &w->mentions[i];
    json_t *object = span(w, w->mention_units[i], m->start, m->end);
    set(w, object, "type", string_or_null(inq_type_name(m->type)));
    set(w, object, "form", string_or_null(label_form(m->form)));
    set(w, object, "entity", reference('e', m->entity));
    set(w, object, "score", score(m->score));
    append(w, array, object);
  }
  return array;
}

static json_t *lemma(const writer *w, int32_t token) {
  if (token < 0 || w->tokens[token].lemma < 0) return json_null();
  return json_string(inq_strings(w->doc, NULL) + w->tokens[token].lemma);
}

static json_t *cue(writer *w, int32_t i) {
  const inq_quote *q = &w->quotes[i];
  if (q->cue.start < 0) return json_null();
  json_t *object = span(w, w->cue_units[i], q->cue.start, q->cue.end);
  set(w, object, "lemma", lemma(w, q->cue_token));
  return object;
}

static json_t *speaker(writer *w, const inq_quote *q) {
  bool words = q->speaker < 0 && q->rule == INQ_RULE_WORDS && q->words.start >= 0;
  if (q->speaker < 0 && !words) return json_null();
  json_t *object = json_object();
  set(w, object, "entity", reference('e', q->speaker));
  set(w, object, "name",
      words ? json_folded(w->text, q->words.start, q->words.end) : entity_name(w, q->speaker));
  set(w, object, "type", string_or_null(words ? NULL : inq_type_name(w->entities[q->speaker].type)));
  return object;
}

static json_t *quote(writer *w, int32_t i) {
  const inq_quote *q = &w->quotes[i];
  json_t *object = json_object(), *content = json_array();
  set(w, object, "id", reference('q', i));
  set(w, object, "type", string_or_null(label_quote_type(q->type)));
  for (int32_t p = q->content; p < q->content + q->pieces; p++)
    append(w, content, span(w, w->piece_units[p], w->pieces[p].start, w->pieces[p].end));
  set(w, object, "content", content);
  set(w, object, "cue", cue(w, i));
  set(w, object, "source",
      q->source.start < 0 ? json_null() : span(w, w->source_units[i], q->source.start, q->source.end));
  set(w, object, "speaker", speaker(w, q));
  set(w, object, "score", score(q->score));
  set(w, object, "speaker_score", score(q->speaker_score));
  set(w, object, "rule", string_or_null(inq_rule_name(q->rule)));
  return object;
}

static json_t *quotes(writer *w) {
  json_t *array = json_array();
  for (int32_t i = 0; i < w->quote_count; i++) append(w, array, quote(w, i));
  return array;
}

static json_t *sentences(writer *w) {
  if (!(w->layers & INQ_JSON_SENTENCES)) return json_null();
  json_t *array = json_array();
  for (int32_t i = 0; i < w->sentence_count; i++) {
    json_t *object = json_object();
    set_edges(w, object, w->sentence_units[i], w->sentences[i].start, w->sentences[i].end);
    set(w, object, "block", json_integer(w->sentences[i].block));
    append(w, array, object);
  }
  return array;
}

static json_t *tokens(writer *w) {
  if (!(w->layers & INQ_JSON_TOKENS)) return json_null();
  json_t *array = json_array();
  for (int32_t i = 0; i < w->token_count; i++) {
    const inq_token *t = &w->tokens[i];
    json_t *object = span(w, w->token_units[i], t->start, t->end);
    set(w, object, "lemma", lemma(w, i));
    set(w, object, "pos", t->pos < 0 ? json_null() : string_or_null(inq_pos_name(t->pos)));
    set(w, object, "sentence", t->sentence < 0 ? json_null() : json_integer(t->sentence));
    append(w, array, object);
  }
  return array;
}

/* ---- The whole --------------------------------------------------------------------------------- */

static writer writer_of(const inq_doc *doc, int32_t layers) {
  writer w = {.doc = doc, .layers = layers};
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
  for (int32_t i = 0; w->aliases && i < w->entity_count; i++) json_decref(w->aliases[i]);
  free(w->aliases);
  free(w->units);
}

/* What only a document has that is from HTML: its text, and what it was taken out of. */
static void set_page(writer *w, json_t *root) {
  json_t *html = json_object();
  set(w, html, "encoding", json_string(w->encoding));
  set(w, html, "length", json_integer((json_int_t)w->source_length));
  set(w, root, "text", json_stringn_nocheck(w->text, w->whole_bytes));
  set(w, root, "html", html);
}

static json_t *layers(writer *w, const inq_json_options *options, json_t *id) {
  json_t *root = json_object();
  set(w, root, "inquit", json_integer(1));
  set(w, root, "id", id);
  set(w, root, "model", string_or_null(inq_doc_model(w->doc)));
  set(w, root, "offsets", string_or_null(label_unit(options->unit)));
  set(w, root, "length", json_integer(w->whole->end));
  set(w, root, "blocks", blocks(w));
  set(w, root, "entities", entities(w));
  set(w, root, "mentions", mentions(w));
  set(w, root, "quotes", quotes(w));
  set(w, root, "sentences", sentences(w));
  set(w, root, "tokens", tokens(w));
  if (w->encoding) set_page(w, root);
  return root;
}

inq_code json_document(const inq_doc *doc, const inq_json_options *options, json_t **out, inq_err *err) {
  if (options->id && utf8_check(options->id, strlen(options->id)) >= 0)
    return err_set(err, INQ_E_ARGUMENT, "json", -1, "the id is not UTF-8");
  writer w = writer_of(doc, options->layers);
  inq_code code = units_of(&w, w.whole_bytes, options->unit, err);
  if (code == INQ_OK) *out = layers(&w, options, string_or_null(options->id));
  writer_free(&w);
  if (code || !w.failed) return code;
  json_decref(*out);
  return no_memory(err);
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

/* Puts the caller's object behind the other keys, as it stands (numbers keep their digits), on one line. */
static void splice_meta(buf *to, const char *meta, int pretty) {
  if (to->failed) return;
  to->length -= pretty ? 2 : 1; /* the closing brace, on a line of its own */
  buf_str(to, pretty ? ",\n  \"meta\": " : ",\"meta\":");
  for (; *meta; meta++)
    if ((unsigned char)*meta >= ' ') buf_char(to, *meta); /* below it, JSON has line ends and tabs only */
  buf_str(to, pretty ? "\n}" : "}");
}

static inq_code check_meta(const char *meta, inq_err *err) {
  json_error_t why;
  json_t *value = json_loads(meta, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &why);
  bool object = json_is_object(value);
  json_decref(value);
  return object ? INQ_OK : err_set(err, INQ_E_ARGUMENT, "json", -1, "meta is not a JSON object");
}

inq_code inq_doc_json(const inq_doc *doc, const inq_json_options *options, char **out, size_t *length,
                      inq_err *err) {
  static const inq_json_options plain = {.unit = INQ_CODEPOINT};
  if (out) *out = NULL;
  err_clear(err);
  if (!options) options = &plain;
  if (!doc || !out || !label_unit(options->unit))
    return err_set(err, INQ_E_ARGUMENT, "json", -1, "no document, no place for the JSON, or an unknown unit");
  if (options->meta && check_meta(options->meta, err)) return INQ_E_ARGUMENT;
  json_t *root;
  inq_code code = json_document(doc, options, &root, err);
  if (code) return code;
  buf text = {0};
  json_write(root, options->pretty, &text);
  json_decref(root);
  splice_meta(&text, options->meta ? options->meta : "{}", options->pretty);
  if (text.failed) {
    buf_free(&text);
    return no_memory(err);
  }
  *out = text.at;
  if (length) *length = text.length;
  return INQ_OK;
}

void inq_free(void *memory) { free(memory); }
