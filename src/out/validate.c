/* The checks, layer by layer in the order of the keys.
 *
 *   shape()   an object's keys and their types: a list of "key:types", closed
 *   place     where a check stands, made into "quotes[2].content[0].text" only when it fails
 *   fail()    the first fault goes into err; every check returns false from there on up
 *
 * Positions are looked up in byte_of[], so that any unit costs the same. */
#include "out/validate.h"

#include "base/err.h"
#include "base/utf8.h"
#include "out/label.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const json_t *root;
  const char *text;
  int32_t *byte_of; /* [length + 1] of each position in the unit; -1 inside a character */
  json_int_t length;
  json_int_t source_length; /* of the HTML that the text is from, -1 for none */
  inq_err *err;
} checker;

typedef struct {
  const char *layer;
  int32_t index; /* -1 for none */
  const char *part;
  int32_t part_index; /* -1 for none */
} place;

static place top(void) { return (place){NULL, -1, NULL, -1}; }
static place in_layer(const char *layer, size_t i) { return (place){layer, (int32_t)i, NULL, -1}; }

static void write_step(char *to, size_t room, const char *name, int32_t index) {
  size_t used = strlen(to);
  if (!name) return;
  if (index < 0) snprintf(to + used, room - used, "%s%s", used ? "." : "", name);
  else snprintf(to + used, room - used, "%s%s[%d]", used ? "." : "", name, (int)index);
}

__attribute__((format(printf, 4, 5))) static bool fail(checker *c, place p, const char *key, const char *why,
                                                       ...) {
  char where[128] = "", sentence[160];
  write_step(where, sizeof where, p.layer, p.index);
  write_step(where, sizeof where, p.part, p.part_index);
  write_step(where, sizeof where, key, -1);
  va_list values;
  va_start(values, why);
  vsnprintf(sentence, sizeof sentence, why, values);
  va_end(values);
  err_set(c->err, INQ_E_JSON, "validate", -1, "%s%s%s", where, *where ? ": " : "", sentence);
  return false;
}

/* ---- Shapes ------------------------------------------------------------------------------------ */

/* A number without a fraction, written as one or not, of a size that a double holds exactly. */
static bool is_whole(const json_t *value) {
  double number = json_number_value(value);
  return json_is_number(value) && floor(number) == number && fabs(number) < 9e15;
}

static bool has_type(const json_t *value, char type) {
  switch (type) {
  case 'i': return is_whole(value);
  case 'n': return json_is_number(value);
  case 's': return json_is_string(value);
  case 'a': return json_is_array(value);
  case 'o': return json_is_object(value);
  case '0': return json_is_null(value);
  default: return false;
  }
}

/* keys: "start:i role:s0 source_end:i?", each key with the types that it may have; a `?` is for those that
 * only documents from HTML have. */
static bool shape(checker *c, place p, const json_t *object, const char *keys) {
  if (!json_is_object(object)) return fail(c, p, NULL, "is not an object");
  size_t count = 0;
  for (; *keys; keys += strspn(keys, " ")) {
    char key[32];
    size_t length = strcspn(keys, ":"), types = strcspn(keys, " ");
    snprintf(key, sizeof key, "%.*s", (int)length, keys);
    bool wanted = keys[types - 1] != '?' || c->source_length >= 0, found = false;
    const json_t *value = wanted ? json_object_get(object, key) : NULL;
    if (wanted && !value) return fail(c, p, key, "is missing");
    for (size_t i = length + 1; value && i < types; i++) found |= has_type(value, keys[i]);
    if (wanted && !found) return fail(c, p, key, "has the wrong type");
    count += wanted;
    keys += types;
  }
  if (json_object_size(object) != count) return fail(c, p, NULL, "has an unknown key");
  return true;
}

/* The string is this word, to its end: a NUL may stand inside of it. */
static bool is_word(const json_t *value, const char *word) {
  return json_string_length(value) == strlen(word) && strcmp(json_string_value(value), word) == 0;
}

/* name: gives the words that are allowed, in order, and NULL behind the last. */
static bool known(checker *c, place p, const json_t *object, const char *key, const char *(*name)(int32_t)) {
  const json_t *value = json_object_get(object, key);
  if (!json_is_string(value)) return true; /* null, where the shape allows it */
  for (int32_t i = 0; name(i); i++)
    if (is_word(value, name(i))) return true;
  return fail(c, p, key, "\"%.40s\" is unknown", json_string_value(value));
}

static bool probability(checker *c, place p, const json_t *object, const char *key) {
  double value = json_number_value(json_object_get(object, key));
  return (value >= 0 && value <= 1) || fail(c, p, key, "is not between 0 and 1");
}

/* ---- Spans ------------------------------------------------------------------------------------- */

