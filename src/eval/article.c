#include "eval/article.h"

#include "base/err.h"
#include "base/map.h"

#include <math.h>
#include <stdio.h>

typedef struct {
  arena *arena;
  article *article;
  map by_id; /* entities */
  inq_err *err;
  const char *layer;
  size_t index;
} source;

const char *article_type_name(int32_t type) {
  return type == ARTICLE_PER ? "PER" : type == ARTICLE_MISC ? "MISC" : inq_type_name(type);
}

static bool fail(source *s, const char *why) {
  err_set(s->err, INQ_E_JSON, "eval", -1, "%s[%zu]: %s", s->layer, s->index, why);
  return false;
}

/* ---- Values ------------------------------------------------------------------------------------ */

static str copied(const source *s, const json_t *value) {
  size_t length = json_string_length(value);
  if (!json_is_string(value) || length > INQ_MAX_BYTES) return (str){0};
  return (str){arena_copy(s->arena, json_string_value(value), length), (int32_t)length};
}

static str string_at(const source *s, const json_t *object, const char *key) {
  return copied(s, json_object_get(object, key));
}

static str id_of(const source *s, const json_t *object) {
  const json_t *id = json_object_get(object, "id");
  char digits[24];
  if (!json_is_number(id) || fabs(json_number_value(id)) >= 1e18) return copied(s, id);
  long long number = json_is_integer(id) ? json_integer_value(id) : (long long)json_real_value(id);
  int32_t length = snprintf(digits, sizeof digits, "%lld", number);
  return (str){arena_copy(s->arena, digits, (size_t)length), length};
}

/* Numbers are reals in a line that has one too long for an integer. */
static bool position(const json_t *value, int32_t *to) {
  double number = json_number_value(value);
  bool right = json_is_number(value) && number >= 0 && number <= INQ_MAX_BYTES && number == floor(number);
  *to = right ? (int32_t)number : 0;
  return right;
}

/* [start, end], or an object that has them. */
static bool span_of(source *s, const json_t *value, int32_t *start, int32_t *end) {
  const json_t *from = json_is_array(value) ? json_array_get(value, 0) : json_object_get(value, "start");
  const json_t *to = json_is_array(value) ? json_array_get(value, 1) : json_object_get(value, "end");
  if (!position(from, start) || !position(to, end) || *end < *start) return fail(s, "a span is none");
  if (*end > s->article->reach) s->article->reach = *end;
  return true;
}

/* null, one span, or an array of them. */
static bool spans_of(source *s, const json_t *value, article_spans *to) {
  const json_t *first = json_array_get(value, 0);
  bool several = json_is_array(value) && !json_is_number(first);
  *to = (article_spans){0};
  if (!value || json_is_null(value)) return true;
  to->count = several ? (int32_t)json_array_size(value) : 1;
  to->at = arena_array(s->arena, inq_span, to->count + 1);
  for (int32_t i = 0; i < to->count; i++) {
    const json_t *one = several ? json_array_get(value, (size_t)i) : value;
    if (!span_of(s, one, &to->at[i].start, &to->at[i].end)) return false;
  }
  return true;
}

/* ---- Layers ------------------------------------------------------------------------------------ */

static int32_t type_of(const json_t *value) {
  const char *word = json_string_value(value);
  for (int32_t type = 0; word && type < ARTICLE_TYPES; type++)
    if (strcmp(article_type_name(type), word) == 0) return type;
  return -1;
}

static int32_t entity_of(const source *s, const json_t *id) {
  const char *word = json_string_value(id);
  return word ? map_get(&s->by_id, (str){word, (int32_t)json_string_length(id)}, -1) : -1;
}

static bool read_mention(source *s, const json_t *object) {
  article_mention *m = &s->article->mentions[s->index];
  const char *form = json_string_value(json_object_get(object, "form"));
  m->type = type_of(json_object_get(object, "type"));
  m->entity = entity_of(s, json_object_get(object, "entity"));
  m->name = !form || strcmp(form, "name") == 0;
  return span_of(s, object, &m->start, &m->end);
}

