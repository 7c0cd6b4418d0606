/* Threads that work on jobs, and what they made, in the order in which the jobs were given.
 *
 *   pool_next() ─ fill it in ─ pool_give() ─▶ │ring of jobs│ ─ work(), many at once ─ finish(), one after the
 * other
 *
 * The ring bounds how far ahead the giver runs, in jobs and in the weight that it gives them.  finish() is
 * called by the thread that completes the oldest job, so that nothing waits for the giver. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  int threads, room; /* room: jobs in the ring, at least one a thread */
  size_t job_size;
  size_t heaviest; /* jobs are given while those in the ring weigh less; 0: whatever they weigh */
  void (*work)(void *with, int thread, void *job);
  bool (*finish)(void *with, void *job, bool last); /* last: no job waits behind it; false: stop */
  void *with;
} pool_plan;

typedef struct pool pool;

/* NULL when there is no memory, or not even one thread.  With fewer threads than asked for it works on. */
pool *pool_new(const pool_plan *plan);

/* The place of the next job, as the last job there left it (zeroed at first); waits for one.  NULL once
 * finish() has said stop. */
void *pool_next(pool *p);
void pool_give(pool *p, size_t weight);

/* Waits until all that was given is finished.  False when finish() said stop: what came later was dropped. */
bool pool_drain(pool *p);

/* Drains it, calls forget for every place, and ends the threads. */
void pool_free(pool *p, void (*forget)(void *job));

#endif
