#include "doc/syntax.h"

#include "doc/source.h"
#include "doc/tag.h"

enum { LONGEST = 12 }; /* words of a noun phrase */

bool syntax_beside(const syntax *s, int32_t i, int32_t of) {
  return i >= 0 && i < s->k->count && s->k->block[i] == s->k->block[of];
}

bool syntax_tagged(const syntax *s, int32_t i, uint32_t tags) { return (tags >> s->pos[i]) & 1; }

const name *syntax_name(const syntax *s, int32_t i) {
  int32_t before = names_from(s->n, i + 1) - 1;
  return before >= 0 && s->n->at[before].last >= i ? &s->n->at[before] : NULL;
}

bool syntax_noun(const syntax *s, int32_t i) {
  return syntax_name(s, i) || syntax_tagged(s, i, 1 << POS_NOUN | 1 << POS_PROPN);
}

bool syntax_describes(const syntax *s, int32_t i) {
  return syntax_noun(s, i) || syntax_tagged(s, i, 1 << POS_ADJ | 1 << POS_NUM) ||
         source_hyphen(s->k, s->w, i);
}

bool syntax_acts(const syntax *s, int32_t i) {
  return !syntax_name(s, i) && (syntax_tagged(s, i, 1 << POS_VERB | 1 << POS_AUX) || word_is(s->w, i, "to"));
}

bool syntax_possessive(const syntax *s, int32_t i) {
  bool mark = s->m->state[i] == MARK_OPENS || s->m->state[i] == MARK_CLOSES;
  return word_possessive(s->w, i) && !mark;
}

bool syntax_content(const syntax *s, const quote *q, int32_t i) {
  for (int32_t x = q->content; x < q->content + q->pieces; x++)
    if (s->q->pieces[x].first <= i && i <= s->q->pieces[x].last) return true;
  return false;
}

bool syntax_can_speak(const syntax *s, range r) {
  source own = source_read(s->k, s->w, s->n, r);
  uint32_t speaks = LEX_PERSON_NOUN | LEX_GROUP_NOUN | LEX_ORG_NOUN | LEX_PART_NOUN | LEX_ANY_DOCUMENT;
  if (own.head_name < 0) return own.bits & speaks;
  int32_t type = s->n->at[own.head_name].type;
  return type == INQ_PERSON || type == INQ_ORG || type == INQ_GPE || type == INQ_NORP;
}

/* ---- Noun phrases --------------------------------------------------------------------------------- */

static bool determines(const syntax *s, int32_t i) {
  static const char *const owners[] = {"his", "her", "its", "their", "my", "our", "your", NULL};
  return syntax_tagged(s, i, 1 << POS_DET) || word_in(s->w, i, owners);
}

static bool belongs(const syntax *s, int32_t i) {
  return s->m->state[i] != MARK_OPENS && s->m->state[i] != MARK_CLOSES &&
         (syntax_describes(s, i) || syntax_possessive(s, i));
}

range syntax_phrase_from(const syntax *s, int32_t first) {
  range r = {first, -1};
  int32_t i = first;
  while (syntax_beside(s, i, first) && i - first < LONGEST && determines(s, i)) i++;
  for (; syntax_beside(s, i, first) && i - first < LONGEST &&
         (belongs(s, i) || (determines(s, i) && syntax_possessive(s, i - 1)));
       i++)
    if (syntax_noun(s, i)) r.last = i;
  return r.last < 0 ? (range){-1, -1} : r;
}

range syntax_phrase_to(const syntax *s, int32_t last) {
  if (last < 0 || !syntax_noun(s, last)) return (range){-1, -1};
  int32_t i = last;
  while (syntax_beside(s, i - 1, last) && last - i < LONGEST && belongs(s, i - 1)) i--;
  while (i < last && (syntax_possessive(s, i) || source_hyphen(s->k, s->w, i))) i++;
  while (syntax_beside(s, i - 1, last) && last - i < LONGEST && determines(s, i - 1)) i--;
  return (range){i, last};
}
