/* The forms of an entity's names: each way in which they are written, once, in the order of the mentions. */
#ifndef OUT_SPELT_H
#define OUT_SPELT_H

#include "base/buf.h"
#include "base/str.h"
#include "inquit.h"

typedef struct {
  int32_t entity, mention; /* the first mention that is written so */
  int32_t start;           /* of the words in spelt.folded */
  str words;               /* blanks folded, see pen.h */
} form;

typedef struct {
  form *at; /* [count] ordered by entity, then by mention */
  int32_t count;
  buf folded;
} spelt;

/* Of mentions [count] of the text.  false: there was no memory, and there are no forms.  Free them either way. */
bool spelt_read(const char *text, const inq_mention *mentions, int32_t count, spelt *out);
void spelt_free(spelt *f);

#endif
