#include "cli/input.h"

#include "base/err.h"
#include "base/str.h"
#include "in/charset.h"
#include "in/csv.h"
#include "in/file.h"
#include "in/html_charset.h"
#include "in/stream.h"
#include "out/json.h"

#include <stdlib.h>
#include <string.h>

/* ---- Options ----------------------------------------------------------------------------------- */

static bool add_pattern(const char *name, const char *value, const char **patterns, int *count) {
  if (*count == INPUT_PATTERNS)
    return complain("--%s is given more than %d times", name, INPUT_PATTERNS), false;
  patterns[(*count)++] = value;
  return true;
}

static bool set_most(input_options *o, const char *value) {
  double number;
  if (!option_number("max-bytes", value, 1, INQ_MAX_BYTES, &number)) return false;
  o->most = (size_t)number;
  return true;
}

static bool set_format(input_options *o, int format) {
  o->html = format > 0;
  return format >= 0;
}

bool input_set(input_options *o, int which, const char *value) {
  static const char *const kinds[] = {"auto", "text", "html", "jsonl", "csv", NULL};
  static const char *const formats[] = {"text", "html", NULL};
  switch (which) {
  case INPUT_ENCODING: return o->encoding = value, true;
  case INPUT_MAX_BYTES: return set_most(o, value);
  case INPUT_TEXT_FIELD: return o->fields.text = value, true;
  case INPUT_ID_FIELD: return o->fields.id = value, true;
  case INPUT_TEXT_FORMAT: return set_format(o, option_choice("text-format", value, formats));
  case INPUT_KIND: return (o->kind = option_choice("input", value, kinds)) >= 0;
  case INPUT_INCLUDE: return add_pattern("include", value, o->include, &o->includes);
  case INPUT_EXCLUDE: return add_pattern("exclude", value, o->exclude, &o->excludes);
  case INPUT_FILES_FROM: return o->files_from = value, true;
  default: return o->nul = true;
  }
}

/* ---- Pieces ------------------------------------------------------------------------------------ */

typedef struct {
  const input_options *options;
  input_give give;
  void *with;
  size_t below; /* how much of the paths is the folder that is gone through */
  bool *failed; /* memory ended */
} giver;

void input_piece_free(input_piece *p) {
  free(p->file);
  buf_free(&p->bytes);
  *p = (input_piece){0};
}

static bool give(const giver *g, const char *path, input_piece *p) {
  p->file = strdup(path);
  p->below = g->below;
  if (!p->file) complain("%s: no memory to read it", path), *g->failed = true;
  bool more = p->file && g->give(g->with, p);
  input_piece_free(p);
  return more;
}

static bool give_error(const giver *g, const char *path, int32_t number, const inq_err *err) {
  input_piece p = {.kind = INPUT_TEXT, .line = number, .error = *err};
  p.error.line = number;
  return give(g, path, &p);
}

/* A line may hold more than its text: escapes, other fields. */
static size_t longest_line(const input_options *o) { return 8 * o->most + (1 << 20); }

static bool is_blank(const char *bytes, size_t length) { return strspn(bytes, " \t\r\n") >= length; }

static bool give_lines(const giver *g, const char *path, stream *s) {
  bool more = true;
  for (int32_t number = 1;; number++) {
    input_piece p = {.kind = INPUT_LINES, .line = number};
    inq_err err = {0};
    inq_code code = stream_until(s, '\n', longest_line(g->options), &p.bytes, &more, &err);
    bool blank = !code && !g->options->blank_lines && is_blank(p.bytes.at, p.bytes.length);
    bool goes_on = true;
    if (code && !more) number = 0; /* not the line: the file itself cannot be read on */
    if (code) goes_on = give_error(g, path, number, &err);
    else if (more && !blank) goes_on = give(g, path, &p);
    input_piece_free(&p);
    if (!more || !goes_on) return goes_on;
  }
}

/* A header whose last mark is not closed has taken all records with it. */
static bool give_header(const giver *g, const char *path, const buf *header) {
  csv_record columns = {0};
  inq_err err = {0};
  bool goes_on = true;
  if (csv_split(header->at, header->length, &columns, &err)) goes_on = give_error(g, path, 1, &err);
  csv_free(&columns);
  return goes_on;
}

static bool give_records(const giver *g, const char *path, stream *s) {
  buf header = {0};
  int32_t lines = 0;
  bool more, goes_on = true, none = true;
  inq_err err = {0};
  if (csv_cut(s, longest_line(g->options), &header, &lines, &more, &err))
    goes_on = give_error(g, path, 1, &err), none = false;
  else
    while (more && goes_on) {
      input_piece p = {.kind = INPUT_CSV, .line = lines + 1, .header = header.length};
      buf_bytes(&p.bytes, header.at, header.length);
      inq_code code = csv_cut(s, longest_line(g->options), &p.bytes, &lines, &more, &err);
      if (code) goes_on = give_error(g, path, more ? p.line : 0, &err);
      else if (more && !is_blank(p.bytes.at + p.header, p.bytes.length - p.header))
        goes_on = give(g, path, &p);
      none = none && !more;
      err = (inq_err){0};
      input_piece_free(&p);
    }
  if (none && goes_on) goes_on = give_header(g, path, &header);
  buf_free(&header);
  return goes_on;
}

