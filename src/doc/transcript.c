#include "doc/transcript.h"

#include "base/utf8.h"
#include "doc/claim.h"

enum { LABEL_MOST = 10, LOUD_MOST = 4 }; /* tokens of a label; of one that is no known name */
enum { TURNS_LEAST = 2, BACK = 8 };      /* turns before one that are looked at */
enum { MORE_MOST = 3 };                  /* paragraphs that go on with a turn, no more than that */
enum { ASKED_MOST = 200 };               /* labels whose like is looked for in the whole text */

static const float TURN = 0.95f; /* how sure a turn is a quotation */

typedef struct {
  const text *t;
  const blocks *b;
  const tokens *k;
  const marks *m;
  const names *n;
  const lexicon *l;
  array(turn_label) labels;
  arena *side;
} pages;

/* ---- Words ----------------------------------------------------------------------------------------- */

static bool begins_small(const pages *p, int32_t token) {
  str s = token_str(p->t, p->k, token);
  const char *at = s.at;
  return utf8_lower(utf8_next(&at, s.at + s.length));
}

/* A capital first, and no small letter. */
static bool is_loud(const pages *p, range r) {
  str s = tokens_str(p->t, p->k, r.first, r.last);
  const char *at = s.at;
  bool loud = utf8_upper(utf8_next(&at, s.at + s.length));
  while (loud && at < s.at + s.length) loud = !utf8_lower(utf8_next(&at, s.at + s.length));
  return loud;
}

static bool same_word(const text *t, const tokens *k, int32_t one, int32_t other) {
  str a = token_str(t, k, one), b = token_str(t, k, other);
  const char *x = a.at, *y = b.at;
  while (x < a.at + a.length && y < b.at + b.length)
    if (utf8_fold(utf8_next(&x, a.at + a.length)) != utf8_fold(utf8_next(&y, b.at + b.length))) return false;
  return x == a.at + a.length && y == b.at + b.length;
}

/* Whether two are called alike, in part: "Reyes" and "Ana Reyes". */
static bool same_name(const text *t, const tokens *k, range one, range other) {
  for (int32_t i = one.first; i <= one.last; i++)
    for (int32_t j = other.first; j <= other.last; j++)
      if (token_is_word(t, k, i) && same_word(t, k, i, j)) return true;
  return false;
}

/* ---- Labels ---------------------------------------------------------------------------------------- */

/* From token `first` to the one before the first colon; none where a word begins small that is no part of a person's
 * name, as in "Here is what she said:".  next: the first name that stands there or behind. */
static range label_at(const pages *p, int32_t first, int32_t next) {
  bool bracket = false; /* "(laughs)" */
  for (int32_t i = first; i < p->k->count && i - first <= LABEL_MOST; i++) {
    if (p->k->block[i] != p->k->block[first]) break;
    bracket = (bracket || token_is(p->t, p->k, i, "(")) && !token_is(p->t, p->k, i, ")");
    if (token_is(p->t, p->k, i, ":")) return (range){first, i - 1};
    while (next < p->n->count && p->n->at[next].last < i) next++;
    bool named = next < p->n->count && p->n->at[next].first <= i && p->n->at[next].type == INQ_PERSON;
    if (begins_small(p, i) && !named && !bracket) break;
  }
  return (range){-1, -1};
}

/* "Senator", "Press Secretary": the last is a title or a role, and no word leads on to a name. */
static bool is_role(const pages *p, int32_t first, int32_t last) {
  uint32_t bits = 0;
  for (int32_t i = first; i <= last; i++) {
    bits = lexicon_token(p->l, token_str(p->t, p->k, i));
    if (bits & (LEX_PREPOSITION | LEX_FUNCTION | LEX_VERB)) return false;
  }
  return first > last || (bits & (LEX_TITLE | LEX_PERSON_NOUN | LEX_OFFICE_NOUN | LEX_SPOKES_NOUN));
}

