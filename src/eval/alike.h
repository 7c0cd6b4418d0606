/* Whether two ways to call a speaker mean the same: "Haddad", "Amira Haddad"; "a spokesman for the firm". */
#ifndef EVAL_ALIKE_H
#define EVAL_ALIKE_H

#include "base/arena.h"
#include "base/str.h"

str alike_lower(str text, arena *a);            /* in lower case */
bool alike_name(str guess, str full, arena *a); /* ends as the full name does, and has no other words */
bool alike_description(str guess, str said, arena *a); /* half of the shorter one's words are in the other */

#endif
