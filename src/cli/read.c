/* inquit read: texts in, documents out, one after the other in the order given. */
#include "cli/cli.h"
#include "cli/input.h"
#include "out/json.h"
#include "out/label.h"
#include "out/show.h"
#include "out/views.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
  FORMAT,
  PRETTY,
  LAYERS,
  EMIT,
  OFFSETS,
  INPUT,
  ENCODING,
  ID,
  MODEL_FILE,
  BODY_ONLY,
  MIN_SCORE,
  MAX_BYTES,
  UNTIL,
  COLOR
};

static const option OPTIONS[] = {
    [FORMAT] = {"format", "text|json|csv|tsv", "for people or programs; text on a terminal, else json"},
    [PRETTY] = {"pretty", NULL, "JSON over many lines"},
    [LAYERS] = {"layers", "sentences,tokens", "put these in the JSON, too"},
    [EMIT] = {"emit", "VIEW", "a flat table: quotes, entities, mentions, sentences or tokens"},
    [OFFSETS] = {"offsets", "byte|codepoint|utf16", "what positions count; codepoint unless given"},
    [INPUT] = {"input", "text|jsonl", "what the files hold; jsonl for names that end in .jsonl"},
    [ENCODING] = {"encoding", "NAME", "the character set of the files, such as windows-1252"},
    [ID] = {"id", "ID", "the document's id; the file's name unless given"},
    [MODEL_FILE] = {"model", "FILE", "the model; else $INQUIT_MODEL, else the installed one"},
    [BODY_ONLY] = {"body-only", NULL, "no names and quotes from advertisements, teasers, credits"},
    [MIN_SCORE] = {"min-score", "X", "leave out quotes that are less certain, from 0 to 1"},
    [MAX_BYTES] = {"max-bytes", "N", "refuse longer texts"},
    [UNTIL] = {"until", "marks|end", "marks: only blocks, tokens and quotation marks, no model"},
    [COLOR] = {"color", "auto|always|never", "colours in the text format"},
    {0},
};

enum { TEXT, JSON, CSV, TSV };
static const char *const FORMATS[] = {"text", "json", "csv", "tsv", NULL};

typedef struct {
  int format; /* -1: by what stdout is */
  const view *view;
  inq_json_options json;
  inq_options options;
  input_options input;
  show_options show;
  const char *model;
  int colour;  /* 0 auto, 1 always, 2 never */
  int several; /* more than one document may come: each needs its name */
  engine engine;
  int code, documents;
} job;

/* ---- Settings ---------------------------------------------------------------------------------- */

