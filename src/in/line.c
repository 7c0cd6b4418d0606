/* jansson checks the line and gives id and text.  The other fields are copied byte for byte: numbers keep
 * their digits and strings their escapes, which a tree would lose.  jansson reads over a NUL byte behind a
 * number or a word; a copy would end there. */
#include "in/line.h"

#include "base/err.h"
#include "base/json_memory.h"

#include <string.h>

/* The string with its quotation marks. */
static const char *behind_string(const char *at) {
  for (at++; *at != '"'; at++) at += *at == '\\';
  return at + 1;
}

/* Behind the JSON value at `at`, in JSON known to be well formed: the next comma or bracket at its level. */
static const char *behind_value(const char *at) {
  int depth = 0;
  for (;; at++) {
    if (*at == '"') at = behind_string(at) - 1;
    else if (*at == '{' || *at == '[') depth++;
    else if ((*at == '}' || *at == ']') && depth-- == 0) return at;
    else if (*at == ',' && depth == 0) return at;
  }
}

static const char *skip_blanks(const char *at) { return at + strspn(at, " \t\r\n"); }

/* Whether the key at `at`, with its quotation marks and perhaps with escapes, is the length bytes of key. */
static bool is_key(const char *at, const char *key, size_t length) {
  size_t written = (size_t)(behind_string(at) - at);
  if (!memchr(at, '\\', written)) return written == length + 2 && memcmp(at + 1, key, length) == 0;
  json_t *string = json_loadb(at, written, JSON_DECODE_ANY, NULL);
  bool same =
      json_string_length(string) == length && length && memcmp(json_string_value(string), key, length) == 0;
  json_decref(string);
  return same;
}

/* An id that is a number is taken as it is written. */
static void copy_number(const char *value, const char *end, buf *to) {
  if (*value == '-' || (*value >= '0' && *value <= '9')) buf_bytes(to, value, (size_t)(end - value));
  while (to->length && strchr(" \t\r\n", to->at[to->length - 1])) to->at[--to->length] = '\0';
}

/* ---- Paths: "text", or "article.text" for a field of a field ------------------------------------ */

/* What of the path goes on inside the field whose key stands at `at`; NULL when it does not lead there. */
static const char *path_inside(const char *path, const char *at) {
  const char *dot = path ? strchr(path, '.') : NULL;
  size_t length = dot ? (size_t)(dot - path) : 0;
  return length && is_key(at, path, length) ? dot + 1 : NULL;
}

const json_t *line_field(const json_t *object, const char *path) {
  const json_t *whole = json_object_get(object, path);
  const char *dot = strchr(path, '.');
  if (whole || !dot) return whole;
  const json_t *inner = json_object_getn(object, path, (size_t)(dot - path));
  return inner ? line_field(inner, dot + 1) : NULL;
}

/* Every field of the object at `at` but those at the ends of the two paths. */
static void copy_others(const char *at, const char *text, const char *id, line *to) {
  size_t begin = to->meta.length;
  buf_char(&to->meta, '{');
  for (at = skip_blanks(at) + 1; *(at = skip_blanks(at)) == '"';) {
    const char *end = behind_value(at);
    const char *value = skip_blanks(skip_blanks(behind_string(at)) + 1); /* behind the colon */
    const char *inner_text = path_inside(text, at), *inner_id = path_inside(id, at);
    if (id && is_key(at, id, strlen(id))) copy_number(value, end, &to->number);
    else if (!text || !is_key(at, text, strlen(text))) {
      if (to->meta.length > begin + 1) buf_char(&to->meta, ',');
      bool goes_on = *value == '{' && (inner_text || inner_id);
      buf_bytes(&to->meta, at, (size_t)((goes_on ? value : end) - at));
      if (goes_on) copy_others(value, inner_text, inner_id, to);
    }
    at = end + (*end == ',');
  }
  buf_char(&to->meta, '}');
}

static inq_code take_id(line *l, const char *path, inq_err *err) {
  const json_t *id = line_field(l->object, path);
  const char *string = json_string_value(id);
  if (string && strlen(string) != json_string_length(id))
    return err_set(err, INQ_E_JSON, "input", -1, "\"%s\" has a NUL in it", path);
  l->id = l->number.length ? l->number.at : string;
  if (l->id || !id || json_is_null(id)) return INQ_OK;
  return err_set(err, INQ_E_JSON, "input", -1, "\"%s\" is neither a string nor a number", path);
}

/* Windows puts a byte order mark in front of a file, so that its first line begins with one. */
static size_t order_mark(const char *bytes, size_t length) {
  return length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

inq_code line_json(const char *bytes, size_t length, size_t flags, const char *stage, json_t **out,
                   inq_err *err) {
  size_t mark = order_mark(bytes, length);
  const char *nul = length ? memchr(bytes, '\0', length) : NULL;
  json_error_t why;
  *out = NULL;
  if (nul) return err_set(err, INQ_E_JSON, stage, nul - bytes, "not JSON: a NUL byte");
  json_memory_lost(); /* what was before is another's */
  *out = json_loadb(bytes + mark, length - mark, flags, &why);
  if (json_memory_lost()) {
    json_decref(*out);
    *out = NULL;
    return err_set(err, INQ_E_MEMORY, stage, -1, "no memory to read it");
  }
  return *out ? INQ_OK : err_set(err, INQ_E_JSON, stage, why.position + (int)mark, "not JSON: %s", why.text);
}

inq_code line_read(const char *bytes, size_t length, const line_fields *fields, line *out, inq_err *err) {
  const size_t flags = JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL; /* of any length */
  const char *text = fields && fields->text ? fields->text : "text";
  const char *id = fields && fields->id ? fields->id : "id";
  *out = (line){0};
  inq_code code = line_json(bytes, length, flags, "input", &out->object, err);
  if (code) return code;
  if (!json_is_object(out->object)) return err_set(err, INQ_E_JSON, "input", 0, "not a JSON object");
  copy_others(bytes + order_mark(bytes, length), text, id, out);
  if (out->meta.failed || out->number.failed)
    return err_set(err, INQ_E_MEMORY, "input", -1, "no memory to read it");
  code = take_id(out, id, err);
  const json_t *words = line_field(out->object, text);
  if (code) return code;
  if (!json_is_string(words)) return err_set(err, INQ_E_JSON, "input", -1, "no string \"%s\"", text);
  out->text = json_string_value(words);
  out->length = json_string_length(words);
  return INQ_OK;
}

void line_free(line *l) {
  json_decref(l->object);
  buf_free(&l->meta);
  buf_free(&l->number);
  *l = (line){0};
}