#define SOURCE "source_start:i? source_end:i?"

static json_int_t number(const json_t *object, const char *key) {
  return (json_int_t)json_number_value(json_object_get(object, key));
}

/* Where the text is from HTML, source_start and source_end are places in that, in this order. */
static bool source(checker *c, place p, const json_t *object) {
  json_int_t start = number(object, "source_start"), end = number(object, "source_end");
  if (c->source_length < 0) return true;
  if (start < 0 || end <= start) return fail(c, p, "source_end", "is not behind source_start");
  return end <= c->source_length || fail(c, p, "source_end", "is not in the HTML");
}

/* start and end are places in the text, in this order, and not before `from`. */
static bool edges(checker *c, place p, const json_t *object, json_int_t from) {
  json_int_t start = number(object, "start"), end = number(object, "end");
  if (start < 0 || start > c->length || c->byte_of[start] < 0)
    return fail(c, p, "start", "is not in the text");
  if (end <= start) return fail(c, p, "end", "is not behind start");
  if (end > c->length || c->byte_of[end] < 0) return fail(c, p, "end", "is not in the text");
  return start >= from ? source(c, p, object) : fail(c, p, "start", "is out of order");
}

static bool span(checker *c, place p, const json_t *object, json_int_t from) {
  if (!edges(c, p, object, from)) return false;
  const json_t *text = json_object_get(object, "text");
  int32_t start = c->byte_of[number(object, "start")], end = c->byte_of[number(object, "end")];
  size_t length = (size_t)(end - start);
  if (json_string_length(text) == length && memcmp(json_string_value(text), c->text + start, length) == 0)
    return true;
  return fail(c, p, "text", "\"%.40s\" is not what the text has there: \"%.*s\"", json_string_value(text),
              length < 40 ? (int)length : 40, c->text + start);
}

/* The object that an id such as "e12" stands for; NULL, and a fault, when there is none. */
static const json_t *entity_of(checker *c, place p, const char *key, const json_t *id) {
  const char *word = json_string_value(id);
  const json_t *entity = NULL;
  if (word && *word == 'e')
    entity = json_array_get(json_object_get(c->root, "entities"), strtoul(word + 1, NULL, 10) - 1);
  if (entity && json_equal(json_object_get(entity, "id"), id)) return entity;
  fail(c, p, key, "\"%.40s\" is no entity", word ? word : "");
  return NULL;
}

static bool refers(checker *c, place p, const json_t *object, const char *key) {
  const json_t *id = json_object_get(object, key);
  return json_is_null(id) || entity_of(c, p, key, id) != NULL;
}

static bool numbered(checker *c, place p, const json_t *object, char letter) {
  char wanted[16];
  snprintf(wanted, sizeof wanted, "%c%d", letter, (int)p.index + 1);
  return is_word(json_object_get(object, "id"), wanted) || fail(c, p, "id", "is not \"%s\"", wanted);
}

/* ---- Layers ------------------------------------------------------------------------------------ */

/* The positions [from, to) hold nothing but blanks. */
static bool blank(checker *c, json_int_t from, json_int_t to) {
  const char *at = c->text + c->byte_of[from], *end = c->text + c->byte_of[to];
  while (at < end) {
    int32_t code = utf8_next(&at, end);
    if (!utf8_blank(code) && !utf8_invisible(code) && (code >= ' ' && (code < 0x7f || code > 0x9f)))
      return false;
  }
  return true;
}

static bool blocks(checker *c) {
  const json_t *layer = json_object_get(c->root, "blocks");
  json_int_t covered = 0;
  for (size_t i = 0; i < json_array_size(layer); i++) {
    const json_t *block = json_array_get(layer, i);
    place p = in_layer("blocks", i);
    if (!shape(c, p, block, "kind:s start:i end:i " SOURCE) ||
        !known(c, p, block, "kind", inq_block_kind_name) || !edges(c, p, block, covered))
      return false;
    if (!blank(c, covered, number(block, "start")))
      return fail(c, p, "start", "leaves text before it uncovered");
    covered = number(block, "end");
  }
  return blank(c, covered, c->length) || fail(c, top(), "blocks", "do not reach the end of the text");
}

static bool entity(checker *c, place p, const json_t *entity) {
  const json_t *affiliation = json_object_get(entity, "affiliation");
  if (!shape(c, p, entity,
             "id:s type:s name:s aliases:a mentions:i role:s0 affiliation:o0 ref:s0 attributes:o0"))
    return false;
  if (!numbered(c, p, entity, 'e') || !known(c, p, entity, "type", inq_type_name)) return false;
  if (json_is_null(affiliation)) return true;
  p.part = "affiliation";
  return shape(c, p, affiliation, "text:s entity:s0") && refers(c, p, affiliation, "entity");
}

