#include "cli/result.h"

#include "base/err.h"
#include "out/json.h"

#include <stdio.h>
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

static bool set_one_score(inq_options *o, const char *word) {
  static const char *const kinds[] = {"quotes", "names", "speakers", NULL};
  float *const least[] = {&o->min_quote, &o->min_name, &o->min_speaker};
  char kind[16] = {0};
  const char *equals = strchr(word, '=');
  snprintf(kind, sizeof kind, "%.*s", equals ? (int)(equals - word) : 0, word);
  int which = equals ? option_choice("min-score", kind, kinds) : 0;
  double number;
  if (which < 0 || !option_number("min-score", equals ? equals + 1 : word, 0, 1, &number)) return false;
  for (int i = 0; i < 3; i++)
    if (!equals || i == which) *least[i] = (float)number;
  return true;
}

bool result_set_score(inq_options *o, const char *value) {
  char words[96];
  if (strlen(value) >= sizeof words) return complain("--min-score is too long"), false;
  strcpy(words, value);
  for (char *word = words, *comma; word; word = comma) {
    comma = strchr(word, ',');
    if (comma) *comma++ = '\0';
    if (!set_one_score(o, word)) return false;
  }
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
  case RESULT_MIN_SCORE: return result_set_score(&o->read, value);
  case RESULT_UNTIL: return set_until(o, value);
  default: return list_files_add(&o->lists, which - RESULT_NAMES, value);
  }
}

inq_code result_document(const inq_doc *doc, const inq_json_options *options, buf *to, inq_err *err) {
  size_t before = to->length;
  inq_code code = json_document_text(doc, options, to, err);
  if (!code) buf_char(to, '\n');
  if (!code && to->failed) code = err_set(err, INQ_E_MEMORY, "json", -1, "no memory for the JSON");
  if (code) buf_cut(to, before);
  return code;
}

void result_error(const char *id, const inq_err *why, int pretty, buf *to) {
  json_t *record = json_error(id, why);
  json_write(record, pretty, to);
  json_decref(record);
  if (!to->failed) buf_char(to, '\n');
}
