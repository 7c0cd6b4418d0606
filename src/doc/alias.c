/* The sieves.  Each looks a form up among the forms that share a word at their edge, their initials or their bag of
 * words with it. */
#include "doc/alias.h"

#include "doc/bearer.h"

enum { INNER = 3 }; /* bytes, at least, of a surname that others follow */

static bool small_word(str word) {
  return str_is(word, "of") || str_is(word, "for") || str_is(word, "the") || str_is(word, "in") ||
         str_is(word, "on") || str_is(word, "to") || str_is(word, "at") || str_is(word, "de");
}

static bool means_place(uint32_t bits) { return (bits & (LEX_NATIONALITY | LEX_COUNTRY | LEX_CITY)) != 0; }

static bool is_place_word(const sieve *s, const form *f, int32_t word) {
  str spelling = spelled(s, f->word[word]);
  return means_place(form_bits(s, f, word)) || str_is(spelling, "us") || str_is(spelling, "uk");
}

/* ---- Looking up ---- */

static void index_edges(sieve *s) {
  for (int32_t i = 0; i < s->w->kinds; i++) s->by_first[i] = s->by_last[i] = NOBODY;
  for (int32_t i = 0; i < s->f->count; i++) {
    const form *f = &s->f->at[i];
    s->next_first[i] = s->by_first[f->word[0]];
    s->by_first[f->word[0]] = i;
    s->next_last[i] = s->by_last[last_word(f)];
    s->by_last[last_word(f)] = i;
  }
}

/* "Lucía Herrera Quintana", "Horace Cheung Kwok-kwan": the surname may stand within, but no first name does. */
static void index_inner(sieve *s) {
  for (int32_t i = 0; i < s->w->kinds; i++) s->by_inner[i] = NOBODY;
  for (int32_t i = 0; i < s->f->count; i++) {
    const form *f = &s->f->at[i];
    for (int32_t x = 1; f->type == INQ_PERSON && x < f->count - 1; x++) {
      if (spelled(s, f->word[x]).length < INNER || (form_bits(s, f, x) & LEX_FIRST_NAME)) continue;
      *array_push(&s->inner, s->a) = (inner_word){i, s->by_inner[f->word[x]]};
      s->by_inner[f->word[x]] = s->inner.count - 1;
    }
  }
}

/* The first letters of a form's words in [first, end), with or without its small words. */
static str initials_of(const sieve *s, const form *f, int32_t first, int32_t end, bool small) {
  char *at = arena_alloc(s->a, (size_t)f->count * 4 + 1);
  int32_t length = 0;
  for (int32_t i = first; i < end; i++) {
    str word = spelled(s, f->word[i]);
    if (!small && small_word(word)) continue;
    at[length++] = word.at[0];
  }
  return (str){at, length};
}

static bool takes_initials(int32_t type) { return type != INQ_PERSON && type != INQ_NORP; }

static void index_initials(sieve *s) {
  for (int32_t i = 0; i < s->f->count; i++) {
    const form *f = &s->f->at[i];
    if (f->count < 2 || !takes_initials(f->type)) continue;
    map_put(&s->initials, initials_of(s, f, 0, f->count, false), i, s->a);
    map_put(&s->initials, initials_of(s, f, 0, f->count, true), i, s->a);
    if (f->count < 4 || !is_place_word(s, f, 0)) continue;
    /* U.S. International Trade Commission: ITC, USITC */
    str rest = initials_of(s, f, 1, f->count, false), place = spelled(s, f->word[0]);
    map_put(&s->initials, rest, i, s->a);
    char *whole = arena_alloc(s->a, (size_t)(place.length + rest.length));
    memcpy(whole, place.at, (size_t)place.length);
    memcpy(whole + place.length, rest.at, (size_t)rest.length);
    map_put(&s->initials, (str){whole, place.length + rest.length}, i, s->a);
  }
}

/* Department of Health and Human Services: HHS; Centers for Disease Control and Prevention: CDC.  Behind all
 * whole initials, which go first; a form has no "and". */
static void index_parts(sieve *s) {
  for (int32_t i = 0; i < s->f->count; i++) {
    const form *f = &s->f->at[i];
    if (f->count < 4 || f->type != INQ_ORG) continue;
    int32_t of = 1;
    while (of < f->count && !str_is(spelled(s, f->word[of]), "of")) of++;
    str behind = of < f->count ? initials_of(s, f, of + 1, f->count, false) : STR("");
    str before = initials_of(s, f, 0, f->count - 1, false);
    if (behind.length > 2) map_put(&s->initials, behind, i, s->a);
    if (before.length > 2) map_put(&s->initials, before, i, s->a);
  }
}

