/* Any bytes as a line of JSON: as input, and as output that is checked. */
#include "promise.h"

#include "in/line.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void as_input(const char *bytes, size_t length) {
  line l;
  inq_err err = {0};
  inq_code code = line_read(bytes, length, NULL, &l, &err);
  PROMISE(err.code == (int32_t)code, "code %d", (int)code);
  if (code == INQ_OK) {
    json_t *meta = json_loads(l.meta.at, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, NULL);
    PROMISE(json_is_object(meta), "%s", l.meta.at);
    size_t all = json_object_size(l.object), taken = 1 + (json_object_get(l.object, "id") != NULL);
    PROMISE(json_object_size(meta) <= all && json_object_size(meta) + taken >= all, "%s", l.meta.at);
    json_decref(meta);
  }
  line_free(&l);
}

/* The text to check against is a key of its own, "text". */
static void as_output(const char *bytes, size_t length) {
  json_t *object = json_loadb(bytes, length, JSON_ALLOW_NUL, NULL);
  json_t *text = json_incref(json_object_get(object, "text"));
  inq_err err = {0};
  json_object_del(object, "text");
  if (object && validate_object(object, json_string_value(text), json_string_length(text), &err) != INQ_OK)
    PROMISE(err.code == INQ_E_JSON && *err.message, "no reason");
  json_decref(text);
  json_decref(object);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  char *ended = malloc(length + 1); /* a line read from a file ends with a NUL */
  if (!ended) return 0;
  memcpy(ended, bytes, length);
  ended[length] = '\0';
  as_input(ended, length);
  as_output(ended, length);
  free(ended);
  return 0;
}
