/* Pairing quotation marks, paragraph by paragraph:
 *
 *   tokens ─ signs (sign.h) ─ resolve: a stack of open signs ─ marks, runs, states
 *
 * A sign opens or closes by its glyph and by what stands around it; where these do not settle it (a straight
 * mark between two letters), what is open settles it.  A missing or superfluous mark is STRAY and spoils
 * nothing beyond its paragraph.  Single marks are apostrophes unless they pair.  A quotation that is open at
 * a paragraph's end goes on when the next paragraph begins with a mark of its family: that reopens it; or the
 * next mark of its family closes: the paragraph was parted by mistake. A sign is pushed and popped a bounded
 * number of times. */
#include "doc/mark.h"

#include "base/array.h"
#include "doc/sign.h"

enum {
  PARTS = 8,
  ENDED_PARTS = 3
}; /* how many paragraphs a quotation may go on without a mark, behind one
      that breaks off and behind one that ends as a sentence does */

enum { DEEPEST = 8 }; /* quotations within each other; later stages walk from the inner to the outer one */

typedef enum { UNRESOLVED, NO_MARK, OPEN, CLOSE, STRAY } fate;

typedef struct { /* what became of a sign */
  uint8_t fate;
  int32_t partner;        /* the sign that closes or opened it, -1 for none */
  int32_t next, previous; /* the sign that reopens its quotation, and the one reopened, -1 for none */
} outcome;

typedef struct {
  const text *t;
  const tokens *k;
  arena *a, *aside; /* for marks and runs; for the rest, which goes when they are there */
  signs signs;
  outcome *of;            /* [signs] */
  array(int32_t) stack;   /* the signs that are open */
  int32_t open[FAMILIES]; /* how many of each are in the stack */
} pairing;

/* ---- The stack --------------------------------------------------------------------------------- */

static family family_of(const pairing *p, int32_t s) { return (family)p->signs.at[s].family; }

static void push(pairing *p, int32_t s) {
  p->of[s].fate = OPEN;
  *array_push(&p->stack, p->aside) = s;
  p->open[family_of(p, s)]++;
}

static int32_t pop(pairing *p) {
  int32_t s = p->stack.at[--p->stack.count];
  p->open[family_of(p, s)]--;
  return s;
}

static bool on_top(const pairing *p, family f) {
  return p->stack.count && family_of(p, p->stack.at[p->stack.count - 1]) == f;
}

/* An open sign that nothing closes: a straight single one was an apostrophe, any other is a stray mark. */
static void give_up(pairing *p, int32_t s) {
  bool apostrophe = family_of(p, s) == SINGLE && p->signs.at[s].glyph == EITHER;
  p->of[s].fate = apostrophe ? NO_MARK : STRAY;
}

static void reopen(pairing *p, int32_t former, int32_t s) {
  p->of[former].next = s;
  p->of[s].previous = former;
}

static void close_with(pairing *p, int32_t s) {
  while (!on_top(p, family_of(p, s))) give_up(p, pop(p));
  int32_t opened = pop(p);
  p->of[s].fate = CLOSE;
  p->of[s].partner = opened;
  p->of[opened].partner = s;
}

/* Opens while one of the family may be open already.  If both can be closed, it is nested.  Else the former
 * was not closed, either since two paragraphs became one, or by mistake: "We won.  "We are glad," he said. */
static void open_with(pairing *p, int32_t s) {
  const sign *x = &p->signs.at[s];
  family f = family_of(p, s);
  bool nested = x->closes_after[f] - x->opens_after[f] > p->open[f];
  if (p->open[f] && !nested) {
    while (!on_top(p, f)) give_up(p, pop(p));
    int32_t former = pop(p);
    if (f == DOUBLE && x->after_end) reopen(p, former, s);
    else give_up(p, former);
  }
  if (p->stack.count < DEEPEST) push(p, s);
  else give_up(p, s);
}

/* ---- One sign ---------------------------------------------------------------------------------- */

static void resolve_double(pairing *p, int32_t s) {
  const sign *x = &p->signs.at[s];
  bool open = p->open[DOUBLE] > 0;
  side to = (side)(x->glyph == EITHER ? x->around : x->glyph);
  bool reversed = x->glyph != EITHER && x->around != EITHER && x->around != x->glyph;
  if (reversed && (x->around == CLOSES) == open)
    to = (side)x->around; /* the glyph fits nothing, its place does */
  if (to == EITHER) to = open ? CLOSES : OPENS;
  bool inches = x->weak && (!open || x->closes_after[DOUBLE] > x->opens_after[DOUBLE]);
  if (inches) p->of[s].fate = NO_MARK;
  else if (to == OPENS) open_with(p, s);
  else if (open) close_with(p, s);
  else p->of[s].fate = STRAY;
}

