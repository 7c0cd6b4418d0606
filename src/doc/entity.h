/* Entities: which names mean the same person, organisation, place, ...
 *
 * Sieves in falling order of certainty, each with conflict checks: same form, surname or short form after the
 * full name, acronym after the name, possessive and "the" variants.  A first name or gender that does not
 * agree keeps two people of one surname apart.  A company named after a person is not that person. */
#ifndef DOC_ENTITY_H
#define DOC_ENTITY_H

#include "doc/lexicon.h"
#include "doc/mark.h"
#include "doc/name.h"
#include "doc/tag.h"
#include "doc/word.h"

typedef enum { GENDER_UNKNOWN, GENDER_MALE, GENDER_FEMALE, GENDER_NEUTER } gender;

typedef struct {
  int32_t type;       /* an inq_type */
  int32_t name;       /* index of the name whose text is the fullest form */
  int32_t first;      /* index of its first name in the text */
  int32_t count;      /* names that mean it */
  int32_t gender;     /* a gender, from titles, pronouns in apposition and first names: a hint */
  bool gendered;      /* by more than a pronoun or two nearby or a single name */
  range role;         /* tokens of what is said of it, "chief executive" or "son", or none */
  range office;       /* tokens of "Secretary of State", or none */
  range affiliation;  /* tokens of "Kaspersky Lab", or none */
  int32_t affiliated; /* the entity of the affiliation, or -1 */
  int32_t listed;     /* number of the list's entity + 1; 0 for one that the list lacks */
} entity;

typedef struct {
  entity *at; /* [count] ordered by first */
  int32_t count;
  int32_t *of; /* [names] the entity of each name */

  /* What was found on the way and speakers go on with. */
  words words;
  range *before; /* [names] the words of a description that lead up to the name, or none */
  range *after;  /* [names] the apposition behind it, or none */
} entities;

/* pos: [tokens] tags; may be NULL. */
entities entities_read(const text *t, const blocks *b, const tokens *k, const marks *m, const uint8_t *pos,
                       const names *n, const lexicon *l, arena *a);

#endif
