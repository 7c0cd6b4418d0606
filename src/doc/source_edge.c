/* Each rule looks a few tokens behind the source or the quotation, and never over a paragraph's end. */
#include "doc/source_edge.h"

#include "doc/source.h"
#include "doc/tag.h"

enum { OWNED = 6, BETWEEN = 6, SIGNED = 7 }; /* how many words behind: what is owned, a comma, who signs */

typedef struct {
  const quotes *q;
  const tokens *k;
  const marks *m;
  const uint8_t *pos; /* [tokens] */
  const names *n;
  const words *w;
} page;

static bool beside(const page *p, int32_t i, int32_t of) {
  return i >= 0 && i < p->k->count && p->k->block[i] == p->k->block[of];
}

static bool tagged(const page *p, int32_t i, uint32_t tags) { return (tags >> p->pos[i]) & 1; }

/* The name that holds token i, or NULL. */
static const name *name_over(const page *p, int32_t i) {
  int32_t before = names_from(p->n, i + 1) - 1;
  return before >= 0 && p->n->at[before].last >= i ? &p->n->at[before] : NULL;
}

static bool is_noun(const page *p, int32_t i) {
  return name_over(p, i) || tagged(p, i, 1 << POS_NOUN | 1 << POS_PROPN);
}

/* What a noun phrase may hold behind its determiner. */
static bool describes(const page *p, int32_t i) {
  return is_noun(p, i) || tagged(p, i, 1 << POS_ADJ | 1 << POS_NUM) || source_hyphen(p->k, p->w, i);
}

static bool acts(const page *p, int32_t i) {
  return !name_over(p, i) && (tagged(p, i, 1 << POS_VERB | 1 << POS_AUX) || word_is(p->w, i, "to"));
}

static bool is_content(const page *p, const quote *q, int32_t i) {
  for (int32_t x = q->content; x < q->content + q->pieces; x++)
    if (p->q->pieces[x].first <= i && i <= p->q->pieces[x].last) return true;
  return false;
}

/* Whether its head is a name or noun of those who speak, or of what they write. */
static bool can_speak(const page *p, range r) {
  source s = source_read(p->k, p->w, p->n, r);
  uint32_t speaks = LEX_PERSON_NOUN | LEX_GROUP_NOUN | LEX_ORG_NOUN | LEX_PART_NOUN | LEX_ANY_DOCUMENT;
  if (s.head_name < 0) return s.bits & speaks;
  int32_t type = p->n->at[s.head_name].type;
  return type == INQ_PERSON || type == INQ_ORG || type == INQ_GPE || type == INQ_NORP;
}

/* ---- An owner ----------------------------------------------------------------------------------- */

static bool is_possessive(const page *p, int32_t i) {
  bool mark = p->m->state[i] == MARK_OPENS || p->m->state[i] == MARK_CLOSES;
  return word_possessive(p->w, i) && !mark;
}

/* The first token behind a possessive that ends the source; -1 where none does. */
static int32_t behind_owner(const page *p, int32_t last) {
  for (int32_t i = last; i <= last + 1 && beside(p, i, last); i++)
    if (is_possessive(p, i)) return beside(p, i + 1, i) ? i + 1 : -1;
  return -1;
}

static bool is_cue_noun(const page *p, int32_t i) {
  uint32_t bits = word_bits(p->w, i);
  return is_noun(p, i) || ((bits & LEX_CUE_NOUN) && !(bits & LEX_CUE_VERB));
}

/* On to the noun, unless that is the cue: "Nvidia's latest statement" has no speaker but Nvidia. */
static void take_owned(const page *p, quote *q) {
  int32_t from = behind_owner(p, q->source.last), noun = -1;
  if (from < 0) return;
  for (int32_t i = from; i < from + OWNED && beside(p, i, from); i++) {
    if (i == q->cue && is_cue_noun(p, i)) return;
    if (i == q->cue || !describes(p, i) || is_content(p, q, i)) break;
    if (is_noun(p, i)) noun = i;
  }
  range whole = {q->source.first, noun};
  if (noun >= 0 && can_speak(p, whole)) q->source = whole;
}

/* ---- A name behind a comma ---------------------------------------------------------------------- */

/* The comma behind the phrase that the source begins; -1 where something else comes first. */
static int32_t comma_behind(const page *p, const quote *q) {
  int32_t last = q->source.last;
  for (int32_t i = last + 1; i <= last + 1 + BETWEEN && beside(p, i, last); i++) {
    if (word_is(p->w, i, ",")) return i;
    if (i == q->cue || acts(p, i) || word_shape(p->w, i) == CASE_NONE || is_content(p, q, i)) return -1;
  }
  return -1;
}

/* The person named right behind token i, but for a title; NULL for none. */
static const name *person_behind(const page *p, int32_t i) {
  int32_t first = i + 1;
  while (beside(p, first, i) && !name_over(p, first) && (word_bits(p->w, first) & LEX_TITLE)) first++;
  const name *who = beside(p, first, i) ? name_over(p, first) : NULL;
  return who && who->first == first && who->type == INQ_PERSON ? who : NULL;
}

static void take_apposed(const page *p, quote *q) {
  source own = source_read(p->k, p->w, p->n, q->source);
  if (own.people || own.plural || !(own.bits & LEX_PERSON_NOUN)) return;
  int32_t comma = comma_behind(p, q);
  const name *who = comma < 0 ? NULL : person_behind(p, comma);
  if (!who || !beside(p, who->last + 1, comma)) return;
  if (who->last + 1 == q->cue || word_is(p->w, who->last + 1, ",")) q->source.last = who->last;
}

/* ---- Who signs ---------------------------------------------------------------------------------- */

static bool hands_back(const page *p, int32_t i) {
  static const char *const signs[] = {":", "-", "--", "\xe2\x80\x93", "\xe2\x80\x94", NULL};
  return word_in(p->w, i, signs);
}

static bool goes_on(const page *p, int32_t i) {
  static const char *const links[] = {"of", "for", "&", NULL};
  return describes(p, i) || tagged(p, i, 1 << POS_DET) || word_in(p->w, i, links) || is_possessive(p, i);
}

/* The noun phrase that the paragraph's last words begin with; none where they are a sentence or too many. */
static range signed_by(const page *p, int32_t first) {
  range r = {first, -1};
  bool open = true;
  for (int32_t i = first, seen = 0; beside(p, i, first); i++) {
    seen += word_shape(p->w, i) != CASE_NONE;
    if (seen > SIGNED || acts(p, i) || p->m->state[i] == MARK_OPENS) return (range){-1, -1};
    open = open && goes_on(p, i);
    if (open && is_noun(p, i)) r.last = i;
  }
  return r.last < 0 ? (range){-1, -1} : r;
}

/* Only where the quotation begins the paragraph: within a sentence, a dash may bring anything. */
static void take_signed(const page *p, quote *q) {
  range last = p->q->pieces[q->content + q->pieces - 1];
  int32_t at = last.last + 1;
  if (beside(p, last.first - 1, last.first) || !beside(p, at + 1, last.last) || !hands_back(p, at)) return;
  range r = signed_by(p, at + 1);
  if (r.first >= 0 && can_speak(p, r)) q->source = r;
}

void source_edges_mend(quotes *q, const tokens *k, const marks *m, const uint8_t *pos, const names *n,
                       const words *w) {
  page p = {q, k, m, pos, n, w};
  for (int32_t i = 0; i < q->count; i++) {
    quote *x = &q->at[i];
    if (x->source.first < 0 && x->cue < 0) take_signed(&p, x);
    else if (x->source.first >= 0) take_owned(&p, x), take_apposed(&p, x);
  }
}
