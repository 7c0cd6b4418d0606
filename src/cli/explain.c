/* inquit explain: why each quotation was found and given to its speaker. */
#include "cli/cli.h"
#include "cli/input.h"

#include <stdlib.h>
#include <string.h>

enum { QUOTE, MODEL_FILE, ENCODING, BODY_ONLY, MIN_SCORE, NAMES };

static const option OPTIONS[] = {
    [QUOTE] = {"quote", "ID", "only this one, such as q3"},
    [MODEL_FILE] = {"model", "FILE", "the model; else $INQUIT_MODEL, else the installed one"},
    [ENCODING] = {"encoding", "NAME", "the character set of the file"},
    [BODY_ONLY] = {"body-only", NULL, "no quotes from advertisements, teasers, credits"},
    [MIN_SCORE] = {"min-score", "X", "leave out what is less certain; or quotes=X,names=X,speakers=X"},
    LIST_ROWS(NAMES),
    {0},
};

typedef struct {
  int32_t quote; /* -1: all */
  const char *model;
  inq_options options;
  list_files lists;
  input_options input;
  engine engine;
  int code;
} job;

static bool set_quote(job *j, const char *value) {
  double number;
  if (*value == 'q') value++;
  if (!option_number("quote", value, 1, INT32_MAX, &number)) return false;
  j->quote = (int32_t)number - 1;
  return true;
}

static bool set(job *j, int which, const char *value) {
  switch (which) {
  case QUOTE: return set_quote(j, value);
  case MODEL_FILE: return j->model = value, true;
  case ENCODING: return j->input.encoding = value, true;
  case BODY_ONLY: return j->options.body_only = 1, true;
  case MIN_SCORE: return result_set_score(&j->options, value);
  default: return list_files_add(&j->lists, which - NAMES, value);
  }
}

static bool explain_text(void *with, const input_text *t) {
  job *j = with;
  inq_err err = t->error;
  inq_doc *doc = NULL;
  char *text = NULL;
  size_t length = 0;
  if (!err.code) input_read(t, j->engine.reader, &j->options, &doc, &err);
  if (!err.code) inq_doc_explain(doc, j->quote, &text, &length, &err);
  if (err.code) {
    if (!t->error.code) err.line = t->line;
    complain_error(t->file, &err);
    j->code = SOME_FAILED;
  } else output_write(text, length);
  inq_free(text);
  inq_doc_free(doc);
  return true;
}

static int run(int count, char **words) {
  job j = {.quote = -1, .options.explain = 1, .input.most = INQ_MAX_BYTES};
  option_reader r = {.command = &EXPLAIN, .count = count, .words = words};
  const char *value;
  int which;
  while ((which = option_next(&r, &value)) >= 0)
    if (!set(&j, which, value)) return usage_error(&EXPLAIN);
  if (which == OPTION_HELP) return help_print(&EXPLAIN), output_end(DONE);
  if (which == OPTION_END && r.operands != 1) complain("explain wants one file");
  if (which == OPTION_WRONG || r.operands != 1) return usage_error(&EXPLAIN);
  int code = engine_open(&j.engine, j.model, &j.lists, INQ_UNTIL_END);
  if (code) return code;
  j.options.lists = j.engine.lists;
  if (!input_each(words, 1, &j.input, explain_text, &j)) j.code = SOME_FAILED;
  engine_close(&j.engine);
  return output_end(j.code);
}

const command EXPLAIN = {"explain", "[OPTION...] FILE", "say why each quotation was given to its speaker",
                         OPTIONS, run};
