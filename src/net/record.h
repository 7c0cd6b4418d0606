/* Words' records: everything about a word that does not depend on where it stands, summed once and kept.
 *
 *   word ─┬─ wordpieces, the mean of their rows ─┐
 *         │                                      ├─ + ─ a hidden layer ─ rounded to bytes
 *         └─ rows of its beginnings and endings ─┘
 *
 * Frequent words have theirs in the model, where more went into it.
 *
 * The records kept are shared by all threads and only ever added to, without locks: RECORDS of them, then new
 * words are summed again each time.  What is kept changes nothing but the time it takes. */
#ifndef NET_RECORD_H
#define NET_RECORD_H

#include "model/shape.h"
#include "net/opener.h"

#include <stdatomic.h>

enum {
  RECORDS = 1 << 14,      /* words that are kept; 9.8 thousand are 95 % of news */
  RECORD_SLOTS = 1 << 15, /* where they are looked for: at most half of these are taken */
  RECORD_WORD = 40        /* bytes of the longest word that is kept */
};

typedef struct {          /* behind it, in one piece of memory: int8_t [width] */
  float scale;            /* the record is bytes · scale */
  int32_t shape;          /* a SHAPE_... */
  shape_paragraph behind; /* what the word adds to its paragraph's, behind the first word of it */
  int32_t length;         /* of the word */
  char word[RECORD_WORD];
} record;

static inline const int8_t *record_bytes(const record *r) { return (const int8_t *)(r + 1); }

typedef struct {
  int32_t pieces, words, affixes, width; /* rows or records of each kind; affixes is a power of two */
  int32_t hidden;                        /* of the layer that a sum of rows goes through; 0: there is none */
  const kernel *kernel;
  linear inner, outer; /* that layer, [width] to [hidden] and back */
  wordpiece wordpiece;
  const int8_t *rows;  /* [pieces + affixes][width] */
  const float *scales; /* of the rows */
  table frequent;      /* section "fast.words": words whose records are ready, and their numbers */
  const int8_t *ready; /* [words][width] */
  const float *ready_scales;
  size_t stride; /* bytes from record to record */
  char *kept;    /* [RECORDS][stride] */
  uint64_t key;  /* of the hash that finds them */
  _Atomic(uint32_t) used;
  _Atomic(uint32_t) *slots; /* [RECORD_SLOTS] 0 free, else 1 + the record's number */
} records;

/* Of the sections fast.rows, fast.words, fast.records, fast.inner and fast.outer; the numbers of rows and records,
 * width, hidden and kernel are set already. */
void records_load(records *r, opener *o, arena *a);

/* The words' records, in the records' memory or, when they are not kept, in the scratch arena.  Many at once take less
 * time than one by one: what they need is fetched side by side. */
void records_of(records *r, const str *words, int32_t count, const record **to, arena *scratch);

#endif
