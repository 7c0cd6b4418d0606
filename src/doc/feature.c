/* The features of candidates, in three parts: what the quotation asks for (the same for all of its
 * candidates), what each candidate is by itself, and what it is among the others. */
#include "doc/candidate.h"

#include "doc/fit.h"
#include "doc/outlook.h"
#include "doc/turn.h"

#define FEATURE_TEXT(name, text) text,
static const char *const why_texts[FEATURE_COUNT] = {FEATURES(FEATURE_TEXT)};
#undef FEATURE_TEXT

const char *inq_why_text(int32_t why) { return why >= 0 && why < FEATURE_COUNT ? why_texts[why] : NULL; }

/* ---- What the quotation asks for ---- */

static void read_noun(const view *v, float *f) {
  uint32_t bits = v->own->bits;
  SET(NOUN_PERSON, (bits & LEX_PERSON_NOUN) != 0);
  SET(NOUN_ORG, (bits & LEX_ORG_NOUN) != 0);
  SET(NOUN_GROUP, (bits & LEX_GROUP_NOUN) != 0 || v->own->plural);
  SET(NOUN_DOCUMENT, (bits & LEX_DOCUMENT_NOUN) != 0);
  SET(NOUN_OFFICE, (bits & LEX_OFFICE_NOUN) != 0);
  SET(NOUN_SPOKES, (bits & LEX_SPOKES_NOUN) != 0);
  SET(NOUN_PART, (bits & LEX_PART_NOUN) != 0);
  SET(NOUN_STUDY, (bits & LEX_STUDY_NOUN) != 0);
  SET(NOUN_STATEMENT, (bits & LEX_STATEMENT_NOUN) != 0);
  SET(NOUN_PLACE, (bits & LEX_PLACE_NOUN) != 0);
}

static void read_quotation(const view *v, float *f) {
  const source *own = v->own;
  SET(QUOTE_NAME, own->kind == SOURCE_NAME);
  SET(QUOTE_PRONOUN, own->kind == SOURCE_PRONOUN);
  SET(QUOTE_DESCRIPTION, own->kind == SOURCE_DESCRIPTION);
  SET(QUOTE_BARE, own->kind == SOURCE_NONE);
  if (own->pronoun >= 0) f[FEATURE_ASKS_HE + own->pronoun] = 1;
  if (own->kind != SOURCE_NONE) read_noun(v, f);
  SET(HEAD_IS_NAME, own->head_name >= 0);
  if (source_has_noun(own)) SET(WORD_AGAIN, v->s->same[own->head] >= 0);
  SET(OWNED, own->owned);
  SET(DEFINITE, own->definite);
  SET(INDEFINITE, own->indefinite);
  SET(PLURAL, own->plural);
  SET(JOINED, own->joined);
  SET(NAMES_IN_SOURCE, own->names > 3 ? 1 : (float)own->names / 3);
  if (own->tokens.first >= 0) SET(SOURCE_WORDS, growing(own->tokens.last - own->tokens.first));
  const int32_t *block = v->s->k->block;
  SET(AT_PARAGRAPH_START, v->content.first == 0 || block[v->content.first - 1] != block[v->content.first]);
  int32_t kind = scene_block_kind(v->s, v->place);
  SET(IN_HEADLINE, kind == INQ_TITLE || kind == INQ_HEADING);
  turn_ask(v, f);
  outlook_ask(v, f);
  fit_ask(v, f);
  if (v->last_quote >= 0) SET(LAST_QUOTE_NEAR, fading(v->quote - v->last_quote - 1));
}

/* ---- The candidate in the source ---- */

static bool is_for(const words *w, int32_t i) {
  static const char *const fors[] = {"for", "from", "with", "at", NULL};
  return word_in(w, i, fors);
}

/* "One of its victims, [Jane Doe]": the name ends the source, and only its own description parts it from the
 * comma. */
