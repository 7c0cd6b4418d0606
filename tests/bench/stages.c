/* How long each stage takes: reads the texts ROUNDS times, and writes, for each stage, the processor's
 * seconds of the median round.
 *
 *   bench_stages MODEL ROUNDS FILE... */
#include "doc/layers.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BLOCKS, TOKENS, MARKS, NETWORK, ROLES, FINDINGS, ENTITIES, SPEAKERS, DOCUMENT, JSON, STAGES };
enum { MOST_ROUNDS = 101 };
static const char *const stage_names[STAGES] = {"blocks",   "tokens",   "marks",    "network",  "roles",
                                                "findings", "entities", "speakers", "document", "json"};

typedef struct {
  inq_model *model;
  arena scratch, window, document;
  jmp_buf full;
  double spent[STAGES][MOST_ROUNDS];
  int round;
  double last; /* when the stage before ended */
} bench;

static bench b;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void end_stage(int stage) {
  double at = now();
  b.spent[stage][b.round] += at - b.last;
  b.last = at;
}

/* The network's share of the findings: the linker (--wrap, see the Makefile) leads its callers through here. */
net_scores __real_net_read(const net *n, const net_input *in, arena *scratch);
net_scores __wrap_net_read(const net *n, const net_input *in, arena *scratch);
const float *__real_net_roles(const net *n, const net_input *in, const net_scores *s, int32_t anchor,
                              bool cue, net_reach *seen, arena *scratch);
const float *__wrap_net_roles(const net *n, const net_input *in, const net_scores *s, int32_t anchor,
                              bool cue, net_reach *seen, arena *scratch);

net_scores __wrap_net_read(const net *n, const net_input *in, arena *scratch) {
  end_stage(FINDINGS);
  net_scores s = __real_net_read(n, in, scratch);
  end_stage(NETWORK);
  return s;
}

const float *__wrap_net_roles(const net *n, const net_input *in, const net_scores *s, int32_t anchor,
                              bool cue, net_reach *seen, arena *scratch) {
  end_stage(FINDINGS);
  const float *roles = __real_net_roles(n, in, s, anchor, cue, seen, scratch);
  end_stage(ROLES);
  return roles;
}

static void die(const char *what) {
  fprintf(stderr, "bench_stages: %s\n", what);
  exit(1);
}

#include "file_bytes.h"

static void write_json(const inq_doc *doc) {
  inq_json_options options = {0};
  char *json;
  if (inq_doc_json(doc, &options, &json, NULL, NULL) != INQ_OK) die("no JSON");
  inq_free(json);
  end_stage(JSON);
}

/* As inq_read() does it: src/doc/read.c. */
static void read_text(const char *bytes, size_t length) {
  const inq_model *m = b.model;
  layers l = {0};
  arena *a = &b.scratch;
  b.last = now();
  if (text_read(bytes, length, &l.text, NULL) != INQ_OK) die("not UTF-8");
  l.blocks = blocks_read(&l.text, NULL, m->blocks, a);
  end_stage(BLOCKS);
  l.tokens = tokens_read(&l.text, &l.blocks, a);
  end_stage(TOKENS);
  l.marks = marks_read(&l.text, &l.blocks, &l.tokens, a);
  end_stage(MARKS);
  l.found = findings_read(&l.text, &l.tokens, &l.marks, NULL, m->net, m->traces, false, &b.window, a);
  l.sentences = sentences_read(&l.tokens, l.found.ends, a);
  end_stage(NETWORK);
  l.entities =
      entities_read(&l.text, &l.blocks, &l.tokens, &l.marks, l.found.pos, &l.found.names, m->lexicon, a);
  end_stage(ENTITIES);
  l.speakers = speakers_read(&l.text, &l.blocks, &l.tokens, &l.marks, l.found.traces, &l.found.names,
                             &l.entities, &l.found.quotes, m->lexicon, m->speakers, false, a);
  end_stage(SPEAKERS);
  inq_doc *doc = layers_write(&l, m, a, &b.document);
  end_stage(DOCUMENT);
  write_json(doc);
  arena_reset(a);
  arena_reset(&b.document);
}

static int by_size(const void *left, const void *right) {
  double x = *(const double *)left, y = *(const double *)right;
  return (x > y) - (x < y);
}

int main(int count, char **arguments) {
  inq_err err = {0};
  int rounds = count > 3 ? atoi(arguments[2]) : 0;
  if (rounds < 1 || rounds > MOST_ROUNDS) die("usage: bench_stages MODEL ROUNDS FILE...");
  if (inq_model_open(arguments[1], &b.model, &err) != INQ_OK) die(err.message);
  b.scratch.full = b.window.full = b.document.full = &b.full;
  if (setjmp(b.full)) die("no memory");
  for (int i = 3; i < count; i++) {
    size_t length;
    char *bytes = file_bytes(arguments[i], &length);
    for (b.round = 0; b.round < rounds; b.round++) read_text(bytes, length);
    free(bytes);
  }
  for (int s = 0; s < STAGES; s++) {
    qsort(b.spent[s], (size_t)rounds, sizeof(double), by_size);
    printf("%s\t%.6f\n", stage_names[s], b.spent[s][rounds / 2]);
  }
  arena_free(&b.scratch), arena_free(&b.window), arena_free(&b.document);
  inq_model_close(b.model);
  return 0;
}
