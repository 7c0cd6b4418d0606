/* What a run of batch has done, a line of JSON a document, written only when the output it speaks of is on
 * the disk; and what earlier runs have done, so that it need not be done again.
 *
 *   {"document", "line", "input", "model", "version", "made", "status", "shard", "at", "bytes", "check"}
 *
 * input, made and check are 64-bit hashes as hexadecimal digits: of the bytes read; of model, version and
 * options; of the bytes written, which lie at `at` in output file `shard` (0 and 1 for a file of its own).
 * status is "done" or "error"; an error is tried again. */
#ifndef CLI_MANIFEST_H
#define CLI_MANIFEST_H

#include "base/buf.h"

#include <jansson.h>
#include <stdint.h>

typedef struct {
  uint64_t key; /* of document and line; 0: a free place in the table */
  uint64_t input, made, check;
  int64_t at, bytes;
  int32_t shard, run; /* run: whose output it lies in, 0 for a finished one */
} manifest_entry;

typedef struct {
  manifest_entry *entries; /* [room], a power of two, at most half full */
  size_t count, room;
  bool failed; /* memory ended: what is missing is done again */
} manifest;

uint64_t manifest_key(const char *document, int32_t line);
uint64_t manifest_hash(const char *bytes, size_t length);

/* Adds what the manifest at path calls done by runs of the same kind; a later one wins.  Broken lines are
 * skipped. */
void manifest_load(manifest *m, const char *path, int32_t run, uint64_t made);
const manifest_entry *manifest_find(const manifest *m, uint64_t key); /* NULL for none */
void manifest_free(manifest *m);

typedef struct {
  const char *document, *model;
  int32_t line;
  bool done;
} manifest_label;

/* Appends the entry's line. */
void manifest_write(const manifest_entry *e, const manifest_label *label, buf *to);

#endif
