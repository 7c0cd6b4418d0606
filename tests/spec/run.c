/* Runs the examples in prose files:  spec [MODEL.inq] FILE.md ...
 *
 *   ```tokens            or ```marks, or ```blocks, which are skipped without a model
 *   the text             may hold empty lines; \u{AD} writes a code point
 *   .
 *   the|text             a line a paragraph
 *   ```
 *
 * Marks are shown in the text: [“a run”]  [“it goes on >]  [> “from the paragraph before”]  [“never closed ?]
 * and {“} for a stray mark.  Of blocks, the kind of each paragraph is shown. */
#include "base/buf.h"
#include "base/utf8.h"
#include "doc/mark.h"
#include "doc/model.h"

#include <stdio.h>
#include <stdlib.h>

typedef enum { TOKENS, MARKS, BLOCKS, KINDS } kind;
static const char *const fences[KINDS] = {"```tokens\n", "```marks\n", "```blocks\n"};

typedef struct {
  const char *file;
  int line; /* of the example */
  kind kind;
  buf input, wanted;
} example;

typedef struct {
  const block_model *model; /* NULL for none */
  int run, failed, skipped;
} tally;

/* ---- What the library makes of it ---------------------------------------------------------------- */

static void write_piece(buf *to, const text *t, int32_t start, int32_t end) {
  buf_bytes(to, t->bytes + start, (size_t)(end - start));
}

static void show_tokens(const text *t, const tokens *k, buf *to) {
  for (int32_t i = 0; i < k->count; i++) {
    if (i) buf_char(to, k->block[i] == k->block[i - 1] ? '|' : '\n');
    write_piece(to, t, k->at[i].start, k->at[i].end);
  }
  buf_char(to, '\n');
}

static void show_run_starts(const marks *m, int32_t token, int32_t *next, buf *to) {
  for (; *next < m->run_count && m->runs[*next].first == token; ++*next)
    buf_str(to, m->runs[*next].previous >= 0 ? "[> " : "[");
}

static void show_run_ends(const marks *m, int32_t token, buf *to) {
  for (int32_t r = m->run_of[token]; r >= 0 && m->runs[r].last == token; r = m->runs[r].parent)
    buf_str(to, m->runs[r].next >= 0 ? " >]" : m->runs[r].close < 0 ? " ?]" : "]");
}

static void show_marks(const text *t, const tokens *k, const marks *m, buf *to) {
  int32_t next = 0;
  for (int32_t i = 0; i < k->count; i++) {
    bool begins = i == 0 || k->block[i] != k->block[i - 1];
    if (i && begins) buf_char(to, '\n');
    if (!begins) write_piece(to, t, k->at[i - 1].end, k->at[i].start);
    show_run_starts(m, i, &next, to);
    if (m->state[i] == MARK_STRAY) buf_char(to, '{');
    write_piece(to, t, k->at[i].start, k->at[i].end);
    if (m->state[i] == MARK_STRAY) buf_char(to, '}');
    show_run_ends(m, i, to);
  }
  buf_char(to, '\n');
}

static void show_blocks(const blocks *b, buf *to) {
  for (int32_t i = 0; i < b->count; i++) buf_format(to, "%s\n", inq_block_kind_name(b->at[i].kind));
}

static buf read_example(const example *e, const block_model *model) {
  jmp_buf full;
  arena a = {.full = &full};
  buf got = {0};
  text t;
  inq_err err = {0};
  if (setjmp(full)) exit(2);
  if (text_read(e->input.at, e->input.length, &t, &err) != INQ_OK) {
    buf_str(&got, err.message);
    return got;
  }
  blocks b = blocks_read(&t, NULL, e->kind == BLOCKS ? model : NULL, &a);
  tokens k = tokens_read(&t, &b, &a);
  marks m = marks_read(&t, &b, &k, &a);
  if (e->kind == BLOCKS) show_blocks(&b, &got);
  else if (e->kind == MARKS) show_marks(&t, &k, &m, &got);
  else show_tokens(&t, &k, &got);
  arena_free(&a);
  return got;
}

/* ---- Reading the files --------------------------------------------------------------------------- */

static void check(const example *e, tally *all) {
  if (e->kind == BLOCKS && !all->model) {
    all->skipped++;
    return;
  }
  buf got = read_example(e, all->model);
  const char *wanted = e->wanted.at ? e->wanted.at : "", *is = got.at ? got.at : "";
  all->run++;
  if (strcmp(wanted, is) != 0) {
    all->failed++;
    printf("%s:%d:\n%swanted: %sgot:    %s\n", e->file, e->line, e->input.at ? e->input.at : "", wanted, is);
  }
  buf_free(&got);
}

static void add_line(buf *to, const char *line) { /* with \u{...} written out */
  for (const char *at = line; *at; at++) {
    char *end;
    if (strncmp(at, "\\u{", 3) != 0) {
      buf_char(to, *at);
      continue;
    }
    char bytes[4];
    long code = strtol(at + 3, &end, 16);
    buf_bytes(to, bytes, (size_t)utf8_write((int32_t)code, bytes));
    at = end;
  }
}

/* What begins with this line; KINDS for none. */
static kind kind_of(const char *line) {
  int k = 0;
  while (k < KINDS && strcmp(line, fences[k]) != 0) k++;
  return (kind)k;
}

static void run_file(const char *path, tally *all) {
  FILE *file = fopen(path, "r");
  if (!file) {
    perror(path);
    exit(2);
  }
  enum { PROSE, INPUT, WANTED } part = PROSE;
  example e = {.file = path};
  char line[8192];
  for (int number = 1; fgets(line, sizeof line, file); number++) {
    if (part == PROSE && kind_of(line) < KINDS) {
      e = (example){.file = path, .line = number, .kind = kind_of(line)};
      part = INPUT;
    } else if (part == INPUT && strcmp(line, ".\n") == 0) part = WANTED;
    else if (part == WANTED && strcmp(line, "```\n") == 0) {
      check(&e, all);
      buf_free(&e.input);
      buf_free(&e.wanted);
      part = PROSE;
    } else if (part != PROSE) add_line(part == INPUT ? &e.input : &e.wanted, line);
  }
  fclose(file);
  if (part != PROSE) printf("%s:%d: the example has no end\n", path, e.line), all->failed++;
}

int main(int count, char **paths) {
  tally all = {0};
  inq_model *model = NULL;
  inq_err err;
  bool given = count > 1 && strstr(paths[1], ".inq");
  if (given && inq_model_open(paths[1], &model, &err))
    return fprintf(stderr, "%s: %s\n", paths[1], err.message), 2;
  if (model) all.model = model->blocks;
  for (int i = 1 + given; i < count; i++) run_file(paths[i], &all);
  inq_model_close(model);
  printf("spec: %d passed, %d failed", all.run - all.failed, all.failed);
  if (all.skipped) printf(", %d skipped", all.skipped);
  putchar('\n');
  return all.failed || !all.run;
}
