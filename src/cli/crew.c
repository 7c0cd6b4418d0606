#include "cli/crew.h"

#include "base/err.h"

#include <stdlib.h>
#include <unistd.h>

enum {
  MOST_THREADS = 1024,
  JOBS_A_THREAD = 4,    /* in the ring: enough to go on while an older text takes its time */
  HEAVIEST = 256 << 20, /* bytes of lines and records that wait */
  KEPT = 1 << 20        /* a larger buffer is given back after its text */
};

bool crew_set_threads(crew *c, const char *value) {
  double number;
  if (!option_number("jobs", value, 1, MOST_THREADS, &number)) return false;
  c->threads = (int)number;
  return true;
}

/* ---- One text ---------------------------------------------------------------------------------- */

static void count(const inq_doc *doc, crew_job *job) {
  int32_t tokens, quotes;
  const inq_quote *q = inq_quotes(doc, &quotes);
  inq_tokens(doc, &tokens);
  job->words = tokens;
  job->quotes = quotes;
  for (int32_t i = 0; i < quotes; i++) job->speakers += q[i].rule != INQ_RULE_NONE;
}

static void read_text(crew *c, int thread, const input_text *t, crew_job *job) {
  inq_doc *doc = NULL;
  inq_json_options json = c->result->json;
  json.id = t->id;
  json.meta = t->meta;
  inq_options options = c->result->read;
  options.lists = c->engine.lists;
  if (input_read(t, c->readers[thread], &options, &doc, &job->error) == INQ_OK)
    result_document(doc, &json, &job->out, &job->error);
  if (!job->error.code) count(doc, job);
  inq_doc_free(doc);
}

static void crew_read(void *with, int thread, void *of) {
  crew *c = with;
  crew_job *job = of;
  input_text text;
  job->error = (inq_err){0};
  job->words = job->quotes = job->speakers = 0;
  job->out.length = 0;
  if (job->out.room > KEPT || job->out.failed) buf_free(&job->out);
  input_parse(&job->piece, c->input, &text);
  job->bytes = text.bytes;
  job->hash = text.hash;
  job->error = text.error;
  job->kept = !job->error.code && c->known && c->known(c->with, &text, job);
  if (!job->error.code && !job->kept) read_text(c, thread, &text, job);
  if (job->error.code) {
    if (!text.error.code) job->error.line = job->piece.line;
    job->out.length = 0;
    result_error(text.id, &job->error, 0, &job->out);
  }
  input_text_free(&text);
}

static bool finish(void *with, void *job, bool last) {
  crew *c = with;
  crew_job *j = job;
  if (j->error.code) complain_error(j->piece.file, &j->error);
  if (j->out.failed) complain("%s: no memory for the JSON", j->piece.file);
  bool more = c->finish(c->with, j, last) && !j->out.failed;
  input_piece_free(&j->piece);
  return more;
}

/* ---- All of them ------------------------------------------------------------------------------- */

static bool open_readers(crew *c, inq_err *err) {
  c->readers = calloc((size_t)c->threads, sizeof *c->readers);
  for (int i = 0; c->readers && i < c->threads; i++)
    if (inq_reader_new(c->engine.model, &c->readers[i], err)) return false;
  pool_plan plan = {.threads = c->threads,
                    .room = JOBS_A_THREAD * c->threads,
                    .job_size = sizeof(crew_job),
                    .heaviest = HEAVIEST,
                    .work = crew_read,
                    .finish = finish,
                    .with = c};
  c->pool = c->readers ? pool_new(&plan) : NULL;
  if (!c->pool) err_set(err, INQ_E_MEMORY, "threads", -1, "no memory for %d threads", c->threads);
  return c->pool != NULL;
}

int crew_open(crew *c) {
  if (!c->threads) c->threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
  if (c->threads < 1) c->threads = 1;
  int code = engine_open(&c->engine, c->result->model, &c->result->lists, c->result->read.until);
  if (code) return code;
  inq_err err = {0};
  if (open_readers(c, &err)) return DONE;
  complain_error(NULL, &err);
  crew_close(c);
  return SOME_FAILED;
}

bool crew_give(crew *c, input_piece *piece) {
  crew_job *job = pool_next(c->pool);
  if (!job) return false;
  job->piece = *piece;
  *piece = (input_piece){0};
  pool_give(c->pool, job->piece.bytes.length);
  return true;
}

static void forget(void *job) {
  crew_job *j = job;
  input_piece_free(&j->piece);
  buf_free(&j->out);
}

void crew_close(crew *c) {
  pool_free(c->pool, forget);
  for (int i = 0; c->readers && i < c->threads; i++) inq_reader_free(c->readers[i]);
  free(c->readers);
  engine_close(&c->engine);
  c->pool = NULL;
  c->readers = NULL;
}
