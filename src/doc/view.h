/* The view: what the features of one quotation's candidates share while they are worked out. */
#ifndef DOC_VIEW_H
#define DOC_VIEW_H

#include "doc/candidate.h"

#include <math.h>

/* In a function that has `float *f`, a candidate's features. */
#define SET(name, value) (f[FEATURE_##name] = (float)(value))

/* What is worked out once for a quotation. */
typedef struct {
  const scene *s;
  int32_t quote;
  const source *own;
  range content;
  int32_t place;      /* the token that it is looked at from */
  int32_t last_quote; /* the quotation decided before it, or -1 */
  int32_t next_quote;
  int32_t last_end;   /* the last token of the quotation before, its cue and its source, or -1 */
  int32_t around;     /* the quotation in whose content it stands, or -1 */
  int32_t chain;      /* the first of the same pronouns that lead to this source, or -1 */
  int32_t later_word; /* where the source's noun stands next, or -1 */
  int32_t fields;     /* FIELD_... of the source's noun */
  int32_t maker;      /* the name of who made the document that is the source, or -1 */
} view;

/* What is worked out once for a candidate and used again among the others. */
typedef struct {
  int32_t last;      /* its last name before the place, or -1 */
  int32_t last_open; /* the same, in the article's own words */
  int32_t subject;   /* the same, as a subject */
  int32_t chained;   /* its last name before the chain of pronouns, or -1 */
  int32_t next;      /* its first name from the place on, outside the source, or -1 */
  int32_t called;    /* TRAIT_... of the source's head */
  bool fits;         /* shares a field with the source's noun */
  bool agrees;       /* type, number and gender can be what the source asks for */
} standing;

/* Less than nothing, as with a name that reaches beyond the place it is looked at from, is as near as can be:
 * at a distance of -5, fading() would be infinite. */
static inline float none_less(int32_t number) { return number > 0 ? (float)number : 0; }
static inline float fading(int32_t distance) { return 1 / (1 + 0.2F * none_less(distance)); }
static inline float growing(int32_t count) { return logf(1 + none_less(count)) / 4; }

static inline int32_t sentence_of(const scene *s, int32_t token) { return word_sentence(s->w, token); }

#endif
