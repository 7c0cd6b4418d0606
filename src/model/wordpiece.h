/* BERT-uncased wordpieces of one token: without accents, in lower case, split at punctuation, then greedily
 * the longest known piece.  models/recipe/wordpiece.py is its twin. */
#ifndef MODEL_WORDPIECE_H
#define MODEL_WORDPIECE_H

#include "model/table.h"

enum { WORDPIECE_MOST = 16 }; /* pieces of a token; the rest of a monstrous one is dropped */

typedef struct {
  table vocabulary; /* section "vocab" */
  int32_t unknown, cls, sep, mark;
  int32_t longest; /* bytes of a piece */
} wordpiece;

/* pieces: how many there are rows for; every number in the vocabulary is below it. */
inq_code wordpiece_open(const pack *p, int32_t pieces, wordpiece *out, inq_err *err);

/* The pieces of a token, 1 to WORDPIECE_MOST of them; returns how many.  A quotation mark, of whatever kind,
 * is one straight mark. */
int32_t wordpiece_split(const wordpiece *w, str token, bool is_mark, int32_t pieces[WORDPIECE_MOST]);

#endif