/* ---- Comparing ---- */

static bool begins(str shorter, str longer) {
  return shorter.length <= longer.length && memcmp(shorter.at, longer.at, (size_t)shorter.length) == 0;
}

static bool is_prefix(const form *shorter, const form *longer) {
  return shorter->count < longer->count &&
         memcmp(shorter->word, longer->word, (size_t)shorter->count * sizeof(int32_t)) == 0;
}

static bool is_suffix(const form *shorter, const form *longer) {
  return shorter->count < longer->count &&
         memcmp(shorter->word, longer->word + longer->count - shorter->count,
                (size_t)shorter->count * sizeof(int32_t)) == 0;
}

/* "Paul" and "Paula", "Ameer" and "Ameera"; "Ann" and "Anna" are one. */
static bool is_her_form(const sieve *s, const form *a, const form *b) {
  if (spelled(s, a->word[0]).length > spelled(s, b->word[0]).length) {
    const form *swap = a;
    a = b, b = swap;
  }
  str his = spelled(s, a->word[0]), hers = spelled(s, b->word[0]);
  return hers.length == his.length + 1 && hers.at[his.length] == 'a' && begins(his, hers) &&
         !(form_bits(s, a, 0) & LEX_FEMALE);
}

/* "Joe" and "Joseph", "J" and "Joseph", "Ben" and "Benjamin". */
static bool same_first_name(const sieve *s, int32_t a, int32_t b) {
  static const char *const nick[][2] = {{"bill", "william"},   {"bob", "robert"},    {"dick", "richard"},
                                        {"jim", "james"},      {"mike", "michael"},  {"joe", "joseph"},
                                        {"jack", "john"},      {"liz", "elizabeth"}, {"peggy", "margaret"},
                                        {"ted", "edward"},     {"chuck", "charles"}, {"tony", "anthony"},
                                        {"kate", "katherine"}, {"andy", "andrew"},   {"jimmy", "james"},
                                        {"rick", "richard"},   {"steve", "stephen"}, {"dave", "david"},
                                        {"larry", "lawrence"}, {"bobby", "robert"},  {"sasha", "alexander"}};
  if (a == b) return true;
  str x = spelled(s, a), y = spelled(s, b);
  if (x.length > y.length) {
    str swap = x;
    x = y, y = swap;
  }
  if ((x.length == 1 || x.length >= 3) && begins(x, y)) return true;
  for (size_t i = 0; i < sizeof nick / sizeof *nick; i++)
    if ((str_is(x, nick[i][0]) && str_is(y, nick[i][1])) || (str_is(y, nick[i][0]) && str_is(x, nick[i][1])))
      return true;
  return false;
}

/* Two full names of one person: the same surname and first names that can be the same. */
static bool same_person(const sieve *s, const form *a, const form *b) {
  if (a->count < 2 || b->count < 2 || a->junior != b->junior) return false;
  if (is_suffix(a, b) || is_prefix(a, b) || is_suffix(b, a) || is_prefix(b, a)) return true;
  if (last_word(a) != last_word(b) || !same_first_name(s, a->word[0], b->word[0])) return false;
  if (is_her_form(s, a, b)) return false;
  /* middle names may be missing on one side only */
  return a->count == 2 || b->count == 2 || a->count != b->count || same_first_name(s, a->word[1], b->word[1]);
}

/* Whether all words of a but the small ones are words of b, too. */
static bool holds_words(const sieve *s, const form *a, const form *b) {
  for (int32_t i = 0; i < a->count; i++) {
    bool found = small_word(spelled(s, a->word[i]));
    for (int32_t j = 0; j < b->count; j++) found |= a->word[i] == b->word[j];
    if (!found) return false;
  }
  return true;
}

/* "Department of Justice", "Justice Department". */
static bool same_words(const sieve *s, const form *a, const form *b) {
  return a->count > 1 && b->count > 1 && holds_words(s, a, b) && holds_words(s, b, a);
}

/* What companies and schools leave away: "Kaspersky Lab". */
static bool leaves_away(const sieve *s, const form *longer) {
  static const char *const tails[] = {
      "lab",     "labs",     "motor",    "motors",        "group",       "airlines",    "airways",
      "bank",    "energy",   "software", "technologies",  "technology",  "systems",     "networks",
      "company", "holdings", "stores",   "industries",    "university",  "college",     "airport",
      "party",   "partners", "brands",   "international", "electronics", "corporation", NULL};
  for (const char *const *tail = tails; *tail; tail++)
    if (str_is(spelled(s, last_word(longer)), *tail)) return true;
  return false;
}