static bool ends_source(const view *v, const name *n) {
  int32_t i = n->first - 1;
  if (n->last < v->own->tokens.last) return false;
  while (i > v->own->tokens.first && !word_is(v->s->w, i, ",") && !(word_bits(v->s->w, i) & LEX_PREPOSITION))
    i--;
  return i > v->own->tokens.first && word_is(v->s->w, i, ",");
}

static void read_inside(const view *v, int32_t name_index, float *f) {
  const source *own = v->own;
  const name *n = &v->s->n->at[name_index];
  const words *w = v->s->w;
  int32_t before = n->first - 1;
  while (before > own->tokens.first && (word_is(w, before, "the") || (word_bits(w, before) & LEX_TITLE)))
    before--;
  bool possesses = n->last + 1 <= own->tokens.last && word_possessive(w, n->last + 1);
  SET(IN_SOURCE, 1);
  if (own->head_name == name_index) SET(IS_HEAD, 1);
  if (possesses) SET(POSSESSES, 1);
  if (n->first > own->head_end) SET(BEHIND_HEAD, 1);
  if (n->last < own->head) SET(IN_FRONT, 1);
  bool behind_for = before >= own->tokens.first && n->first > own->head && is_for(w, before);
  if (behind_for) SET(BEHIND_FOR, 1);
  if (before >= own->tokens.first && word_is(w, before, "by")) SET(BEHIND_BY, 1);
  if (source_hyphen(v->s->k, w, n->last + 1)) SET(HYPHENED, 1);
  if (ends_source(v, n)) SET(ENDS_SOURCE, 1);
  if (before >= own->tokens.first && word_is(w, before, ",")) SET(APPOSED, 1);
  if (before >= own->tokens.first && word_is(w, before, "of")) SET(BEHIND_OF, 1);
  if (n->first > own->tokens.first && word_bits(w, n->first - 1) & (LEX_PERSON_NOUN | LEX_TITLE))
    SET(TITLED, 1);
  if (n->last == own->tokens.last) SET(CLOSES_SOURCE, 1);
  if (before < own->tokens.first || (before == own->tokens.first && word_is(w, before, "the")))
    SET(OPENS_SOURCE, 1);
  if (name_index == own->first_name + own->names - 1) SET(LAST_IN_SOURCE, 1);
  if (own->names == 1) SET(ONLY_IN_SOURCE, 1);
  if (own->people == 1 && n->type == INQ_PERSON) SET(ONLY_PERSON, 1);
  bool beside =
      behind_for || n->last < own->head || (before >= own->tokens.first && word_is(w, before, "of"));
  if ((own->bits & LEX_SPOKES_NOUN) && n->type != INQ_PERSON && beside) SET(SPOKES_ORG, 1);
}

static void read_source(const view *v, int32_t who, float *f) {
  for (int32_t i = v->own->first_name; i < v->own->first_name + v->own->names; i++)
    if (v->s->e->of[i] == who) read_inside(v, i, f);
}

/* ---- Agreement ---- */

static void read_type(const view *v, int32_t type, float *f) {
  bool person = type == INQ_PERSON, org = type == INQ_ORG || type == INQ_FAC, place = type == INQ_GPE;
  bool work = type == INQ_WORK || type == INQ_PRODUCT || type == INQ_LAW;
  SET(IS_PERSON, person), SET(IS_ORG, org), SET(IS_PLACE, place), SET(IS_GROUP, type == INQ_NORP),
      SET(IS_WORK, work);
  if (v->own->head_name >= 0 || v->own->pronoun >= 0 || v->own->kind == SOURCE_NONE) return;
  uint32_t bits = v->own->bits;
  bool for_person = bits & LEX_PERSON_NOUN, for_org = bits & LEX_ORG_NOUN,
       for_document = bits & LEX_DOCUMENT_NOUN;
  bool for_group = bits & LEX_GROUP_NOUN;
  SET(PERSON_FOR_PERSON, for_person && person), SET(ORG_FOR_PERSON, for_person && org);
  SET(ORG_FOR_ORG, for_org && org), SET(PLACE_FOR_ORG, for_org && place),
      SET(PERSON_FOR_ORG, for_org && person);
  SET(ANY_FOR_GROUP, for_group);
  SET(ORG_FOR_DOCUMENT, for_document && org), SET(WORK_FOR_DOCUMENT, for_document && work);
  SET(PERSON_FOR_DOCUMENT, for_document && person);
  SET(PLACE_FOR_PERSON, for_person && place), SET(PEOPLE_FOR_PERSON, for_person && type == INQ_NORP);
  SET(PLACE_FOR_PLACE, (bits & LEX_PLACE_NOUN) && place);
  bool unknown = !for_person && !for_org && !for_document && !for_group;
  SET(ORG_FOR_UNKNOWN, unknown && org), SET(PERSON_FOR_UNKNOWN, unknown && person);
}

