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

enum {                      /* bits of what a word can be; see models/recipe for where each comes from */
       LEX_MALE = 1 << 0,   /* a first name mostly of men */
       LEX_FEMALE = 1 << 1, /* a first name mostly of women */
       LEX_FIRST_NAME = 1 << 2,
       LEX_SURNAME = 1 << 3,
       LEX_TITLE = 1 << 4, /* Mr, Dr, Senator */
       LEX_NATIONALITY = 1 << 5,
       LEX_COUNTRY = 1 << 6,
       LEX_CITY = 1 << 7,
       LEX_SUFFIX = 1 << 8,        /* Inc, Ltd, GmbH */
       LEX_PERSON_NOUN = 1 << 9,   /* spokesman, minister, coach, analyst, mother */
       LEX_ORG_NOUN = 1 << 10,     /* company, retailer, agency, union, team */
       LEX_GROUP_NOUN = 1 << 11,   /* officials, police, critics, residents */
       LEX_CUE_VERB = 1 << 12,     /* say, tell, announce */
       LEX_CUE_NOUN = 1 << 13,     /* statement, report */
       LEX_PLACE_NOUN = 1 << 14,   /* country, city, state */
       LEX_MAN_NOUN = 1 << 15,     /* spokesman, father, king */
       LEX_WOMAN_NOUN = 1 << 16,   /* spokeswoman, mother, queen */
       LEX_DOCUMENT_NOUN = 1 << 17 /* report, study, poll, lawsuit */
};

inq_code lexicon_open(const pack *p, arena *a, lexicon **out, inq_err *err);

/* The bits of a word in lower case; 0 when it is not known. */
uint32_t lexicon_bits(const lexicon *l, str word);

#endif
