/* Parts of speech (universal tags) and lemmas. */
#ifndef DOC_TAG_H
#define DOC_TAG_H

#include "doc/token.h"
#include "model/table.h"

typedef enum { /* https://universaldependencies.org/u/pos/ */
               POS_ADJ,
               POS_ADP,
               POS_ADV,
               POS_AUX,
               POS_CCONJ,
               POS_DET,
               POS_INTJ,
               POS_NOUN,
               POS_NUM,
               POS_PART,
               POS_PRON,
               POS_PROPN,
               POS_PUNCT,
               POS_SCONJ,
               POS_SYM,
               POS_VERB,
               POS_X,
               POS_COUNT
} pos_tag;

typedef struct lemma_model lemma_model;

inq_code lemma_model_open(const pack *p, arena *a, lemma_model **out, inq_err *err);

/* The lemma of a word that has this tag, in a's memory: lower case but for proper nouns. */
str lemma_of(const lemma_model *m, str word, int32_t pos, arena *a);

#endif
