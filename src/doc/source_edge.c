/* Each rule looks a few tokens behind the source or the quotation, and never over a paragraph's end. */
#include "doc/source_edge.h"

#include "doc/source.h"
#include "doc/syntax.h"
#include "doc/tag.h"

/* How many words behind: what is owned, a comma, who signs, a closing bracket. */
enum { OWNED = 6, BETWEEN = 6, SIGNED = 7, BRACKETED = 6 };

/* ---- An owner ----------------------------------------------------------------------------------- */

/* The first token behind a possessive that ends the source; -1 where none does. */
static int32_t behind_owner(const syntax *s, int32_t last) {
  for (int32_t i = last; i <= last + 1 && syntax_beside(s, i, last); i++)
    if (syntax_possessive(s, i)) return syntax_beside(s, i + 1, i) ? i + 1 : -1;
  return -1;
}

static bool is_cue_noun(const syntax *s, int32_t i) {
  uint32_t bits = word_bits(s->w, i);
  return syntax_noun(s, i) || ((bits & LEX_CUE_NOUN) && !(bits & LEX_CUE_VERB));
}

/* On to the noun, unless that is the cue: "Nvidia's latest statement" has no speaker but Nvidia. */
static void take_owned(const syntax *s, quote *q) {
  int32_t from = behind_owner(s, q->source.last), noun = -1;
  if (from < 0) return;
  for (int32_t i = from; i < from + OWNED && syntax_beside(s, i, from); i++) {
    if (i == q->cue && is_cue_noun(s, i)) return;
    if (i == q->cue || !syntax_describes(s, i) || syntax_content(s, q, i)) break;
    if (syntax_noun(s, i)) noun = i;
  }
  range whole = {q->source.first, noun};
  if (noun >= 0 && syntax_can_speak(s, whole)) q->source = whole;
}

/* ---- A name behind a comma ---------------------------------------------------------------------- */

/* The comma behind the phrase that the source begins; -1 where something else comes first. */
static int32_t comma_behind(const syntax *s, const quote *q) {
  int32_t last = q->source.last;
  for (int32_t i = last + 1; i <= last + 1 + BETWEEN && syntax_beside(s, i, last); i++) {
    if (word_is(s->w, i, ",")) return i;
    if (i == q->cue || syntax_acts(s, i) || word_shape(s->w, i) == CASE_NONE || syntax_content(s, q, i))
      return -1;
  }
  return -1;
}

/* The person named right behind token i, but for a title; NULL for none. */
static const name *person_behind(const syntax *s, int32_t i) {
  int32_t first = i + 1;
  while (syntax_beside(s, first, i) && !syntax_name(s, first) && (word_bits(s->w, first) & LEX_TITLE))
    first++;
  const name *who = syntax_beside(s, first, i) ? syntax_name(s, first) : NULL;
  return who && who->first == first && who->type == INQ_PERSON ? who : NULL;
}

static void take_apposed(const syntax *s, quote *q) {
  source own = source_read(s->k, s->w, s->n, q->source);
  if (own.people || own.plural || !(own.bits & LEX_PERSON_NOUN)) return;
  int32_t comma = comma_behind(s, q);
  const name *who = comma < 0 ? NULL : person_behind(s, comma);
  if (!who || !syntax_beside(s, who->last + 1, comma)) return;
  if (who->last + 1 == q->cue || word_is(s->w, who->last + 1, ",")) q->source.last = who->last;
}

/* ---- What is left open, or taken too far -------------------------------------------------------- */

/* Whether token i can be a part of the source behind its last word. */
static bool is_free(const syntax *s, const quote *q, int32_t i) {
  return syntax_beside(s, i, q->source.last) && i != q->cue && !syntax_content(s, q, i);
}

/* On to token `last`, where all up to there is free. */
static void take_to(const syntax *s, quote *q, int32_t last) {
  for (int32_t i = q->source.last + 1; i <= last; i++)
    if (!is_free(s, q, i)) return;
  q->source.last = last;
}

/* "[the former swimmer,] 26, said": no source ends in a comma. */
static void leave_comma(const syntax *s, quote *q) {
  int32_t last = q->source.last;
  if (last > q->source.first && word_is(s->w, last, ",") && syntax_beside(s, last - 1, last))
    q->source.last--;
}

