/* What changes look like, for people and as JSON. */
#include "eval/diff.h"
#include "out/json.h"
#include "out/show.h"

/* ---- A change ---------------------------------------------------------------------------------- */

enum { ID_COLUMNS = 40, WORDS_COLUMNS = 60 };

static void show(const json_t *string, int32_t columns, buf *to) {
  if (json_is_string(string))
    show_cut(json_string_value(string), 0, (int32_t)json_string_length(string), columns, to);
  else buf_char(to, '-');
}

static void show_speaker(const json_t *quote, buf *to) {
  const json_t *speaker = json_object_get(quote, "speaker");
  show(json_object_get(speaker, "name"), ID_COLUMNS, to);
  if (!json_is_string(json_object_get(speaker, "type"))) return;
  buf_str(to, " (");
  show(json_object_get(speaker, "type"), ID_COLUMNS, to);
  buf_char(to, ')');
}

static void show_words(const json_t *quote, buf *to) {
  size_t i;
  json_t *piece;
  json_array_foreach(json_object_get(quote, "content"), i, piece) {
    if (i) buf_str(to, " / ");
    show(json_object_get(piece, "text"), WORDS_COLUMNS, to);
  }
}

/* What of a quotation or name changed, as one side has it. */
static void show_value(const diff_change *c, const json_t *of, buf *to) {
  switch (c->kind) {
  case DIFF_CONTENT: show_words(of, to); break;
  case DIFF_CUE: show(json_object_get(json_object_get(of, "cue"), "text"), WORDS_COLUMNS, to); break;
  case DIFF_SOURCE: show(json_object_get(json_object_get(of, "source"), "text"), WORDS_COLUMNS, to); break;
  case DIFF_SPEAKER: show_speaker(of, to); break;
  default: show(json_object_get(of, "type"), WORDS_COLUMNS, to);
  }
}

static void show_item(const diff_change *c, const json_t *of, buf *to) {
  if (c->item == DIFF_NAME) {
    buf_str(to, "name ");
    show(json_object_get(of, "text"), WORDS_COLUMNS, to);
  } else {
    buf_str(to, "quote ");
    show(json_object_get(of, "id"), ID_COLUMNS, to);
  }
}

/* All of a quotation or name that only one side has. */
static void show_whole(const diff_change *c, const json_t *of, buf *to) {
  show_item(c, of, to);
  buf_char(to, ' ');
  show(json_object_get(of, "type"), WORDS_COLUMNS, to);
  if (c->item == DIFF_NAME) return;
  buf_str(to, ", ");
  show_speaker(of, to);
  buf_str(to, ": ");
  show_words(of, to);
}

static void show_document(const diff_change *c, buf *to) {
  if (!c->old_one || !c->new_one) buf_str(to, c->old_one ? "- document" : "+ document");
  else if (json_object_get(c->new_one, "error") && !json_object_get(c->old_one, "error"))
    buf_str(to, "~ document: could not be read any more");
  else if (json_object_get(c->old_one, "error")) buf_str(to, "~ document: could be read now");
  else buf_str(to, "~ document: another text");
}

void diff_text_change(const diff_change *c, buf *to) {
  show(json_object_get(c->document, "id"), ID_COLUMNS, to);
  buf_str(to, ": ");
  if (c->item == DIFF_DOCUMENT) show_document(c, to);
  else if (!c->old_one || !c->new_one) {
    buf_str(to, c->old_one ? "- " : "+ ");
    show_whole(c, c->old_one ? c->old_one : c->new_one, to);
  } else {
    buf_str(to, "~ ");
    show_item(c, c->new_one, to);
    buf_format(to, " %s: ", DIFF_KIND_NAMES[c->kind]);
    show_value(c, c->old_one, to);
    buf_str(to, " → ");
    show_value(c, c->new_one, to);
  }
  buf_char(to, '\n');
}

