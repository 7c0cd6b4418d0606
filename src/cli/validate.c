/* inquit validate: is an output file true to its texts?
 *
 * The texts are files of which the n-th belongs to the n-th line of output, or one file of JSON lines, whose
 * texts are found by id (by place, for lines without one). */
#include "cli/cli.h"
#include "cli/input.h"

#include "base/err.h"
#include "in/line.h"
#include "out/validate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ENCODING };

static const option OPTIONS[] = {
    [ENCODING] = {"encoding", "NAME", "the character set of the texts"},
    {0},
};

typedef struct {
  json_t *texts; /* array of strings in order */
  json_t *by_id; /* object: id to string */
  int code;
} library;

static bool keep_text(void *with, const input_text *t) {
  library *l = with;
  if (t->error.code) {
    complain_error(t->file, &t->error);
    l->code = SOME_FAILED;
    return true;
  }
  json_t *text = json_stringn(t->text, t->length);
  if (!text) {
    complain("%s: not UTF-8", t->file);
    l->code = SOME_FAILED;
    text = json_null();
  }
  if (t->line && t->id) json_object_set(l->by_id, t->id, text);
  json_array_append_new(l->texts, text);
  return true;
}

static const json_t *text_of(const library *l, const json_t *object, size_t place) {
  const char *id = json_string_value(json_object_get(object, "id"));
  const json_t *text = id ? json_object_get(l->by_id, id) : NULL;
  return text || json_object_size(l->by_id) ? text : json_array_get(l->texts, place);
}

static inq_code check(const library *l, const char *bytes, size_t length, size_t place, inq_err *err) {
  const size_t flags = JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL; /* of any length */
  json_t *object;
  inq_code code = line_json(bytes, length, flags, "validate", &object, err);
  const json_t *text = text_of(l, object, place);
  if (code == INQ_OK && !validate_is_error(object) && !json_is_string(text))
    code = err_set(err, INQ_E_JSON, "validate", -1, "there is no text for it");
  if (code == INQ_OK) code = validate_object(object, json_string_value(text), json_string_length(text), err);
  json_decref(object);
  return code;
}

static void check_file(const char *path, library *l) {
  FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
  char *bytes = NULL;
  size_t room = 0, place = 0;
  ssize_t length;
  for (int32_t number = 1; file && (length = getline(&bytes, &room, file)) >= 0; number++) {
    if (strspn(bytes, " \t\r\n") == (size_t)length) continue;
    inq_err err = {0};
    if (check(l, bytes, (size_t)length, place++, &err) == INQ_OK) continue;
    err.line = number;
    complain_error(path, &err);
    l->code = SOME_FAILED;
  }
  free(bytes);
  bool whole = file && feof(file);
  if (!whole) complain("%s: %s", path, strerror(errno));
  else if (!place) complain("%s: there is no document in it", path);
  if (!whole || !place) l->code = SOME_FAILED;
  if (file && file != stdin) fclose(file);
}

static int run(int count, char **words) {
  input_options input = {.most = INQ_MAX_BYTES};
  option_reader r = {.command = &VALIDATE, .count = count, .words = words};
  const char *value;
  int which;
  while ((which = option_next(&r, &value)) >= 0) input.encoding = value;
  if (which == OPTION_HELP) return help_print(&VALIDATE), output_end(DONE);
  if (which == OPTION_END && r.operands < 2) complain("validate wants an output file and its texts");
  if (which == OPTION_WRONG || r.operands < 2) return usage_error(&VALIDATE);
  library l = {json_array(), json_object(), DONE};
  if (!input_each(words + 1, r.operands - 1, &input, keep_text, &l)) l.code = SOME_FAILED;
  if (l.code == DONE) check_file(words[0], &l);
  json_decref(l.texts);
  json_decref(l.by_id);
  return output_end(l.code);
}

const command VALIDATE = {"validate", "OUTPUT TEXT...", "check that an output file is true to its texts",
                          OPTIONS, run};
