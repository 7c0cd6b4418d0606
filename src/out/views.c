/* A row is a choice from the JSON tree: each column has a name and a path into the item of its layer.
 *
 *   "cue.lemma"   a key of the item's object `cue`       "^id"    a key of the document
 *   "content.0"   the first of an array                  "#"      the item's number, from 0
 *   "content.-1"  the last of an array                   "$..."   what a path cannot say: see computed() */
#include "out/views.h"

#include "base/err.h"
#include "out/json.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *name, *path;
} column;

struct view {
  const char *name; /* of the view and of the layer */
  int32_t layers;
  column columns[18]; /* ends with a NULL name */
};

static const view VIEWS[] = {
    {"quotes",
     0,
     {{"document", "^id"},
      {"quote", "id"},
      {"type", "type"},
      {"start", "content.0.start"},
      {"end", "content.-1.end"},
      {"text", "$content"},
      {"cue", "cue.text"},
      {"lemma", "cue.lemma"},
      {"source", "source.text"},
      {"speaker", "speaker.name"},
      {"speaker_type", "speaker.type"},
      {"entity", "speaker.entity"},
      {"score", "score"},
      {"speaker_score", "speaker_score"},
      {"rule", "rule"},
      {"source_start", "content.0.source_start"},
      {"source_end", "content.-1.source_end"}}},
    {"entities",
     0,
     {{"document", "^id"},
      {"entity", "id"},
      {"type", "type"},
      {"name", "name"},
      {"aliases", "aliases"},
      {"mentions", "mentions"},
      {"role", "role"},
      {"affiliation", "affiliation.text"},
      {"affiliated", "affiliation.entity"},
      {"ref", "ref"}}},
    {"mentions",
     0,
     {{"document", "^id"},
      {"start", "start"},
      {"end", "end"},
      {"text", "text"},
      {"type", "type"},
      {"form", "form"},
      {"entity", "entity"},
      {"name", "$name"},
      {"score", "score"},
      {"source_start", "source_start"},
      {"source_end", "source_end"}}},
    {"sentences",
     INQ_JSON_SENTENCES,
     {{"document", "^id"},
      {"sentence", "#"},
      {"start", "start"},
      {"end", "end"},
      {"block", "block"},
      {"text", "$sentence"},
      {"source_start", "source_start"},
      {"source_end", "source_end"}}},
    {"tokens",
     INQ_JSON_TOKENS,
     {{"document", "^id"},
      {"token", "#"},
      {"start", "start"},
      {"end", "end"},
      {"text", "text"},
      {"lemma", "lemma"},
      {"pos", "pos"},
      {"sentence", "sentence"},
      {"source_start", "source_start"},
      {"source_end", "source_end"}}},
};

enum { VIEW_COUNT = sizeof VIEWS / sizeof *VIEWS };

const char *view_name(int32_t i) { return i >= 0 && i < VIEW_COUNT ? VIEWS[i].name : NULL; }

const view *view_find(const char *name) {
  for (int32_t i = 0; i < VIEW_COUNT; i++)
    if (strcmp(VIEWS[i].name, name) == 0) return &VIEWS[i];
  return NULL;
}

int32_t view_layers(const view *v) { return v->layers; }

/* ---- Values ------------------------------------------------------------------------------------ */

typedef struct { /* where the values of one row come from */
  const inq_doc *doc;
  const json_t *root, *item;
  int32_t number; /* of the item in its layer */
} row;

/* The value at a path of keys and indices, borrowed; NULL where there is none. */
static json_t *at_path(const json_t *value, const char *path) {
  while (value && *path) {
    size_t length = strcspn(path, ".");
    if (json_is_array(value)) {
      long i = strtol(path, NULL, 10);
      value = json_array_get(value, i < 0 ? json_array_size(value) - 1 : (size_t)i);
    } else value = json_object_getn(value, path, length);
    path += length + (path[length] == '.');
  }
  return (json_t *)(uintptr_t)value;
}

/* The pieces of a quotation's content, a blank between them. */
static json_t *content(const row *r) {
  buf text = {0};
  size_t i;
  json_t *piece;
  json_array_foreach(json_object_get(r->item, "content"), i, piece) {
    json_t *words = json_object_get(piece, "text");
    if (i) buf_char(&text, ' ');
    buf_bytes(&text, json_string_value(words), json_string_length(words));
  }
  json_t *value = text.failed ? NULL : json_stringn(text.at ? text.at : "", text.length);
  buf_free(&text);
  return value;
}

/* The name of the entity that a mention means. */
static json_t *name(const row *r) {
  const char *id = json_string_value(json_object_get(r->item, "entity"));
  if (!id) return json_null();
  size_t number = (size_t)strtol(id + 1, NULL, 10); /* "e1" is the first */
  return json_incref(at_path(json_array_get(json_object_get(r->root, "entities"), number - 1), "name"));
}

