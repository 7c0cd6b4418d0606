/* What differs between two readings of one text, such as those of two models.
 *
 *   old, new ─┬─ quotes ─ pairs by the characters that they share (likeness 0.3 or more) ─ edges, cue, source, ...
 *             └─ names ─ by their exact span ─ type
 *
 * Not looked at: ids, scores, rules, blocks, sentences, tokens, roles, which mentions make an entity, and
 * nominals and pronouns. */
#ifndef EVAL_DIFF_H
#define EVAL_DIFF_H

#include "base/buf.h"
#include "eval/article.h"

typedef enum {
  DIFF_APPEARED, /* only the new reading has it */
  DIFF_VANISHED,
  DIFF_TYPE,    /* from here on both have it, but not the same */
  DIFF_CONTENT, /* the edges of its pieces */
  DIFF_CUE,
  DIFF_SOURCE,
  DIFF_SPEAKER, /* the name or the type */
  DIFF_TEXT, /* documents: of another length, or only one of them could be read; the rest is not compared */
  DIFF_KINDS
} diff_kind;

typedef enum { DIFF_DOCUMENT, DIFF_QUOTE, DIFF_NAME, DIFF_ITEMS } diff_item;

extern const char *const DIFF_KIND_NAMES[DIFF_KINDS], *const DIFF_ITEM_NAMES[DIFF_ITEMS];

typedef struct {
  diff_item item;
  diff_kind kind;
  const json_t *document;          /* the newer one that there is */
  const json_t *old_one, *new_one; /* the document, quotation or mention; NULL where there is none */
} diff_change;

typedef struct {
  int64_t both, same; /* of documents: in both, and nothing differs */
  int64_t old_count[DIFF_ITEMS], new_count[DIFF_ITEMS];
  int64_t changes[DIFF_ITEMS][DIFF_KINDS];
  int64_t untouched;  /* quotes that differ in nothing */
  char models[2][64]; /* what read the first document of either side, cut; empty when it does not say */
} diff;

typedef struct {      /* one reading; zeroed: there is none */
  const json_t *json; /* borrowed */
  article article;    /* of json */
  arena arena;        /* holds the article */
} diff_side;

/* Takes a document to be compared, in the place of the one before; without one when it fails. */
inq_code diff_look(diff_side *side, const json_t *json, inq_err *err);

typedef void (*diff_take)(void *with, const diff_change *change);

/* Compares two readings and adds what differs to the sums.  A side without a document: the other has no
 * partner. INQ_E_JSON when their positions count different units. */
inq_code diff_documents(diff *d, const diff_side *old, const diff_side *new, arena *scratch, diff_take take,
                        void *with, inq_err *err);

bool diff_any(const diff *d);

/* ---- What changes look like: a line each ------------------------------------------------------- */

void diff_text_change(const diff_change *c, buf *to);
void diff_json_change(const diff_change *c, buf *to);
void diff_text_sums(const diff *d, buf *to); /* some lines */
void diff_json_sums(const diff *d, buf *to);

#endif