static bool read_agreement(const view *v, const entity *e, float *f) {
  int32_t asked = v->own->gender;
  bool clashes = asked && e->gender && asked != e->gender, agrees = asked && asked == e->gender;
  bool number = v->own->plural && e->type == INQ_PERSON;
  SET(GENDER_AGREES, agrees), SET(GENDER_CLASHES, clashes), SET(NUMBER_CLASHES, number);
  SET(GENDER_OPPOSITE, clashes && asked != GENDER_NEUTER && e->gendered);
  return !clashes && !number;
}

/* What the source calls the speaker, against what the text calls the candidate. */
static int32_t read_calling(const view *v, int32_t who, float *f) {
  const source *own = v->own;
  if (own->kind != SOURCE_NAME && own->kind != SOURCE_DESCRIPTION) return 0;
  if (own->head_name >= 0) return 0;
  int32_t called = traits_of(&v->s->traits, v->s->w, own->head, who), others = 0;
  SET(HEAD_BEFORE, (called & TRAIT_BEFORE) != 0);
  SET(HEAD_AFTER, (called & TRAIT_AFTER) != 0);
  SET(HEAD_IN_NAME, (called & TRAIT_NAME) != 0);
  for (int32_t i = own->tokens.first; i <= own->tokens.last && i < own->tokens.first + 16; i++)
    if (i != own->head && !(word_bits(v->s->w, i) & (LEX_FUNCTION | LEX_PREPOSITION)) &&
        word_shape(v->s->w, i) != CASE_NONE)
      others += traits_of(&v->s->traits, v->s->w, i, who) != 0;
  SET(OTHER_WORDS, others > 2 ? 1 : (float)others / 2);
  int32_t affiliated = v->s->e->at[who].affiliated;
  for (int32_t i = own->first_name; i < own->first_name + own->names; i++)
    if (affiliated >= 0 && v->s->e->of[i] == affiliated) SET(AFFILIATED, 1);
  return called;
}

enum { AGAIN = 4, BESIDE = 5, SPOKE_BACK = 8 };

/* The same word before: "a report by [the council] ... the report said". */
static void read_word_before(const view *v, int32_t who, float *f) {
  const scene *s = v->s;
  int32_t word = source_has_noun(v->own) ? s->same[v->own->head] : -1;
  for (int32_t steps = 0; word >= 0 && steps < AGAIN; word = s->same[word], steps++) {
    int32_t before = scene_name_before(s, who, word), after = scene_name_after(s, who, word + 1);
    bool here_before = before >= 0 && sentence_of(s, s->n->at[before].first) == sentence_of(s, word);
    bool here_after = after >= 0 && sentence_of(s, s->n->at[after].first) == sentence_of(s, word);
    float weight = fading(4 * steps);
    if ((here_before || here_after) && f[FEATURE_WORD_HERE] == 0) SET(WORD_HERE, weight);
    bool beside = (here_before && word - s->n->at[before].last <= BESIDE) ||
                  (here_after && s->n->at[after].first - word <= BESIDE);
    if (beside && f[FEATURE_WORD_BESIDE] == 0) SET(WORD_BESIDE, weight);
    static const char *const by[] = {"by", "from", "of", "for", NULL};
    for (int32_t i = word + 1; here_after && i < s->n->at[after].first && i <= word + BESIDE; i++)
      if (word_in(s->w, i, by) && f[FEATURE_WORD_BY] == 0) SET(WORD_BY, weight);
  }
}

