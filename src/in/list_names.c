/* Names: a row an entity, or several rows of one; see inquit(1), LISTS. */
#include "in/lists.h"

enum { NAME, TYPE, CANONICAL, ALIASES, LETTERS, USE, ID, COLUMNS };
static const char *const COLUMN_NAMES[] = {"name", "type", "canonical", "aliases", "case", "use", "id", NULL};
static const char *const USE_NAMES[] = {"always", "whole", "hint", NULL}; /* by list_use */
static const char *const TYPE_NAMES[] = {"PERSON",  "ORG",   "GPE",  "LOC", "FAC", "NORP",
                                         "PRODUCT", "EVENT", "WORK", "LAW", NULL};

typedef struct {
  inq_lists *l;
  const text *bytes;
  inq_err *err;
  lists_batch batch;
  int32_t column[ROW_FIELDS]; /* which column each field is; from COLUMNS on, one of the user's own */
  str called[ROW_FIELDS];     /* the columns by the header */
  int32_t columns;            /* that there are */
} names_file;

/* ---- Header ------------------------------------------------------------------------------------- */

static bool is_header(const row *r) {
  bool name = false, type = false;
  for (int32_t i = 0; i < r->count; i++) {
    int32_t which = lists_choice(r->fields[i], COLUMN_NAMES);
    name |= which == NAME;
    type |= which == TYPE;
  }
  return name && type;
}

static inq_code take_header(names_file *f, const row *r) {
  f->columns = r->count;
  for (int32_t i = 0; i < r->count; i++) {
    int32_t which = lists_choice(r->fields[i], COLUMN_NAMES);
    f->column[i] = which < 0 ? COLUMNS : which;
    f->called[i] = r->fields[i];
    if (!r->fields[i].length)
      return rows_fault(f->bytes->bytes, r->fields[i].at, f->err, "a column has no name");
    for (int32_t j = 0; j < i; j++)
      if (str_equal(f->called[j], f->called[i]) || (which >= 0 && f->column[j] == which))
        return rows_fault(f->bytes->bytes, r->fields[i].at, f->err, "there are two columns \"%.*s\"",
                          row_shown(f->called[i]), f->called[i].at);
  }
  return INQ_OK;
}

static void take_order(names_file *f) {
  f->columns = COLUMNS;
  for (int32_t i = 0; i < COLUMNS; i++) f->column[i] = i;
}

/* ---- Rows --------------------------------------------------------------------------------------- */

/* The field's choice; an empty one is the first.  -1 after an error. */
static int32_t choose(const names_file *f, str field, const char *what, const char *const *words) {
  if (!field.length) return 0;
  int32_t which = lists_choice(field, words);
  if (which < 0) lists_wrong_word(f->bytes, field, what, words, f->err);
  return which;
}

/* One entity for each type and key, or for each type and canonical name where there is no key. */
static int32_t entity_of(names_file *f, const list_entity *e, bool *fresh) {
  inq_lists *l = f->l;
  bool keyed = e->ref.length > 0;
  int32_t count = l->entities.count;
  int32_t found = *map_put(&l->entity_of[keyed][e->type], keyed ? e->ref : e->name, count, &l->arena);
  *fresh = found == count;
  if (*fresh) *array_push(&l->entities, &l->arena) = *e;
  return found;
}

static void take_attributes(names_file *f, const row *r, list_entity *e) {
  e->attribute = f->l->attributes.count;
  for (int32_t i = 0; i < r->count; i++)
    if (f->column[i] == COLUMNS && r->fields[i].length) {
      *array_push(&f->l->attributes, &f->l->arena) = (list_attribute){f->called[i], r->fields[i]};
      e->attributes++;
    }
}

static inq_code take_phrase(names_file *f, str phrase, list_entry e) {
  if (!lists_has_word(phrase))
    return rows_fault(f->bytes->bytes, phrase.at, f->err, "expected a name, not \"%.*s\"", row_shown(phrase),
                      phrase.at);
  e.phrase = phrase;
  return lists_put(&f->batch, &e);
}

static inq_code take_phrases(names_file *f, str name, str aliases, const list_entry *e) {
  inq_code code = take_phrase(f, name, *e);
  while (code == INQ_OK && aliases.length) {
    str alias = row_part(&aliases, '|');
    if (alias.length) code = take_phrase(f, alias, *e);
  }
  return code;
}

/* The fields by column, empty ones where the row ends early. */
static inq_code order_fields(const names_file *f, const row *r, str *fields) {
  const char *end = r->fields[r->count - 1].at + r->fields[r->count - 1].length;
  if (r->count > f->columns)
    return rows_fault(f->bytes->bytes, r->fields[f->columns].at, f->err, "expected at most %d fields",
                      (int)f->columns);
  for (int32_t i = 0; i < COLUMNS; i++) fields[i] = (str){end, 0};
  for (int32_t i = 0; i < r->count; i++)
    if (f->column[i] < COLUMNS) fields[f->column[i]] = r->fields[i];
  return INQ_OK;
}

static inq_code take_row(names_file *f, const row *r, int32_t line) {
  str fields[COLUMNS];
  inq_code code = order_fields(f, r, fields);
  if (code) return code;
  int32_t type = lists_choice(fields[TYPE], TYPE_NAMES);
  if (type < 0) return lists_wrong_word(f->bytes, fields[TYPE], "type", TYPE_NAMES, f->err);
  int32_t how = choose(f, fields[LETTERS], "case", LISTS_LETTERS);
  int32_t use = how < 0 ? -1 : choose(f, fields[USE], "use", USE_NAMES);
  if (use < 0) return INQ_E_FILE;
  list_entity e = {.type = type,
                   .name = fields[CANONICAL].length ? fields[CANONICAL] : fields[NAME],
                   .ref = fields[ID],
                   .line = line,
                   .file = f->l->file_count};
  bool fresh;
  list_entry entry = {.entity = entity_of(f, &e, &fresh),
                      .line = line,
                      .how = (uint8_t)how,
                      .use = (uint8_t)use,
                      .file = (uint8_t)f->l->file_count};
  if (fresh) take_attributes(f, r, &f->l->entities.at[entry.entity]);
  return take_phrases(f, fields[NAME], fields[ALIASES], &entry);
}

inq_code lists_names(inq_lists *l, const text *bytes, inq_err *err) {
  names_file f = {
      .l = l,
      .bytes = bytes,
      .err = err,
      .batch = {
          .l = l, .tree = &l->names, .bytes = bytes, .phrases = bytes, .err = err, .most = LIST_TOKENS}};
  rows all = rows_begin(bytes->bytes, (size_t)bytes->length);
  row r;
  inq_code code = INQ_OK;
  while (code == INQ_OK && rows_next(&all, &r)) {
    if (f.columns) code = take_row(&f, &r, all.line);
    else if (is_header(&r)) code = take_header(&f, &r);
    else take_order(&f), code = take_row(&f, &r, all.line);
  }
  return code ? code : lists_flush(&f.batch);
}