/* "[some of] whom", "[the head of] the union": on to the end of what the preposition brings. */
static void take_object(const syntax *s, quote *q) {
  int32_t last = q->source.last, i = last + 1;
  if (last == q->source.first || !syntax_tagged(s, last, 1 << POS_ADP) || !is_free(s, q, i)) return;
  if (!(word_bits(s->w, last) & LEX_PREPOSITION) || q->cue == last) return;
  range r = syntax_phrase_from(s, i);
  if (r.first < 0 && syntax_tagged(s, i, 1 << POS_PRON)) r = (range){i, i};
  if (r.first >= 0) take_to(s, q, r.last);
}

/* "[the owners of Mandalay] Bay": on to the name's end; 6 of 8 in corrected articles. */
static void take_name(const syntax *s, quote *q) {
  const name *whole = syntax_name(s, q->source.last);
  if (whole && whole->first >= q->source.first) take_to(s, q, whole->last);
}

/* "[the tax office (HMRC]": on to the bracket that closes. */
static void take_bracket(const syntax *s, quote *q) {
  int32_t open = q->source.last, close = q->source.last;
  while (open > q->source.first && !word_is(s->w, open, "(") && !word_is(s->w, open, ")")) open--;
  if (!word_is(s->w, open, "(")) return;
  while (close <= open + BRACKETED && syntax_beside(s, close, open) && !word_is(s->w, close, ")")) close++;
  if (syntax_beside(s, close, open) && word_is(s->w, close, ")")) take_to(s, q, close);
}

/* "[a rival streaming] platform": on to the noun, where that can speak. */
static void take_noun(const syntax *s, quote *q) {
  int32_t last = q->source.last, noun = -1;
  if (q->cue < 0 || !syntax_describes(s, last)) return;
  for (int32_t i = last + 1; i <= last + OWNED && is_free(s, q, i) && syntax_noun(s, i); i++)
    if (syntax_can_speak(s, (range){i, i})) noun = i;
  if (noun >= 0) q->source.last = noun;
}

/* ---- Who signs ---------------------------------------------------------------------------------- */

static bool hands_back(const syntax *s, int32_t i) {
  static const char *const signs[] = {":", "-", "--", "\xe2\x80\x93", "\xe2\x80\x94", NULL};
  return word_in(s->w, i, signs);
}

static bool goes_on(const syntax *s, int32_t i) {
  static const char *const links[] = {"of", "for", "&", NULL};
  return syntax_describes(s, i) || syntax_tagged(s, i, 1 << POS_DET) || word_in(s->w, i, links) ||
         syntax_possessive(s, i);
}

/* The noun phrase that the paragraph's last words begin with; none where they are a sentence or too many. */
static range signed_by(const syntax *s, int32_t first) {
  range r = {first, -1};
  bool open = true;
  for (int32_t i = first, seen = 0; syntax_beside(s, i, first); i++) {
    seen += word_shape(s->w, i) != CASE_NONE;
    if (seen > SIGNED || syntax_acts(s, i) || s->m->state[i] == MARK_OPENS) return (range){-1, -1};
    open = open && goes_on(s, i);
    if (open && syntax_noun(s, i)) r.last = i;
  }
  return r.last < 0 ? (range){-1, -1} : r;
}

/* Only where the quotation begins the paragraph: within a sentence, a dash may bring anything. */
static void take_signed(const syntax *s, quote *q) {
  range last = s->q->pieces[q->content + q->pieces - 1];
  int32_t at = last.last + 1;
  if (syntax_beside(s, last.first - 1, last.first) || !syntax_beside(s, at + 1, last.last) ||
      !hands_back(s, at))
    return;
  range r = signed_by(s, at + 1);
  if (r.first >= 0 && syntax_can_speak(s, r)) q->source = r;
}

void source_edges_mend(quotes *q, const tokens *k, const marks *m, const uint8_t *pos, const names *n,
                       const words *w) {
  syntax s = {q, k, m, pos, n, w};
  for (int32_t i = 0; i < q->count; i++) {
    quote *x = &q->at[i];
    if (x->source.first < 0 && x->cue < 0) take_signed(&s, x);
    else if (x->source.first >= 0)
      leave_comma(&s, x), take_object(&s, x), take_name(&s, x), take_bracket(&s, x), take_noun(&s, x),
          take_owned(&s, x), take_apposed(&s, x);
  }
}
