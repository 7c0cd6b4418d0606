/* What to ignore: a row a name that is never marked, or a passage that is no part of an article; see
 * inquit(1), LISTS. */
#include "in/lists.h"

enum { NAME, PASSAGE };
static const char *const KIND_NAMES[] = {"name", "passage", NULL};

typedef struct {
  inq_lists *l;
  const text *bytes;
  inq_err *err;
  lists_batch batch[2]; /* by kind */
} ignored_file;

static bool is_pattern(str s) { return s.length > 2 && *s.at == '/' && s.at[s.length - 1] == '/'; }

static inq_code take_pattern(ignored_file *f, int32_t kind, str source) {
  inq_lists *l = f->l;
  pattern **place = kind == NAME
                        ? array_push(&l->ignored_patterns, &l->arena)
                        : array_push(&l->passage_patterns, &l->arena); /* before PCRE2 holds anything */
  inq_err why = {0};
  str inner = {source.at + 1, source.length - 2};
  inq_code code = pattern_new(inner, kind == NAME, place, &why);
  if (code == INQ_E_FILE)
    return rows_fault(f->bytes->bytes, inner.at + why.position, f->err, "wrong pattern: %s", why.message);
  return code ? err_set(f->err, code, why.stage, -1, "%s", why.message) : INQ_OK;
}

static inq_code take_row(ignored_file *f, const row *r, int32_t line) {
  int32_t kind = lists_choice(r->fields[0], KIND_NAMES);
  if (kind < 0) return lists_wrong_word(f->bytes, r->fields[0], "kind", KIND_NAMES, f->err);
  str end = {r->fields[0].at + r->fields[0].length, 0}, phrase = r->count > 1 ? r->fields[1] : end;
  if (r->count > 3) return rows_fault(f->bytes->bytes, r->fields[3].at, f->err, "expected at most 3 fields");
  bool letters = r->count > 2 && r->fields[2].length;
  int32_t how = letters ? lists_choice(r->fields[2], LISTS_LETTERS) : SPELLING_SMART;
  if (how < 0) return lists_wrong_word(f->bytes, r->fields[2], "case", LISTS_LETTERS, f->err);
  if (is_pattern(phrase) && letters)
    return rows_fault(f->bytes->bytes, r->fields[2].at, f->err,
                      "a pattern has no case; (?i) inside it makes it any");
  if (is_pattern(phrase)) return take_pattern(f, kind, phrase);
  if (!lists_has_word(phrase))
    return rows_fault(f->bytes->bytes, phrase.at, f->err, "expected a %s, not \"%.*s\"", KIND_NAMES[kind],
                      row_shown(phrase), phrase.at);
  list_entry e = {
      .phrase = phrase, .entity = -1, .line = line, .how = (uint8_t)how, .file = (uint8_t)f->l->file_count};
  return lists_put(&f->batch[kind], &e);
}

inq_code lists_ignored(inq_lists *l, const text *bytes, inq_err *err) {
  ignored_file f = {.l = l, .bytes = bytes, .err = err};
  list_tree *const trees[] = {&l->ignored, &l->passages};
  for (int32_t kind = NAME; kind <= PASSAGE; kind++)
    f.batch[kind] = (lists_batch){
        .l = l, .tree = trees[kind], .bytes = bytes, .phrases = bytes, .err = err, .most = LIST_TOKENS};
  rows all = rows_begin(bytes->bytes, (size_t)bytes->length);
  row r;
  inq_code code = INQ_OK;
  for (bool first = true; code == INQ_OK && rows_next(&all, &r); first = false)
    if (!first || lists_choice(r.fields[0], (const char *const[]){"kind", NULL}) < 0)
      code = take_row(&f, &r, all.line);
  if (!code) code = lists_flush(&f.batch[NAME]);
  return code ? code : lists_flush(&f.batch[PASSAGE]);
}
