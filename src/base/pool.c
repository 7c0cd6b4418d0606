#include "base/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>

typedef enum { FREE, GIVEN, WORKED_ON, READY } job_state;

/*   finished ≤ taken ≤ given ≤ finished + room; job i lies at place i % room.
 *
 *   ... finished │ ready or worked on │ taken: waits for a thread │ given: free places ... */
struct pool {
  pool_plan plan;
  pthread_mutex_t lock;
  pthread_cond_t came, went; /* a job to work on; a free place */
  uint64_t finished, taken, given;
  size_t weight; /* of the jobs in the ring */
  bool finishing, stopped, closed;
  char *jobs;        /* [room] of job_size */
  job_state *states; /* [room] */
  size_t *weights;   /* [room] */
  pthread_t *threads;
  int started;
};

typedef struct {
  pool *pool;
  int number;
} worker;

static void *job_at(const pool *p, uint64_t i) { return p->jobs + (i % p->plan.room) * p->plan.job_size; }

/* Finishes what is ready, oldest first.  The lock is held, but not while finish() runs; only one thread is in
 * here at a time. */
static void finish_ready(pool *p) {
  if (p->finishing) return;
  p->finishing = true;
  while (p->finished < p->given && p->states[p->finished % p->plan.room] == READY) {
    uint64_t i = p->finished;
    bool last = i + 1 == p->given, stopped = p->stopped;
    pthread_mutex_unlock(&p->lock);
    bool more = !stopped && p->plan.finish(p->plan.with, job_at(p, i), last);
    pthread_mutex_lock(&p->lock);
    if (!more) p->stopped = true;
    p->states[i % p->plan.room] = FREE;
    p->weight -= p->weights[i % p->plan.room];
    p->finished++;
    pthread_cond_broadcast(&p->went);
  }
  p->finishing = false;
}

static void work_on_next(pool *p, int thread) {
  uint64_t i = p->taken++;
  bool stopped = p->stopped;
  p->states[i % p->plan.room] = WORKED_ON;
  pthread_mutex_unlock(&p->lock);
  if (!stopped) p->plan.work(p->plan.with, thread, job_at(p, i));
  pthread_mutex_lock(&p->lock);
  p->states[i % p->plan.room] = READY;
  finish_ready(p);
}

static void *work(void *with) {
  worker w = *(worker *)with;
  free(with);
  pthread_mutex_lock(&w.pool->lock);
  for (;;) {
    while (w.pool->taken == w.pool->given && !w.pool->closed) pthread_cond_wait(&w.pool->came, &w.pool->lock);
    if (w.pool->taken == w.pool->given) break;
    work_on_next(w.pool, w.number);
  }
  pthread_mutex_unlock(&w.pool->lock);
  return NULL;
}

/* The threads take no signals: those go to the thread that reads, which they may wake. */
static void start_threads(pool *p) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  while (p->started < p->plan.threads) {
    worker *w = malloc(sizeof *w);
    if (!w) break;
    *w = (worker){p, p->started};
    if (pthread_create(&p->threads[p->started], NULL, work, w)) {
      free(w);
      break;
    }
    p->started++;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void release(pool *p) {
  pthread_mutex_destroy(&p->lock);
  pthread_cond_destroy(&p->came);
  pthread_cond_destroy(&p->went);
  free(p->jobs);
  free(p->states);
  free(p->weights);
  free(p->threads);
  free(p);
}

pool *pool_new(const pool_plan *plan) {
  pool *p = calloc(1, sizeof *p);
  if (!p) return NULL;
  p->plan = *plan;
  if (p->plan.room < p->plan.threads) p->plan.room = p->plan.threads;
  pthread_mutex_init(&p->lock, NULL);
  pthread_cond_init(&p->came, NULL);
  pthread_cond_init(&p->went, NULL);
  size_t room = (size_t)p->plan.room;
  p->jobs = calloc(room, p->plan.job_size);
  p->states = calloc(room, sizeof *p->states);
  p->weights = calloc(room, sizeof *p->weights);
  p->threads = calloc((size_t)p->plan.threads, sizeof *p->threads);
  if (p->jobs && p->states && p->weights && p->threads) start_threads(p);
  if (p->started) return p;
  release(p);
  return NULL;
}

static bool is_full(const pool *p) {
  uint64_t waiting = p->given - p->finished;
  return waiting == (uint64_t)p->plan.room || (waiting && p->plan.heaviest && p->weight >= p->plan.heaviest);
}

void *pool_next(pool *p) {
  pthread_mutex_lock(&p->lock);
  while (is_full(p) && !p->stopped) pthread_cond_wait(&p->went, &p->lock);
  void *job = p->stopped ? NULL : job_at(p, p->given);
  pthread_mutex_unlock(&p->lock);
  return job;
}

void pool_give(pool *p, size_t weight) {
  pthread_mutex_lock(&p->lock);
  p->states[p->given % p->plan.room] = GIVEN;
  p->weights[p->given % p->plan.room] = weight;
  p->weight += weight;
  p->given++;
  pthread_cond_signal(&p->came);
  pthread_mutex_unlock(&p->lock);
}

bool pool_drain(pool *p) {
  pthread_mutex_lock(&p->lock);
  while (p->finished < p->given) pthread_cond_wait(&p->went, &p->lock);
  bool whole = !p->stopped;
  pthread_mutex_unlock(&p->lock);
  return whole;
}

void pool_free(pool *p, void (*forget)(void *job)) {
  if (!p) return;
  pool_drain(p);
  pthread_mutex_lock(&p->lock);
  p->closed = true;
  pthread_cond_broadcast(&p->came);
  pthread_mutex_unlock(&p->lock);
  for (int i = 0; i < p->started; i++) pthread_join(p->threads[i], NULL);
  for (int i = 0; i < p->plan.room; i++) forget(job_at(p, (uint64_t)i));
  release(p);
}
