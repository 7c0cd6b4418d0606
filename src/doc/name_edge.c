#include "doc/name_edge.h"

#include "base/map.h"
#include "doc/month.h"
#include "doc/tag.h"
#include "inquit.h"

typedef struct {
  const text *t;
  const tokens *k;
  const uint8_t *pos;
  map forms;       /* the words of each name */
  uint32_t months; /* a bit for each that a person's longer name holds */
  names_list out;
  arena *keep;
} mender;

static str word_at(const mender *m, int32_t i) { return token_str(m->t, m->k, i); }

static str words_of(const mender *m, const name *x) { return tokens_str(m->t, m->k, x->first, x->last); }

static bool is_one_of(str word, const char *const *list) {
  while (*list && !str_is(word, *list)) list++;
  return *list;
}

static void put(mender *m, name x) { *array_push(&m->out, m->keep) = x; }

static name part(const name *x, int32_t first, int32_t last) {
  name piece = *x;
  piece.first = first;
  piece.last = last;
  return piece;
}

/* ---- Edges ------------------------------------------------------------------------------------- */

static bool has_blanks_around(const tokens *k, int32_t i) {
  return k->at[i - 1].end < k->at[i].start && k->at[i].end < k->at[i + 1].start;
}

static bool is_name_elsewhere(const mender *m, name x) { return map_get(&m->forms, words_of(m, &x), 0); }

/* "Tern Bay, S.C." are a town and its state; of 13,716 places in the annotated articles, 54 have a comma, all of them
 * Washington's. */
static bool parts_places(const mender *m, const name *x, int32_t i) {
  static const char *const districts[] = {"D.C.", "D.C", "DC", NULL};
  return x->type == INQ_GPE && str_is(word_at(m, i), ",") && !is_one_of(word_at(m, i + 1), districts);
}

/* A hyphen between blanks may be a word's own that somebody took apart: "Guinea - Bissau". */
static bool parts_names(const mender *m, const name *x, int32_t i) {
  static const char *const dashes[] = {"–", "—", "|", NULL};
  if (parts_places(m, x, i)) return true;
  if (!has_blanks_around(m->k, i)) return false;
  if (is_one_of(word_at(m, i), dashes)) return true;
  return str_is(word_at(m, i), "-") && is_name_elsewhere(m, part(x, x->first, i - 1)) &&
         is_name_elsewhere(m, part(x, i + 1, x->last));
}

static int32_t joint_within(const mender *m, const name *x) {
  for (int32_t i = x->first + 1; i < x->last; i++)
    if (parts_names(m, x, i)) return i;
  return -1;
}

static const char *const opening[] = {"[", "(", NULL}, *const closing[] = {"]", ")", NULL};

/* Brackets that a name leaves open, and those that it closes and did not open. */
typedef struct {
  int32_t open, unopened;
} brackets;

static brackets brackets_in(const mender *m, const name *x) {
  brackets b = {0, 0};
  for (int32_t i = x->first; i <= x->last; i++) {
    if (is_one_of(word_at(m, i), opening)) b.open++;
    else if (is_one_of(word_at(m, i), closing)) b.open ? b.open-- : b.unopened++;
  }
  return b;
}

static bool joins_next(const mender *m, const name *x, const name *next) {
  static const char *const joints[] = {"and", "of", "&", NULL};
  if (x->last == x->first || next->first != x->last + 1 || next->type != x->type) return false;
  return is_one_of(word_at(m, x->last), joints) ||
         (brackets_in(m, x).open == 1 && brackets_in(m, next).unopened == 1);
}

/* "Carry On" is a film. */
static void cut_tail(const mender *m, name *x) {
  static const char *const marks[] = {"-", "–", "—", ":", ",", "(", "[", NULL};
  static const char *const words[] = {"and", "or",   "of", "for", "at",   "in", "on",
                                      "to",  "from", "by", "the", "with", "&",  NULL};
  while (x->last > x->first && (is_one_of(word_at(m, x->last), marks) ||
                                (x->type != INQ_WORK && is_one_of(word_at(m, x->last), words))))
    x->last--;
}

static bool is_year(str word) {
  int32_t digits = 0;
  while (digits < word.length && word.at[digits] >= '0' && word.at[digits] <= '9') digits++;
  return digits == 4 && word.length == 4 && (*word.at == '1' || *word.at == '2');
}

static void take_year(const mender *m, name *x, const name *next) {
  int32_t behind = x->last + 1;
  if (x->type != INQ_EVENT || behind >= m->k->count || m->k->block[behind] != m->k->block[x->last]) return;
  if ((!next || next->first > behind) && is_year(word_at(m, behind))) x->last++;
}