static bool set_layers(job *j, const char *value) {
  static const char *const layers[] = {"sentences", "tokens", NULL}; /* bit by bit INQ_JSON_... */
  char words[64];
  if (strlen(value) >= sizeof words) return complain("--layers is too long"), false;
  strcpy(words, value);
  char *rest;
  for (char *word = strtok_r(words, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
    int i = option_choice("layers", word, layers);
    if (i < 0) return false;
    j->json.layers |= 1 << i;
  }
  return true;
}

static bool set_view(job *j, const char *value) {
  const char *names[8] = {0};
  for (int i = 0; view_name(i); i++) names[i] = view_name(i);
  j->view = view_find(value);
  return j->view || option_choice("emit", value, names) >= 0;
}

static bool set_score(job *j, const char *value) {
  double number;
  if (!option_number("min-score", value, 0, 1, &number)) return false;
  j->options.min_score = (float)number;
  return true;
}

static bool set_bytes(job *j, const char *value) {
  double number;
  if (!option_number("max-bytes", value, 1, INQ_MAX_BYTES, &number)) return false;
  j->input.most = (size_t)number;
  return true;
}

/* Puts the choice into *to; the words stand in the order of the numbers. */
static bool set_choice(const char *name, const char *value, const char *const *words, int *to) {
  *to = option_choice(name, value, words);
  return *to >= 0;
}

static bool set(job *j, int which, const char *value) {
  static const char *const units[] = {"byte", "codepoint", "utf16", NULL};
  static const char *const inputs[] = {"auto", "text", "jsonl", NULL};
  static const char *const untils[] = {"end", "marks", NULL};
  static const char *const colours[] = {"auto", "always", "never", NULL};
  int until;
  switch (which) {
  case FORMAT: return set_choice("format", value, FORMATS, &j->format);
  case PRETTY: return j->json.pretty = 1, true;
  case LAYERS: return set_layers(j, value);
  case EMIT: return set_view(j, value);
  case OFFSETS: return set_choice("offsets", value, units, &j->json.unit);
  case INPUT: return set_choice("input", value, inputs, &j->input.lines);
  case ENCODING: return j->input.encoding = value, true;
  case ID: return j->input.id = value, true;
  case MODEL_FILE: return j->model = value, true;
  case BODY_ONLY: return j->options.body_only = 1, true;
  case MIN_SCORE: return set_score(j, value);
  case MAX_BYTES: return set_bytes(j, value);
  case COLOR: return set_choice("color", value, colours, &j->colour);
  default:
    if (!set_choice("until", value, untils, &until)) return false;
    j->options.until = until ? INQ_UNTIL_MARKS : INQ_UNTIL_END;
    return true;
  }
}

/* What options leave open or what they rule out together. */
static bool settle(job *j, int files) {
  bool terminal = isatty(STDOUT_FILENO), marks = j->options.until == INQ_UNTIL_MARKS;
  bool for_programs = j->json.pretty || j->json.layers || j->view || marks;
  if (j->format < 0) j->format = terminal && !for_programs ? TEXT : JSON;
  if ((j->format == CSV || j->format == TSV) && !j->view) j->view = view_find("quotes");
  j->several = files > 1;
  if (files == 0) return complain("no file; - is standard input"), false;
  if (j->input.id && files > 1) return complain("--id is for one file"), false;
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
  json_t *record = json_error(t->id, err);
  json_write(record, j->json.pretty, &text);
  json_decref(record);
  if (!text.failed) {
    buf_char(&text, '\n');
    output_write(text.at, text.length);
  }
  buf_free(&text);
}

static inq_code write_json(const inq_doc *doc, const inq_json_options *options, buf *to, inq_err *err) {
  char *json;
  size_t length;
  inq_code code = inq_doc_json(doc, options, &json, &length, err);
  if (code) return code;
  buf_bytes(to, json, length);
  buf_char(to, '\n');
  inq_free(json);
  return INQ_OK;
}

static inq_code write_view(const job *j, const inq_doc *doc, const inq_json_options *options, buf *to,
                           inq_err *err) {
  view_format format = j->format == CSV ? VIEW_CSV : j->format == TSV ? VIEW_TSV : VIEW_JSON;
  if (j->documents == 0) view_header(j->view, format, to);
  return view_rows(j->view, format, doc, options, to, err);
}

static inq_code write_text(const job *j, const inq_doc *doc, const input_text *t, buf *to, inq_err *err) {
  if (j->documents) buf_char(to, '\n');
  if (j->several || t->line) buf_format(to, "== %s ==\n", t->id ? t->id : t->file);
  return show_quotes(doc, &j->show, to, err);
}

static void write_document(job *j, const inq_doc *doc, const input_text *t, inq_err *err) {
  buf text = {0};
  inq_json_options options = j->json;
  options.id = t->id;
  options.meta = t->meta;
  if (j->view) write_view(j, doc, &options, &text, err);
  else if (j->format == JSON) write_json(doc, &options, &text, err);
  else write_text(j, doc, t, &text, err);
  if (!err->code && text.failed) err->code = INQ_E_MEMORY;
  if (!err->code && text.length) output_write(text.at, text.length);
  if (!err->code) j->documents++;
  buf_free(&text);
}

static bool read_text(void *with, const input_text *t) {
  job *j = with;
  inq_err err = t->error;
  inq_doc *doc = NULL;
  if (!err.code) inq_read(j->engine.reader, t->text, t->length, &j->options, &doc, &err);
  if (!err.code) write_document(j, doc, t, &err);
  inq_doc_free(doc);
  if (err.code && !t->error.code) err.line = t->line;
  if (err.code) write_error(j, t, &err);
  return output_flush();
}

static int run(int count, char **words) {
  job j = {.format = -1, .json.unit = INQ_CODEPOINT, .input.most = INQ_MAX_BYTES};
  option_reader r = {.command = &READ, .count = count, .words = words};
  const char *value;
  int which;
  while ((which = option_next(&r, &value)) >= 0)
    if (!set(&j, which, value)) return usage_error(&READ);
  if (which == OPTION_HELP) return help_print(&READ), output_end(DONE);
  if (which == OPTION_WRONG || !settle(&j, r.operands)) return usage_error(&READ);
  int code = engine_open(&j.engine, j.model, j.options.until);
  if (code) return code;
  for (int i = 0; i < r.operands; i++) input_each(words[i], &j.input, read_text, &j);
  engine_close(&j.engine);
  return output_end(j.code);
}

const command READ = {"read", "[OPTION...] FILE...", "read articles and write who said what", OPTIONS, run};
