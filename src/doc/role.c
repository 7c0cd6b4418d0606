/* A description is a run of nouns and their modifiers, bounded by verbs, punctuation and function words; the
 * role is its part from behind the affiliation to its last noun for a person. */
#include "doc/role.h"

#include "doc/tag.h"

enum { BEFORE = 8, AFTER = 14, NONE = -1 }; /* how many tokens a description has at most */

typedef struct {
  const tokens *k;
  const words *w;
  const uint8_t *pos; /* may be NULL */
  const names *n;
  const int32_t *name_of; /* [tokens] the name that holds it, -1 */
} reading;

static bool is_verb(const reading *r, int32_t i) {
  if (r->pos) return r->pos[i] == POS_VERB || r->pos[i] == POS_AUX;
  uint32_t noun = LEX_PERSON_NOUN | LEX_TITLE | LEX_ORG_NOUN;
  return (word_bits(r->w, i) & (LEX_CUE_VERB | LEX_VERB)) && !(word_bits(r->w, i) & noun) &&
         word_shape(r->w, i) == CASE_LOWER;
}

static bool is_hyphen(const reading *r, int32_t i) { return word_is(r->w, i, "-") || word_is(r->w, i, "/"); }

/* Whether token i can be a part of a description without prepositions. */
static bool describes(const reading *r, int32_t i) {
  if (r->name_of[i] != NONE || is_hyphen(r, i) || word_possessive(r->w, i)) return true;
  if (word_is(r->w, i, "and") || word_is(r->w, i, "&")) return true;
  if (word_bits(r->w, i) & (LEX_FUNCTION | LEX_PREPOSITION)) return false;
  return word_shape(r->w, i) != CASE_NONE && !is_verb(r, i);
}

static bool is_role_noun(const reading *r, int32_t i) {
  static const char *const polite[] = {"mr",  "mrs",  "ms",  "miss", "mx",    "dr",
                                       "sir", "dame", "hon", "st",   "saint", NULL};
  if (r->name_of[i] != NONE || word_in(r->w, i, polite)) return false;
  if (word_bits(r->w, i) & LEX_PERSON_NOUN) return true;
  return (word_bits(r->w, i) & LEX_TITLE) && word_shape(r->w, i) != CASE_LOWER;
}

static bool is_affiliation(const reading *r, int32_t name_index) {
  int32_t type = r->n->at[name_index].type;
  return type == INQ_ORG || type == INQ_GPE || type == INQ_FAC;
}

/* The role inside the tokens [first, last]: from behind the last name or determiner to the last role noun. */
static range role_in(const reading *r, int32_t first, int32_t last) {
  while (last >= first && !is_role_noun(r, last)) last--;
  int32_t start = last;
  while (start > first && r->name_of[start - 1] == NONE && !word_possessive(r->w, start - 1) &&
         describes(r, start - 1))
    start--;
  while (start < last &&
         (is_hyphen(r, start) || word_shape(r->w, start) == CASE_NONE || word_is(r->w, start, "and")))
    start++;
  return last < first ? (range){NONE, NONE} : (range){start, last};
}

/* The first name in [first, last] that can be an affiliation. */
static int32_t affiliation_in(const reading *r, int32_t first, int32_t last) {
  for (int32_t i = first; i <= last; i++)
    if (r->name_of[i] != NONE && is_affiliation(r, r->name_of[i])) return r->name_of[i];
  return NONE;
}

static int32_t block_start(const reading *r, int32_t i, int32_t furthest) {
  int32_t start = i;
  while (start > 0 && i - start < furthest && r->k->block[start - 1] == r->k->block[i]) start--;
  return start;
}

static int32_t block_end(const reading *r, int32_t i, int32_t furthest) {
  int32_t end = i;
  while (end + 1 < r->k->count && end - i < furthest && r->k->block[end + 1] == r->k->block[i]) end++;
  return end;
}

/* Tokens of the description that ends at `end`, beginning no earlier than `start`. */
static range description_before(const reading *r, int32_t start, int32_t end) {
  int32_t at = end + 1;
  while (at > start && describes(r, at - 1)) at--;
  while (at <= end && (word_possessive(r->w, at) || word_is(r->w, at, "and") || is_hyphen(r, at))) at++;
  return at <= end ? (range){at, end} : (range){NONE, NONE};
}

