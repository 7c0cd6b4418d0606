/* What the forms of an article's names are looked up by: their words at the edges and within, their initials.  For
 * alias.c and bearer.c alone.  Chains are walked for at most CHAIN steps, which keeps all of it linear. */
#ifndef DOC_SIEVE_H
#define DOC_SIEVE_H

#include "base/array.h"
#include "base/map.h"
#include "doc/form.h"

enum { CHAIN = 32, NOBODY = -1 };

typedef struct {      /* a word within a person's name of three and more */
  int32_t form, next; /* an older one, -1 */
} inner_word;

typedef struct {
  forms *f;
  const words *w;
  const names *n;
  arena *a;
  int32_t *by_first, *by_last;     /* [kinds] the newest form that begins or ends with this word, -1 */
  int32_t *next_first, *next_last; /* [forms] an older one */
  int32_t *by_inner;               /* [kinds] the newest of `inner` that is this word, -1 */
  array(inner_word) inner;
  map initials; /* "who" → form */
} sieve;

static inline int32_t last_word(const form *f) { return f->word[f->count - 1]; }

static inline str spelled(const sieve *s, int32_t id) { return s->w->spelling[id]; }

/* Bits of a form's word number i, looked up where the form first stands. */
static inline uint32_t form_bits(const sieve *s, const form *f, int32_t word) {
  const name *n = &s->n->at[f->first];
  for (int32_t i = n->first; i <= n->last; i++)
    if (word_id(s->w, i) == f->word[word]) return word_bits(s->w, i);
  return 0;
}

#endif