/* An earlier source with the same head that was found to be this candidate. */
static void read_spoke_as(const view *v, int32_t who, float *f) {
  if (!source_has_noun(v->own)) return;
  for (int32_t i = v->quote - 1; i >= 0 && i >= v->quote - SPOKE_BACK; i--) {
    if (v->s->chosen[i].kind != CHOICE_ENTITY || v->s->chosen[i].entity != who || v->s->sources[i].head < 0)
      continue;
    if (word_id(v->s->w, v->s->sources[i].head) == word_id(v->s->w, v->own->head)) SET(SPOKE_AS, 1);
  }
}

/* ---- Pronouns that lead to the source ---- */

enum { CHAIN_LINKS = 8, CHAIN_SENTENCES = 2 };

static bool same_pronoun(const words *w, int32_t i, int32_t pronoun) {
  static const char *const forms[][5] = {[WHO_HE] = {"he", "his", "him", "himself", NULL},
                                         [WHO_SHE] = {"she", "her", "hers", "herself", NULL},
                                         [WHO_THEY] = {"they", "their", "them", NULL},
                                         [WHO_IT] = {"it", "its", "itself", NULL}};
  return pronoun <= WHO_IT && word_in(w, i, forms[pronoun]);
}

/* Walks back from pronoun to pronoun outside quotation marks while none is further than some sentences. */
static int32_t find_chain(const view *v) {
  enum { TOKENS = 120 };
  const scene *s = v->s;
  int32_t pronoun = v->own->pronoun, chain = v->own->head, links = 0;
  if (pronoun < 0 || pronoun > WHO_IT) return -1;
  for (int32_t i = chain - 1; i >= 0 && i > chain - TOKENS && links < CHAIN_LINKS; i--) {
    if (sentence_of(s, chain) - sentence_of(s, i) > CHAIN_SENTENCES) break;
    if ((s->m && s->m->run_of[i] >= 0) || !same_pronoun(s->w, i, pronoun)) continue;
    chain = i, links++;
  }
  return chain;
}

static void read_chain(const view *v, int32_t who, standing *at, float *f) {
  const scene *s = v->s;
  int32_t before = v->chain < 0 ? -1 : scene_name_before(s, who, v->chain);
  at->chained = before < 0 ? -1 : s->open[before];
  if (v->chain < 0) return;
  if (at->chained >= 0) SET(CHAIN_NEAR, fading(v->chain - s->n->at[at->chained].last));
  SET(CHAIN_NAMED, at->last_open >= 0 && s->n->at[at->last_open].first > v->chain);
}

/* What it was called when it spoke before. */
static void read_pronouns(const view *v, int32_t who, float *f) {
  int32_t own = v->own->pronoun;
  if (own < 0) return;
  uint8_t spoke = v->s->pronoun[who] & ((1 << WHO_HE) | (1 << WHO_SHE) | (1 << WHO_THEY) | (1 << WHO_IT));
  SET(SPOKE_AS_PRONOUN, (spoke & 1 << own) != 0), SET(SPOKE_AS_OTHER, (spoke & ~(1 << own)) != 0);
}

/* ---- Where it was named ---- */