/* Each entity has as many mentions as it says. */
static bool counts(checker *c, const json_t *entities, const json_t *mentions) {
  size_t count = json_array_size(entities);
  json_int_t *seen = calloc(count + 1, sizeof *seen);
  if (!seen) return fail(c, top(), NULL, "no memory for the check");
  for (size_t i = 0; i < json_array_size(mentions); i++) {
    const char *id = json_string_value(json_object_get(json_array_get(mentions, i), "entity"));
    if (id) seen[strtoul(id + 1, NULL, 10) - 1]++; /* checked before to be an entity */
  }
  bool right = true;
  for (size_t i = 0; i < count && right; i++)
    if (number(json_array_get(entities, i), "mentions") != seen[i])
      right = fail(c, in_layer("entities", i), "mentions", "is not %d", (int)seen[i]);
  free(seen);
  return right;
}

static bool entities(checker *c) {
  const json_t *layer = json_object_get(c->root, "entities");
  for (size_t i = 0; i < json_array_size(layer); i++)
    if (!entity(c, in_layer("entities", i), json_array_get(layer, i))) return false;
  return true;
}

static bool mentions(checker *c) {
  const json_t *layer = json_object_get(c->root, "mentions");
  json_int_t from = 0;
  for (size_t i = 0; i < json_array_size(layer); i++) {
    const json_t *mention = json_array_get(layer, i);
    place p = in_layer("mentions", i);
    if (!shape(c, p, mention, "start:i end:i text:s type:s form:s entity:s0 score:n " SOURCE) ||
        !span(c, p, mention, from) || !known(c, p, mention, "type", inq_type_name) ||
        !known(c, p, mention, "form", label_form) || !refers(c, p, mention, "entity") ||
        !probability(c, p, mention, "score"))
      return false;
    from = number(mention, "start");
  }
  return counts(c, json_object_get(c->root, "entities"), layer);
}

static bool content(checker *c, place p, const json_t *pieces, json_int_t *from) {
  json_int_t begin = *from, behind = 0;
  if (json_array_size(pieces) == 0) return fail(c, p, "content", "is empty");
  for (size_t i = 0; i < json_array_size(pieces); i++) {
    const json_t *piece = json_array_get(pieces, i);
    p.part = "content";
    p.part_index = (int32_t)i;
    if (!shape(c, p, piece, "start:i end:i text:s " SOURCE) || !span(c, p, piece, i ? behind : begin))
      return false;
    if (i == 0) *from = number(piece, "start");
    behind = number(piece, "end");
  }
  return true;
}

static bool part(checker *c, place p, const json_t *quote, const char *key, const char *keys) {
  const json_t *object = json_object_get(quote, key);
  if (json_is_null(object)) return true;
  p.part = key;
  return shape(c, p, object, keys) && span(c, p, object, 0);
}

static bool speaker(checker *c, place p, const json_t *quote) {
  const json_t *object = json_object_get(quote, "speaker");
  if (json_is_null(object)) return true;
  p.part = "speaker";
  if (!shape(c, p, object, "entity:s0 name:s type:s0")) return false;
  const json_t *id = json_object_get(object, "entity");
  if (json_is_null(id))
    return json_is_null(json_object_get(object, "type")) || fail(c, p, "type", "is not null, as entity is");
  const json_t *entity = entity_of(c, p, "entity", id);
  if (!entity) return false;
  for (const char *const *key = (const char *const[]){"name", "type", NULL}; *key; key++)
    if (!json_equal(json_object_get(object, *key), json_object_get(entity, *key)))
      return fail(c, p, *key, "is not the entity's");
  return true;
}

static bool quotes(checker *c) {
  const json_t *layer = json_object_get(c->root, "quotes");
  json_int_t from = 0;
  for (size_t i = 0; i < json_array_size(layer); i++) {
    const json_t *quote = json_array_get(layer, i);
    place p = in_layer("quotes", i);
    if (!shape(c, p, quote,
               "id:s type:s content:a cue:o0 source:o0 speaker:o0 score:n speaker_score:n rule:s") ||
        !numbered(c, p, quote, 'q') || !known(c, p, quote, "type", label_quote_type) ||
        !content(c, p, json_object_get(quote, "content"), &from) ||
        !part(c, p, quote, "cue", "start:i end:i text:s lemma:s0 " SOURCE) ||
        !part(c, p, quote, "source", "start:i end:i text:s " SOURCE) || !speaker(c, p, quote) ||
        !probability(c, p, quote, "score") || !probability(c, p, quote, "speaker_score") ||
        !known(c, p, quote, "rule", inq_rule_name))
      return false;
  }
  return true;
}