/* Behind the name is nothing, or a comma or a bracket with what the speaker is. */
static bool is_whole(const pages *p, range label, const name *n) {
  if (n->last >= label.last) return n->last == label.last;
  return token_is(p->t, p->k, n->last + 1, ",") || token_is(p->t, p->k, n->last + 1, "(") ||
         token_is(p->t, p->k, n->last + 1, "[");
}

/* "KB, HARBOUR POST": without what stands behind a comma. */
static range called(const pages *p, range label) {
  for (int32_t i = label.first + 1; i < label.last; i++)
    if (token_is(p->t, p->k, i, ",")) label.last = i - 1;
  return label;
}

/* Words alone, none of which belongs to a sentence. */
static bool is_plain(const pages *p, range label) {
  for (int32_t i = label.first; i <= label.last; i++)
    if (!token_is_word(p->t, p->k, i) ||
        (lexicon_token(p->l, token_str(p->t, p->k, i)) & (LEX_PREPOSITION | LEX_FUNCTION | LEX_CUE_VERB)))
      return false;
  return true;
}

/* "Moderator", "Police Spokesman" */
static bool is_asker(const pages *p, int32_t token) {
  static const char *const askers[] = {"Moderator", "Interviewer", "Host", "Caller", "Announcer", "Narrator"};
  for (size_t i = 0; i < sizeof askers / sizeof *askers; i++)
    if (token_is(p->t, p->k, token, askers[i])) return true;
  return lexicon_token(p->l, token_str(p->t, p->k, token)) & LEX_PERSON_NOUN;
}

static label_kind kind_of(const pages *p, turn_label *x, int32_t next) {
  range label = x->label;
  const name *n = NULL;
  for (; !n && next < p->n->count && p->n->at[next].first <= label.last; next++)
    if (p->n->at[next].type == INQ_PERSON) n = &p->n->at[next];
  x->who = n ? (range){n->first, n->last} : called(p, label);
  if (n) {
    bool score = !x->loud && utf8_digit((uint8_t)*token_str(p->t, p->k, x->said.first).at);
    return !score && is_whole(p, label, n) && is_role(p, label.first, n->first - 1) ? LABEL_PERSON
                                                                                    : LABEL_STOP;
  }
  if (!is_plain(p, x->who) || x->who.last - x->who.first >= LOUD_MOST) return LABEL_STOP;
  if (x->loud) return LABEL_LOUD;
  return is_asker(p, label.last) ? LABEL_OTHER : LABEL_STOP;
}

/* A name of no person alone: "Harbour Post". */
static bool is_one_name(const pages *p, range label, int32_t next) {
  return next < p->n->count && p->n->at[next].first == label.first && p->n->at[next].last == label.last;
}

/* What the label begins and token `last` ends, as sentences do: "Ana Reyes: a life in pictures" leads to
 * another article. */
static void read_label(pages *p, range label, int32_t last, int32_t next) {
  turn_label x = {LABEL_STOP, label, label, {label.last + 2, last}, is_loud(p, label)};
  while (x.said.first < last && token_is(p->t, p->k, x.said.first, "**")) x.said.first++;
  bool sentence = x.said.first < last && !token_is_word(p->t, p->k, last);
  if (sentence) {
    x.kind = (int32_t)kind_of(p, &x, next);
    if (x.kind == LABEL_STOP && is_one_name(p, label, next)) x.kind = LABEL_OTHER;
  }
  bool furniture = p->b->at[p->k->block[label.first]].kind == INQ_BOILERPLATE;
  if (!furniture || (x.kind == LABEL_PERSON && x.loud)) *array_push(&p->labels, p->side) = x;
}

static bool begins_line(const pages *p, int32_t i) {
  if (token_begins_block(p->k, i)) return true;
  const char *from = p->t->bytes + p->k->at[i - 1].end;
  return memchr(from, '\n', (size_t)(p->k->at[i].start - p->k->at[i - 1].end)) != NULL;
}

