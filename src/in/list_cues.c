/* Cues: a row a word or words that hand quotations over, and how much that says; see inquit(1), LISTS. */
#include "in/lists.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

static const float USUAL = 2; /* multiplies the odds by seven */
static const float HEAVIEST = 10;

typedef struct {
  inq_lists *l;
  const text *bytes;
  char *plain; /* the same without the brackets */
  inq_err *err;
  lists_batch batch;
} cues_file;

static inq_code take_weight(const cues_file *f, str field, float *weight) {
  char digits[32], *end;
  *weight = USUAL;
  if (!field.length) return INQ_OK;
  *weight = -INFINITY;
  if (lists_choice(field, (const char *const[]){"never", NULL}) == 0) return INQ_OK;
  size_t length = (size_t)field.length < sizeof digits ? (size_t)field.length : sizeof digits - 1;
  memcpy(digits, field.at, length);
  digits[length] = '\0';
  *weight = strtof(digits, &end);
  if (end - digits == field.length && *weight >= -HEAVIEST && *weight <= HEAVIEST) return INQ_OK;
  return rows_fault(f->bytes->bytes, field.at, f->err,
                    "weight is a number from -10 to 10, or never, not \"%.*s\"", row_shown(field), field.at);
}

/* hit [back]: takes the brackets away, and says at which byte the word stands that quotations hang on. */
static inq_code take_anchor(cues_file *f, str phrase, list_entry *e) {
  const char *open = memchr(phrase.at, '[', (size_t)phrase.length);
  ptrdiff_t begin = phrase.at - f->bytes->bytes;
  e->phrase = (str){f->plain + begin, phrase.length};
  if (!open) return INQ_OK;
  const char *close = memchr(open, ']', (size_t)(phrase.at + phrase.length - open));
  if (!close || !lists_has_word((str){open + 1, (int32_t)(close - open) - 1}))
    return rows_fault(f->bytes->bytes, open, f->err, "expected a word in brackets, as in hit [back]");
  e->anchor = (int32_t)(open - phrase.at);
  f->plain[open - f->bytes->bytes] = f->plain[close - f->bytes->bytes] = ' ';
  return INQ_OK;
}

static inq_code take_row(cues_file *f, const row *r, int32_t line) {
  list_entry e = {.entity = -1, .line = line, .how = SPELLING_ANY, .file = (uint8_t)f->l->file_count};
  str phrase = r->fields[0];
  if (r->count > 2) return rows_fault(f->bytes->bytes, r->fields[2].at, f->err, "expected at most 2 fields");
  if (!lists_has_word(phrase))
    return rows_fault(f->bytes->bytes, phrase.at, f->err, "expected a cue, not \"%.*s\"", row_shown(phrase),
                      phrase.at);
  inq_code code = take_anchor(f, phrase, &e);
  if (!code) code = take_weight(f, r->count > 1 ? r->fields[1] : (str){"", 0}, &e.weight);
  return code ? code : lists_put(&f->batch, &e);
}

inq_code lists_cues(inq_lists *l, const text *bytes, inq_err *err) {
  cues_file f = {.l = l, .bytes = bytes, .err = err};
  f.plain = arena_copy(&l->arena, bytes->bytes, (size_t)bytes->length);
  text plain = {f.plain, bytes->length};
  f.batch = (lists_batch){
      .l = l, .tree = &l->cues, .bytes = bytes, .phrases = &plain, .err = err, .most = LIST_CUE};
  rows all = rows_begin(bytes->bytes, (size_t)bytes->length);
  row r;
  inq_code code = INQ_OK;
  for (bool first = true; code == INQ_OK && rows_next(&all, &r); first = false)
    if (!first || lists_choice(r.fields[0], (const char *const[]){"cue", NULL}) < 0)
      code = take_row(&f, &r, all.line);
  return code ? code : lists_flush(&f.batch);
}
