#include "eval/stats.h"

#include "base/err.h"
#include "base/utf8.h"
#include "eval/alike.h"
#include "in/line.h"

#include <stdio.h>

static str string_of(const json_t *value) {
  if (!json_is_string(value)) return (str){0};
  return (str){json_string_value(value), (int32_t)json_string_length(value)};
}

/* ---- What is counted of a quotation ------------------------------------------------------------ */

/* What blanks part and a letter or digit is in. */
static int64_t words_in(str text) {
  int64_t count = 0;
  bool inside = false;
  for (const char *at = text.at, *end = at + text.length; at < end;) {
    int32_t c = utf8_next(&at, end);
    bool counts = utf8_letter(c) || utf8_digit(c);
    count += counts && !inside;
    inside = !utf8_blank(c) && (inside || counts);
  }
  return count;
}

static int64_t words_of(const json_t *quote) {
  int64_t count = 0;
  size_t i;
  json_t *piece;
  json_array_foreach(json_object_get(quote, "content"), i, piece) count +=
      words_in(string_of(json_object_get(piece, "text")));
  return count;
}

static int type_of(const json_t *quote) {
  static const char *const names[] = {
      [STATS_DIRECT] = "direct", [STATS_MIXED] = "mixed", [STATS_INDIRECT] = "indirect"};
  str type = string_of(json_object_get(quote, "type"));
  for (int i = 0; type.at && i < STATS_TYPES; i++)
    if (str_is(type, names[i])) return i;
  return -1;
}

/* Why it cannot be counted; NULL when it can. */
static const char *wrong_with(const json_t *quote) {
  const json_t *content = json_object_get(quote, "content"), *speaker = json_object_get(quote, "speaker");
  size_t i;
  json_t *piece;
  if (type_of(quote) < 0) return "its type is not direct, mixed or indirect";
  if (!json_array_size(content)) return "it has no content";
  json_array_foreach(content, i, piece) if (!json_is_string(json_object_get(
                                                piece, "text"))) return "a piece of its content has no text";
  if (!speaker || json_is_null(speaker)) return NULL;
  return json_string_length(json_object_get(speaker, "name")) ? NULL : "its speaker has no name";
}

static inq_code check(const json_t *document, inq_err *err) {
  const json_t *quotes = json_object_get(document, "quotes");
  size_t i;
  json_t *quote;
  if (!json_is_array(quotes))
    return err_set(err, INQ_E_JSON, "stats", -1, "not a document: it has no quotes");
  json_array_foreach(quotes, i, quote) {
    const char *why = wrong_with(quote);
    if (why) return err_set(err, INQ_E_JSON, "stats", -1, "quotes[%zu]: %s", i, why);
  }
  return INQ_OK;
}

/* ---- Rows -------------------------------------------------------------------------------------- */

static void count_quote(stats_row *row, const json_t *quote, int64_t words) {
  row->quotes++;
  row->words += words;
  row->types[type_of(quote)]++;
}

static str kept(stats *s, str text) {
  return text.at ? (str){arena_copy(&s->arena, text.at, (size_t)text.length), text.length} : text;
}

static str speaker_key(stats *s, str name, str type) {
  str low = name.at ? alike_lower(name, &s->scratch) : STR("");
  char *key = arena_alloc(&s->scratch, (size_t)low.length + (size_t)type.length + 2);
  int32_t length = 0;
  if (type.at) memcpy(key, type.at, (size_t)(length = type.length));
  key[length++] = '\0';
  memcpy(key + length, low.at, (size_t)low.length);
  return (str){key, length + low.length};
}

static stats_row *speaker_row(stats *s, const json_t *speaker) {
  str name = string_of(json_object_get(speaker, "name")), type = string_of(json_object_get(speaker, "type"));
  str key = speaker_key(s, name, type);
  int32_t place = map_get(&s->by_speaker, key, -1);
  if (place >= 0) return &s->speakers.at[place];
  stats_row *row = array_push(&s->speakers, &s->arena);
  *row = (stats_row){.name = kept(s, name), .type = kept(s, type)};
  *map_put(&s->by_speaker, kept(s, key), 0, &s->arena) = s->speakers.count - 1;
  return row;
}

/* The outlet's name, a number as it is written in JSON; at is NULL for none. */
static str outlet_name(stats *s, const json_t *meta, const char *path) {
  const json_t *value = json_is_object(meta) ? line_field(meta, path) : NULL;
  char digits[32];
  if (!json_is_number(value)) return string_of(value);
  int32_t length = json_is_integer(value)
                       ? snprintf(digits, sizeof digits, "%lld", (long long)json_integer_value(value))
                       : snprintf(digits, sizeof digits, "%.15g", json_real_value(value));
  return (str){arena_copy(&s->scratch, digits, (size_t)length), length};
}

static str outlet_of(stats *s, const json_t *meta, const char *path) {
  static const char *const usual[] = {"source", "publisher", "outlet"};
  str name = {0};
  if (path) return outlet_name(s, meta, path);
  for (size_t i = 0; i < sizeof usual / sizeof *usual && !name.at; i++) name = outlet_name(s, meta, usual[i]);
  return name;
}

static stats_row *outlet_row(stats *s, const json_t *document, const char *path) {
  str name = outlet_of(s, json_object_get(document, "meta"), path);
  int32_t place = map_get(&s->by_outlet, name.at ? name : STR("\0"), -1); /* one NUL: those without */
  if (place >= 0) return &s->outlets.at[place];
  stats_row *row = array_push(&s->outlets, &s->arena);
  row->name = kept(s, name);
  *map_put(&s->by_outlet, name.at ? row->name : STR("\0"), 0, &s->arena) = s->outlets.count - 1;
  return row;
}

/* ---- Documents --------------------------------------------------------------------------------- */

static void count_document(stats *s, const json_t *document, const char *outlet_path) {
  stats_row *outlet = outlet_row(s, document, outlet_path);
  size_t i;
  json_t *quote;
  s->all.documents++;
  outlet->documents++;
  json_array_foreach(json_object_get(document, "quotes"), i, quote) {
    int64_t words = words_of(quote);
    stats_row *speaker = speaker_row(s, json_object_get(quote, "speaker"));
    speaker->documents += speaker->last != s->all.documents;
    speaker->last = s->all.documents;
    s->type_words[type_of(quote)] += words;
    count_quote(&s->all, quote, words);
    count_quote(speaker, quote, words);
    count_quote(outlet, quote, words);
  }
}

inq_code stats_add(stats *s, const json_t *document, const char *outlet, inq_err *err) {
  if (json_is_object(json_object_get(document, "error"))) return s->errors++, INQ_OK;
  inq_code code = check(document, err);
  if (code) return code;
  s->arena.full = s->scratch.full = &s->full;
  if (setjmp(s->full)) return err_set(err, INQ_E_MEMORY, "stats", -1, "no memory for the speakers");
  arena_reset(&s->scratch);
  count_document(s, document, outlet);
  return INQ_OK;
}

void stats_free(stats *s) {
  arena_free(&s->arena);
  arena_free(&s->scratch);
}
