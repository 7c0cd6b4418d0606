/* inquit read: texts in, documents out, one after the other in the order given. */
#include "base/err.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "out/show.h"
#include "out/views.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { FORMAT = INPUT_ALL_OPTIONS, PRETTY, EMIT, ID, COLOR };

static const option OPTIONS[] = {
    RESULT_ROWS,
    INPUT_FIELD_ROWS,
    INPUT_FILE_ROWS,
    [FORMAT] = {"format", "text|json|csv|tsv", "for people or programs; text on a terminal, else json"},
    [PRETTY] = {"pretty", NULL, "JSON over many lines"},
    [EMIT] = {"emit", "VIEW", "a flat table: quotes, entities, mentions, sentences or tokens"},
    [ID] = {"id", "ID", "the document's id; the file's name unless given"},
    [COLOR] = {"color", "auto|always|never", "colours in the text format"},
    {0},
};

enum { TEXT, JSON, CSV, TSV };
static const char *const FORMATS[] = {"text", "json", "csv", "tsv", NULL};

typedef struct {
  int format; /* -1: by what stdout is */
  const view *view;
  result_options result;
  input_options input;
  show_options show;
  int colour;  /* 0 auto, 1 always, 2 never */
  int several; /* more than one document may come: each needs its name */
  engine engine;
  int code, documents;
} job;

/* ---- Settings ---------------------------------------------------------------------------------- */

static bool set_view(job *j, const char *value) {
  const char *names[8] = {0};
  for (int i = 0; view_name(i); i++) names[i] = view_name(i);
  j->view = view_find(value);
  return j->view || option_choice("emit", value, names) >= 0;
}

/* Puts the choice into *to; the words stand in the order of the numbers. */
static bool set_choice(const char *name, const char *value, const char *const *words, int *to) {
  *to = option_choice(name, value, words);
  return *to >= 0;
}

static bool set(job *j, int which, const char *value) {
  static const char *const colours[] = {"auto", "always", "never", NULL};
  if (which < RESULT_OPTIONS) return result_set(&j->result, which, value);
  if (which < INPUT_ALL_OPTIONS) return input_set(&j->input, which, value);
  switch (which) {
  case FORMAT: return set_choice("format", value, FORMATS, &j->format);
  case PRETTY: return j->result.json.pretty = 1, true;
  case EMIT: return set_view(j, value);
  case ID:
    if (utf8_check(value, strlen(value)) >= 0) return complain("--id is not UTF-8"), false;
    return j->input.id = value, true;
  default: return set_choice("color", value, colours, &j->colour);
  }
}

/* What options leave open or what they rule out together. */
static bool settle(job *j, int files, char **words) {
  bool terminal = isatty(STDOUT_FILENO), marks = j->result.read.until == INQ_UNTIL_MARKS;
  bool for_programs = j->result.json.pretty || j->result.json.layers || j->view || marks;
  if (j->format < 0) j->format = terminal && !for_programs ? TEXT : JSON;
  if ((j->format == CSV || j->format == TSV) && !j->view) j->view = view_find("quotes");
  j->several = files > 1 || j->input.files_from || (files == 1 && tree_is_folder(words[0]));
  if (files == 0 && !j->input.files_from) return complain("no file; - is standard input"), false;
  if (j->input.id && j->several) return complain("--id is for one file"), false;
  if (j->view && j->format == TEXT) return complain("--emit is for json, csv or tsv"), false;
  const char *columns = getenv("COLUMNS"), *none = getenv("NO_COLOR"), *kind = getenv("TERM");
  struct winsize size;
  j->show.width = columns && atoi(columns) > 0 ? atoi(columns) : 80;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col) j->show.width = size.ws_col;
  bool wanted = terminal && !(none && *none) && !(kind && strcmp(kind, "dumb") == 0);
  j->show.colour = j->colour == 1 || (j->colour == 0 && wanted);
  return true;
}

/* ---- Documents --------------------------------------------------------------------------------- */

static void write_error(job *j, const input_text *t, const inq_err *err) {
  complain_error(t->file, err);
  j->code = SOME_FAILED;
  if (j->format != JSON || j->view) return;
  buf text = {0};
  result_error(t->id, err, j->result.json.pretty, &text);
  if (!text.failed) output_write(text.at, text.length);
  buf_free(&text);
}

static inq_code write_view(const job *j, const inq_doc *doc, const inq_json_options *options, buf *to,
                           inq_err *err) {
  view_format format = j->format == CSV ? VIEW_CSV : j->format == TSV ? VIEW_TSV : VIEW_JSON;
  if (j->documents == 0) view_header(j->view, format, to);
  return view_rows(j->view, format, doc, options, to, err);
}

static inq_code write_text(const job *j, const inq_doc *doc, const input_text *t, buf *to, inq_err *err) {
  if (j->documents) buf_char(to, '\n');
  if (j->several || t->line) { /* an id may hold anything, a terminal's commands as well */
    const char *id = t->id ? t->id : t->file;
    buf_str(to, "== ");
    show_cut(id, 0, (int32_t)strlen(id), j->show.width - 6, to);
    buf_str(to, " ==\n");
  }
  return show_quotes(doc, &j->show, to, err);
}

static void write_document(job *j, const inq_doc *doc, const input_text *t, inq_err *err) {
  buf text = {0};
  inq_json_options options = j->result.json;
  options.id = t->id;
  options.meta = t->meta;
  if (j->view) write_view(j, doc, &options, &text, err);
  else if (j->format == JSON) result_document(doc, &options, &text, err);
  else write_text(j, doc, t, &text, err);
  if (!err->code && text.failed) err_set(err, INQ_E_MEMORY, "output", -1, "no memory for the output");
  if (!err->code && text.length) output_write(text.at, text.length);
  if (!err->code) j->documents++;
  buf_free(&text);
}

static bool read_text(void *with, const input_text *t) {
  job *j = with;
  inq_err err = t->error;
  inq_doc *doc = NULL;
  if (!err.code) input_read(t, j->engine.reader, &j->result.read, &doc, &err);
  if (!err.code) write_document(j, doc, t, &err);
  inq_doc_free(doc);
  if (err.code && !t->error.code) err.line = t->line;
  if (err.code) write_error(j, t, &err);
  return output_flush();
}

static int run(int count, char **words) {
  job j = {.format = -1, .result.json.unit = INQ_CODEPOINT, .input.most = INQ_MAX_BYTES};
  option_reader r = {.command = &READ, .count = count, .words = words};
  const char *value;
  int which;
  while ((which = option_next(&r, &value)) >= 0)
    if (!set(&j, which, value)) return usage_error(&READ);
  if (which == OPTION_HELP) return help_print(&READ), output_end(DONE);
  if (which == OPTION_WRONG || !settle(&j, r.operands, words)) return usage_error(&READ);
  int code = engine_open(&j.engine, j.result.model, &j.result.lists, j.result.read.until);
  if (code) return code;
  j.result.read.lists = j.engine.lists;
  if (!input_each(words, r.operands, &j.input, read_text, &j)) j.code = SOME_FAILED;
  engine_close(&j.engine);
  return output_end(j.code);
}

const command READ = {"read", "[OPTION...] FILE...", "read articles and write who said what", OPTIONS, run};
