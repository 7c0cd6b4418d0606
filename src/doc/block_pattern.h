/* The phrases by which page furniture, bylines, captions and datelines give themselves away, as PCRE2
 * patterns.  Immutable once compiled; matching needs scratch memory of its own for each reading. */
#ifndef DOC_BLOCK_PATTERN_H
#define DOC_BLOCK_PATTERN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

typedef struct block_patterns block_patterns;
typedef struct block_matcher block_matcher; /* one for each text that is read */

enum { BLOCK_MATCH_VERB, BLOCK_MATCH_ADDRESS }; /* patterns that features ask for by name */

inq_code block_patterns_open(arena *a, block_patterns **out, inq_err *err);
void block_patterns_close(block_patterns *p); /* for what PCRE2 holds; p may be NULL */

block_matcher *block_matcher_new(const block_patterns *p, arena *a);

/* Bit i is set where pattern i matches near the beginning of the paragraph. */
uint64_t block_matches(block_matcher *m, str paragraph);

/* For tests: the same, every pattern tried; and the patterns themselves, NULL behind the last. */
uint64_t block_matches_all(block_matcher *m, str paragraph);
const char *block_pattern(int32_t i);

#endif
