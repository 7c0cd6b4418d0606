/* Who is quoted how much: counts over documents that the program wrote, by speaker, by type of quotation and
 * by outlet.
 *
 *   document ─ checked ─ each quotation ─┬─ all, its type
 *                                        ├─ its speaker's row    key: name in lower case, type
 *                                        └─ its outlet's row     key: what stands in meta
 *
 * One speaker is one name and one type, whatever the case of its letters and in whatever documents; a speaker
 * whom its text only describes ("a spokesman") has no type, and counts under those words.  Memory grows with
 * the speakers and outlets, not with the documents. */
#ifndef EVAL_STATS_H
#define EVAL_STATS_H

#include "base/array.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/str.h"
#include "inquit.h"

#include <jansson.h>

enum { STATS_DIRECT, STATS_MIXED, STATS_INDIRECT, STATS_TYPES };

typedef struct {
  str name, type;          /* at is NULL for none */
  int64_t documents, last; /* documents with a quotation of it, for an outlet all; the number of the last */
  int64_t quotes, words;
  int64_t types[STATS_TYPES]; /* of its quotations */
} stats_row;

typedef struct {
  arena arena, scratch; /* of the rows; of one document */
  jmp_buf full;
  map by_speaker, by_outlet;
  array(stats_row) speakers, outlets; /* in the order in which they came */
  int64_t type_words[STATS_TYPES];
  stats_row all;  /* its documents are those that were counted */
  int64_t errors; /* error records among what was given */
} stats;

/* Counts a document.  outlet is the path of a field of `meta`, with dots between its parts; NULL: the first
 * of source, publisher and outlet that is there.  INQ_E_JSON, and nothing is counted, for what is no
 * document. */
inq_code stats_add(stats *s, const json_t *document, const char *outlet, inq_err *err);
void stats_free(stats *s);

/* ---- What they look like: most words first, at most `top` speakers and outlets (0: all) ---------- */

void stats_text(const stats *s, int32_t top, buf *to);
void stats_json(const stats *s, int32_t top, buf *to); /* one line */
void stats_csv(const stats *s, int32_t top, buf *to);  /* one table: total, types, speakers, outlets */

#endif