static json_t *computed(const row *r, const char *what) {
  if (strcmp(what, "content") == 0) return content(r);
  if (strcmp(what, "name") == 0) return name(r);
  const inq_sentence *s = &inq_sentences(r->doc, NULL)[r->number];
  return json_stringn(inq_text(r->doc, NULL) + s->start, (size_t)(s->end - s->start));
}

/* A new reference; NULL when memory ends. */
static json_t *value_of(const row *r, const char *path) {
  if (*path == '#') return json_integer(r->number);
  if (*path == '$') return computed(r, path + 1);
  json_t *value = *path == '^' ? at_path(r->root, path + 1) : at_path(r->item, path);
  return value ? json_incref(value) : json_null();
}

/* ---- Writing ----------------------------------------------------------------------------------- */

static void write_csv(const char *text, size_t length, buf *to) {
  bool plain = true;
  for (size_t i = 0; i < length; i++) plain = plain && !strchr(",\"\r\n", text[i]);
  if (plain) {
    buf_bytes(to, text, length);
    return;
  }
  buf_char(to, '"');
  for (size_t i = 0; i < length; i++) {
    if (text[i] == '"') buf_char(to, '"');
    buf_char(to, text[i]);
  }
  buf_char(to, '"');
}

/* Tabs, line ends and backslashes are written as \t, \n, \r and \\. */
static void write_tsv(const char *text, size_t length, buf *to) {
  for (size_t i = 0; i < length; i++) {
    switch (text[i]) {
    case '\t': buf_str(to, "\\t"); break;
    case '\n': buf_str(to, "\\n"); break;
    case '\r': buf_str(to, "\\r"); break;
    case '\\': buf_str(to, "\\\\"); break;
    default: buf_char(to, text[i]);
    }
  }
}

void view_field(view_format format, const char *text, size_t length, buf *to) {
  if (format == VIEW_CSV) write_csv(text, length, to);
  else write_tsv(text, length, to);
}

/* null is an empty field; the strings of an array are joined by "; ". */
static void write_field(view_format format, const json_t *value, buf *to) {
  buf text = {0};
  if (json_is_string(value)) buf_bytes(&text, json_string_value(value), json_string_length(value));
  else if (json_is_array(value)) {
    for (size_t i = 0; i < json_array_size(value); i++) {
      const json_t *string = json_array_get(value, i);
      if (i) buf_str(&text, "; ");
      buf_bytes(&text, json_string_value(string), json_string_length(string));
    }
  } else if (!json_is_null(value)) json_write(value, 0, &text);
  if (text.failed) to->failed = true;
  else if (text.at) view_field(format, text.at, text.length, to);
  buf_free(&text);
}

static void end_line(view_format format, buf *to) { buf_str(to, format == VIEW_CSV ? "\r\n" : "\n"); }

static char separator(view_format format) { return format == VIEW_CSV ? ',' : '\t'; }

void view_header(const view *v, view_format format, buf *to) {
  if (format == VIEW_JSON) return;
  for (const column *c = v->columns; c->name; c++) {
    if (c != v->columns) buf_char(to, separator(format));
    buf_str(to, c->name);
  }
  end_line(format, to);
}

/* As in documents, objects have places in a page only where there is one; a table has their columns always. */
static bool is_left_out(view_format format, const column *c, const json_t *value) {
  return format == VIEW_JSON && json_is_null(value) && strncmp(c->name, "source_", 7) == 0;
}

static void write_row(const view *v, view_format format, const row *r, buf *to) {
  for (const column *c = v->columns; c->name; c++) {
    json_t *value = value_of(r, c->path);
    if (!value) to->failed = true;
    if (is_left_out(format, c, value)) continue;
    if (format == VIEW_JSON) {
      buf_format(to, "%s\"%s\":", c == v->columns ? "{" : ",", c->name);
      json_write(value, 0, to);
    } else {
      if (c != v->columns) buf_char(to, separator(format));
      write_field(format, value, to);
    }
    json_decref(value);
  }
  if (format == VIEW_JSON) buf_char(to, '}');
  end_line(format, to);
}

inq_code view_rows(const view *v, view_format format, const inq_doc *doc, const inq_json_options *options,
                   buf *to, inq_err *err) {
  inq_json_options wanted = *options;
  wanted.layers = v->layers;
  json_t *root;
  inq_code code = json_document(doc, &wanted, &root, err);
  if (code) return code;
  const json_t *layer = json_object_get(root, v->name);
  for (size_t i = 0; i < json_array_size(layer); i++)
    write_row(v, format, &(row){doc, root, json_array_get(layer, i), (int32_t)i}, to);
  json_decref(root);
  return to->failed ? err_set(err, INQ_E_MEMORY, "json", -1, "no memory for the rows") : INQ_OK;
}
