/* Roles: what is said of a person right beside the name.  An office is the role with what goes with it; whose son or
 * victim somebody is is none.
 *
 *   [Kaspersky Lab] {chief executive} Eugene Kaspersky       before: affiliation and role
 *   {Secretary of State} Jane Doe                            before, an office with a preposition
 *   Jane Doe , a {spokeswoman} for [Acme] ,                  after: an apposition
 *   Jane Doe , {head of research} at [Acme] ,                after, with the field in small letters
 *   Jane Doe is the {chief executive} of [Acme]              after
 *   [Acme] 's {chief executive} , Jane Doe                   before, with a comma
 *   Jane Doe , who heads [Acme]                              after, affiliation only
 *   Acme is a retailer                                       after, no role */
#ifndef DOC_ROLE_H
#define DOC_ROLE_H

#include "doc/name.h"
#include "doc/word.h"

typedef struct {
  range before, after; /* the whole description on either side, whatever the name's type */
  range role;          /* of people only: "Secretary", but "son", too; the ranker of speakers was trained with it */
  range office;        /* of people only: "Secretary of State"; none for "son" */
  int32_t affiliated;  /* the name of the affiliation, -1 for none */
} role;

/* The roles of every name: [names].  pos may be NULL. */
role *roles_read(const tokens *k, const words *w, const uint8_t *pos, const names *n, arena *a);

#endif
