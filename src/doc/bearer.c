/* Who bears a name is sought among the full names that end with it, else begin with it, else hold it. */
#include "doc/bearer.h"

#include "doc/entity.h"
#include "doc/title.h"

enum { BEARERS = 8 };

typedef struct {
  int32_t at[BEARERS]; /* roots of the full names that hold this single name */
  int32_t count;
} bearers;

/* Whether the sentence in which the full name first stands has the single name, too. */
static bool stands_beside(const sieve *s, const form *single, const form *full) {
  int32_t own = (int32_t)(single - s->f->at), at = full->first;
  int32_t sentence = word_sentence(s->w, s->n->at[at].first);
  for (int32_t i = at - 1; i >= 0 && word_sentence(s->w, s->n->at[i].first) == sentence; i--)
    if (s->f->of[i] == own) return true;
  for (int32_t i = at + 1; i < s->n->count && word_sentence(s->w, s->n->at[i].first) == sentence; i++)
    if (s->f->of[i] == own) return true;
  return false;
}

/* Whether it stands behind "wife", "son" or "first lady". */
static bool is_introduced_as_kin(const sieve *s, const form *full) {
  int32_t before = s->n->at[full->first].first - 1;
  return before >= 0 && (word_bits(s->w, before) & (LEX_MAN_NOUN | LEX_WOMAN_NOUN)) &&
         word_shape(s->w, before) == CASE_LOWER;
}

/* "Trump" again and again, then "Trump and first lady Melania Trump": a bearer of the surname, but not who was meant.
 * One named in full where neither is said is meant by it: 8 of 9 of gold/train. */
static bool is_relative(const sieve *s, const form *single, const form *full) {
  if (single->third < 0 || single->third >= full->first) return false;
  return stands_beside(s, single, full) || is_introduced_as_kin(s, full);
}

static void add_bearer(const sieve *s, const form *single, int32_t full, bearers *b) {
  const form *f = &s->f->at[full];
  if (f->type != INQ_PERSON || f->count < 2 || (single->junior && !f->junior) || is_relative(s, single, f))
    return;
  int32_t root = form_root(s->f, full);
  bool known = false;
  for (int32_t x = 0; x < b->count; x++) known |= b->at[x] == root;
  if (!known && b->count < BEARERS) b->at[b->count++] = root;
}

static void add_bearers(const sieve *s, const form *single, int32_t from, const int32_t *next, bearers *b) {
  for (int32_t j = from, steps = 0; j != NOBODY && steps < CHAIN; j = next[j], steps++)
    add_bearer(s, single, j, b);
}

static void add_inner_bearers(const sieve *s, const form *single, bearers *b) {
  for (int32_t i = s->by_inner[single->word[0]], steps = 0; i != NOBODY && steps < CHAIN; steps++) {
    add_bearer(s, single, s->inner.at[i].form, b);
    i = s->inner.at[i].next;
  }
}

static bearers bearers_of(const sieve *s, const form *single) {
  bearers b = {.count = 0};
  int32_t word = single->word[0];
  add_bearers(s, single, s->by_last[word], s->next_last, &b);
  if (!b.count) add_bearers(s, single, s->by_first[word], s->next_first, &b);
  if (!b.count) add_inner_bearers(s, single, &b);
  return b;
}

static int32_t form_gender(const sieve *s, const form *f) {
  uint32_t bits = form_bits(s, f, 0);
  return bits & LEX_MALE ? GENDER_MALE : bits & LEX_FEMALE ? GENDER_FEMALE : GENDER_UNKNOWN;
}

/* Of two bearers who were spoken of as often: "Ted Cruz and his wife Heidi Cruz" goes on with him. */
static bool goes_before(const sieve *s, const form *f, const form *other) {
  bool kin = is_introduced_as_kin(s, f), other_kin = is_introduced_as_kin(s, other);
  return kin == other_kin ? f->first < other->first : other_kin;
}

/* Whom a surname means that several people bear: who was spoken of most, right 94 times of 100. */
static int32_t bearer_at(const sieve *s, const bearers *b, int32_t name_index, const int32_t *spoken) {
  int32_t title = name_title_gender(s->w, &s->n->at[name_index]), best = NOBODY, most = -1;
  for (int32_t i = 0; i < b->count; i++) {
    const form *f = &s->f->at[b->at[i]];
    int32_t born = form_gender(s, f);
    if (title && born && title != born) continue;
    int32_t points = spoken[b->at[i]] ? 1000 + spoken[b->at[i]] : f->names;
    bool tie = points == most && goes_before(s, f, &s->f->at[best]);
    if (points > most || tie) most = points, best = b->at[i];
  }
  return best == NOBODY ? b->at[0] : best;
}

/* ---- A company with a family's name ---- */

/* Kaspersky Lab: the longest organisation that begins with this single name. */
static int32_t company_named(const sieve *s, const form *single) {
  int32_t best = NOBODY;
  for (int32_t j = s->by_first[single->word[0]], steps = 0; j != NOBODY && steps < CHAIN;
       j = s->next_first[j], steps++) {
    const form *f = &s->f->at[j];
    if (f->type == INQ_ORG && f->count > 1 && (best == NOBODY || f->names > s->f->at[best].names)) best = j;
  }
  return best;
}

/* Names spelt as this form is that were taken for an organisation. */
static float company_score(const sieve *s, const form *single) {
  for (int32_t j = s->by_first[single->word[0]], steps = 0; j != NOBODY && steps < CHAIN;
       j = s->next_first[j], steps++)
    if (s->f->at[j].type == INQ_ORG && s->f->at[j].count == 1) return s->f->at[j].score;
  return 0;
}

/* A family name that is a company's, too: the person only where one is named in full before it or has a
 * title, and no more of the names spelt so were taken for the company. */
static bool is_company(const sieve *s, const form *single, const bearers *b, int32_t name_index) {
  if (name_has_title(s->w, &s->n->at[name_index])) return false;
  for (int32_t i = 0; i < b->count; i++)
    if (s->f->at[b->at[i]].first < name_index) return company_score(s, single) > single->score;
  return true;
}

int32_t bearer_of(const sieve *s, int32_t name_index, const int32_t *spoken) {
  const form *single = &s->f->at[s->f->of[name_index]];
  bearers b = bearers_of(s, single);
  int32_t company = company_named(s, single);
  if (company != NOBODY && is_company(s, single, &b, name_index)) return form_root(s->f, company);
  return b.count ? bearer_at(s, &b, name_index, spoken) : NOBODY;
}
