/* inquit filter: JSON lines in, JSON lines out, one for one and in order: for pipes. */
#include "cli/crew.h"

#include <signal.h>
#include <time.h>

enum { JOBS = INPUT_FIELD_OPTIONS };

static const option OPTIONS[] = {
    RESULT_ROWS,
    INPUT_FIELD_ROWS,
    [JOBS] = {"jobs", "N", "read with N threads; 1 unless given"},
    {0},
};

enum { BLOCK = 1 << 16 };
static const double PATIENCE = 0.2; /* seconds that a line may wait while more are in work */

typedef struct {
  crew crew;
  input_options input;
  result_options result;
  buf waiting;    /* whole lines */
  double written; /* when they were last written out */
  int code;
} job;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* The last of the lines that came is not kept waiting for others. */
static bool finish(void *with, crew_job *done, bool last) {
  job *j = with;
  if (done->error.code) j->code = SOME_FAILED;
  buf_bytes(&j->waiting, done->out.at, done->out.length);
  if (j->waiting.failed) return complain("no memory for the output"), j->code = SOME_FAILED, false;
  if (!last && j->waiting.length < BLOCK && now() - j->written < PATIENCE) return true;
  bool more = output_lines(j->waiting.at, j->waiting.length);
  j->waiting.length = 0;
  j->written = now();
  return more;
}

static bool give(void *with, input_piece *piece) { return crew_give(&((job *)with)->crew, piece); }

static bool set(job *j, int which, const char *value) {
  if (which < RESULT_OPTIONS) return result_set(&j->result, which, value);
  if (which < INPUT_FIELD_OPTIONS) return input_set(&j->input, which, value);
  return crew_set_threads(&j->crew, value);
}

static int run(int count, char **words) {
  job j = {.result.json.unit = INQ_CODEPOINT,
           .input = {.kind = INPUT_LINES, .most = INQ_MAX_BYTES, .blank_lines = true},
           .crew = {.threads = 1, .finish = finish}};
  option_reader r = {.command = &FILTER, .count = count, .words = words};
  const char *value;
  int which;
  while ((which = option_next(&r, &value)) >= 0)
    if (!set(&j, which, value)) return usage_error(&FILTER);
  if (which == OPTION_HELP) return help_print(&FILTER), output_end(DONE);
  if (which == OPTION_END && r.operands) complain("filter reads standard input, no files");
  if (which == OPTION_WRONG || r.operands) return usage_error(&FILTER);
  signal(SIGPIPE, SIG_IGN);
  j.crew.input = &j.input;
  j.crew.result = &j.result;
  j.crew.with = &j;
  int code = crew_open(&j.crew);
  if (code) return code;
  char *standard_input[] = {(char[]){"-"}};
  bool given = input_pieces(standard_input, 1, &j.input, give, &j);
  crew_close(&j.crew);
  if (!given) j.code = SOME_FAILED;
  buf_free(&j.waiting);
  return output_end(j.code);
}

const command FILTER = {"filter", "[OPTION...] < LINES",
                        "JSON lines in, JSON lines out, one for one and in order", OPTIONS, run};
