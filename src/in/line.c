/* jansson checks the line and gives id and text.  The other fields are copied byte for byte: numbers keep
 * their digits and strings their escapes, which a tree would lose. */
#include "in/line.h"

#include "base/err.h"

#include <string.h>

/* Behind the JSON value at `at`, in JSON known to be well formed: the next comma or bracket at its level. */
static const char *behind_value(const char *at) {
  int depth = 0;
  for (;; at++) {
    if (*at == '"') {
      for (at++; *at != '"'; at++) at += *at == '\\';
    } else if (*at == '{' || *at == '[') depth++;
    else if ((*at == '}' || *at == ']') && depth-- == 0) return at;
    else if (*at == ',' && depth == 0) return at;
  }
}

static const char *skip_blanks(const char *at) { return at + strspn(at, " \t\r\n"); }

static bool is_key(const char *at, const char *key) {
  size_t length = strlen(key);
  return strncmp(at + 1, key, length) == 0 && at[1 + length] == '"';
}

/* An id that is a number is taken as it is written. */
static void copy_number(const char *field, const char *end, buf *to) {
  const char *at = skip_blanks(skip_blanks(field + sizeof "\"id\"" - 1) + 1); /* behind the colon */
  if (*at == '-' || (*at >= '0' && *at <= '9')) buf_bytes(to, at, (size_t)(end - at));
  while (to->length && strchr(" \t\r\n", to->at[to->length - 1])) to->at[--to->length] = '\0';
}

/* Every field but id and text; object is a well-formed JSON object. */
static void copy_others(const char *object, line *to) {
  buf_char(&to->meta, '{');
  for (const char *at = skip_blanks(object) + 1; *(at = skip_blanks(at)) == '"';) {
    const char *end = behind_value(at);
    if (is_key(at, "id")) copy_number(at, end, &to->number);
    else if (!is_key(at, "text")) {
      if (to->meta.length > 1) buf_char(&to->meta, ',');
      buf_bytes(&to->meta, at, (size_t)(end - at));
    }
    at = end + (*end == ',');
  }
  buf_char(&to->meta, '}');
}

static inq_code take_id(line *l, inq_err *err) {
  const json_t *id = json_object_get(l->object, "id");
  l->id = l->number.length ? l->number.at : json_string_value(id);
  if (l->id || !id || json_is_null(id)) return INQ_OK;
  return err_set(err, INQ_E_JSON, "input", -1, "\"id\" is neither a string nor a number");
}

inq_code line_read(const char *bytes, size_t length, line *out, inq_err *err) {
  const size_t flags = JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL; /* of any length */
  json_error_t why;
  *out = (line){.object = json_loadb(bytes, length, flags, &why)};
  if (!out->object) return err_set(err, INQ_E_JSON, "input", why.position, "not JSON: %s", why.text);
  if (!json_is_object(out->object)) return err_set(err, INQ_E_JSON, "input", 0, "not a JSON object");
  copy_others(bytes, out);
  if (out->meta.failed || out->number.failed)
    return err_set(err, INQ_E_MEMORY, "input", -1, "no memory to read it");
  inq_code code = take_id(out, err);
  const json_t *words = json_object_get(out->object, "text");
  if (code) return code;
  if (!json_is_string(words)) return err_set(err, INQ_E_JSON, "input", -1, "no string \"text\"");
  out->text = json_string_value(words);
  out->length = json_string_length(words);
  return INQ_OK;
}

void line_free(line *l) {
  json_decref(l->object);
  buf_free(&l->meta);
  buf_free(&l->number);
}
