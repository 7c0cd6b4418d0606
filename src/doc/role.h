/* Roles: what is said of a person right beside the name.
 *
 *   [Kaspersky Lab] {chief executive} Eugene Kaspersky       before: affiliation and role
 *   Jane Doe , a {spokeswoman} for [Acme] ,                  after: an apposition
 *   [Acme] 's {chief executive} , Jane Doe                   before, with a comma
 *   Jane Doe , who heads [Acme]                              after, affiliation only
 *   Acme is a retailer                                       after, no role */
#ifndef DOC_ROLE_H
#define DOC_ROLE_H

#include "doc/name.h"
#include "doc/word.h"

typedef struct {
  range before, after; /* the whole description on either side, whatever the name's type */
  range role;          /* of people only */
  int32_t affiliated;  /* the name of the affiliation, -1 for none */
} role;

/* The roles of every name: [names].  pos may be NULL. */
role *roles_read(const tokens *k, const words *w, const uint8_t *pos, const names *n, arena *a);

#endif
