/* Speakers: which entity the source of each quotation is.
 *
 * A source that holds a name is that name's entity where the name is its head.  A pronoun or a description is
 * resolved by a ranker over the entities named so far (and, for captions and headlines, later).  A quotation
 * without a source goes to who goes on speaking.  Nobody is invented: an unnamed speaker keeps the source's
 * words. */
#ifndef DOC_SPEAKER_H
#define DOC_SPEAKER_H

#include "doc/entity.h"
#include "doc/quote.h"
#include "doc/trust.h"

typedef struct speaker_model speaker_model; /* the ranker's weights; immutable */

typedef struct {
  int32_t entity; /* -1 for none */
  int32_t rule;   /* an inq_rule */
  range words;    /* INQ_RULE_WORDS: the words for whom the text never names: the quotation's own source, or
                     for "he said" an earlier one or any words before, "a neighbour"; else none */
  float score;    /* probability */
} speaker;

enum { REASONS = 3, WHYS = 3 };

typedef struct {  /* one of the likeliest speakers of a quotation, for people to read */
  int32_t entity; /* or -1 */
  range words;    /* or none; neither: nobody */
  float score;    /* probability; 0: there were fewer candidates */
  int32_t
      why[WHYS]; /* what spoke for it against the best of the others, for inq_why_text(); -1 for no more */
} reason;

typedef struct {
  int32_t first, last; /* tokens */
  int32_t form;        /* INQ_NOMINAL or INQ_PRONOUN */
  int32_t entity;
  float score;
} reference; /* a source that refers to an entity without naming it */

typedef struct {
  speaker *at;           /* [quotes] */
  reason *reasons;       /* [quotes][REASONS], the likeliest first */
  reference *references; /* [reference_count] in order */
  int32_t reference_count;
} speakers;

inq_code speaker_model_open(const pack *p, arena *a, speaker_model **out, inq_err *err);

/* traces: [tokens][TRACE] of doc/trace.h, or NULL.  model may be NULL: then the nearest entity that agrees is taken.
 * whys: say why, which takes longer. */
speakers speakers_read(const text *t, const blocks *b, const tokens *k, const marks *m, const int8_t *traces,
                       const names *n, const entities *e, const quotes *q, const lexicon *l,
                       const speaker_model *model, bool whys, arena *a);

/* Makes probabilities of the ranker's scores, also of those of the reasons and references.  The order stays. */
void speakers_trust(speakers *s, int32_t count, const trust *t);

/* Speakers less probable than `least` become unknown, and their sources no references; scores and reasons
 * stay. */
void speakers_doubt(speakers *s, int32_t count, float least);

#endif