static void read_last_name(const view *v, int32_t name_index, float *f) {
  const scene *s = v->s;
  const name *n = &s->n->at[name_index];
  bool begins = scene_begins_sentence(s, n->first), subject = scene_is_subject(s, n);
  SET(FIRST_OF_SENTENCE, begins), SET(SUBJECT, subject);
  if (n->first > 0) {
    int32_t before = n->first - 1;
    while (before > 0 && ((word_bits(s->w, before) & LEX_TITLE) || word_is(s->w, before, "the"))) before--;
    SET(OBLIQUE, (word_bits(s->w, before) & LEX_PREPOSITION) != 0);
    SET(OBJECT_OF_CUE,
        word_is(s->w, before, "told") || word_is(s->w, before, "asked") || word_is(s->w, before, "urged"));
  }
  SET(OWNER, n->last + 1 < s->k->count && word_possessive(s->w, n->last + 1));
  SET(QUOTED_LAST, s->open[name_index] != name_index);
  SET(FURNITURE_LAST, scene_is_furniture(s, n->first));
  if (sentence_of(s, n->first) == sentence_of(s, v->place)) SET(SUBJECT_HERE, subject || begins);
}

static void read_distance(const view *v, const standing *at, float *f) {
  const scene *s = v->s;
  const name *n = &s->n->at[at->last];
  int32_t sentences = sentence_of(s, v->place) - sentence_of(s, n->first);
  int32_t paragraphs = s->k->block[v->place] - s->k->block[n->first];
  SET(NEAR, fading(v->place - n->last));
  SET(SAME_SENTENCE, sentences == 0), SET(LAST_SENTENCE, sentences == 1), SET(TWO_SENTENCES, sentences == 2);
  SET(SAME_PARAGRAPH, paragraphs == 0), SET(LAST_PARAGRAPH, paragraphs == 1),
      SET(PARAGRAPHS, growing(paragraphs));
  if (at->subject >= 0) {
    SET(NEAR_SUBJECT, fading(v->place - s->n->at[at->subject].last));
    SET(SUBJECT_LAST_SENTENCE, sentence_of(s, v->place) - sentence_of(s, s->n->at[at->subject].first) == 1);
  }
  if (at->last_open >= 0) SET(NEAR_OPEN, fading(v->place - s->n->at[at->last_open].last));
}

/* The names just outside the quotation's content: captions, headlines, signatures. */
static void read_edges(const view *v, int32_t who, float *f) {
  const scene *s = v->s;
  int32_t behind = scene_name_after(s, who, v->content.last + 1);
  if (behind >= 0) {
    int32_t gap = s->n->at[behind].first - v->content.last;
    SET(RIGHT_BEHIND, gap <= 4);
    for (int32_t i = v->content.last + 1; gap <= 6 && i < s->n->at[behind].first; i++)
      if (word_is(s->w, i, ":") || word_is(s->w, i, "-") || word_is(s->w, i, "\xe2\x80\x94") ||
          word_is(s->w, i, "\xe2\x80\x93"))
        SET(BEHIND_DASH, 1);
  }
  int32_t before = scene_name_before(s, who, v->content.first);
  if (before < 0) return;
  int32_t gap = v->content.first - s->n->at[before].last;
  SET(RIGHT_BEFORE, gap <= 3);
  for (int32_t i = s->n->at[before].last + 1; gap <= 12 && i < v->content.first; i++)
    if (word_is(s->w, i, ":")) SET(BEFORE_COLON, fading(gap));
}

static void read_later(const view *v, int32_t who, float *f) {
  int32_t later = scene_name_after(v->s, who, v->place);
  SET(ONLY_LATER, 1);
  if (later >= 0) SET(LATER_NEAR, fading(v->s->n->at[later].first - v->place));
}

static bool in_content(const view *v, int32_t who) {
  const quote *q = &v->s->q->at[v->quote];
  for (int32_t i = q->content; i < q->content + q->pieces && i < q->content + 8; i++) {
    range piece = v->s->q->pieces[i];
    int32_t inside = scene_name_after(v->s, who, piece.first);
    if (inside >= 0 && v->s->n->at[inside].first <= piece.last) return true;
  }
  return false;
}

/* ---- How much it is spoken of, and whether it speaks ---- */

