#include "doc/sense.h"

#include "doc/age.h"
#include "doc/agent.h"

/* Taken from the score of who cannot be meant: twice as much overrules the ranker where "he" is a spokesman; of who is
 * named in what he would say, nearly the logarithm of the odds, 968 to 9.  And given to who must be. */
static const float LIFELESS = 2, NAMED = 4, CERTAIN = 8;

/* ---- People ------------------------------------------------------------------------------------- */

static bool is_person(const scene *s, const choice *c) {
  return c->kind == CHOICE_ENTITY && s->e->at[c->entity].type == INQ_PERSON;
}

static int32_t people_in(const scene *s, const candidates *c) {
  int32_t people = 0;
  for (int32_t i = 0; i < c->count; i++) people += is_person(s, &c->at[i]);
  return people;
}

/* "he" and "she" are people: of 1,150 in the annotated articles, three stand for an organisation. */
static void prefer_people(const scene *s, const candidates *c, float *scores) {
  int32_t people = people_in(s, c);
  for (int32_t i = 0; people && i < c->count; i++)
    if (c->at[i].kind == CHOICE_ENTITY && !is_person(s, &c->at[i])) scores[i] -= LIFELESS;
}

/* "The 34-year-old" is whose age that is; else somebody who is named, as are all eight in the annotated articles,
 * unless the text says "a 34-year-old". */
static void prefer_age(const scene *s, const source *own, const candidates *c, float *scores) {
  int32_t who = age_bearer(s, own), people = people_in(s, c);
  for (int32_t i = 0; i < c->count; i++) {
    bool person = is_person(s, &c->at[i]);
    if (who >= 0) scores[i] += person && c->at[i].entity == who ? CERTAIN : 0;
    else if (who == AGE_UNNAMED) scores[i] -= person ? CERTAIN : 0;
    else if (people && !person) scores[i] -= LIFELESS;
  }
}

static bool stands_in(const scene *s, int32_t number, int32_t who) {
  const quote *q = &s->q->at[number];
  for (int32_t p = q->content; p < q->content + q->pieces; p++)
    for (int32_t i = scene_name_after(s, who, s->q->pieces[p].first); i >= 0;
         i = scene_name_after(s, who, s->n->at[i].last + 1)) {
      if (s->n->at[i].last > s->q->pieces[p].last) break;
      if (!s->m || s->m->run_of[s->n->at[i].first] < 0) return true;
    }
  return false;
}

/* "The firm confirmed its deal with Acme" is not Acme's: of 977 that go on so, 9 name who speaks in their own words. */
static void prefer_others(const scene *s, int32_t number, const candidates *c, float *scores) {
  const source *own = &s->sources[number];
  const quote *q = &s->q->at[number];
  if (own->names || own->tokens.first < 0 || q->type == INQ_DIRECT || !q->pieces) return;
  if (s->q->pieces[q->content].first < own->tokens.last) return;
  for (int32_t i = 0; i < c->count; i++)
    if (c->at[i].kind == CHOICE_ENTITY && stands_in(s, number, c->at[i].entity)) scores[i] -= NAMED;
}

/* ---- Words that name nobody --------------------------------------------------------------------- */

/* "Some", "the others", "many": a quantity and no noun. */
static bool is_quantity(const scene *s, const source *own) {
  static const char *const quantities[] = {"some", "others",  "other",    "another",  "many",      "most",
                                           "both", "several", "few",      "one",      "all",       "each",
                                           "none", "someone", "somebody", "everyone", "everybody", NULL};
  bool quantity = false;
  if (own->tokens.first < 0) return false;
  for (int32_t i = own->tokens.first; i <= own->tokens.last; i++) {
    bool is = word_in(s->w, i, quantities);
    if (!is && !word_is(s->w, i, "the") && !word_is(s->w, i, "a")) return false;
    quantity |= is;
  }
  return quantity;
}

/* "Retailers", "two officials": several of whom none has been spoken of yet.  Headlines leave names out that the
 * text has, and "police" are a force that is named in half of 64. */
