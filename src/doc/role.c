/* A description is a run of nouns and their modifiers, bounded by verbs, punctuation and function words; the
 * role is its part from behind the affiliation to its last noun for a person. */
#include "doc/role.h"

#include "doc/tag.h"

enum { BEFORE = 8, OFFICE = 12, AFTER = 14, NONE = -1 }; /* how many tokens a description has at most */

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

/* Participles that are part of an office: "managing director", "acting chief". */
static bool is_in_office(const reading *r, int32_t i) {
  static const char *const parts[] = {"managing", "acting",   "founding", "leading", "sitting", "outgoing",
                                      "incoming", "retiring", "retired",  "ousted",  "lead",    NULL};
  return word_in(r->w, i, parts);
}

/* Whether token i can be a part of a description without prepositions. */
static bool describes(const reading *r, int32_t i) {
  if (r->name_of[i] != NONE || is_hyphen(r, i) || word_possessive(r->w, i)) return true;
  if (word_is(r->w, i, "and") || word_is(r->w, i, "&")) return true;
  if (word_bits(r->w, i) & (LEX_FUNCTION | LEX_PREPOSITION)) return false;
  return word_shape(r->w, i) != CASE_NONE && (!is_verb(r, i) || is_in_office(r, i));
}

/* What relates a person to others, or says what befell him, is not what he is: of 103 roles that ended so in gold/train
 * and gold/train-world, one was right. */
static bool is_relation(const reading *r, int32_t i) {
  static const char *const relations[] = {
      "son",      "daughter",    "father",      "mother",    "wife",     "husband",   "brother",  "sister",
      "uncle",    "aunt",        "cousin",      "nephew",    "niece",    "mum",       "mom",      "dad",
      "parent",   "child",       "grandfather", "widow",     "fiancee",  "girlfriend", "boyfriend",
      "friend",   "half-sister", "half-brother", "ex-wife",  "ex-husband", "stepfather", "grandmother", "grandson",
      "granddaughter", "rival",  "opponent",    "predecessor", "successor", "counterpart", "man",  "woman",
      "boy",      "girl",        "teenager",    "person",    "citizen",  "resident",  "customer", "passenger",
      "victim",   "user",        NULL};
  return word_in(r->w, i, relations);
}

static bool is_polite(const reading *r, int32_t i) {
  static const char *const polite[] = {"mr",  "mrs",  "ms",  "miss", "mx",    "dr",
                                       "sir", "dame", "hon", "st",   "saint", NULL};
  return word_in(r->w, i, polite);
}

static bool is_role_noun(const reading *r, int32_t i) {
  if (r->name_of[i] != NONE || is_polite(r, i)) return false;
  if (word_bits(r->w, i) & LEX_PERSON_NOUN) return true;
  return (word_bits(r->w, i) & LEX_TITLE) && word_shape(r->w, i) != CASE_LOWER;
}

static bool is_affiliation(const reading *r, int32_t name_index) {
  int32_t type = r->n->at[name_index].type;
  return type == INQ_ORG || type == INQ_GPE || type == INQ_FAC;
}

/* What may stand in front of a role and is no part of it: "[34-year-old] teacher". */
static bool leads_nowhere(const reading *r, int32_t i) {
  static const char *const fillers[] = {"and", "year", "old", "including", "whether", NULL};
  return is_hyphen(r, i) || word_shape(r->w, i) == CASE_NONE || word_in(r->w, i, fillers);
}

/* "House Speaker", "Senate majority leader", "Treasury Secretary": the office is called so, 38 of 47 in gold/train. */
static bool is_chamber(const reading *r, int32_t i) {
  static const char *const chambers[] = {"house", "senate", "treasury", NULL};
  if (r->name_of[i] == NONE || !word_in(r->w, i, chambers)) return false;
  return r->n->at[r->name_of[i]].first == r->n->at[r->name_of[i]].last;
}