/* "Hudson Institute" > "Hudson", but neither BBC World Service > BBC nor what the text names before. */
static bool begins_for(const sieve *s, const form *shorter, const form *longer) {
  uint32_t common =
      LEX_ORG_NOUN | LEX_PERSON_NOUN | LEX_GROUP_NOUN | LEX_PLACE_NOUN | LEX_FUNCTION | LEX_DOCUMENT_NOUN;
  if (shorter->acronym || small_word(spelled(s, last_word(shorter)))) return false;
  if (longer->first > shorter->first && !leaves_away(s, longer)) return false;
  if (shorter->count > 1) return true;
  bool stands_alone = shorter->type == INQ_ORG || shorter->type == INQ_FAC || shorter->type == INQ_EVENT;
  return stands_alone && !is_place_word(s, shorter, 0) && !(form_bits(s, shorter, 0) & common);
}

/* "Supreme Court" for "U.S. Supreme Court", "Senate" for "US Senate", and "Times" once the whole was named.
 */
static bool ends_for(const sieve *s, const form *shorter, const form *longer) {
  if (shorter->count > 1) return true;
  if (longer->count == 2 && is_place_word(s, longer, 0)) return true;
  if (shorter->acronym || (form_bits(s, shorter, 0) & LEX_ORG_NOUN)) return false;
  return longer->first < shorter->first;
}

/* Whether a short form of an organisation, a work, ... can stand for the longer one. */
static bool shortens(const sieve *s, const form *shorter, const form *longer) {
  if (is_prefix(shorter, longer)) return begins_for(s, shorter, longer);
  return is_suffix(shorter, longer) && ends_for(s, shorter, longer);
}

/* ---- The sieves ---- */

static bool shortening_type(int32_t type) {
  return type == INQ_ORG || type == INQ_FAC || type == INQ_WORK || type == INQ_LAW || type == INQ_EVENT;
}

/* "State of Israel" for "Israel", "Rivian R1S" for "R1S", but "Windows XP" is not "Windows". */
static bool ends_alone(const sieve *s, const form *shorter, const form *longer) {
  if (!is_suffix(shorter, longer)) return false;
  if (longer->type == INQ_PRODUCT) return true;
  return longer->type == INQ_GPE &&
         str_is(spelled(s, longer->word[longer->count - shorter->count - 1]), "of");
}

/* Whether form i, fuller or as full, means what form j means. */
static bool means(const sieve *s, int32_t i, int32_t j) {
  const form *a = &s->f->at[i], *b = &s->f->at[j];
  if (a->type != b->type || a->count < 2) return false;
  if (a->type == INQ_PERSON) return b->count > 1 && same_person(s, a, b);
  if (ends_alone(s, b, a)) return true;
  if (!shortening_type(a->type)) return false;
  return same_words(s, a, b) || shortens(s, b, a);
}

/* The fullest form in a chain that form i is short for. */
static int32_t fullest_in(const sieve *s, int32_t i, int32_t from, const int32_t *next, int32_t best) {
  for (int32_t j = from, steps = 0; j != NOBODY && steps < CHAIN; j = next[j], steps++) {
    if (j == i || !means(s, j, i)) continue;
    const form *f = &s->f->at[j], *own = &s->f->at[i], *most = best == NOBODY ? NULL : &s->f->at[best];
    if (f->count < own->count || (f->count == own->count && j > i)) continue;
    if (!most || f->names > most->names || (f->names == most->names && f->first < most->first)) best = j;
  }
  return best;
}

/* Forms that the user's list has of one entity. */
static void link_listed(sieve *s) {
  map first = {0};
  for (int32_t i = 0; i < s->f->count; i++) {
    const form *f = &s->f->at[i];
    if (f->listed)
      form_link(s->f, i, *map_put(&first, (str){(const char *)&f->listed, sizeof f->listed}, i, s->a));
  }
}

static void link_fuller(sieve *s) {
  for (int32_t i = 0; i < s->f->count; i++) {
    const form *f = &s->f->at[i];
    if (f->type == INQ_PERSON && f->count < 2) continue;
    int32_t best = fullest_in(s, i, s->by_last[last_word(f)], s->next_last, NOBODY);
    best = fullest_in(s, i, s->by_first[f->word[0]], s->next_first, best);
    best = fullest_in(s, i, s->by_first[last_word(f)], s->next_first, best);
    best = fullest_in(s, i, s->by_last[f->word[0]], s->next_last, best);
    if (best != NOBODY) form_link(s->f, i, best);
  }
}