static bool is_new(const scene *s, const source *own) {
  if (own->kind != SOURCE_DESCRIPTION || !own->plural || own->joined) return false;
  if (own->definite || own->owned || word_is(s->w, own->tokens.first, "whose")) return false;
  if (!own->indefinite && scene_block_kind(s, own->head) == INQ_TITLE) return false;
  bool person = own->bits & (LEX_PERSON_NOUN | LEX_GROUP_NOUN | LEX_ORG_NOUN);
  return person && !(own->bits & LEX_ANY_DOCUMENT) && !word_is(s->w, own->head, "police");
}

/* "Moderator:" before a turn (claim.h): whoever that is, the words say it. */
static bool is_label(const scene *s, int32_t number, const source *own) {
  const quote *q = &s->q->at[number];
  return q->cue < 0 && q->anchor == own->tokens.first && !own->names;
}

/* Of 42 quantities in the annotated articles three are somebody who is named, of 500 such plurals six. */
static void prefer_unnamed(const candidates *c, float *scores) {
  for (int32_t i = 0; i < c->count; i++)
    if (c->at[i].kind == CHOICE_ENTITY) scores[i] -= CERTAIN;
}

/* "Another" is not who spoke before. */
static void prefer_own(int32_t number, const candidates *c, float *scores) {
  for (int32_t i = 0; i < c->count; i++)
    if (c->at[i].kind == CHOICE_WORDS && c->at[i].words == number) scores[i] += CERTAIN;
}

/* ---- Owners ------------------------------------------------------------------------------------- */

/* "Lund's lawyer" is another than Lund, as are all of 38 such people in the annotated articles; but of 17 documents
 * that belong to people and firms so, 16 are who wrote them. */
static void mind_owner(const scene *s, const source *own, const candidates *c, float *scores) {
  bool person = own->bits & (LEX_PERSON_NOUN | LEX_GROUP_NOUN), document = own->bits & LEX_ANY_DOCUMENT;
  if (own->head_name >= 0 || person == document || (document && own->plural)) return;
  for (int32_t x = own->first_name; x < own->first_name + own->names; x++) {
    const name *n = &s->n->at[x];
    bool lives = n->type == INQ_PERSON || (document && n->type == INQ_ORG);
    if (!lives || n->last >= own->head || !word_possessive(s->w, n->last + 1)) continue;
    for (int32_t i = 0; i < c->count; i++)
      if (c->at[i].kind == CHOICE_ENTITY && c->at[i].entity == s->e->of[x])
        scores[i] += document ? CERTAIN : -CERTAIN;
  }
}

/* ---- Nobody ------------------------------------------------------------------------------------- */

/* "He was asked whether": the text does not say by whom, as in ten of twelve such places in the annotated
 * articles.  What was confirmed or announced is somebody's of whom it speaks. */
static bool has_hearer(const scene *s, int32_t cue) {
  static const char *const heard[] = {"asked",   "told",    "informed", "warned", "urged",
                                      "advised", "ordered", "accused",  NULL};
  return agent_is_passive(s->k, s->w, cue) && word_in(s->w, cue, heard);
}

static void prefer_nobody(const candidates *c, float *scores) {
  for (int32_t i = 0; i < c->count; i++)
    if (c->at[i].kind == CHOICE_NOBODY) scores[i] += CERTAIN;
}

void sense_mind(const scene *s, int32_t number, const candidates *c, float *scores) {
  const source *own = &s->sources[number];
  if (own->pronoun == WHO_HE || own->pronoun == WHO_SHE) prefer_people(s, c, scores);
  if (own->aged) prefer_age(s, own, c, scores);
  if (is_quantity(s, own) || is_label(s, number, own))
    prefer_unnamed(c, scores), prefer_own(number, c, scores);
  if (is_new(s, own)) prefer_unnamed(c, scores);
  mind_owner(s, own, c, scores);
  if (own->kind == SOURCE_NONE && has_hearer(s, s->q->at[number].cue)) prefer_nobody(c, scores);
  prefer_others(s, number, c, scores);
}
