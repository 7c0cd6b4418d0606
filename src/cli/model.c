/* inquit model: what a model file is, and whether it is sound. */
#include "cli/cli.h"
#include "out/json.h"

#include <stdlib.h>

enum { CHECK };

static const option OPTIONS[] = {
    [CHECK] = {"check", NULL, "only see that it is sound; print nothing"},
    {0},
};

/* The card, over many lines, with the kind of network and the arithmetic that this machine would run it with.
 */
static void print(const inq_model *model) {
  buf text = {0};
  json_t *card = json_loads(inq_model_card(model), JSON_ALLOW_NUL, NULL);
  if (json_is_object(card)) {
    json_object_set_new(card, "network", json_string(inq_model_network(model)));
    json_object_set_new(card, "kernel", json_string(inq_model_kernel(model)));
    json_write(card, 1, &text);
    buf_char(&text, '\n');
  }
  json_decref(card);
  if (text.length) output_write(text.at, text.length);
  buf_free(&text);
}

static int run(int count, char **words) {
  option_reader r = {.command = &MODEL, .count = count, .words = words};
  const char *value;
  int which, check = 0;
  while ((which = option_next(&r, &value)) >= 0) check = 1;
  if (which == OPTION_HELP) return help_print(&MODEL), output_end(DONE);
  if (which == OPTION_END && r.operands > 1) complain("model wants at most one file");
  if (which == OPTION_WRONG || r.operands > 1) return usage_error(&MODEL);
  char *path = engine_model_path(r.operands ? words[0] : NULL);
  if (!path) return BAD_MODEL;
  inq_err err = {0};
  inq_model *model = NULL;
  int code = inq_model_open(path, &model, &err) ? BAD_MODEL : DONE;
  if (code) complain_error(path, &err);
  else if (!check) print(model);
  inq_model_close(model);
  free(path);
  return output_end(code);
}

const command MODEL = {"model", "[--check] [FILE]", "print a model's card: data, licences, date, scores",
                       OPTIONS, run};
