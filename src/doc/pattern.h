/* The user's own regular expressions (PCRE2), bounded in time. */
#ifndef DOC_PATTERN_H
#define DOC_PATTERN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

typedef struct pattern pattern;
typedef struct pattern_matcher pattern_matcher; /* for one thread */

/* whole: it must match all of what is looked at.  On failure err's position is the byte in the source. */
inq_code pattern_new(str source, bool whole, pattern **out, inq_err *err);
void pattern_free(pattern *p);

pattern_matcher *pattern_matcher_new(arena *a);
bool pattern_matches(const pattern *p, pattern_matcher *m, str text);

#endif