static void read_standing(const view *v, int32_t who, float *f) {
  const scene *s = v->s;
  const entity *e = &s->e->at[who];
  int32_t first_kind = scene_block_kind(s, s->n->at[e->first].first);
  SET(FREQUENCY, growing(e->count));
  SET(MOST_NAMED, who == s->frequent[0]);
  SET(FIRST_NAMED, who == 0);
  SET(IN_TITLE, first_kind == INQ_TITLE);
  SET(IN_BYLINE, first_kind == INQ_BYLINE);
  SET(HAS_ROLE, e->role.first >= 0);
  SET(IN_CONTENT, in_content(v, who));
  SET(SPOKE_OFTEN, growing(s->spoken[who]));
}

static standing read_entity(const view *v, int32_t who, float *f) {
  standing at = {.last = scene_name_before(v->s, who, v->place)};
  at.last_open = at.last < 0 ? -1 : v->s->open[at.last];
  at.subject = at.last < 0 ? -1 : v->s->subject[at.last];
  const entity *e = &v->s->e->at[who];
  read_source(v, who, f);
  read_type(v, e->type, f);
  at.agrees = read_agreement(v, e, f);
  at.called = read_calling(v, who, f);
  read_word_before(v, who, f);
  read_spoke_as(v, who, f);
  read_chain(v, who, &at, f);
  read_pronouns(v, who, f);
  if (at.last >= 0) read_distance(v, &at, f), read_last_name(v, at.last, f);
  else read_later(v, who, f);
  outlook_read(v, who, &at, f);
  fit_read(v, who, &at, f);
  turn_read(v, &at, f);
  if (v->own->kind == SOURCE_NONE) read_edges(v, who, f);
  read_standing(v, who, f);
  return at;
}

/* ---- Words instead of a name ---- */

static void read_words(const view *v, int32_t said, float *f) {
  if (said == v->quote) {
    SET(IS_OWN_WORDS, 1);
    return;
  }
  const source *earlier = &v->s->sources[said];
  bool many = earlier->plural || (earlier->bits & LEX_GROUP_NOUN);
  fit_read_words(v, said, f);
  SET(IS_EARLIER_WORDS, 1);
  SET(IS_PERSON, (earlier->bits & LEX_PERSON_NOUN) != 0);
  SET(IS_ORG, (earlier->bits & LEX_ORG_NOUN) != 0);
  SET(IS_GROUP, many);
  SET(IS_WORK, (earlier->bits & LEX_DOCUMENT_NOUN) != 0);
  SET(NUMBER_CLASHES, v->own->kind != SOURCE_NONE && v->own->plural != many);
  SET(GENDER_AGREES, v->own->gender && v->own->gender == earlier->gender);
  SET(GENDER_CLASHES, v->own->gender && earlier->gender && v->own->gender != earlier->gender);
  if (v->own->head >= 0) SET(SAME_WORD, word_id(v->s->w, v->own->head) == word_id(v->s->w, earlier->head));
  int32_t paragraphs = v->s->k->block[v->place] - v->s->k->block[earlier->head];
  SET(NEAR, fading(v->place - earlier->head));
  SET(SAME_PARAGRAPH, paragraphs == 0), SET(LAST_PARAGRAPH, paragraphs == 1);
}

/* ---- Among the others ---- */

static int32_t position(const view *v, int32_t name_index) {
  return name_index < 0 ? -1 : v->s->n->at[name_index].first;
}