static void find_labels(pages *p) {
  range label = {-1, -1};
  int32_t next = 0, begun = 0; /* names at the token and at the label */
  for (int32_t i = 0; i <= p->k->count; i++) {
    bool end = i == p->k->count || p->k->block[i] != p->k->block[i ? i - 1 : 0];
    while (i < p->k->count && next < p->n->count && p->n->at[next].last < i) next++;
    range found = {-1, -1};
    if (i < p->k->count && begins_line(p, i)) {
      int32_t kind = p->b->at[p->k->block[i]].kind;
      if (kind == INQ_BODY || kind == INQ_BOILERPLATE) found = label_at(p, i, next);
    }
    bool begins = found.first >= 0 && found.last >= found.first;
    if (label.first >= 0 && (end || begins)) {
      read_label(p, label, i - 1, begun);
      label = (range){-1, -1};
    }
    if (begins) label = found, begun = next;
  }
}

/* ---- Whether they are a transcript ------------------------------------------------------------------ */

/* Whether somebody named elsewhere, or one with another turn, is called so. */
static bool is_known(const pages *p, range who) {
  for (int32_t i = 0; i < p->n->count; i++) {
    const name *n = &p->n->at[i];
    bool person = n->type == INQ_PERSON || (who.first < who.last && n->first < n->last);
    if (person && n->last != who.last && same_word(p->t, p->k, n->last, who.last)) return true;
  }
  str words = tokens_str(p->t, p->k, who.first, who.last);
  for (int32_t i = 0; i < p->labels.count; i++) {
    range other = p->labels.at[i].who;
    if (other.first != who.first && str_equal(tokens_str(p->t, p->k, other.first, other.last), words))
      return true;
  }
  return false;
}

/* Whom the speaker speaks to or of: "I", "you", or with marks around the words. */
static bool is_talk(const pages *p, range said) {
  static const char *const words[] = {"I",   "me",  "my",  "My",  "we",   "We",  "us",
                                      "our", "Our", "you", "You", "your", "Your"};
  if (p->m->state[said.first] == MARK_OPENS) return true;
  for (int32_t i = said.first; i <= said.last; i++)
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
      if (token_is(p->t, p->k, i, words[w])) return true;
  return false;
}

/* Somebody has two turns, which nobody has in a list. */
static bool comes_back(const pages *p) {
  for (int32_t i = 1; i < p->labels.count; i++)
    for (int32_t j = i > BACK ? i - BACK : 0; j < i; j++) {
      const turn_label *x = &p->labels.at[i], *before = &p->labels.at[j];
      if (x->kind == LABEL_PERSON && before->kind == LABEL_PERSON &&
          same_name(p->t, p->k, before->who, x->who))
        return true;
    }
  return false;
}

static void keep_turns(pages *p) {
  int32_t people = 0, loud = 0, talk = 0;
  for (int32_t i = 0; i < p->labels.count; i++) {
    const turn_label *x = &p->labels.at[i];
    if (x->kind != LABEL_PERSON) continue;
    people++;
    loud += x->loud;
    talk += is_talk(p, x->said);
  }
  bool printed = loud >= TURNS_LEAST;
  bool spoken = people >= TURNS_LEAST && (2 * talk >= people || comes_back(p));
  for (int32_t i = 0, asked = 0; i < p->labels.count; i++) {
    turn_label *x = &p->labels.at[i];
    if (x->kind == LABEL_LOUD && !(printed && asked++ < ASKED_MOST && is_known(p, x->who)))
      x->kind = LABEL_STOP;
  }
  if (!printed && !spoken) p->labels.count = 0;
}

transcript transcript_read(const text *t, const blocks *b, const tokens *k, const marks *m, const names *n,
                           const lexicon *l, arena *keep) {
  arena *side = arena_aside(keep);
  arena_place from = arena_here(side);
  pages p = {t, b, k, m, n, l, .side = side};
  find_labels(&p);
  keep_turns(&p);
  transcript x = {array_settled(&p.labels, keep), p.labels.count};
  arena_back(side, from);
  return x;
}

/* ---- Names ----------------------------------------------------------------------------------------- */

static name person_of(range who) {
  name n = {.first = who.first, .last = who.last, .type = INQ_PERSON, .score = TURN};
  n.types[INQ_PERSON] = 1;
  return n;
}