/* The item lies inside the item of another layer whose number it has. */
static bool inside(checker *c, place p, const json_t *item, const char *key, const char *layer) {
  const json_t *index = json_object_get(item, key), *items = json_object_get(c->root, layer);
  if (json_is_null(index) || json_is_null(items)) return true;
  const json_t *around = json_array_get(items, (size_t)number(item, key));
  if (!around) return fail(c, p, key, "is none of the %s", layer);
  return (number(around, "start") <= number(item, "start") && number(item, "end") <= number(around, "end")) ||
         fail(c, p, key, "does not hold it");
}

static bool sentences(checker *c) {
  const json_t *layer = json_object_get(c->root, "sentences");
  json_int_t from = 0;
  for (size_t i = 0; i < json_array_size(layer); i++) {
    const json_t *sentence = json_array_get(layer, i);
    place p = in_layer("sentences", i);
    if (!shape(c, p, sentence, "start:i end:i block:i " SOURCE) || !edges(c, p, sentence, from) ||
        !inside(c, p, sentence, "block", "blocks"))
      return false;
    from = number(sentence, "end");
  }
  return true;
}

static bool tokens(checker *c) {
  const json_t *layer = json_object_get(c->root, "tokens");
  json_int_t from = 0;
  for (size_t i = 0; i < json_array_size(layer); i++) {
    const json_t *token = json_array_get(layer, i);
    place p = in_layer("tokens", i);
    if (!shape(c, p, token, "start:i end:i text:s lemma:s0 pos:s0 sentence:i0 " SOURCE) ||
        !span(c, p, token, from) || !known(c, p, token, "pos", inq_pos_name) ||
        !inside(c, p, token, "sentence", "sentences"))
      return false;
    from = number(token, "end");
  }
  return true;
}

/* ---- The whole --------------------------------------------------------------------------------- */

bool validate_is_error(const json_t *object) { return json_object_get(object, "error") != NULL; }

static bool error_record(checker *c) {
  place p = top();
  p.part = "error";
  return shape(c, top(), c->root, "inquit:i id:s0 error:o") &&
         shape(c, p, json_object_get(c->root, "error"), "code:s message:s stage:s at:i0") &&
         known(c, p, json_object_get(c->root, "error"), "code", label_code);
}

/* byte_of[] and length for the unit. */
static bool measure(checker *c, size_t length, int32_t unit) {
  c->byte_of = malloc((length + 1) * sizeof *c->byte_of); /* no unit has more positions than bytes */
  if (!c->byte_of) return fail(c, top(), NULL, "no memory for the check");
  const char *at = c->text, *end = c->text + length;
  while (at < end) {
    const char *begin = at;
    int32_t code = utf8_next(&at, end);
    int32_t more = unit == INQ_BYTE ? (int32_t)(at - begin) - 1 : unit == INQ_UTF16 && code > 0xffff;
    c->byte_of[c->length++] = (int32_t)(begin - c->text);
    while (more-- > 0) c->byte_of[c->length++] = -1;
  }
  c->byte_of[c->length] = (int32_t)length;
  return true;
}

/* What only a document from HTML has. */
static bool page(checker *c, size_t length) {
  const json_t *html = json_object_get(c->root, "html"), *text = json_object_get(c->root, "text");
  place p = top();
  p.part = "html";
  if (!html) return true;
  if (!shape(c, p, html, "encoding:s length:i")) return false;
  bool same = json_string_length(text) == length && memcmp(json_string_value(text), c->text, length) == 0;
  return same || fail(c, top(), "text", "is not the text");
}

static bool document(checker *c, size_t length) {
  const json_t *html = json_object_get(c->root, "html");
  c->source_length = html ? number(html, "length") : -1;
  if (!shape(
          c, top(), c->root,
          "inquit:i id:s0 model:s0 offsets:s length:i blocks:a entities:a mentions:a quotes:a sentences:a0 "
          "tokens:a0 text:s? html:o? meta:o") ||
      !known(c, top(), c->root, "offsets", label_unit))
    return false;
  if (number(c->root, "inquit") != 1) return fail(c, top(), "inquit", "is not 1, the version known here");
  if (!measure(c, length, label_find_unit(json_string_value(json_object_get(c->root, "offsets")))))
    return false;
  if (number(c->root, "length") != c->length)
    return fail(c, top(), "length", "is not the text's, %d", (int)c->length);
  return page(c, length) && blocks(c) && entities(c) && mentions(c) && quotes(c) && sentences(c) && tokens(c);
}

inq_code validate_object(const json_t *object, const char *text, size_t length, inq_err *err) {
  inq_err fault = {0};
  checker c = {.root = object, .text = text ? text : "", .source_length = -1, .err = err ? err : &fault};
  bool right = validate_is_error(object) ? error_record(&c) : document(&c, length);
  free(c.byte_of);
  return right ? INQ_OK : INQ_E_JSON;
}