static void read_order(const view *v, const candidates *c, const standing *at, int32_t mine, float *f) {
  int32_t since = 0, since_open = 0, since_type = 0, since_agreeing = 0, since_subject = 0, here = 0,
          called = 0, called_later = 0, fits = 0, fits_later = 0, since_chain = 0, before_next = 0,
          oftener = 0, same = 0;
  int32_t type = v->s->e->at[c->at[mine].entity].type;
  for (int32_t i = 0; i < c->count; i++) {
    if (i == mine || c->at[i].kind != CHOICE_ENTITY) continue;
    bool later = position(v, at[i].last) > position(v, at[mine].last);
    bool same_type = v->s->e->at[c->at[i].entity].type == type;
    since += later, since_type += later && same_type, since_agreeing += later && same_type && at[i].agrees;
    since_subject += position(v, at[i].subject) > position(v, at[mine].subject) && same_type && at[i].agrees;
    since_chain += position(v, at[i].chained) > position(v, at[mine].chained) && same_type && at[i].agrees;
    since_open += position(v, at[i].last_open) > position(v, at[mine].last_open) && same_type;
    here += same_type && at[i].agrees && at[i].last >= 0 && at[mine].last >= 0 &&
            sentence_of(v->s, position(v, at[i].last)) == sentence_of(v->s, position(v, at[mine].last));
    same += same_type,
        oftener += same_type && v->s->e->at[c->at[i].entity].count >= v->s->e->at[c->at[mine].entity].count;
    before_next += same_type && at[i].next >= 0 && at[i].next < at[mine].next;
    fits += at[i].fits, fits_later += at[i].fits && later;
    called += at[i].called != 0, called_later += at[i].called != 0 && later;
  }
  bool named = at[mine].last >= 0;
  SET(NAMED_LAST, named && since == 0);
  SET(NAMED_LAST_OF_TYPE, named && since_type == 0);
  SET(NAMED_LAST_AGREEING, named && at[mine].agrees && since_agreeing == 0);
  SET(SUBJECT_LAST_AGREEING, at[mine].subject >= 0 && at[mine].agrees && since_subject == 0);
  SET(CHAIN_LAST, at[mine].chained >= 0 && at[mine].agrees && since_chain == 0);
  SET(RANK, growing(since_type)), SET(RANK_OPEN, growing(since_open));
  SET(ONLY_AGREEING_IN_SENTENCE, named && at[mine].agrees && here == 0);
  SET(NEXT_OF_TYPE, at[mine].next >= 0 && before_next == 0);
  SET(MOST_NAMED_OF_TYPE, oftener == 0), SET(ONLY_OF_TYPE, same == 0);
  SET(FIELD_UNIQUE, at[mine].fits && fits == 0);
  SET(FIELD_NEAREST, at[mine].fits && fits_later == 0);
  SET(HEAD_UNIQUE, at[mine].called && called == 0);
  SET(HEAD_NEAREST, at[mine].called && called_later == 0);
}

void features_read(const scene *s, int32_t number, const candidates *c, float (*out)[FEATURE_COUNT]) {
  view v = {.s = s,
            .quote = number,
            .own = &s->sources[number],
            .content = scene_content(s, number),
            .place = scene_place(s, number),
            .last_quote = scene_decided(s, number, 1),
            .next_quote = scene_decided(s, number, -1)};
  v.chain = find_chain(&v);
  turn_find(&v);
  outlook_find(&v);
  fit_find(&v);
  float asked[FEATURE_COUNT] = {0};
  standing at[CANDIDATES] = {0};
  bool called = false, fits = false;
  read_quotation(&v, asked);
  for (int32_t i = 0; i < c->count; i++) {
    memcpy(out[i], asked, sizeof asked);
    if (c->at[i].kind == CHOICE_ENTITY) at[i] = read_entity(&v, c->at[i].entity, out[i]);
    else if (c->at[i].kind == CHOICE_WORDS) read_words(&v, c->at[i].words, out[i]);
    else out[i][FEATURE_IS_NOBODY] = 1;
    history_read(&v, c->at[i], out[i]);
    called |= at[i].called != 0;
    fits |= at[i].fits;
  }
  for (int32_t i = 0; i < c->count; i++) {
    if (c->at[i].kind == CHOICE_ENTITY) read_order(&v, c, at, i, out[i]);
    out[i][FEATURE_SOMEBODY_CALLED_SO] = called;
    out[i][FEATURE_SOMEBODY_FITS] = fits;
  }
}