static bool is_whole(int kind) { return kind == INPUT_AUTO || kind == INPUT_TEXT || kind == INPUT_HTML; }

static int kind_of(const input_options *o, const char *path) {
  if (o->kind != INPUT_AUTO) return o->kind;
  if (file_ends_with(path, ".jsonl") || file_ends_with(path, ".ndjson")) return INPUT_LINES;
  if (file_ends_with(path, ".html") || file_ends_with(path, ".htm") || file_ends_with(path, ".xhtml"))
    return INPUT_HTML;
  return file_ends_with(path, ".csv") ? INPUT_CSV : INPUT_AUTO;
}

static bool give_file(void *with, const char *path) {
  const giver *g = with;
  int kind = kind_of(g->options, path);
  if (is_whole(kind)) return give(g, path, &(input_piece){.kind = kind});
  inq_err err = {0};
  stream *s;
  if (stream_open(path, &s, &err)) return give_error(g, path, 0, &err);
  bool more = kind == INPUT_LINES ? give_lines(g, path, s) : give_records(g, path, s);
  stream_close(s);
  return more;
}

static bool give_path(giver *g, const char *path) {
  const input_options *o = g->options;
  if (!tree_is_folder(path)) return give_file(g, path);
  tree_patterns patterns = {o->include, o->exclude, o->includes, o->excludes, o->leaves, o->leaves_with};
  inq_err err = {0};
  g->below = strlen(path) + (path[strlen(path) - 1] != '/');
  bool more = tree_each(path, &patterns, give_file, g, &err);
  g->below = 0;
  return more && err.code ? give_error(g, path, 0, &err) : more;
}

static bool give_listed(giver *g) {
  const input_options *o = g->options;
  inq_err err = {0};
  stream *list;
  buf name = {0};
  bool more = true, goes_on = true;
  inq_code code = stream_open(o->files_from, &list, &err);
  while (!code && more && goes_on) {
    name.length = 0;
    code = stream_until(list, o->nul ? '\0' : '\n', 1 << 16, &name, &more, &err);
    if (!code && more && name.length) goes_on = give_path(g, name.at);
  }
  if (code) goes_on = give_error(g, o->files_from, 0, &err);
  stream_close(list);
  buf_free(&name);
  return goes_on;
}

bool input_pieces(char *const *paths, int count, const input_options *o, input_give give_to, void *with) {
  bool more = true, failed = false;
  giver g = {o, give_to, with, 0, &failed};
  for (int i = 0; i < count && more; i++) more = give_path(&g, paths[i]);
  if (more && o->files_from) give_listed(&g);
  return !failed;
}

/* ---- Texts ------------------------------------------------------------------------------------- */

static uint64_t hash_of(const buf *b) {
  return str_hash((str){b->at, (int32_t)(b->length < INT32_MAX ? b->length : INT32_MAX)});
}

static inq_code no_memory(input_text *t) {
  return err_set(&t->error, INQ_E_MEMORY, "input", -1, "no memory to read it");
}

/* Puts the fields of a page behind those of the caller that it has not. */
static void add_fields(input_text *t, const json_t *fields) {
  json_t *own = t->meta ? json_loads(t->meta, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, NULL) : NULL;
  buf all = {0};
  buf_bytes(&all, t->meta ? t->meta : "{", t->meta ? strlen(t->meta) - 1 : 1); /* up to its last brace */
  const char *key;
  json_t *value;
  bool some = json_object_size(own) > 0;
  json_object_foreach((json_t *)(uintptr_t)fields, key, value) {
    if (json_object_get(own, key)) continue;
    buf_format(&all, "%s\"%s\":", some ? "," : "", key);
    json_write(value, 0, &all);
    some = true;
  }
  buf_str(&all, "}");
  json_decref(own);
  buf_free(&t->own_meta);
  t->own_meta = all;
  t->meta = all.at;
}

/* The article of a page is the text, and what the page says of it goes to the meta data. */
static void take_page(input_text *t, const char *html, size_t length, const char *encoding) {
  if (inq_page_new(html, length, encoding, &t->page, &t->error)) return;
  t->text = inq_page_text(t->page, &t->length);
  json_t *fields = json_loads(inq_page_meta(t->page), 0, NULL);
  const char *url = json_string_value(json_object_get(fields, "url"));
  bool takes_url = !t->id && url;
  if (takes_url) t->id = t->own_id = strdup(url);
  add_fields(t, fields);
  if (!fields || t->own_meta.failed || (takes_url && !t->id)) no_memory(t);
  json_decref(fields);
}