static void resolve_single(pairing *p, int32_t s) {
  const sign *x = &p->signs.at[s];
  p->of[s].fate = NO_MARK;
  if (x->around == OPENS && x->glyph != CLOSES) {
    bool closes = x->closes_after[SINGLE] || x->weak_after;
    if (closes || (x->glyph == OPENS && x->first)) open_with(p, s);
    else if (x->glyph == OPENS) p->of[s].fate = STRAY;
  } else if (on_top(p, SINGLE) && x->around != OPENS) {
    bool later = x->closes_after[SINGLE] > x->opens_after[SINGLE]; /* the boys’ car is gone,’ */
    if (!x->weak || !later) close_with(p, s);
  }
}

static void resolve_angle(pairing *p, int32_t s) {
  const sign *x = &p->signs.at[s];
  bool open = p->open[ANGLE] > 0;
  side to = (side)(x->around != EITHER ? x->around : x->glyph); /* »Ja« and « Oui » */
  if (to == OPENS && x->closes_after[ANGLE] + x->opens_after[ANGLE] > 0) open_with(p, s);
  else if (to == CLOSES && open) close_with(p, s);
  else p->of[s].fate = NO_MARK; /* an arrow of a web page */
}

/* ---- Over paragraphs --------------------------------------------------------------------------- */

static int32_t last_token(const pairing *p, int32_t token) { /* of its paragraph: blocks rise with tokens */
  int32_t low = token, high = p->k->count, block = p->k->block[token];
  while (low + 1 < high) {
    int32_t middle = low + (high - low) / 2;
    if (p->k->block[middle] == block) low = middle;
    else high = middle;
  }
  return low;
}

static bool reopens(const pairing *p, int32_t s, int32_t former, int32_t block) {
  if (s >= p->signs.count) return false;
  const sign *x = &p->signs.at[s];
  if (!p->signs.at[former].begins && p->of[former].previous < 0) return false;
  return x->block == block + 1 && x->first && x->around != CLOSES && x->family == p->signs.at[former].family;
}

/* Whether the first double sign from `next` on, in a paragraph not far away, closes. */
static bool parted(const pairing *p, int32_t next, int32_t block, bool ended) {
  for (int32_t s = next; s < p->signs.count; s++) {
    const sign *x = &p->signs.at[s];
    if (x->block - block > (ended ? ENDED_PARTS : PARTS)) return false;
    if (x->family == DOUBLE) return x->around == CLOSES && x->glyph != OPENS && !x->weak;
  }
  return false;
}

/* What is open at the end of the paragraph, whose last sign is next - 1: reopened by the signs at the start
 * of the next one, the outermost first; parted; left open to the end by mistake; or no quotation after all.
 */
static void end_paragraph(pairing *p, int32_t next) {
  const sign *last = &p->signs.at[next - 1];
  bool ended = sign_after_end(p->t, p->k, last_token(p, last->token));
  int32_t count = p->stack.count, goes_on = -1, s = next;
  for (int32_t i = 0; i < count; i++) {
    int32_t open = p->stack.at[i];
    if (reopens(p, s, open, last->block)) reopen(p, open, s++);
    else if (family_of(p, open) != DOUBLE || goes_on >= 0) give_up(p, open);
    else if (s == next && parted(p, next, last->block, ended)) goes_on = open;
    else if (p->of[open].previous < 0 && !(ended && p->signs.at[open].begins)) give_up(p, open);
  }
  p->stack.count = 0;
  memset(p->open, 0, sizeof p->open);
  if (goes_on >= 0) push(p, goes_on);
}

static void resolve(pairing *p) {
  for (int32_t s = 0; s < p->signs.count; s++) {
    const sign *x = &p->signs.at[s];
    if (p->of[s].previous >= 0) push(p, s);
    else if (x->family == DOUBLE) resolve_double(p, s);
    else if (x->family == SINGLE) resolve_single(p, s);
    else resolve_angle(p, s);
    if (s + 1 == p->signs.count || x->block != x[1].block) end_paragraph(p, s + 1);
  }
}

/* ---- Marks ------------------------------------------------------------------------------------- */

static int32_t role_of(const outcome *o) {
  if (o->fate == STRAY) return INQ_MARK_STRAY;
  if (o->fate == CLOSE) return INQ_MARK_CLOSE;
  return o->previous >= 0 ? INQ_MARK_REOPEN : INQ_MARK_OPEN;
}

/* The marks of a quotation that was reopened: the OPEN and the CLOSE are partners, a REOPEN names the OPEN.
 */
static void set_partners(const pairing *p, inq_mark *at, const int32_t *mark_of) {
  int32_t *origin = arena_array(p->aside, int32_t, p->signs.count); /* the OPEN of an opening sign */
  for (int32_t s = 0; s < p->signs.count; s++) {
    const outcome *o = &p->of[s];
    if (o->fate != OPEN) continue;
    origin[s] = o->previous >= 0 ? origin[o->previous] : mark_of[s];
    if (o->previous >= 0) at[mark_of[s]].partner = origin[s];
    if (o->partner < 0) continue;
    at[mark_of[o->partner]].partner = origin[s];
    at[origin[s]].partner = mark_of[o->partner];
  }
}

