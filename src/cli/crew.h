/* Threads that read texts with one model: what filter and batch share.
 *
 *   input_pieces() ─ crew_give() ─▶ pool: crew_read() on each thread ─▶ finish(), in order */
#ifndef CLI_CREW_H
#define CLI_CREW_H

#include "base/pool.h"
#include "cli/input.h"
#include "cli/result.h"

typedef struct {
  input_piece piece;
  buf out;       /* the document's line of JSON, or the error record */
  inq_err error; /* why it is an error record */
  size_t bytes;  /* of the input */
  uint64_t hash; /* of the input */
  int64_t words, quotes, speakers;
  bool kept; /* known() had it */
} crew_job;

typedef struct {
  const input_options *input;
  const result_options *result;
  int threads;
  bool (*known)(void *with, const input_text *text,
                crew_job *job);                         /* fills in job->out; NULL: nothing is known */
  bool (*finish)(void *with, crew_job *job, bool last); /* as in pool.h */
  void *with;
  engine engine;
  inq_reader **readers; /* [threads] */
  pool *pool;
} crew;

/* DONE or, after a complaint, another exit code.  threads 0: as many as there are processors. */
int crew_open(crew *c);
bool crew_give(crew *c, input_piece *piece); /* takes its contents; false: no more are wanted */
void crew_close(crew *c);                    /* waits for what was given */

bool crew_set_threads(crew *c, const char *value); /* of --jobs; false after a complaint */

#endif
