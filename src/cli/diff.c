/* inquit diff: what changed between two files of output for the same texts, such as those of two models.
 *
 * The files are read side by side.  As long as both have the same documents in the same order, two are held;
 * one whose partner has not come yet waits, as JSON text. */
#include "eval/diff.h"
#include "cli/cli.h"
#include "cli/records.h"
#include "eval/waiting.h"

enum { FORMAT, SUMMARY };

static const option OPTIONS[] = {
    [FORMAT] = {"format", "text|json",
                "for people, or JSON lines: one a change, and the sums; text unless given"},
    [SUMMARY] = {"summary", NULL, "only the sums"},
    {0},
};

enum { SAME = 0, DIFFERENT = 1, TROUBLE = 2 }; /* exit codes, as diff(1) and cmp(1) have them */
enum { OLD, NEW, SIDES };

typedef struct {
  records *file;
  diff_side side; /* the document that is looked at */
  waiting waits;  /* those that came before their partners */
  bool matched;   /* the document has met its partner */
} half;

typedef struct {
  half half[SIDES];
  diff_side other; /* one that had waited */
  arena scratch;
  diff sums;
  bool json, quiet, trouble;
} job;

/* ---- What is written --------------------------------------------------------------------------- */

static void write(job *j, buf *text) {
  if (!text->failed) output_write(text->at, text->length);
  else complain("no memory for the list");
  j->trouble = j->trouble || text->failed;
  buf_free(text);
}

static void list(void *with, const diff_change *c) {
  job *j = with;
  buf text = {0};
  if (j->quiet) return;
  if (j->json) diff_json_change(c, &text);
  else diff_text_change(c, &text);
  write(j, &text);
}

static void sum_up(job *j) {
  buf text = {0};
  if (j->json) diff_json_sums(&j->sums, &text);
  else diff_text_sums(&j->sums, &text);
  write(j, &text);
}

/* ---- Documents side by side -------------------------------------------------------------------- */

/* What is wrong is the document that side h looks at; NULL: one that is in no line any more. */
static void wrong(job *j, half *h, inq_err *err) {
  if (h) records_wrong(h->file, err);
  else complain_error(NULL, err);
  j->trouble = true;
}

static void next_document(job *j, half *h) {
  inq_err err = {0};
  const json_t *json;
  h->matched = false;
  while ((json = records_next(h->file)) && diff_look(&h->side, json, &err)) wrong(j, h, &err);
  if (!json) h->side.json = NULL;
}

static void compare(job *j, const diff_side *old, const diff_side *new, half *at) {
  inq_err err = {0};
  if (diff_documents(&j->sums, old, new, &j->scratch, list, j, &err)) wrong(j, at, &err);
}

/* Compares side h's document with one of the other side that waits for it. */
static void meet_waiting(job *j, int side) {
  half *h = &j->half[side];
  inq_err err = {0};
  json_t *json = h->side.json ? waiting_take(&j->half[!side].waits, h->side.json) : NULL;
  if (!json) return;
  h->matched = true;
  if (diff_look(&j->other, json, &err)) wrong(j, h, &err);
  else if (side == NEW) compare(j, &j->other, &h->side, h);
  else compare(j, &h->side, &j->other, h);
  json_decref(json);
}

static bool same_id(const json_t *x, const json_t *y) {
  const json_t *a = json_object_get(x, "id"), *b = json_object_get(y, "id");
  return a && b ? json_equal(a, b) : !a && !b;
}

static void meet_each_other(job *j) {
  half *old = &j->half[OLD], *new = &j->half[NEW];
  bool both = old->side.json && new->side.json && !old->matched && !new->matched;
  if (!both || !same_id(old->side.json, new->side.json)) return;
  old->matched = new->matched = true;
  compare(j, &old->side, &new->side, new);
}

static void let_wait(job *j, half *h) {
  inq_err err = {0};
  if (h->side.json && !h->matched && waiting_put(&h->waits, h->side.json, &err)) wrong(j, h, &err);
}

static void read_both(job *j) {
  for (;;) {
    for (int side = OLD; side < SIDES; side++) next_document(j, &j->half[side]);
    if (!j->half[OLD].side.json && !j->half[NEW].side.json) return;
    for (int side = OLD; side < SIDES; side++) meet_waiting(j, side);
    meet_each_other(j);
    for (int side = OLD; side < SIDES; side++) let_wait(j, &j->half[side]);
  }
}

/* Those that are in one file only. */
static void list_rest(job *j, int side) {
  const diff_side none = {0}, *sides[SIDES] = {&none, &none};
  inq_err err = {0};
  sides[side] = &j->other;
  for (json_t *json; (json = waiting_rest(&j->half[side].waits)); json_decref(json)) {
    if (diff_look(&j->other, json, &err)) wrong(j, NULL, &err);
    else compare(j, sides[OLD], sides[NEW], NULL);
  }
}

/* ---- The command ------------------------------------------------------------------------------- */

static void end(job *j) {
  for (int side = OLD; side < SIDES; side++) {
    half *h = &j->half[side];
    if (!h->file || records_close(h->file) != DONE) j->trouble = true;
    arena_free(&h->side.arena);
    waiting_free(&h->waits);
  }
  arena_free(&j->other.arena);
  arena_free(&j->scratch);
}

static int run_on(job *j, char **paths) {
  for (int side = OLD; side < SIDES; side++) j->half[side].file = records_open(paths[side]);
  if (j->half[OLD].file && j->half[NEW].file) {
    read_both(j);
    for (int side = OLD; side < SIDES; side++) list_rest(j, side);
    sum_up(j);
  }
  end(j);
  if (output_end(DONE) != DONE || j->trouble) return TROUBLE;
  return diff_any(&j->sums) ? DIFFERENT : SAME;
}

static bool set(job *j, int which, const char *value) {
  static const char *const formats[] = {"text", "json", NULL};
  if (which == SUMMARY) return j->quiet = true;
  int format = option_choice("format", value, formats);
  j->json = format == 1;
  return format >= 0;
}

static int run(int count, char **words) {
  job j = {0};
  option_reader r = {.command = &DIFF, .count = count, .words = words};
  const char *value;
  int which;
  while ((which = option_next(&r, &value)) >= 0)
    if (!set(&j, which, value)) return usage_error(&DIFF);
  if (which == OPTION_HELP) return help_print(&DIFF), output_end(DONE);
  if (which == OPTION_END && r.operands != 2) complain("diff wants an old output and a new one");
  if (which == OPTION_WRONG || r.operands != 2) return usage_error(&DIFF);
  return run_on(&j, words);
}

const command DIFF = {"diff", "[OPTION...] OLD NEW", "list what changed between two files of output", OPTIONS,
                      run};
