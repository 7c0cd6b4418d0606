#include "doc/outlook.h"

enum { AHEAD = 400, BESIDE = 5, MENTIONS = 12, ALIKE = 4 };

void outlook_find(view *v) {
  const words *w = v->s->w;
  v->later_word = -1;
  if (!source_has_noun(v->own)) return;
  int32_t from = v->content.last > v->own->tokens.last ? v->content.last : v->own->tokens.last;
  for (int32_t i = from + 1; i < v->s->k->count && i < from + AHEAD && v->later_word < 0; i++)
    if (word_id(w, i) == word_id(w, v->own->head)) v->later_word = i;
}

void outlook_ask(const view *v, float *f) {
  const source *own = v->own;
  SET(EARLY, fading(sentence_of(v->s, v->place)));
  if (!source_has_noun(own)) return;
  SET(WORD_LATER, v->later_word >= 0);
  SET(NOUN_CAPITAL, word_shape(v->s->w, own->head) > CASE_LOWER && own->head > own->tokens.first);
  SET(NO_DETERMINER, !own->definite && !own->indefinite && !own->owned);
}

/* ---- Documents and who publishes them ---- */

static bool is_document(const words *w, int32_t i) {
  return word_shape(w, i) == CASE_LOWER &&
         (word_bits(w, i) & LEX_ANY_DOCUMENT);
}

/* "the report by [Acme]", "[Acme]'s latest survey". */
static bool publishes(const scene *s, const name *n) {
  static const char *const by[] = {"by", "from", "of", NULL};
  bool tied = false;
  for (int32_t i = n->first - 1; i >= 0 && i >= n->first - BESIDE; i--) {
    if (sentence_of(s, i) != sentence_of(s, n->first)) break;
    tied |= word_in(s->w, i, by);
    if (tied && is_document(s->w, i)) return true;
  }
  for (int32_t i = n->last + 1; i < s->k->count && i <= n->last + BESIDE; i++) {
    if (sentence_of(s, i) != sentence_of(s, n->last) || (word_bits(s->w, i) & LEX_PREPOSITION)) return false;
    if (is_document(s->w, i)) return true;
  }
  return false;
}

static void read_publisher(const view *v, int32_t who, float *f) {
  const scene *s = v->s;
  if (!source_has_noun(v->own) || !(v->own->bits & LEX_ANY_DOCUMENT)) return;
  for (int32_t i = s->start[who]; i < s->start[who + 1] && i < s->start[who] + MENTIONS; i++) {
    const name *n = &s->n->at[s->mention[i]];
    if (!publishes(s, n)) continue;
    SET(PUBLISHES, 1);
    if (n->first > v->place) SET(PUBLISHES_LATER, fading((n->first - v->place) / 8));
    else SET(PUBLISHED, fading((v->place - n->first) / 8));
    if (n->first > v->place) return;
  }
}

/* ---- Named further on ---- */

static void read_next(const view *v, int32_t who, standing *at, float *f) {
  const scene *s = v->s;
  int32_t from = v->own->tokens.first >= 0 ? v->own->tokens.last + 1 : v->place;
  at->next = scene_name_after(s, who, from);
  SET(NOT_YET, at->last_open < 0 || scene_block_kind(s, s->n->at[at->last_open].first) == INQ_TITLE);
  if (at->next < 0) return;
  const name *n = &s->n->at[at->next];
  int32_t paragraphs = s->k->block[n->first] - s->k->block[v->place];
  SET(NEXT_NEAR, fading((n->first - from) / 2));
  SET(NEXT_HERE, paragraphs == 0), SET(NEXT_PARAGRAPH, paragraphs == 1);
  SET(NEXT_SUBJECT, scene_is_subject(s, n) || scene_begins_sentence(s, n->first));
  if (v->later_word < 0) return;
  int32_t beside = scene_name_after(s, who, v->later_word - BESIDE);
  SET(WORD_LATER_BESIDE, beside >= 0 && s->n->at[beside].first <= v->later_word + BESIDE);
}

/* ---- Words that begin alike: Syrian, Syria ---- */

static bool alike(const words *w, int32_t a, int32_t b) {
  str x = word_spelling(w, a), y = word_spelling(w, b);
  return x.length >= ALIKE && y.length >= ALIKE && memcmp(x.at, y.at, ALIKE) == 0;
}

static bool any_alike(const view *v, range r) {
  const source *own = v->own;
  const name *n = v->s->n->at;
  for (int32_t i = own->first_name; i < own->first_name + own->names && i < own->first_name + 4; i++)
    for (int32_t j = r.first; r.first >= 0 && j <= r.last && j < r.first + 6; j++)
      if (n[i].last < r.first || n[i].first > r.last)
        if (alike(v->s->w, n[i].first, j)) return true;
  return false;
}

static void read_alike(const view *v, int32_t who, float *f) {
  const entity *e = &v->s->e->at[who];
  const name *n = &v->s->n->at[e->name];
  if (!source_has_noun(v->own) || !v->own->names) return;
  SET(NAME_ALIKE, any_alike(v, (range){n->first, n->last}));
  SET(CALLED_ALIKE, any_alike(v, v->s->e->before[e->first]) || any_alike(v, v->s->e->after[e->first]) ||
                        any_alike(v, e->affiliation));
}

void outlook_read(const view *v, int32_t who, standing *at, float *f) {
  read_publisher(v, who, f);
  read_next(v, who, at, f);
  read_alike(v, who, f);
}