names transcript_names(const transcript *x, const names *n, arena *keep) {
  names_list out = {0};
  array_reserve(&out, n->count + x->count, keep);
  int32_t next = 0;
  for (int32_t i = 0; i < x->count; i++) {
    if (x->at[i].kind != LABEL_LOUD) continue;
    range who = x->at[i].who;
    while (next < n->count && n->at[next].last < who.first) *array_push(&out, keep) = n->at[next++];
    while (next < n->count && n->at[next].first <= who.last) next++;
    *array_push(&out, keep) = person_of(who);
  }
  while (next < n->count) *array_push(&out, keep) = n->at[next++];
  return (names){out.at, out.count};
}

/* ---- Quotations ------------------------------------------------------------------------------------ */

typedef struct {
  const transcript *x;
  const text *t;
  const blocks *b;
  const tokens *k;
  uint8_t *quoting; /* [tokens] */
} script;

/* Paragraphs that begin with somebody whom they quote. */
static void find_quoting(script *s, const quotes *found, arena *side) {
  s->quoting = arena_array(side, uint8_t, s->k->count);
  for (int32_t i = 0; i < found->count; i++) {
    const quote *q = &found->at[i];
    if (q->cue >= 0 && q->source.first >= 0 && s->k->block[q->cue] == s->k->block[q->source.first])
      s->quoting[q->source.first] = 1;
  }
}

/* Where the article speaks itself: it quotes somebody, or names the speaker. */
static bool is_articles_own(const script *s, range paragraph, range who) {
  if (s->quoting[paragraph.first]) return true;
  for (int32_t i = paragraph.first; i <= paragraph.last; i++)
    if (same_word(s->t, s->k, i, who.last)) return true;
  return false;
}

/* "(CROSSTALK)", "[applause]" */
static bool is_stage_direction(const script *s, range paragraph) {
  char first = *token_str(s->t, s->k, paragraph.first).at, last = *token_str(s->t, s->k, paragraph.last).at;
  return (first == '(' && last == ')') || (first == '[' && last == ']');
}

/* The block behind the last one that goes on with the turn. */
static int32_t blocks_end(const script *s, int32_t turn) {
  const turn_label *x = &s->x->at[turn];
  int32_t next = turn + 1, own = s->k->block[x->label.first] + 1;
  while (next < s->x->count && s->x->at[next].kind == LABEL_STOP) next++;
  if (next == s->x->count || same_name(s->t, s->k, x->who, s->x->at[next].who)) return own;
  int32_t end = s->k->block[s->x->at[turn + 1].label.first];
  if (end - own > MORE_MOST) return own;
  for (int32_t i = own; i < end; i++)
    if (s->b->at[i].kind != INQ_BODY) return own;
  return end > own ? end : own;
}

static void add_turn(const script *s, int32_t turn, const marks *m, claims *c, arena *side) {
  const turn_label *x = &s->x->at[turn];
  int32_t content = c->pieces.count, end = blocks_end(s, turn);
  *array_push(&c->pieces, side) = x->said;
  for (int32_t i = token_block_end(s->k, x->said.last) + 1; i < s->k->count && s->k->block[i] < end; i++) {
    range whole = {i, token_block_end(s->k, i)};
    if (is_articles_own(s, whole, x->who)) break;
    if (!is_stage_direction(s, whole)) *array_push(&c->pieces, side) = whole;
    i = whole.last;
  }
  claims_add(c, s->t, s->k, m, x->label, content, TURN, side);
}

quotes transcript_quotes(const transcript *x, const text *t, const blocks *b, const tokens *k, const marks *m,
                         const quotes *found, bool explain, arena *keep) {
  arena *side = arena_aside(keep);
  arena_place from = arena_here(side);
  script s = {x, t, b, k, NULL};
  find_quoting(&s, found, side);
  claims c = {.explain = explain};
  for (int32_t i = 0; i < x->count; i++)
    if (x->at[i].kind != LABEL_STOP) add_turn(&s, i, m, &c, side);
  quotes all = claims_settle(&c, t, k, m, found, keep);
  arena_back(side, from);
  return all;
}
