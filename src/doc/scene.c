/* Indexes over the layers: names by entity, names outside quotation marks, sources taken apart. */
#include "doc/scene.h"

enum { LOOK = 6 }; /* how many quotations away a neighbour may be */

static void order_mentions(scene *s, arena *a) {
  s->mention = arena_array(a, int32_t, s->n->count);
  s->start = arena_array(a, int32_t, s->e->count + 1);
  for (int32_t i = 0; i < s->n->count; i++) s->start[s->e->of[i] + 1]++;
  for (int32_t i = 0; i < s->e->count; i++) s->start[i + 1] += s->start[i];
  int32_t *next = arena_copy(a, s->start, sizeof(int32_t) * (size_t)(s->e->count + 1));
  for (int32_t i = 0; i < s->n->count; i++) s->mention[next[s->e->of[i]]++] = i;
}

bool scene_is_verb(const scene *s, int32_t i) {
  const words *w = s->w;
  str word = word_spelling(w, i);
  bool past = word.length > 4 && memcmp(word.at + word.length - 2, "ed", 2) == 0;
  return word_shape(w, i) == CASE_LOWER && (past || (word_bits(w, i) & (LEX_CUE_VERB | LEX_VERB)));
}

bool scene_begins_sentence(const scene *s, int32_t first) {
  for (int32_t i = first - 1, steps = 0; i >= 0 && steps < 6; i--, steps++) {
    if (word_sentence(s->w, i) != word_sentence(s->w, first)) return true;
    if (!(word_bits(s->w, i) & LEX_TITLE) && word_shape(s->w, i) == CASE_LOWER && !word_is(s->w, i, "the"))
      return false;
  }
  return first < 6;
}

bool scene_is_subject(const scene *s, const name *n) {
  for (int32_t i = n->last + 1; i <= n->last + 3 && i < s->k->count; i++) {
    if (s->k->block[i] != s->k->block[n->last]) return false;
    if (scene_is_verb(s, i)) return true;
    if (word_shape(s->w, i) == CASE_NONE) return false;
  }
  return false;
}

bool scene_is_furniture(const scene *s, int32_t token) {
  int32_t kind = scene_block_kind(s, token);
  return kind != INQ_BODY && kind != INQ_TITLE;
}

static void find_open(scene *s, arena *a) {
  int32_t *latest = arena_array(a, int32_t, s->e->count),
          *latest_subject = arena_array(a, int32_t, s->e->count);
  s->open = arena_array(a, int32_t, s->n->count);
  s->subject = arena_array(a, int32_t, s->n->count);
  for (int32_t i = 0; i < s->e->count; i++) latest[i] = latest_subject[i] = -1;
  for (int32_t i = 0; i < s->n->count; i++) {
    const name *n = &s->n->at[i];
    int32_t who = s->e->of[i];
    if (!(s->m && s->m->run_of[n->first] >= 0) && !scene_is_furniture(s, n->first)) {
      latest[who] = i;
      if (scene_is_subject(s, n) || scene_begins_sentence(s, n->first)) latest_subject[who] = i;
    }
    s->open[i] = latest[who];
    s->subject[i] = latest_subject[who];
  }
}

static void find_frequent(scene *s, arena *a) {
  s->frequent = arena_array(a, int32_t, FREQUENT);
  for (int32_t i = 0; i < FREQUENT; i++) s->frequent[i] = -1;
  for (int32_t i = 0; i < s->e->count; i++) {
    int32_t carried = i;
    for (int32_t j = 0; j < FREQUENT && carried >= 0; j++) {
      int32_t there = s->frequent[j];
      if (there >= 0 && s->e->at[there].count >= s->e->at[carried].count) continue;
      s->frequent[j] = carried;
      carried = there;
    }
  }
}

static void find_same(scene *s, arena *a) {
  int32_t *latest = arena_array(a, int32_t, s->w->kinds);
  s->same = arena_array(a, int32_t, s->k->count);
  for (int32_t i = 0; i < s->w->kinds; i++) latest[i] = -1;
  for (int32_t i = 0; i < s->k->count; i++) {
    s->same[i] = latest[word_id(s->w, i)];
    latest[word_id(s->w, i)] = i;
  }
}

static void find_fields(scene *s, arena *a) {
  bool noun = false;
  for (int32_t i = 0; i < s->q->count; i++) noun |= source_has_noun(&s->sources[i]);
  s->fields = noun ? fields_of_words(s->w, a) : arena_array(a, int32_t, s->w->kinds);
  s->field_of = fields_of_entities(s->fields, s->n, s->e, a);
}

scene scene_read(const text *t, const blocks *b, const tokens *k, const marks *m, const names *n,
                 const entities *e, const quotes *q, arena *a) {
  scene s = {.t = t, .b = b, .k = k, .m = m, .n = n, .e = e, .q = q, .w = &e->words};
  s.traits = traits_read(n, e, a);
  s.sources = arena_array(a, source, q->count);
  s.chosen = arena_array(a, choice, q->count);
  s.spoken = arena_array(a, int32_t, e->count);
  s.pronoun = arena_array(a, uint8_t, e->count);
  for (int32_t i = 0; i < q->count; i++) s.sources[i] = source_read(k, s.w, n, q->at[i].source);
  find_fields(&s, a);
  order_mentions(&s, a);
  find_open(&s, a);
  find_frequent(&s, a);
  find_same(&s, a);
  return s;
}

void scene_record(scene *s, int32_t number, choice c) {
  s->chosen[number] = c;
  if (c.kind != CHOICE_ENTITY) return;
  s->spoken[c.entity]++;
  if (s->sources[number].pronoun >= 0) s->pronoun[c.entity] |= (uint8_t)(1 << s->sources[number].pronoun);
}

range scene_content(const scene *s, int32_t number) {
  const quote *q = &s->q->at[number];
  return (range){s->q->pieces[q->content].first, s->q->pieces[q->content + q->pieces - 1].last};
}

int32_t scene_place(const scene *s, int32_t number) {
  if (s->q->at[number].source.first >= 0) return s->q->at[number].source.first;
  if (s->q->at[number].cue >= 0) return s->q->at[number].cue;
  return scene_content(s, number).first;
}

/* How many of the entity's names begin before the token. */
static int32_t names_before(const scene *s, int32_t who, int32_t token) {
  int32_t low = s->start[who], high = s->start[who + 1];
  while (low < high) {
    int32_t middle = low + (high - low) / 2;
    if (s->n->at[s->mention[middle]].first < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

int32_t scene_name_before(const scene *s, int32_t who, int32_t token) {
  int32_t at = names_before(s, who, token);
  return at > s->start[who] ? s->mention[at - 1] : -1;
}

int32_t scene_name_after(const scene *s, int32_t who, int32_t token) {
  int32_t at = names_before(s, who, token);
  return at < s->start[who + 1] ? s->mention[at] : -1;
}

int32_t scene_decided(const scene *s, int32_t number, int32_t back) {
  int32_t step = back > 0 ? -1 : 1, wanted = back > 0 ? back : -back;
  for (int32_t i = number + step, looked = 0; i >= 0 && i < s->q->count && looked < LOOK; i += step, looked++)
    if (s->chosen[i].kind != CHOICE_OPEN && --wanted == 0) return i;
  return -1;
}

int32_t scene_block_kind(const scene *s, int32_t token) { return s->b->at[s->k->block[token]].kind; }