static void read_before(const reading *r, const name *n, role *out) {
  int32_t start = block_start(r, n->first, BEFORE), end = n->first - 1;
  if (end < start) return;
  bool comma = word_is(r->w, end, ",");
  out->before = description_before(r, start, comma ? end - 1 : end);
  if (out->before.first == NONE) return;
  range found = role_in(r, out->before.first, out->before.last);
  /* "Acme's chief executive, Jane Doe": the comma must follow the role, or the two have nothing to do with
   * each other; "former minister and" does not lead up to a name either. */
  if (comma && (found.last != out->before.last || word_is(r->w, end - 1, "and")))
    out->before = found = (range){NONE, NONE};
  if (n->type != INQ_PERSON || found.last == NONE) return;
  out->role = found;
  out->affiliated = affiliation_in(r, out->before.first, found.first - 1);
}

static bool ends_apposition(const reading *r, int32_t i) {
  static const char *const relative[] = {"who",   "which", "whose", "that", "when",
                                         "where", "but",   "while", NULL};
  if (word_is(r->w, i, ",") || word_is(r->w, i, ";") || word_is(r->w, i, ")") || word_is(r->w, i, ":"))
    return true;
  return word_in(r->w, i, relative) || word_is(r->w, i, ".") || word_is(r->w, i, "\"") ||
         word_is(r->w, i, "\xe2\x80\x9d");
}

/* ", who heads Acme": the name behind a verb of leading. */
static int32_t led_by(const reading *r, int32_t who, int32_t end) {
  static const char *const leads[] = {"heads",   "headed",  "leads", "led",     "runs",    "ran", "chairs",
                                      "chaired", "founded", "owns",  "directs", "coaches", NULL};
  for (int32_t i = who + 1; i < end && i <= who + 3; i++)
    if (word_in(r->w, i, leads)) return affiliation_in(r, i + 1, i + 3 < end ? i + 3 : end);
  return NONE;
}

/* The apposition that begins here: up to a comma, a full stop, "who"; none where a clause begins instead. */
static range apposition(const reading *r, int32_t first, int32_t end) {
  int32_t behind = first;
  for (; behind <= end && !ends_apposition(r, behind); behind++)
    if (is_verb(r, behind) && behind < first + 3) return (range){NONE, NONE};
  return behind > first ? (range){first, behind - 1} : (range){NONE, NONE};
}

/* "Acme is a retailer of lamps": what stands behind the article. */
static range complement(const reading *r, int32_t verb, int32_t end) {
  static const char *const links[] = {"is", "was", "are", "were", "became", "remains", NULL};
  static const char *const articles[] = {"a", "an", "the", "one", NULL};
  if (verb + 2 > end || !word_in(r->w, verb, links) || !word_in(r->w, verb + 1, articles))
    return (range){NONE, NONE};
  return apposition(r, verb + 2, end);
}

static void read_after(const reading *r, const name *n, role *out) {
  int32_t end = block_end(r, n->last, AFTER), comma = n->last + 1;
  out->after = complement(r, comma, end);
  if (comma + 1 >= end || !(word_is(r->w, comma, ",") || word_is(r->w, comma, "("))) return;
  if (word_is(r->w, comma + 1, "who")) {
    if (out->affiliated == NONE) out->affiliated = led_by(r, comma + 1, end);
    return;
  }
  range a = out->after = apposition(r, comma + 1, end);
  if (a.first == NONE || n->type != INQ_PERSON || out->role.first != NONE) return;
  int32_t head = a.first; /* it stands before the first preposition */
  while (head <= a.last && !((word_bits(r->w, head) & LEX_PREPOSITION) && r->name_of[head] == NONE)) head++;
  out->role = role_in(r, a.first, head - 1);
  if (out->role.first != NONE) out->affiliated = affiliation_in(r, a.first, a.last);
}

role *roles_read(const tokens *k, const words *w, const uint8_t *pos, const names *n, arena *a) {
  int32_t *name_of = arena_array(a, int32_t, k->count);
  for (int32_t i = 0; i < k->count; i++) name_of[i] = NONE;
  for (int32_t i = 0; i < n->count; i++)
    for (int32_t j = n->at[i].first; j <= n->at[i].last; j++) name_of[j] = i;
  reading r = {k, w, pos, n, name_of};
  role *out = arena_array(a, role, n->count);
  for (int32_t i = 0; i < n->count; i++) {
    out[i] = (role){{NONE, NONE}, {NONE, NONE}, {NONE, NONE}, NONE};
    read_before(&r, &n->at[i], &out[i]);
    read_after(&r, &n->at[i], &out[i]);
  }
  return out;
}