static void parse_file(const input_piece *p, const input_options *o, input_text *t) {
  buf bytes = {0};
  bool named = strcmp(p->file, "-") != 0;
  if (named) t->own_id = file_id(p->below ? p->file + p->below : file_name(p->file));
  t->id = o->id ? o->id : t->own_id;
  if (named && !t->own_id) no_memory(t);
  else if (file_read(p->file, o->most, &bytes, &t->error) == INQ_OK) {
    t->bytes = bytes.length;
    t->hash = hash_of(&bytes);
    bool html = p->kind == INPUT_HTML || (p->kind == INPUT_AUTO && html_page_seems(bytes.at, bytes.length));
    if (html) take_page(t, bytes.at, bytes.length, o->encoding);
    else charset_to_utf8(bytes.at, bytes.length, o->encoding, &t->own_text, &t->length, NULL, &t->error);
  }
  if (!t->page) t->text = t->own_text;
  buf_free(&bytes);
}

static void parse_line(const input_piece *p, const input_options *o, input_text *t) {
  line *l = &t->own_line;
  line_read(p->bytes.at, p->bytes.length, &o->fields, l, &t->error);
  t->id = l->id;
  t->meta = l->meta.at;
  t->text = l->text;
  t->length = l->length;
}

/* header and record: split.  Fills in what the text is made of. */
static inq_code take_record(const csv_record *header, const csv_record *record, const input_options *o,
                            input_text *t) {
  const char *text = o->fields.text ? o->fields.text : "text", *id = o->fields.id ? o->fields.id : "id";
  int64_t text_at = csv_column(header, text), id_at = csv_column(header, id);
  size_t length;
  if (id_at >= 0 && (size_t)id_at < record->count && *csv_field(record, (size_t)id_at, NULL)) {
    t->id = t->own_id = strdup(csv_field(record, (size_t)id_at, NULL));
    if (!t->id) return no_memory(t);
  }
  if (text_at < 0 || id_at == -2)
    return err_set(&t->error, INQ_E_FILE, "csv", -1, "the header has %s column \"%s\"",
                   text_at == -1 ? "no" : "more than one", text_at < 0 ? text : id);
  if (record->count != header->count)
    return err_set(&t->error, INQ_E_FILE, "csv", -1, "%zu fields under a header of %zu", record->count,
                   header->count);
  const char *field = csv_field(record, (size_t)text_at, &length);
  buf copy = {0};
  buf_bytes(&copy, field, length);
  if (copy.failed) return no_memory(t);
  t->text = t->own_text = copy.at;
  t->length = length;
  inq_code code = csv_meta(header, record, text, id, &t->own_meta, &t->error);
  t->meta = t->own_meta.at;
  return code;
}

static inq_code split_decoded(const char *bytes, size_t length, const char *encoding, csv_record *to,
                              inq_err *err) {
  char *decoded;
  size_t decoded_length;
  inq_code code = charset_to_utf8(bytes, length, encoding, &decoded, &decoded_length, NULL, err);
  if (code == INQ_OK) code = csv_split(decoded, decoded_length, to, err);
  free(decoded);
  return code;
}

static void parse_record(const input_piece *p, const input_options *o, input_text *t) {
  csv_record header = {0}, record = {0};
  const char *at = p->bytes.at;
  size_t length = p->bytes.length - p->header;
  if (split_decoded(at, p->header, o->encoding, &header, &t->error) == INQ_OK &&
      split_decoded(at + p->header, length, o->encoding, &record, &t->error) == INQ_OK)
    take_record(&header, &record, o, t);
  csv_free(&header);
  csv_free(&record);
}

void input_parse(const input_piece *p, const input_options *o, input_text *out) {
  *out = (input_text){.file = p->file, .line = p->line, .error = p->error};
  if (!is_whole(p->kind)) {
    out->bytes = p->bytes.length;
    out->hash = hash_of(&p->bytes);
  }
  if (out->error.code) return;
  if (is_whole(p->kind)) parse_file(p, o, out);
  else if (p->kind == INPUT_LINES) parse_line(p, o, out);
  else parse_record(p, o, out);
  if (o->html && !is_whole(p->kind) && !out->error.code && out->length <= o->most)
    take_page(out, out->text, out->length, "UTF-8");
  if (!out->error.code && out->length > o->most)
    err_set(&out->error, INQ_E_SIZE, "input", (int64_t)o->most, "longer than %zu bytes", o->most);
  if (out->error.code) {
    out->text = NULL;
    out->error.line = p->line;
  }
}

void input_text_free(input_text *t) {
  inq_page_free(t->page);
  free(t->own_text);
  free(t->own_id);
  buf_free(&t->own_meta);
  line_free(&t->own_line);
  *t = (input_text){0};
}

inq_code input_read(const input_text *t, inq_reader *reader, const inq_options *options, inq_doc **out,
                    inq_err *err) {
  if (t->page) return inq_read_page(reader, t->page, options, out, err);
  return inq_read(reader, t->text, t->length, options, out, err);
}

typedef struct {
  const input_options *options;
  input_take take;
  void *with;
} taker;

static bool take_piece(void *with, input_piece *p) {
  const taker *t = with;
  input_text text;
  input_parse(p, t->options, &text);
  bool more = t->take(t->with, &text);
  input_text_free(&text);
  return more;
}

bool input_each(char *const *paths, int count, const input_options *o, input_take take, void *with) {
  taker t = {o, take, with};
  return input_pieces(paths, count, o, take_piece, &t);
}
