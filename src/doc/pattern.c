#include "doc/pattern.h"

#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum { STEPS = 20000 }; /* of matching at one place of a text: what takes more does not match */

struct pattern {
  pcre2_code *code;
};

struct pattern_matcher {
  pcre2_match_data *scratch;
  pcre2_match_context *limits;
};

inq_code pattern_new(str source, bool whole, pattern **out, inq_err *err) {
  int problem;
  size_t where;
  uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK | PCRE2_NEVER_BACKSLASH_C;
  if (whole) options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
  *out = calloc(1, sizeof **out);
  if (!*out) return err_set(err, INQ_E_MEMORY, "lists", -1, "no memory for a pattern");
  (*out)->code = pcre2_compile((PCRE2_SPTR)source.at, (size_t)source.length, options, &problem, &where, NULL);
  if ((*out)->code)
    return (void)pcre2_jit_compile((*out)->code, PCRE2_JIT_COMPLETE), INQ_OK; /* for speed only */
  pattern_free(*out);
  *out = NULL;
  if (problem == PCRE2_ERROR_NOMEMORY || problem == PCRE2_ERROR_HEAP_FAILED)
    return err_set(err, INQ_E_MEMORY, "lists", -1, "no memory for a pattern");
  char why[120] = "";
  pcre2_get_error_message(problem, (PCRE2_UCHAR *)why, sizeof why);
  return err_set(err, INQ_E_FILE, "lists", (int64_t)where, "%s", why);
}

void pattern_free(pattern *p) {
  if (p) pcre2_code_free(p->code);
  free(p);
}

/* PCRE2 takes the reader's memory and gives nothing back: it all goes with the arena. */
static void *take(size_t bytes, void *scratch) { return arena_alloc(scratch, bytes); }
static void leave(void *memory, void *scratch) { (void)memory, (void)scratch; }

pattern_matcher *pattern_matcher_new(arena *a) {
  pattern_matcher *m = arena_new(a, pattern_matcher);
  pcre2_general_context *general = pcre2_general_context_create(take, leave, a);
  m->scratch = pcre2_match_data_create(1, general);
  m->limits = pcre2_match_context_create(general);
  pcre2_set_match_limit(m->limits, STEPS);
  return m;
}

bool pattern_matches(const pattern *p, pattern_matcher *m, str text) {
  return pcre2_match(p->code, (PCRE2_SPTR)text.at, (size_t)text.length, 0, PCRE2_NO_UTF_CHECK, m->scratch,
                     m->limits) >= 0;
}
