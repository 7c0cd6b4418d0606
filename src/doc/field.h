/* Fields: the line of work that nouns and names speak of, so that "the company" asks for another organisation
 * than "the court" or "the club", and "the lawmaker" for another person than "the striker".
 *
 *   the retailer   BUSINESS        Acme Holdings, which makes lamps   BUSINESS
 *   the judges     LAW             District Court for Oslo            LAW
 *   the striker    SPORT           Borealis, 24, who joined           none */
#ifndef DOC_FIELD_H
#define DOC_FIELD_H

#include "doc/entity.h"

enum { /* bits */
       FIELD_BUSINESS = 1 << 0,
       FIELD_LAW = 1 << 1,
       FIELD_POLICE = 1 << 2,
       FIELD_SCHOOL = 1 << 3,
       FIELD_PRESS = 1 << 4,
       FIELD_SPORT = 1 << 5,
       FIELD_PARTY = 1 << 6,
       FIELD_GOVERNMENT = 1 << 7,
       FIELD_PARLIAMENT = 1 << 8,
       FIELD_HEALTH = 1 << 9,
       FIELD_MONEY = 1 << 10,
       FIELD_CAUSE = 1 << 11, /* charities, unions, campaigners */
       FIELD_ART = 1 << 12,
       FIELD_FORCES = 1 << 13,
       FIELD_FAITH = 1 << 14,
       FIELD_FAMILY = 1 << 15
};

/* The fields of each kind of word: [w->kinds]. */
int32_t *fields_of_words(const words *w, arena *a);

/* [entities] the fields of its names and of what stands around them in the text; 0 for nothing known. */
int32_t *fields_of_entities(const int32_t *fields, const names *n, const entities *e, arena *a);

#endif