static void write_marks(const pairing *p, marks *out) {
  static const uint8_t states[] = {[OPEN] = MARK_OPENS, [CLOSE] = MARK_CLOSES, [STRAY] = MARK_STRAY};
  array(inq_mark) at = {0};
  int32_t *mark_of = arena_array(p->aside, int32_t, p->signs.count);
  for (int32_t s = 0; s < p->signs.count; s++) {
    if (p->of[s].fate == NO_MARK) continue;
    int32_t token = p->signs.at[s].token;
    mark_of[s] = at.count;
    *array_push(&at, p->aside) = (inq_mark){token, role_of(&p->of[s]), -1, 0};
    out->state[token] = states[p->of[s].fate];
  }
  set_partners(p, at.at, mark_of);
  out->at = array_settled(&at, p->a);
  out->count = at.count;
}

/* ---- Runs -------------------------------------------------------------------------------------- */

typedef struct {
  array(run) runs;
  int32_t around; /* the innermost run that is open here, -1 for none */
  int32_t parted; /* the run that goes on in the next paragraph without a mark, -1 for none */
  int32_t until;  /* the token that closes it */
} run_writer;

static void write_run(const pairing *p, run_writer *w, int32_t open, int32_t first, int32_t close,
                      int32_t last, int32_t previous) {
  while (w->around >= 0 && w->runs.at[w->around].last < first) w->around = w->runs.at[w->around].parent;
  int32_t depth = w->around >= 0 ? w->runs.at[w->around].depth + 1 : 0;
  if (previous >= 0) w->runs.at[previous].next = w->runs.count;
  *array_push(&w->runs, p->aside) = (run){open, close, first, last, depth, w->around, -1, previous};
  w->around = w->runs.count - 1;
}

/* The parts of a parted quotation in the paragraphs up to that of `token`. */
static void write_parts(const pairing *p, run_writer *w, int32_t token) {
  while (w->parted >= 0) {
    int32_t first = w->runs.at[w->parted].last + 1;
    if (first >= p->k->count || p->k->block[first] > p->k->block[token]) return;
    int32_t last = last_token(p, first);
    bool closes = w->until <= last;
    write_run(p, w, -1, first, closes ? w->until : -1, closes ? w->until : last, w->parted);
    w->parted = closes ? -1 : w->runs.count - 1;
  }
}

static void write_opened(const pairing *p, run_writer *w, int32_t s, int32_t previous) {
  const outcome *o = &p->of[s];
  int32_t token = p->signs.at[s].token, last = last_token(p, token), close = -1;
  if (o->partner >= 0 && p->signs.at[o->partner].token <= last) close = p->signs.at[o->partner].token;
  if (o->next >= 0 && p->signs.at[o->next].token <= last) last = p->signs.at[o->next].token - 1;
  write_run(p, w, token, token, close, close >= 0 ? close : last, previous);
  if (o->partner < 0 || close >= 0) return;
  w->parted = w->runs.count - 1;
  w->until = p->signs.at[o->partner].token;
}

static void write_runs(const pairing *p, marks *out) {
  run_writer w = {.around = -1, .parted = -1};
  int32_t *run_of = arena_array(p->aside, int32_t, p->signs.count);
  for (int32_t s = 0; s < p->signs.count; s++) {
    write_parts(p, &w, p->signs.at[s].token);
    if (p->of[s].fate != OPEN) continue;
    write_opened(p, &w, s, p->of[s].previous >= 0 ? run_of[p->of[s].previous] : -1);
    run_of[s] = w.runs.count - 1;
  }
  out->runs = array_settled(&w.runs, p->a);
  out->run_count = w.runs.count;
}

/* ---- Tokens ------------------------------------------------------------------------------------ */

static void write_tokens(const pairing *p, marks *out) {
  int32_t around = -1, next = 0;
  for (int32_t i = 0; i < p->k->count; i++) {
    while (around >= 0 && out->runs[around].last < i) around = out->runs[around].parent;
    while (next < out->run_count && out->runs[next].first == i) around = next++;
    out->run_of[i] = around;
    if (around >= 0 && out->state[i] == MARK_OUTSIDE) out->state[i] = MARK_INSIDE;
  }
  for (int32_t m = 0; m < out->count; m++) {
    int32_t r = out->run_of[out->at[m].token];
    out->at[m].depth = r >= 0 ? out->runs[r].depth : 0;
  }
}

marks marks_read(const text *t, const blocks *b, const tokens *k, arena *a) {
  (void)b;
  arena *aside = arena_aside(a);
  arena_place from = arena_here(aside);
  pairing p = {.t = t, .k = k, .a = a, .aside = aside, .signs = signs_read(t, k, aside)};
  p.of = arena_array(aside, outcome, p.signs.count);
  for (int32_t s = 0; s < p.signs.count; s++) p.of[s] = (outcome){UNRESOLVED, -1, -1, -1};
  resolve(&p);
  marks out = {.run_of = arena_array(a, int32_t, k->count), .state = arena_array(a, uint8_t, k->count)};
  write_marks(&p, &out);
  write_runs(&p, &out);
  write_tokens(&p, &out);
  arena_back(aside, from);
  return out;
}
