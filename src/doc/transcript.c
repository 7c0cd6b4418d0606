#include "doc/transcript.h"

#include "base/utf8.h"
#include "doc/claim.h"

enum { LABEL_MOST = 10, WORDS_LEAST = 3 }; /* tokens of a label, and of what is said */
enum { TURNS_LEAST = 2 };

static const float TURN = 0.95f; /* how sure a turn is a quotation */

typedef struct {
  range label, said; /* said: in the label's own paragraph */
  int32_t surname;   /* the last token of the speaker's name */
  bool named, loud;  /* the name is known as a person's; all letters are capitals */
} spoken;

typedef struct {
  const text *t;
  const blocks *b;
  const tokens *k;
  array(spoken) turns;
  arena *side;
} page;

static bool is_colon(const page *p, int32_t token) { return str_is(token_str(p->t, p->k, token), ":"); }

static int32_t paragraph_last(const tokens *k, int32_t token) {
  while (token + 1 < k->count && k->block[token + 1] == k->block[token]) token++;
  return token;
}

/* A label's words begin with no small letter, so that "Here is what Reyes said:" is none. */
static bool begins_small(const page *p, int32_t token) {
  str s = token_str(p->t, p->k, token);
  const char *at = s.at;
  return utf8_lower(utf8_next(&at, s.at + s.length));
}

static bool is_loud(const page *p, range r) {
  str s = tokens_str(p->t, p->k, r.first, r.last);
  const char *at = s.at;
  bool loud = utf8_upper(utf8_next(&at, s.at + s.length));
  while (loud && at < s.at + s.length) loud = !utf8_lower(utf8_next(&at, s.at + s.length));
  return loud;
}

/* What stands before the first colon of the paragraph that begins with the token; none where that is no label. */
static range label_at(const page *p, int32_t first) {
  for (int32_t i = first; i < p->k->count && p->k->block[i] == p->k->block[first] && i - first <= LABEL_MOST;
       i++) {
    if (is_colon(p, i)) return (range){first, i - 1};
    if (begins_small(p, i)) break;
  }
  return (range){-1, -1};
}

/* The first person's name in the label: "JOHN BERMAN, CNN ANCHOR", "Press Secretary Sean Spicer".  next: the first name
 * that stands there or behind. */
static const name *person_in(range label, const names *n, int32_t next) {
  for (; next < n->count && n->at[next].last <= label.last; next++)
    if (n->at[next].type == INQ_PERSON) return &n->at[next];
  return NULL;
}

static void read_paragraph(page *p, range whole, const names *n, int32_t next) {
  range label = label_at(p, whole.first);
  range said = {label.last + 2, whole.last};
  if (label.last < label.first || label.first < 0) return;
  if (said.last - said.first + 1 < WORDS_LEAST || token_is_word(p->t, p->k, said.last)) return;
  const name *who = person_in(label, n, next);
  spoken s = {label, said, who ? who->last : label.last, who != NULL, is_loud(p, label)};
  if (s.named || s.loud) *array_push(&p->turns, p->side) = s;
}

/* Somebody called so: "AZ" is one only among others who are. */
static void keep_turns(page *p) {
  int32_t named = 0, loud = 0, kept = 0;
  for (int32_t i = 0; i < p->turns.count; i++) {
    named += p->turns.at[i].named;
    loud += p->turns.at[i].named && p->turns.at[i].loud;
  }
  for (int32_t i = 0; i < p->turns.count; i++)
    if (p->turns.at[i].named ? named >= TURNS_LEAST : loud >= TURNS_LEAST)
      p->turns.at[kept++] = p->turns.at[i];
  p->turns.count = kept;
}

static void find_turns(page *p, const names *n) {
  for (int32_t i = 0, next = 0; i < p->k->count;) {
    range whole = {i, paragraph_last(p->k, i)};
    while (next < n->count && n->at[next].first < i) next++;
    if (p->b->at[p->k->block[i]].kind == INQ_BODY) read_paragraph(p, whole, n, next);
    i = whole.last + 1;
  }
  keep_turns(p);
}

/* ---- Names ----------------------------------------------------------------------------------------- */

/* "KB, HARBOUR POST": without what stands behind a comma. */
static range called(const page *p, const spoken *s) {
  range r = s->label;
  for (int32_t i = r.first + 1; i < r.last; i++)
    if (str_is(token_str(p->t, p->k, i), ",")) r.last = i - 1;
  return r;
}

static name person_of(range r) {
  name n = {.first = r.first, .last = r.last, .type = INQ_PERSON, .score = TURN};
  n.types[INQ_PERSON] = 1;
  return n;
}

/* Who has a turn is a person, whatever else the label was taken for. */
static names name_speakers(const page *p, const names *n, arena *keep) {
  names_list out = {0};
  array_reserve(&out, n->count + p->turns.count, keep);
  int32_t next = 0;
  for (int32_t i = 0; i < p->turns.count; i++) {
    const spoken *s = &p->turns.at[i];
    if (s->named) continue;
    while (next < n->count && n->at[next].last < s->label.first) *array_push(&out, keep) = n->at[next++];
    while (next < n->count && n->at[next].first <= s->label.last) next++;
    *array_push(&out, keep) = person_of(called(p, s));
  }
  while (next < n->count) *array_push(&out, keep) = n->at[next++];
  return (names){out.at, out.count};
}

/* ---- Quotations ------------------------------------------------------------------------------------ */

static bool same_word(const page *p, int32_t one, int32_t other) {
  str a = token_str(p->t, p->k, one), b = token_str(p->t, p->k, other);
  const char *x = a.at, *y = b.at;
  while (x < a.at + a.length && y < b.at + b.length)
    if (utf8_fold(utf8_next(&x, a.at + a.length)) != utf8_fold(utf8_next(&y, b.at + b.length))) return false;
  return x == a.at + a.length && y == b.at + b.length;
}

/* The last paragraph that goes on with the turn. */
static int32_t last_block(const page *p, int32_t turn) {
  const spoken *s = &p->turns.at[turn], *next = s + 1;
  int32_t block = p->k->block[s->label.first];
  if (turn + 1 == p->turns.count || same_word(p, s->surname, next->surname)) return block;
  int32_t end = p->k->block[next->label.first];
  for (int32_t i = block + 1; i < end; i++)
    if (p->b->at[i].kind != INQ_BODY) return block;
  return end - 1;
}

static void add_turn(const page *p, int32_t turn, const marks *m, claims *c) {
  const spoken *s = &p->turns.at[turn];
  int32_t content = c->pieces.count, last = last_block(p, turn);
  *array_push(&c->pieces, p->side) = s->said;
  for (int32_t i = s->said.last + 1; i < p->k->count && p->k->block[i] <= last; i++) {
    range whole = {i, paragraph_last(p->k, i)};
    *array_push(&c->pieces, p->side) = whole;
    i = whole.last;
  }
  claims_add(c, p->t, p->k, m, s->label, content, TURN, p->side);
}

quotes transcript_take(const text *t, const blocks *b, const tokens *k, const marks *m, const quotes *found,
                       bool explain, names *n, arena *keep) {
  arena *side = arena_aside(keep);
  arena_place from = arena_here(side);
  page p = {t, b, k, .side = side};
  find_turns(&p, n);
  claims c = {.explain = explain};
  for (int32_t i = 0; i < p.turns.count; i++) add_turn(&p, i, m, &c);
  if (p.turns.count) *n = name_speakers(&p, n, keep);
  quotes all = claims_settle(&c, t, k, m, found, keep);
  arena_back(side, from);
  return all;
}
