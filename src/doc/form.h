/* Forms: the distinct spellings of names, each with its words, and what each is short for.
 *
 *   names  "Eugene Kaspersky"  "Kaspersky Lab"  "KASPERSKY LAB"  "Kaspersky"
 *   forms   0                   1                1                2           2.full == 1
 */
#ifndef DOC_FORM_H
#define DOC_FORM_H

#include "doc/name.h"
#include "doc/word.h"

typedef struct {
  const int32_t *word; /* [count] ids; no "the", "and", "Inc.", possessive or punctuation */
  int32_t count;
  int32_t type;   /* an inq_type */
  int32_t first;  /* the first name so spelt */
  int32_t third;  /* the third, -1 for fewer: by then it is known whom the form means */
  int32_t names;  /* how many */
  float score;    /* the names' scores, added up */
  int32_t full;   /* the form that it is short for or equal to; itself for none */
  bool acronym;   /* written, at least once, as one word of capitals */
  bool junior;    /* ... Jr. */
  int32_t listed; /* as of its names; of a root: of all forms below it */
} form;

typedef struct {
  form *at; /* [count] ordered by first */
  int32_t count;
  int32_t *of; /* [names] */
} forms;

forms forms_read(const words *w, const names *n, arena *a);

/* The end of the chain of fuller forms. */
int32_t form_root(const forms *f, int32_t i);

/* Declares that i is short for `full`; nothing happens where that is known already, or where the user's list
 * has them as two. */
void form_link(forms *f, int32_t i, int32_t full);

#endif