static bool is_glued(const tokens *k, int32_t i) {
  return i + 1 < k->count && k->at[i].end == k->at[i + 1].start;
}

/* Moon Jae-in, but not "Ada Moreau-led". */
static void take_syllables(const mender *m, name *x, const name *next) {
  int32_t limit = next ? next->first : m->k->count;
  for (int32_t last = x->last; x->type == INQ_PERSON && last + 2 < limit; last = x->last) {
    if (!is_glued(m->k, last) || !is_glued(m->k, last + 1) || !str_is(word_at(m, last + 1), "-")) return;
    char begin = *word_at(m, last + 2).at;
    if (m->pos[last + 2] != POS_PROPN || begin < 'a' || begin > 'z') return;
    x->last = last + 2;
  }
}

/* "[Ada] Moreau", "Ada (Moreau)": what an editor put into a person's name has both its brackets; 4 of 5 in gold/train.
 * from: the first token that no name before it holds. */
static void take_brackets(const mender *m, name *x, int32_t from, const name *next) {
  brackets b = brackets_in(m, x);
  if (x->type != INQ_PERSON || b.open + b.unopened != 1) return;
  int32_t partner = b.open ? x->last + 1 : x->first - 1, limit = next ? next->first : m->k->count;
  if (partner < from || partner >= limit || m->k->block[partner] != m->k->block[x->first]) return;
  if (!is_one_of(word_at(m, partner), b.open ? closing : opening)) return;
  if (b.open) x->last = partner;
  else x->first = partner;
}

/* "desk@tern.example" is an address, and nobody's name. */
static bool is_address(const mender *m, const name *x) {
  str word = word_at(m, x->first);
  return x->first == x->last && word.length > 1 && memchr(word.at + 1, '@', (size_t)word.length - 1);
}

static void note_months(mender *m, const name *x) {
  if (x->type != INQ_PERSON || x->last == x->first) return;
  for (int32_t i = x->first; i <= x->last; i++) {
    int32_t month = month_named(word_at(m, i));
    if (month >= 0) m->months |= 1u << month;
  }
}

/* "May" is nobody's name where nobody is called "Ada May" or "Mrs May"; all 10 in the annotated articles are. */
static bool is_month(const mender *m, const name *x) {
  static const char *const titles[] = {"Mr", "Mr.", "Mrs", "Mrs.", "Ms",   "Ms.", "Miss",
                                       "Dr", "Dr.", "Sir", "Lady", "Lord", NULL};
  if (x->type != INQ_PERSON || x->last > x->first) return false;
  int32_t month = month_named(word_at(m, x->first));
  if (month < 0 || m->months >> month & 1) return false;
  return !x->first || !is_one_of(word_at(m, x->first - 1), titles);
}

/* ---- All of it --------------------------------------------------------------------------------- */

/* next: the name behind x, or NULL */
static void put_mended(mender *m, name x, const name *next) {
  for (int32_t joint; (joint = joint_within(m, &x)) >= 0; x.first = joint + 1) {
    name left = part(&x, x.first, joint - 1);
    cut_tail(m, &left);
    put(m, left);
  }
  cut_tail(m, &x);
  take_year(m, &x, next);
  take_syllables(m, &x, next);
  take_brackets(m, &x, m->out.count ? m->out.at[m->out.count - 1].last + 1 : 0, next);
  if (!is_address(m, &x) && !is_month(m, &x)) put(m, x);
}

names names_mend_edges(const names *n, const text *t, const tokens *k, const uint8_t *pos, arena *keep) {
  mender m = {.t = t, .k = k, .pos = pos, .keep = keep};
  arena *side = arena_aside(keep);
  arena_place from = arena_here(side);
  for (int32_t i = 0; i < n->count; i++) {
    map_put(&m.forms, words_of(&m, &n->at[i]), 1, side);
    note_months(&m, &n->at[i]);
  }
  array_reserve(&m.out, n->count + n->count / 8 + 1, keep); /* some are parted */
  for (int32_t i = 0; i < n->count; i++) {
    name x = n->at[i];
    while (i + 1 < n->count && joins_next(&m, &n->at[i], &n->at[i + 1])) x.last = n->at[++i].last;
    put_mended(&m, x, i + 1 < n->count ? &n->at[i + 1] : NULL);
  }
  arena_back(side, from);
  return (names){m.out.at, m.out.count};
}
