/* Each rule looks a few tokens around the cue, and never over a paragraph's end. */
#include "doc/agent.h"

#include "doc/source.h"
#include "doc/syntax.h"
#include "doc/tag.h"

enum { BETWEEN = 5, AROUND = 3 }; /* words from subject or "who" to the verb; phrases tried before a "who" */

/* ---- The passive ------------------------------------------------------------------------------------ */

static bool ends_in(str word, const char *end) {
  int32_t length = (int32_t)strlen(end);
  return word.length > length && memcmp(word.at + word.length - length, end, (size_t)length) == 0;
}

/* The form of "be" before a passive cue; -1 where it is none. */
static int32_t be_before(const tokens *k, const words *w, int32_t cue) {
  static const char *const be[] = {"is", "are", "was", "were", "be", "been", "being", NULL};
  static const char *const between[] = {"also", "not", "never", "then", "later", "once", NULL};
  str verb = word_spelling(w, cue);
  if (!(word_bits(w, cue) & LEX_CUE_VERB) || ends_in(verb, "ing") || str_is(verb, "quoted")) return -1;
  int32_t i = cue - 1;
  if (i > 0 && (word_in(w, i, between) || ends_in(word_spelling(w, i), "ly"))) i--;
  return i >= 0 && k->block[i] == k->block[cue] && word_in(w, i, be) ? i : -1;
}

bool agent_is_passive(const tokens *k, const words *w, int32_t cue) {
  return cue >= 0 && be_before(k, w, cue) >= 0;
}

/* Whether nothing but helping verbs stands between the source and "was". */
static bool is_subject_of(const syntax *s, range r, int32_t be) {
  if (r.last >= be || be - r.last > BETWEEN) return false;
  for (int32_t i = r.last + 1; i < be; i++)
    if (!syntax_beside(s, i, be) || (!syntax_tagged(s, i, 1 << POS_AUX | 1 << POS_ADV) &&
                                     !word_is(s->w, i, "who") && !word_is(s->w, i, ",")))
      return false;
  return true;
}

/* Of twelve subjects of a passive cue in the annotated articles none speaks. */
static void drop_hearer(const syntax *s, quote *q) {
  int32_t be = be_before(s->k, s->w, q->cue);
  if (be >= 0 && is_subject_of(s, q->source, be)) q->source = (range){-1, -1};
}

/* ---- By and from ------------------------------------------------------------------------------------ */

static void take_behind(const syntax *s, quote *q) {
  int32_t i = q->cue + 1;
  bool noun = syntax_tagged(s, q->cue, 1 << POS_NOUN);
  if (!syntax_beside(s, i, q->cue) || !(word_is(s->w, i, "by") || (noun && word_is(s->w, i, "from")))) return;
  if (!syntax_beside(s, i + 1, q->cue)) return;
  range r = syntax_phrase_from(s, i + 1);
  if (r.first >= 0 && syntax_can_speak(s, r) && !syntax_content(s, q, r.last)) q->source = r;
}

/* ---- Who --------------------------------------------------------------------------------------------- */

/* The "who", "which" or "that" whose verb the cue is; -1 for none. */
static int32_t relative_before(const syntax *s, int32_t cue) {
  static const char *const relatives[] = {"who", "which", "that", NULL};
  int32_t i = cue - 1;
  while (syntax_beside(s, i, cue) && cue - i <= BETWEEN && syntax_tagged(s, i, 1 << POS_AUX | 1 << POS_ADV))
    i--;
  bool is = syntax_beside(s, i, cue) && word_in(s->w, i, relatives);
  return is && syntax_tagged(s, i, 1 << POS_PRON | 1 << POS_DET) ? i : -1;
}

/* The phrase that the clause is about: the nearest that can speak, over those tied to it by a preposition. */
static range antecedent(const syntax *s, int32_t relative) {
  int32_t last = relative - 1;
  if (syntax_beside(s, last, relative) && word_is(s->w, last, ",")) last--;
  for (int32_t tries = 0; tries < AROUND && syntax_beside(s, last, relative); tries++) {
    range r = syntax_phrase_to(s, last);
    if (r.first < 0) break;
    if (syntax_can_speak(s, r)) return r;
    last = r.first - 2;
    if (!syntax_beside(s, r.first - 1, relative) || !syntax_tagged(s, r.first - 1, 1 << POS_ADP)) break;
  }
  return (range){-1, -1};
}

static void take_antecedent(const syntax *s, quote *q) {
  if (!syntax_tagged(s, q->cue, 1 << POS_VERB) || be_before(s->k, s->w, q->cue) >= 0) return;
  int32_t relative = relative_before(s, q->cue);
  range r = relative < 0 ? (range){-1, -1} : antecedent(s, relative);
  if (r.first >= 0 && !syntax_content(s, q, r.last)) q->source = r;
}

void agents_find(quotes *q, const tokens *k, const marks *m, const uint8_t *pos, const names *n,
                 const words *w) {
  syntax s = {q, k, m, pos, n, w};
  for (int32_t i = 0; i < q->count; i++) {
    quote *x = &q->at[i];
    if (x->cue < 0) continue;
    if (x->source.first >= 0) drop_hearer(&s, x);
    if (x->source.first < 0) take_behind(&s, x);
    if (x->source.first < 0) take_antecedent(&s, x);
  }
}
