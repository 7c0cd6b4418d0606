/* Where batch puts its results, so that nothing is ever half there under its final name.
 *
 *   lines ─▶ NAME.1.part ─ checkpoint: on the disk ─▶ manifest.1.part ─ complete ─▶ NAME, manifest
 *
 * Each run, begun anew or gone on with, writes parts of its own number; those of runs that did not end stay
 * and are looked into by the next, until one completes.  Three layouts: one file; files of so many documents,
 * which get their names as they fill up; a file a document. */
#ifndef CLI_STORE_H
#define CLI_STORE_H

#include "cli/manifest.h"

#include <pthread.h>

typedef enum { STORE_ONE, STORE_SHARDS, STORE_DOCUMENTS } store_layout;
enum { STORE_PENDING = 64 };

typedef struct {
  const char *out; /* a file, or a folder for the other layouts */
  store_layout layout;
  int64_t shard_size; /* documents a shard */
  bool zstd;
  char tag[48]; /* of one job among several: "-3-of-100" */
} store_options;

typedef struct {
  store_options options;
  const char *model; /* what the manifest calls it */
  uint64_t made;
  int32_t run;        /* the number of this one */
  int32_t others;     /* runs before it that did not end have numbers up to this */
  manifest known;     /* what they and a finished one have done */
  int part, journal;  /* files: the shard being written, the manifest; -1 for none */
  int32_t shard;      /* its number, from 1 */
  int64_t in_shard;   /* documents in it */
  int64_t at;         /* bytes in it, those in lines, too */
  buf lines, entries; /* not yet written */
  double saved;       /* when the last checkpoint was */
  struct {
    char *name;
    int file;
  } pending[STORE_PENDING]; /* files of single documents, to be renamed at the checkpoint */
  int pendings;
  pthread_mutex_t looking; /* guards what follows: the file last looked into for known results */
  int looked_run, looked_shard, looked_file;
} store;

/* DONE or, after a complaint, another exit code.  resume: go on with runs that did not end, and keep what a
 * finished one did. */
int store_open(store *s, bool resume);

/* Appends to `to` what earlier runs made of the document; false when there is nothing right.  Any thread.
 * name is that of its own file, for that layout. */
bool store_find(store *s, uint64_t key, uint64_t input, const char *name, buf *to);

/* Takes a document's line (none: length 0).  false after a complaint. */
bool store_add(store *s, manifest_entry *e, const manifest_label *label, const char *name, const buf *line);

/* Brings all that was added to the disk; complete: gives everything its final name.  false after a complaint.
 */
bool store_save(store *s);
bool store_complete(store *s);
void store_close(store *s);

#endif