static bool read_entity(source *s, const json_t *object) {
  article_entity *e = &s->article->entities[s->index];
  *e = (article_entity){id_of(s, object), string_at(s, object, "name")};
  if (!e->id.at || !e->name.at) return fail(s, "an entity has an id and a name");
  *map_put(&s->by_id, e->id, 0, s->arena) = (int32_t)s->index;
  return true;
}

/* What an output says a quotation's words are. */
static str joined(const source *s, const json_t *content) {
  size_t i, length = 0;
  json_t *piece;
  json_array_foreach(content, i, piece) length += json_string_length(json_object_get(piece, "text")) + 1;
  if (length < 2 || length > INQ_MAX_BYTES) return (str){0};
  char *text = arena_alloc(s->arena, length), *to = text;
  json_array_foreach(content, i, piece) {
    const json_t *words = json_object_get(piece, "text");
    if (i) *to++ = ' ';
    if (words)
      to =
          (char *)memcpy(to, json_string_value(words), json_string_length(words)) + json_string_length(words);
  }
  return (str){text, (int32_t)(to - text)};
}

static bool read_quote(source *s, const json_t *object) {
  article_quote *q = &s->article->quotes[s->index];
  const json_t *content = json_object_get(object, "content"), *speaker = json_object_get(object, "speaker");
  q->id = id_of(s, object);
  q->text = joined(s, content);
  q->type = string_at(s, object, "type");
  q->who = json_is_object(speaker) ? string_at(s, speaker, "name") : copied(s, speaker);
  q->words = string_at(s, object, "speaker_text");
  q->speaker = entity_of(s, speaker);
  if (!q->type.at) return fail(s, "a quotation has a type");
  if (!json_is_array(content)) return fail(s, "its content is an array of spans");
  return spans_of(s, json_array_size(content) ? content : NULL, &q->content) &&
         spans_of(s, json_object_get(object, "cue"), &q->cue) &&
         spans_of(s, json_object_get(object, "source"), &q->source);
}

static bool read_block(source *s, const json_t *object) {
  article_block *b = &s->article->blocks[s->index];
  b->kind = string_at(s, object, "kind");
  if (!b->kind.at) return fail(s, "a block has a kind");
  return span_of(s, object, &b->start, &b->end);
}

typedef bool (*read_item)(source *s, const json_t *object);

static bool read_layer(source *s, const json_t *object, const char *layer, read_item read) {
  const json_t *items = json_object_get(object, layer);
  size_t count = json_array_size(items);
  s->layer = layer;
  for (s->index = 0; s->index < count; s->index++)
    if (!read(s, json_array_get(items, s->index))) return false;
  return true;
}

/* The layer's array, zeroed, and how many it holds. */
#define ROOM(layer, count_, type)                                                                            \
  do {                                                                                                       \
    a->count_ = (int32_t)json_array_size(json_object_get(object, #layer));                                   \
    a->layer = arena_array(s->arena, type, a->count_ + 1);                                                   \
  } while (0)

static bool read_layers(source *s, const json_t *object) {
  article *a = s->article;
  ROOM(entities, entity_count, article_entity);
  ROOM(mentions, mention_count, article_mention);
  ROOM(quotes, quote_count, article_quote);
  ROOM(blocks, block_count, article_block);
  return read_layer(s, object, "entities", read_entity) && read_layer(s, object, "mentions", read_mention) &&
         read_layer(s, object, "quotes", read_quote) && read_layer(s, object, "blocks", read_block);
}

inq_code article_read(const json_t *object, arena *a, article *out, inq_err *err) {
  inq_err own = {0};
  source s = {.arena = a, .article = out, .err = &own};
  *out = (article){0};
  if (!json_is_object(object)) return err_set(err, INQ_E_JSON, "eval", -1, "not a JSON object");
  out->id = id_of(&s, object);
  out->text = string_at(&s, object, "text");
  out->unit = string_at(&s, object, "offsets");
  out->failed = json_object_get(object, "error") != NULL;
  out->has_mentions = json_is_array(json_object_get(object, "mentions"));
  out->has_quotes = json_is_array(json_object_get(object, "quotes"));
  if (read_layers(&s, object)) return INQ_OK;
  if (err) *err = own;
  return INQ_E_JSON;
}