/* The quotation or name as it stands in the file; of a document, its id says all. */
static json_t *whole(const diff_change *c, const json_t *of) {
  return of && c->item != DIFF_DOCUMENT ? json_deep_copy(of) : json_null();
}

static void write_line(json_t *line, buf *to) {
  if (line) json_write(line, 0, to);
  else to->failed = true;
  buf_char(to, '\n');
  json_decref(line);
}

void diff_json_change(const diff_change *c, buf *to) {
  json_t *id = json_object_get(c->document, "id");
  json_t *line =
      json_pack("{s:O?, s:s, s:s, s:o, s:o}", "document", id, "item", DIFF_ITEM_NAMES[c->item], "change",
                DIFF_KIND_NAMES[c->kind], "old", whole(c, c->old_one), "new", whole(c, c->new_one));
  write_line(line, to);
}

/* ---- The sums ---------------------------------------------------------------------------------- */

static const diff_kind KINDS[DIFF_ITEMS][DIFF_KINDS] = {/* that there are; appeared and vanished always are */
                                                        [DIFF_DOCUMENT] = {DIFF_TEXT},
                                                        [DIFF_QUOTE] = {DIFF_TYPE, DIFF_CONTENT, DIFF_CUE,
                                                                        DIFF_SOURCE, DIFF_SPEAKER},
                                                        [DIFF_NAME] = {DIFF_TYPE}};

static void text_item(const diff *d, diff_item item, int64_t same, buf *to) {
  const int64_t *changes = d->changes[item];
  buf_format(to, "%ss: %lld old, %lld new, %lld the same, %lld appeared, %lld vanished",
             DIFF_ITEM_NAMES[item], (long long)d->old_count[item], (long long)d->new_count[item],
             (long long)same, (long long)changes[DIFF_APPEARED], (long long)changes[DIFF_VANISHED]);
  for (const diff_kind *kind = KINDS[item]; *kind; kind++)
    buf_format(to, "%s%lld %s", kind == KINDS[item] ? "; changed: " : ", ", (long long)changes[*kind],
               DIFF_KIND_NAMES[*kind]);
  buf_char(to, '\n');
}

static int64_t same_of(const diff *d, diff_item item) {
  const int64_t *names = d->changes[DIFF_NAME];
  if (item == DIFF_DOCUMENT) return d->same;
  if (item == DIFF_QUOTE) return d->untouched;
  return d->new_count[DIFF_NAME] - names[DIFF_APPEARED] - names[DIFF_TYPE];
}

void diff_text_sums(const diff *d, buf *to) {
  buf_format(to, "models: %s → %s\n", *d->models[0] ? d->models[0] : "-", *d->models[1] ? d->models[1] : "-");
  for (diff_item item = 0; item < DIFF_ITEMS; item++) text_item(d, item, same_of(d, item), to);
}

static json_t *json_item(const diff *d, diff_item item) {
  const int64_t *changes = d->changes[item];
  json_t *sums =
      json_pack("{s:I, s:I, s:I, s:I, s:I}", "old", (json_int_t)d->old_count[item], "new",
                (json_int_t)d->new_count[item], "same", (json_int_t)same_of(d, item), "appeared",
                (json_int_t)changes[DIFF_APPEARED], "vanished", (json_int_t)changes[DIFF_VANISHED]);
  for (const diff_kind *kind = KINDS[item]; *kind; kind++)
    json_object_set_new(sums, DIFF_KIND_NAMES[*kind], json_integer(changes[*kind]));
  return sums;
}

void diff_json_sums(const diff *d, buf *to) {
  const char *old_model = *d->models[0] ? d->models[0] : NULL,
             *new_model = *d->models[1] ? d->models[1] : NULL;
  json_t *line = json_pack("{s:{s:s?, s:s?, s:o, s:o, s:o}}", "summary", "old_model", old_model, "new_model",
                           new_model, "documents", json_item(d, DIFF_DOCUMENT), "quotes",
                           json_item(d, DIFF_QUOTE), "names", json_item(d, DIFF_NAME));
  write_line(line, to);
}