static void link_initials(sieve *s) {
  for (int32_t i = 0; i < s->f->count; i++) {
    const form *f = &s->f->at[i];
    if (!f->acronym || !takes_initials(f->type)) continue;
    int32_t full = map_get(&s->initials, spelled(s, f->word[0]), NOBODY);
    if (full == NOBODY) continue;
    int32_t type = s->f->at[full].type;
    if (type == f->type || (f->type == INQ_ORG && type != INQ_WORK)) form_link(s->f, i, full);
  }
}

/* Whether the letters of `acronym` come one after another in the form's words, the first at its beginning. */
static bool spells(const sieve *s, str acronym, const form *full) {
  int32_t at = 0;
  for (int32_t i = 0; i < full->count && at < acronym.length; i++) {
    str word = spelled(s, full->word[i]);
    if (i == 0 && word.at[0] != acronym.at[0]) return false;
    for (int32_t j = 0; j < word.length && at < acronym.length; j++) at += word.at[j] == acronym.at[at];
  }
  return at == acronym.length;
}

static bool is_thing(int32_t type) { return takes_initials(type) && type != INQ_GPE && type != INQ_LOC; }

/* Whether brackets behind name i hold name i + 1 and nothing else. */
static bool holds_next(const sieve *s, int32_t i) {
  const name *full = &s->n->at[i], *inner = &s->n->at[i + 1];
  return inner->first == full->last + 2 && word_is(s->w, full->last + 1, "(") &&
         inner->last + 1 < s->w->count && word_is(s->w, inner->last + 1, ")");
}

/* World Health Organization (WHO), whatever the types, and two names of one type: Asimo (Advanced Step in Innovative
 * Mobility), 142 of 143 of gold/train.  Of two types, people and places there are datelines: LONDON (Reuters). */
static void link_brackets(sieve *s) {
  for (int32_t i = 0; i + 1 < s->n->count; i++) {
    int32_t outer = s->f->of[i], inner = s->f->of[i + 1];
    const form *full = &s->f->at[outer], *f = &s->f->at[inner];
    if (!holds_next(s, i) || !takes_initials(full->type)) continue;
    bool initials = f->acronym && full->count > 1 && spells(s, spelled(s, f->word[0]), full);
    if (initials || (full->type == f->type && is_thing(f->type))) form_link(s->f, inner, outer);
  }
}

/* One spelling with two types: the type that is doubted gives way. */
static void link_types(sieve *s) {
  enum { DOUBT = 85 }; /* per cent: a mean score below this is doubt */
  for (int32_t i = 0; i < s->f->count; i++) {
    const form *f = &s->f->at[i];
    if (f->type == INQ_NORP || f->score * 100 >= (float)(DOUBT * f->names)) continue;
    int32_t best = NOBODY;
    for (int32_t j = s->by_last[last_word(f)], steps = 0; j != NOBODY && steps < CHAIN;
         j = s->next_last[j], steps++) {
      const form *other = &s->f->at[j];
      bool same =
          other->count == f->count && !memcmp(other->word, f->word, (size_t)f->count * sizeof(int32_t));
      if (same && j != i && other->type != INQ_NORP && other->score > f->score) best = j;
    }
    if (best != NOBODY) form_link(s->f, i, best);
  }
}

int32_t *aliases_read(forms *f, const words *w, const names *n, arena *a) {
  sieve s = {.f = f,
             .w = w,
             .n = n,
             .a = a,
             .by_first = arena_array(a, int32_t, w->kinds),
             .by_last = arena_array(a, int32_t, w->kinds),
             .by_inner = arena_array(a, int32_t, w->kinds),
             .next_first = arena_array(a, int32_t, f->count),
             .next_last = arena_array(a, int32_t, f->count)};
  index_edges(&s);
  index_inner(&s);
  index_initials(&s);
  index_parts(&s);
  link_listed(&s);
  link_fuller(&s);
  link_brackets(&s);
  link_initials(&s);
  link_types(&s);
  int32_t *spoken = arena_array(a, int32_t, f->count); /* names so far that stand for this root */
  int32_t *of = arena_array(a, int32_t, n->count);
  for (int32_t i = 0; i < n->count; i++) {
    const form *single = &f->at[f->of[i]];
    of[i] = form_root(f, f->of[i]);
    if (single->type == INQ_PERSON && single->count == 1 && !single->listed) {
      int32_t bearer = bearer_of(&s, i, spoken);
      if (bearer != NOBODY) of[i] = bearer;
    }
    spoken[of[i]]++;
  }
  return of;
}
