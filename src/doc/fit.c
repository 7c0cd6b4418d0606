#include "doc/fit.h"

#include "doc/field.h"

/* ---- Who made it ---- */

static bool is_made(const view *v) {
  return source_has_noun(v->own) && (v->own->bits & LEX_ANY_DOCUMENT) && !v->own->definite;
}

/* The name that stands last before the verb that has the source for its object: "[Lund] sent | a letter". */
static int32_t find_maker(const view *v) {
  enum { VERB = 3, BACK = 25 };
  const scene *s = v->s;
  const words *w = s->w;
  int32_t first = v->own->tokens.first, verb = first - 1;
  if (!is_made(v)) return -1;
  while (verb >= 0 && verb >= first - VERB && !scene_is_verb(s, verb)) verb--;
  if (verb < 0 || verb < first - VERB || word_sentence(w, verb) != word_sentence(w, first)) return -1;
  for (int32_t i = names_from(s->n, verb) - 1; i >= 0 && s->n->at[i].first >= verb - BACK; i--) {
    if (word_sentence(w, s->n->at[i].first) != word_sentence(w, first)) return -1;
    int32_t type = s->n->at[i].type;
    if (type == INQ_PERSON || type == INQ_ORG) return i;
  }
  return -1;
}

/* ---- The same field ---- */

void fit_find(view *v) {
  v->fields = source_has_noun(v->own) ? v->s->fields[word_id(v->s->w, v->own->head)] : 0;
  v->maker = find_maker(v);
}

void fit_ask(const view *v, float *f) {
  SET(NOUN_FIELD, v->fields != 0);
  SET(IS_MADE, v->maker >= 0);
}

static void read_fields(const view *v, int32_t fields, float *f) {
  SET(FIELD_AGREES, (fields & v->fields) != 0);
  SET(FIELD_CLASHES, fields && v->fields && !(fields & v->fields));
  SET(FIELD_UNKNOWN, !fields && v->fields);
}

/* "the minister, [Jane Smith]", where the source was cut at the comma. */
static void read_beside(const view *v, int32_t who, float *f) {
  enum { GAP = 2 }; /* a comma and a title, at most */
  const scene *s = v->s;
  range r = v->own->tokens;
  if (r.first < 0) return;
  int32_t before = scene_name_before(s, who, r.first), after = scene_name_after(s, who, r.last + 1);
  SET(RIGHT_BEFORE_SOURCE, before >= 0 && s->n->at[before].last >= r.first - 1 - GAP &&
                               sentence_of(s, s->n->at[before].first) == sentence_of(s, r.first));
  SET(RIGHT_BEHIND_SOURCE, after >= 0 && s->n->at[after].first <= r.last + 1 + GAP &&
                               sentence_of(s, s->n->at[after].first) == sentence_of(s, r.last));
}

void fit_read(const view *v, int32_t who, standing *at, float *f) {
  int32_t fields = v->s->field_of[who];
  at->fits = (fields & v->fields) != 0;
  read_fields(v, fields, f);
  read_beside(v, who, f);
  SET(MADE_IT, v->maker >= 0 && v->s->e->of[v->maker] == who);
}

/* Where words stand that have not spoken yet. */
static void read_place(const view *v, int32_t said, const source *found, float *f) {
  const scene *s = v->s;
  if (said < s->q->count) return;
  int32_t sentences = sentence_of(s, v->place) - sentence_of(s, found->head);
  bool subject = found->tokens.last + 1 < s->k->count && scene_is_verb(s, found->tokens.last + 1);
  SET(NEVER_SPOKE, 1);
  SET(SAME_SENTENCE, sentences == 0), SET(LAST_SENTENCE, sentences == 1), SET(TWO_SENTENCES, sentences == 2);
  SET(SUBJECT, subject), SET(FIRST_OF_SENTENCE, scene_begins_sentence(s, found->tokens.first));
  SET(NAMED_LAST, v->s->nominals[v->quote * NOMINALS] == said);
}

void fit_read_words(const view *v, int32_t said, float *f) {
  const source *earlier = &v->s->sources[said];
  int32_t fields = earlier->head_name < 0 ? v->s->fields[word_id(v->s->w, earlier->head)] : 0;
  for (int32_t i = earlier->first_name; i < earlier->first_name + earlier->names; i++)
    fields |= v->s->field_of[v->s->e->of[i]];
  read_fields(v, fields, f);
  bool many = earlier->plural || (earlier->bits & LEX_GROUP_NOUN);
  read_place(v, said, earlier, f);
  SET(JOINED_BEFORE, earlier->joined);
  SET(MANY_FOR_MANY, many && v->own->plural);
  SET(PEOPLE_BEFORE, earlier->people > 1);
}