/* The role inside the tokens [first, last]: from behind the last name or determiner to the last role noun. */
static range role_in(const reading *r, int32_t first, int32_t last) {
  while (last >= first && !is_role_noun(r, last)) last--;
  int32_t start = last;
  while (start > first && r->name_of[start - 1] == NONE && !word_possessive(r->w, start - 1) &&
         describes(r, start - 1))
    start--;
  while (start < last && leads_nowhere(r, start)) start++;
  if (last >= first && start > first && is_chamber(r, start - 1)) start--;
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

/* Where the description without prepositions begins that ends in front of token `end`. */
static int32_t run_start(const reading *r, int32_t start, int32_t end) {
  while (end > start && describes(r, end - 1)) end--;
  return end;
}

/* Tokens of the description that ends at `end`, beginning no earlier than `start`. */
static range description_before(const reading *r, int32_t start, int32_t end) {
  int32_t at = run_start(r, start, end + 1);
  while (at <= end && (word_possessive(r->w, at) || word_is(r->w, at, "and") || is_hyphen(r, at))) at++;
  return at <= end ? (range){at, end} : (range){NONE, NONE};
}

static bool is_noun(const reading *r, int32_t i) {
  return !r->pos || r->pos[i] == POS_NOUN || r->pos[i] == POS_PROPN;
}

static bool holds_person(const reading *r, int32_t first, int32_t last) {
  for (int32_t i = first; i <= last; i++)
    if (r->name_of[i] != NONE && r->n->at[r->name_of[i]].type == INQ_PERSON) return true;
  return false;
}

/* "[Secretary of] State Ada Moreau", "the [head of the] lab, Ada Moreau": the office that ends with the noun phrase
 * *whole, which then begins where the description of the office does; none where there is none. */
static range office_before(const reading *r, int32_t start, range *whole) {
  enum { NESTED = 2 };
  static const char *const prepositions[] = {"of", "for", "to", "in", NULL};
  static const char *const articles[] = {"the", "a", "an", "its", "his", "her", NULL};
  int32_t last = whole->last > whole->first && is_polite(r, whole->last) ? whole->last - 1 : whole->last;
  range head = *whole;
  for (int32_t depth = 0; depth < NESTED && is_noun(r, last); depth++) {
    int32_t behind = head.first - 1;
    if (behind > start && word_in(r->w, behind, articles)) behind--;
    if (behind <= start || !word_in(r->w, behind, prepositions) || holds_person(r, behind, last)) break;
    head = description_before(r, start, behind - 1);
    if (head.first == NONE || is_relation(r, head.last)) break;
    if (!is_role_noun(r, head.last)) continue;
    whole->first = head.first;
    return (range){role_in(r, head.first, head.last).first, last};
  }
  return (range){NONE, NONE};
}

static void read_before(const reading *r, const name *n, role *out) {
  int32_t start = block_start(r, n->first, BEFORE), end = n->first - 1;
  if (end < start) return;
  bool comma = word_is(r->w, end, ",");
  range whole = out->before = description_before(r, start, comma ? end - 1 : end);
  if (whole.first == NONE) return;
  range found = role_in(r, whole.first, whole.last);
  range office = found.last == NONE ? office_before(r, block_start(r, n->first, OFFICE), &whole) : found;
  /* "Acme's chief executive, Jane Doe": the comma must follow the role, or the two have nothing to do with
   * each other; "former minister and" does not lead up to a name either. */
  if (comma && (found.last != out->before.last || word_is(r->w, end - 1, "and"))) {
    if (found.last != NONE) office = (range){NONE, NONE};
    out->before = found = (range){NONE, NONE};
  }
  if (n->type != INQ_PERSON) return;
  out->role = found;
  if (office.last == NONE || is_relation(r, office.last)) return;
  out->office = office;
  out->affiliated = affiliation_in(r, whole.first, office.last);
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

/* The apposition that begins here: up to a comma, a full stop, "who", or a verb behind what the person is; none where
 * a clause begins instead.  *verbal: there is a verb in it or right behind it. */
static range apposition(const reading *r, int32_t first, int32_t end, bool *verbal) {
  int32_t behind = first;
  bool named = false;
  *verbal = false;
  for (; behind <= end && !ends_apposition(r, behind); behind++) {
    bool verb = is_verb(r, behind) && behind < first + 3;
    *verbal |= verb;
    if (verb && !is_in_office(r, behind)) {
      if (!named) return (range){NONE, NONE};
      break;
    }
    named |= is_role_noun(r, behind);
  }
  return behind > first ? (range){first, behind - 1} : (range){NONE, NONE};
}

/* "Acme is a retailer of lamps": what stands behind the article. */
static range complement(const reading *r, int32_t verb, int32_t end) {
  static const char *const links[] = {"is", "was", "are", "were", "became", "remains", NULL};
  static const char *const articles[] = {"a", "an", "the", "one", NULL};
  if (verb + 2 > end || !word_in(r->w, verb, links) || !word_in(r->w, verb + 1, articles))
    return (range){NONE, NONE};
  bool verbal;
  range found = apposition(r, verb + 2, end, &verbal);
  return verbal ? (range){NONE, NONE} : found;
}

/* "head [of research]": the field behind an office, in small letters: 37 of 58 in gold/train have it so. */
static int32_t field_end(const reading *r, int32_t office, int32_t end) {
  if (office + 2 > end || !word_is(r->w, office + 1, "of")) return office;
  int32_t at = office + 2;
  while (at <= end && describes(r, at) && r->name_of[at] == NONE && word_shape(r->w, at) == CASE_LOWER) at++;
  bool goes_on = at <= end && (r->name_of[at] != NONE || is_hyphen(r, at)); /* "chief of technology giant [Acme]" */
  return at > office + 2 && !goes_on ? at - 1 : office;
}

/* "[is] the chief executive". */
static bool is_definite(const reading *r, int32_t verb) {
  return word_is(r->w, verb, "is") && word_is(r->w, verb + 1, "the");
}

/* The role in what stands behind the name; its head stands before the first preposition. */
static range role_after(const reading *r, range a) {
  if (a.first == NONE) return a;
  int32_t head = a.first;
  while (head <= a.last && !((word_bits(r->w, head) & LEX_PREPOSITION) && r->name_of[head] == NONE)) head++;
  return role_in(r, a.first, head - 1);
}

static void take_office(const reading *r, range a, role *out) {
  range found = role_after(r, a);
  if (found.first == NONE || is_relation(r, found.last) || out->office.first != NONE) return;
  out->office = (range){found.first, field_end(r, found.last, a.last)};
  out->affiliated = affiliation_in(r, a.first, a.last);
}

static void read_after(const reading *r, const name *n, role *out) {
  int32_t end = block_end(r, n->last, AFTER), comma = n->last + 1;
  bool person = n->type == INQ_PERSON, verbal;
  out->after = complement(r, comma, end);
  if (person && out->after.first != NONE && is_definite(r, comma)) take_office(r, out->after, out);
  if (comma + 1 >= end || !(word_is(r->w, comma, ",") || word_is(r->w, comma, "("))) return;
  if (word_is(r->w, comma + 1, "who")) {
    if (out->affiliated == NONE) out->affiliated = led_by(r, comma + 1, end);
    return;
  }
  range a = apposition(r, comma + 1, end, &verbal);
  out->after = verbal ? (range){NONE, NONE} : a;
  if (!person) return;
  if (out->role.first == NONE) out->role = role_after(r, out->after);
  take_office(r, a, out);
}

role *roles_read(const tokens *k, const words *w, const uint8_t *pos, const names *n, arena *a) {
  int32_t *name_of = arena_array(a, int32_t, k->count);
  for (int32_t i = 0; i < k->count; i++) name_of[i] = NONE;
  for (int32_t i = 0; i < n->count; i++)
    for (int32_t j = n->at[i].first; j <= n->at[i].last; j++) name_of[j] = i;
  reading r = {k, w, pos, n, name_of};
  role *out = arena_array(a, role, n->count);
  for (int32_t i = 0; i < n->count; i++) {
    out[i] = (role){{NONE, NONE}, {NONE, NONE}, {NONE, NONE}, {NONE, NONE}, NONE};
    read_before(&r, &n->at[i], &out[i]);
    read_after(&r, &n->at[i], &out[i]);
  }
  return out;
}
