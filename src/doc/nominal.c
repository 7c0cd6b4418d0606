/* Walks back from each pronoun for a fixed number of tokens; a phrase found by two of them is one source. */
#include "doc/nominal.h"

enum { BACK = 90, LONGEST = 8, PERSON_OR_GROUP = LEX_PERSON_NOUN | LEX_GROUP_NOUN };

static bool is_name(const scene *s, int32_t token) {
  int32_t before = names_from(s->n, token + 1) - 1;
  return before >= 0 && s->n->at[before].last >= token;
}

static bool is_noun(const scene *s, int32_t i) {
  uint32_t nouns = PERSON_OR_GROUP | LEX_ORG_NOUN | LEX_ANY_DOCUMENT;
  return word_shape(s->w, i) == CASE_LOWER && (word_bits(s->w, i) & nouns);
}

static bool in_sentence(const scene *s, int32_t i, int32_t of) {
  return i >= 0 && i < s->k->count && word_sentence(s->w, i) == word_sentence(s->w, of);
}

/* Whether token i is the last noun of its phrase, in the article's own words. */
static bool is_head(const scene *s, int32_t i) {
  if (!is_noun(s, i) || is_name(s, i) || (s->m && s->m->run_of[i] >= 0)) return false;
  if (!in_sentence(s, i + 1, i)) return true;
  return !is_noun(s, i + 1) && !is_name(s, i + 1) && !word_possessive(s->w, i + 1) &&
         !source_hyphen(s->k, s->w, i + 1);
}

static bool describes(const scene *s, int32_t i) {
  if (is_name(s, i) || word_possessive(s->w, i) || source_hyphen(s->k, s->w, i)) return true;
  if (word_bits(s->w, i) & (LEX_FUNCTION | LEX_PREPOSITION)) return false;
  return word_shape(s->w, i) != CASE_NONE && !scene_is_verb(s, i);
}

static int32_t left_edge(const scene *s, int32_t head) {
  static const char *const determiners[] = {"the",     "a",    "an",   "his",   "her",  "its",
                                            "their",   "two",  "one",  "three", "four", "other",
                                            "another", "some", "many", NULL};
  int32_t first = head;
  while (in_sentence(s, first - 1, head) && head - first < LONGEST && describes(s, first - 1)) first--;
  while (first < head && (word_possessive(s->w, first) || source_hyphen(s->k, s->w, first))) first++;
  while (in_sentence(s, first - 1, head) && word_in(s->w, first - 1, determiners)) first--;
  return first;
}

/* "Ada Moreau and Peter Lund": the words around "and", or none. */
static range side_by_side(const scene *s, int32_t and) {
  static const range none = {-1, -1};
  int32_t after = names_from(s->n, and+1), before = after - 1;
  if (before < 0 || after >= s->n->count) return none;
  const name *left = &s->n->at[before], *right = &s->n->at[after];
  bool people = left->type == INQ_PERSON && right->type == INQ_PERSON;
  if (!people || left->last != and-1 || right->first > and+3 || !in_sentence(s, right->first, and))
    return none;
  for (int32_t i = and+1; i < right->first; i++)
    if (!(word_bits(s->w, i) & (LEX_TITLE | LEX_PERSON_NOUN))) return none;
  return (range){left->first, right->last};
}

static range phrase_at(const scene *s, int32_t i) {
  if (word_is(s->w, i, "and")) return side_by_side(s, i);
  return is_head(s, i) ? (range){left_edge(s, i), i} : (range){-1, -1};
}

/* Whether what was found can be what the quotation's source asks for. */
static bool answers(const source *own, const source *found) {
  bool many = found->plural || (found->bits & LEX_GROUP_NOUN), person = found->bits & PERSON_OR_GROUP;
  if (own->kind == SOURCE_DESCRIPTION) return found->people > 1;
  if (own->pronoun == WHO_THEY) return many && (person || found->people > 1 || (found->bits & LEX_ORG_NOUN));
  if (many || (found->gender && own->gender && found->gender != own->gender)) return false;
  return own->pronoun == WHO_IT ? !person && (found->bits & (LEX_ANY_DOCUMENT | LEX_ORG_NOUN)) : person;
}

static bool asks(const source *own) {
  if (own->kind == SOURCE_DESCRIPTION) return own->plural && own->definite;
  return own->kind == SOURCE_PRONOUN && own->pronoun >= WHO_HE && own->pronoun <= WHO_IT;
}

typedef struct {
  scene *s;
  int32_t *source_of; /* [tokens] the source that has its head here, -1 */
  int32_t count;      /* sources */
} finder;

/* The source that has its head at token i, made where there is none yet; -1 for none that answers. */
static int32_t source_at(finder *f, int32_t i, const source *own) {
  scene *s = f->s;
  if (f->source_of[i] >= 0 && f->source_of[i] < s->q->count) return -1; /* a candidate by having spoken */
  if (f->source_of[i] < 0) {
    range r = phrase_at(s, i);
    if (r.first < 0) return -1;
    s->sources[f->count] = source_read(s->k, s->w, s->n, r);
    if (!answers(own, &s->sources[f->count])) return -1;
    f->source_of[i] = f->count++;
  }
  return answers(own, &s->sources[f->source_of[i]]) ? f->source_of[i] : -1;
}

static void find_for(finder *f, int32_t number) {
  const scene *s = f->s;
  int32_t *out = &f->s->nominals[number * NOMINALS], found = 0, place = scene_place(s, number);
  for (int32_t i = 0; i < NOMINALS; i++) out[i] = -1;
  if (!asks(&s->sources[number])) return;
  for (int32_t i = place - 1; i >= 0 && i >= place - BACK && found < NOMINALS; i--) {
    int32_t at = source_at(f, i, &s->sources[number]);
    if (at >= 0) out[found++] = at;
  }
}

void nominals_find(scene *s, arena *a) {
  int32_t count = s->q->count;
  source *sources = arena_array(a, source, (size_t)count * (1 + NOMINALS) + 1);
  if (count) memcpy(sources, s->sources, sizeof *sources * (size_t)count);
  s->sources = sources;
  s->nominals = arena_array(a, int32_t, (size_t)count * NOMINALS);
  finder f = {s, arena_array(a, int32_t, s->k->count), count};
  for (int32_t i = 0; i < s->k->count; i++) f.source_of[i] = -1;
  for (int32_t i = 0; i < count; i++)
    if (sources[i].head >= 0) f.source_of[sources[i].head] = i;
  for (int32_t i = 0; i < count; i++) find_for(&f, i);
}
