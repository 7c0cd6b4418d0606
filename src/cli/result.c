#include "cli/result.h"

#include "base/err.h"
#include "out/json.h"

#include <string.h>

static bool set_layers(result_options *o, const char *value) {
  static const char *const layers[] = {"sentences", "tokens", NULL}; /* bit by bit INQ_JSON_... */
  char words[64];
  if (strlen(value) >= sizeof words) return complain("--layers is too long"), false;
  strcpy(words, value);
  char *rest;
  for (char *word = strtok_r(words, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
    int i = option_choice("layers", word, layers);
    if (i < 0) return false;
    o->json.layers |= 1 << i;
  }
  return true;
}

static bool set_score(result_options *o, const char *value) {
  double number;
  if (!option_number("min-score", value, 0, 1, &number)) return false;
  o->read.min_score = (float)number;
  return true;
}

static bool set_until(result_options *o, const char *value) {
  static const char *const untils[] = {"end", "marks", NULL};
  int until = option_choice("until", value, untils);
  o->read.until = until ? INQ_UNTIL_MARKS : INQ_UNTIL_END;
  return until >= 0;
}

bool result_set(result_options *o, int which, const char *value) {
  static const char *const units[] = {"byte", "codepoint", "utf16", NULL};
  switch (which) {
  case RESULT_LAYERS: return set_layers(o, value);
  case RESULT_OFFSETS: return (o->json.unit = option_choice("offsets", value, units)) >= 0;
  case RESULT_MODEL: return o->model = value, true;
  case RESULT_BODY_ONLY: return o->read.body_only = 1, true;
  case RESULT_MIN_SCORE: return set_score(o, value);
  default: return set_until(o, value);
  }
}

inq_code result_document(const inq_doc *doc, const inq_json_options *options, buf *to, inq_err *err) {
  char *json;
  size_t length;
  inq_code code = inq_doc_json(doc, options, &json, &length, err);
  if (code) return code;
  buf_bytes(to, json, length);
  buf_char(to, '\n');
  inq_free(json);
  return to->failed ? err_set(err, INQ_E_MEMORY, "json", -1, "no memory for the JSON") : INQ_OK;
}

void result_error(const char *id, const inq_err *why, int pretty, buf *to) {
  json_t *record = json_error(id, why);
  json_write(record, pretty, to);
  json_decref(record);
  if (!to->failed) buf_char(to, '\n');
}
