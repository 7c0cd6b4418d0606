/* What single words and names are known to be: first names and their gender, titles, nationalities, nouns
 * for people and for organisations, cues.  Condensed from ../shared/data/lex by models/recipe; all keys are
 * lower case. */
#ifndef DOC_LEXICON_H
#define DOC_LEXICON_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "model/pack.h"

typedef struct lexicon lexicon;

enum { /* bits of what a word can be; models/recipe/lexicon.py says where each comes from, in this order */
       LEX_MALE = 1 << 0,   /* a first name mostly of men */
       LEX_FEMALE = 1 << 1, /* a first name mostly of women */
       LEX_FIRST_NAME = 1 << 2,
       LEX_SURNAME = 1 << 3,
       LEX_TITLE = 1 << 4, /* Mr, Dr, Senator */
       LEX_NATIONALITY = 1 << 5,
       LEX_COUNTRY = 1 << 6,
       LEX_CITY = 1 << 7,
       LEX_SUFFIX = 1 << 8,         /* Inc, Ltd, GmbH */
       LEX_PERSON_NOUN = 1 << 9,    /* spokesman, minister, coach, analyst, mother */
       LEX_ORG_NOUN = 1 << 10,      /* company, retailer, agency, union, team */
       LEX_GROUP_NOUN = 1 << 11,    /* officials, police, critics, residents */
       LEX_CUE_VERB = 1 << 12,      /* said, tells, announcing: every form */
       LEX_CUE_NOUN = 1 << 13,      /* statement, report */
       LEX_PLACE_NOUN = 1 << 14,    /* country, city, state */
       LEX_MAN_NOUN = 1 << 15,      /* spokesman, father, king */
       LEX_WOMAN_NOUN = 1 << 16,    /* spokeswoman, mother, queen */
       LEX_DOCUMENT_NOUN = 1 << 17, /* report, study, poll, lawsuit */
       LEX_PREPOSITION = 1 << 18,   /* of, for, with: what ends the head of a noun phrase */
       LEX_FUNCTION = 1 << 19,      /* the, who, is: no word of a description */
       LEX_OFFICE_NOUN = 1 << 20,   /* president, judge: one holder at a time */
       LEX_SPOKES_NOUN = 1 << 21,   /* spokesman, spokeswoman: speaks for another */
       LEX_VERB = 1 << 22,          /* common verbs that show their subject: is, has, won */
       LEX_PART_NOUN = 1 << 23,     /* office, campaign, family: belongs to a name, and is not it */
       LEX_STUDY_NOUN = 1 << 24,    /* report, poll, data: published by somebody */
       LEX_STATEMENT_NOUN = 1 << 25 /* statement, letter, post: says what its author says */
};

enum { LEX_ANY_DOCUMENT = LEX_DOCUMENT_NOUN | LEX_STUDY_NOUN | LEX_STATEMENT_NOUN };

inq_code lexicon_open(const pack *p, arena *a, lexicon **out, inq_err *err);

/* The bits of a word in lower case; 0 when it is not known, or when l is NULL. */
uint32_t lexicon_bits(const lexicon *l, str word);

/* The bits of a token as it is written: its ASCII letters folded, without a full stop at its end.  None of long
 * ones. */
uint32_t lexicon_token(const lexicon *l, str token);

/* The same as lexicon_bits() for many words, in less time. */
void lexicon_bits_of(const lexicon *l, const str *words, int32_t count, uint32_t *bits);

#endif
