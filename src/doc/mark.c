/* Pairing quotation marks, paragraph by paragraph:
 *
 *   tokens ─ signs: what glyph, what its neighbours say ─ resolve: a stack of open signs ─ marks, runs,
 * states
 *
 * A sign opens or closes by its glyph and by what stands around it; where these do not settle it (a straight
 * mark between two letters), what is open settles it.  A missing or superfluous mark is STRAY and spoils
 * nothing beyond its paragraph.  What is open at a paragraph's end goes on if the next begins with a mark of
 * that family.  Single marks are apostrophes unless they pair.  Every sign is pushed and popped once. */
#include "doc/mark.h"

#include "base/array.h"
#include "base/utf8.h"

typedef enum { DOUBLE, SINGLE, ANGLE, FAMILIES } family;
typedef enum { EITHER, OPENS, CLOSES } side;

typedef enum { UNRESOLVED, NO_MARK, OPEN, CLOSE, STRAY } fate;

typedef struct {
  int32_t token;
  uint8_t family;
  uint8_t glyph;  /* a side: what the character says */
  uint8_t around; /* a side: what its neighbours say */
  uint8_t fate;
  bool weak;       /* a single mark that may be a plural's possessive, a double one that may be inches */
  bool first;      /* only marks stand before it in its paragraph */
  int32_t partner; /* the sign of this paragraph that it pairs with, -1 for none */
  int32_t next, previous; /* the sign that reopens the quotation, and the one reopened, -1 for none */
} sign;

typedef array(sign) sign_array;

typedef struct {
  const text *t;
  const blocks *b;
  const tokens *k;
  arena *a;
  sign_array signs;       /* of the whole text */
  array(int32_t) stack;   /* open signs of the paragraph */
  int32_t open[FAMILIES]; /* how many of each are in the stack */
  int32_t
      *closes_after[FAMILIES]; /* [signs] signs of the paragraph behind this one that close by their looks */
  int32_t *opens_after[FAMILIES];
} pairing;

/* ---- Signs ------------------------------------------------------------------------------------ */

static bool glyph_of(str s, sign *out) {
  const char *at = s.at, *end = s.at + s.length;
  int32_t code = utf8_next(&at, end);
  int32_t second = at < end ? utf8_next(&at, end) : 0;
  if (at < end || (second && second != code)) return false;
#define GLYPH(family_, side_) return out->family = family_, out->glyph = side_, true
  switch (code) {
  case '"':
  case 0xFF02: GLYPH(DOUBLE, EITHER);
  case 0x201C:
  case 0x201E:
  case 0x201F:
  case 0x93: GLYPH(DOUBLE, OPENS);
  case 0x201D:
  case 0x94: GLYPH(DOUBLE, CLOSES);
  case '\'': GLYPH(second ? DOUBLE : SINGLE, EITHER);
  case '`':
  case 0x2018:
  case 0x201A:
  case 0x201B:
  case 0x91: GLYPH(second ? DOUBLE : SINGLE, OPENS);
  case 0xB4:
  case 0x2019:
  case 0x92: GLYPH(second ? DOUBLE : SINGLE, CLOSES);
  case 0xAB:
  case 0x2039: GLYPH(ANGLE, OPENS);
  case 0xBB:
  case 0x203A: GLYPH(ANGLE, CLOSES);
  default: return false;
  }
#undef GLYPH
}

static bool begins_like(int32_t code) {
  return code == '(' || code == '[' || code == '{' || code == '<' || code == '/';
}

static bool dash(int32_t code) { return code == '-' || (code >= 0x2010 && code <= 0x2015); }

static bool ends_like(int32_t code) {
  return code < 0x2027 && (strchr(".,;:!?)]}>", code) != NULL || code == 0x2026);
}

static bool mark_like(int32_t code) {
  return code == '"' || code == '\'' || code == 0xAB || code == 0xBB || (code >= 0x2018 && code <= 0x201F);
}

/* What stands next to token i on its left, 0 for a blank or the paragraph's edge. */
static int32_t code_before(const pairing *p, int32_t i) {
  const inq_span *at = p->k->at;
  if (i == 0 || p->k->block[i - 1] != p->k->block[i] || at[i - 1].end != at[i].start) return 0;
  const char *end = p->t->bytes + at[i].start;
  return utf8_back(p->t->bytes, &end);
}

static int32_t code_after(const pairing *p, int32_t i) {
  const inq_span *at = p->k->at;
  if (i + 1 >= p->k->count || p->k->block[i + 1] != p->k->block[i] || at[i + 1].start != at[i].end) return 0;
  const char *begin = p->t->bytes + at[i].end;
  return utf8_next(&begin, p->t->bytes + p->t->length);
}

static side side_around(int32_t before, int32_t after) {
  bool open_left = !before || begins_like(before) || (dash(before) && !ends_like(after));
  bool open_right = after && !ends_like(after) && !dash(after);
  bool close_left = before && !begins_like(before) && !dash(before);
  bool close_right = !after || ends_like(after) || dash(after);
  if (dash(before) && !after) return CLOSES;
  if (mark_like(before) && mark_like(after)) return EITHER;
  if (mark_like(before)) return close_right ? CLOSES : open_right ? OPENS : EITHER;
  if (mark_like(after)) return !before || begins_like(before) ? OPENS : CLOSES;
  if (open_left && open_right) return OPENS;
  if (close_left && close_right) return CLOSES;
  return EITHER;
}

/* Behind the s of a plural and before another word: the boys' car. */
static bool possessive(const pairing *p, int32_t i, int32_t before) {
  if ((before | 0x20) != 's' && (before | 0x20) != 'z' && (before | 0x20) != 'x' && (before | 0x20) != 'n')
    return false;
  if (code_after(p, i) || i + 1 >= p->k->count || p->k->block[i + 1] != p->k->block[i]) return false;
  const char *next = p->t->bytes + p->k->at[i + 1].start;
  int32_t code = utf8_next(&next, p->t->bytes + p->t->length);
  return utf8_letter(code) || utf8_digit(code);
}

static void find_signs(pairing *p) {
  int32_t block = -1;
  bool first = false;
  for (int32_t i = 0; i < p->k->count; i++) {
    if (p->k->block[i] != block) block = p->k->block[i], first = true;
    sign s = {.token = i, .partner = -1, .next = -1, .previous = -1, .first = first};
    if (!glyph_of(token_str(p->t, p->k, i), &s)) {
      first = false;
      continue;
    }
    int32_t before = code_before(p, i);
    s.around = (uint8_t)side_around(before, code_after(p, i));
    s.weak = s.family == SINGLE ? possessive(p, i, before) : utf8_digit(before) && s.glyph == EITHER;
    *array_push(&p->signs, p->a) = s;
  }
}

static int32_t block_of(const pairing *p, int32_t s) { return p->k->block[p->signs.at[s].token]; }

/* The side a sign takes by its looks alone. */
static side looks(const sign *s) {
  if (s->around != EITHER && (s->glyph == EITHER || s->family == SINGLE)) return s->around;
  return s->glyph;
}

static void count_after(pairing *p) {
  int32_t count = p->signs.count;
  for (int32_t f = 0; f < FAMILIES; f++) {
    p->closes_after[f] = arena_array(p->a, int32_t, count + 1);
    p->opens_after[f] = arena_array(p->a, int32_t, count + 1);
    for (int32_t i = count - 2; i >= 0; i--) {
      if (block_of(p, i) != block_of(p, i + 1)) continue;
      const sign *after = &p->signs.at[i + 1];
      bool mine = after->family == f;
      p->closes_after[f][i] = p->closes_after[f][i + 1] + (mine && looks(after) == CLOSES);
      p->opens_after[f][i] = p->opens_after[f][i + 1] + (mine && looks(after) == OPENS);
    }
  }
}

/* ---- Resolving -------------------------------------------------------------------------------- */

static void push(pairing *p, int32_t s) {
  p->signs.at[s].fate = OPEN;
  *array_push(&p->stack, p->a) = s;
  p->open[p->signs.at[s].family]++;
}

static int32_t pop(pairing *p) {
  int32_t s = p->stack.at[--p->stack.count];
  p->open[p->signs.at[s].family]--;
  return s;
}

/* An open sign that nothing closes: a curly or double one is a stray mark, a straight single an apostrophe.
 */
static void give_up(pairing *p, int32_t s) {
  sign *x = &p->signs.at[s];
  x->fate = x->family == SINGLE && x->glyph == EITHER ? NO_MARK : STRAY;
}

static void close_with(pairing *p, int32_t s) {
  family f = (family)p->signs.at[s].family;
  int32_t opened = pop(p);
  while (p->signs.at[opened].family != f) {
    give_up(p, opened);
    opened = pop(p);
  }
  p->signs.at[s].fate = CLOSE;
  p->signs.at[s].partner = opened;
  p->signs.at[opened].partner = s;
}

static int32_t top_family(const pairing *p) {
  return p->stack.count ? p->signs.at[p->stack.at[p->stack.count - 1]].family : FAMILIES;
}

/* Opens while one of the family is open already: a nested run if both can be closed, else the former was
 * never closed. */
static void open_with(pairing *p, int32_t s) {
  family f = (family)p->signs.at[s].family;
  bool both = p->closes_after[f][s] - p->opens_after[f][s] > p->open[f];
  if (top_family(p) == (int32_t)f && !both) give_up(p, pop(p));
  push(p, s);
}

static void resolve_double(pairing *p, int32_t s) {
  sign *x = &p->signs.at[s];
  bool open = p->open[x->family] > 0;
  side to = (side)x->glyph;
  if (to == EITHER) to = (side)x->around;
  else if (x->around != EITHER && x->around != to) { /* glyph and neighbours disagree: believe what fits */
    if ((x->around == CLOSES) == open) to = (side)x->around;
  }
  if (to == EITHER) to = open ? CLOSES : OPENS;
  if (x->weak && (!open || p->closes_after[DOUBLE][s] > p->opens_after[DOUBLE][s]))
    x->fate = NO_MARK; /* 12" */
  else if (to == OPENS) open_with(p, s);
  else if (open) close_with(p, s);
  else x->fate = STRAY;
}

static void resolve_single(pairing *p, int32_t s) {
  sign *x = &p->signs.at[s];
  bool on_top = top_family(p) == SINGLE;
  x->fate = NO_MARK;
  if (x->around == OPENS && x->glyph != CLOSES) {
    if (p->closes_after[SINGLE][s] || (x->glyph == OPENS && x->first)) open_with(p, s);
    else if (x->glyph == OPENS) x->fate = STRAY;
    return;
  }
  if (!on_top || x->around == OPENS) return;
  bool later = p->closes_after[SINGLE][s] > p->opens_after[SINGLE][s];
  if (x->weak && later) return; /* the boys’ car is gone,’ */
  close_with(p, s);
}

static void resolve_angle(pairing *p, int32_t s) {
  sign *x = &p->signs.at[s];
  bool open = p->open[ANGLE] > 0;
  side to = x->around != EITHER ? (side)x->around : open ? CLOSES : OPENS;
  if (to == OPENS && p->closes_after[ANGLE][s] + p->opens_after[ANGLE][s] > 0) open_with(p, s);
  else if (to == CLOSES && open) close_with(p, s);
  else x->fate = NO_MARK; /* an arrow of a web page */
}

/* ---- Over paragraphs -------------------------------------------------------------------------- */

/* What is still open at the end of a paragraph whose last sign is before `next`: the signs at the start of
 * the following paragraph reopen it, the outermost first; the rest ran out. */
static void end_paragraph(pairing *p, int32_t next) {
  int32_t s = next;
  for (int32_t i = 0; i < p->stack.count; i++) {
    int32_t o = p->stack.at[i];
    sign *open = &p->signs.at[o];
    bool follows = s < p->signs.count && block_of(p, s) == block_of(p, o) + 1 && p->signs.at[s].first &&
                   p->signs.at[s].family == open->family && p->signs.at[s].around != CLOSES;
    if (follows) open->next = s, p->signs.at[s].previous = o, s++;
    else give_up(p, o);
  }
  p->stack.count = 0;
  memset(p->open, 0, sizeof p->open);
}

static void resolve(pairing *p) {
  for (int32_t s = 0; s < p->signs.count; s++) {
    sign *x = &p->signs.at[s];
    if (s && block_of(p, s) != block_of(p, s - 1)) end_paragraph(p, s);
    if (x->previous >= 0) push(p, s);
    else if (x->family == DOUBLE) resolve_double(p, s);
    else if (x->family == SINGLE) resolve_single(p, s);
    else resolve_angle(p, s);
  }
  end_paragraph(p, p->signs.count);
}

/* ---- What comes out --------------------------------------------------------------------------- */

static int32_t last_token(const pairing *p, int32_t token) { /* of its paragraph: tokens are in order */
  int32_t low = token, high = p->k->count, block = p->k->block[token];
  while (low + 1 < high) {
    int32_t middle = low + (high - low) / 2;
    if (p->k->block[middle] == block) low = middle;
    else high = middle;
  }
  return low;
}

static void write_marks(const pairing *p, marks *out) {
  static const uint8_t states[] = {[OPEN] = MARK_OPENS, [CLOSE] = MARK_CLOSES, [STRAY] = MARK_STRAY};
  array(inq_mark) at = {0};
  int32_t *mark_of = arena_array(p->a, int32_t, p->signs.count);
  for (int32_t s = 0; s < p->signs.count; s++) {
    const sign *x = &p->signs.at[s];
    mark_of[s] = -1;
    if (x->fate == NO_MARK) continue;
    mark_of[s] = at.count;
    int32_t role = x->fate == STRAY   ? INQ_MARK_STRAY
                   : x->fate == CLOSE ? INQ_MARK_CLOSE
                   : x->previous >= 0 ? INQ_MARK_REOPEN
                                      : INQ_MARK_OPEN;
    *array_push(&at, p->a) = (inq_mark){x->token, role, -1, 0};
    out->state[x->token] = states[x->fate];
  }
  for (int32_t s = 0; s < p->signs.count; s++) { /* a chain of openings has one OPEN and one CLOSE */
    const sign *x = &p->signs.at[s];
    if (x->fate != OPEN) continue;
    int32_t origin = x->previous >= 0 ? at.at[mark_of[x->previous]].partner : mark_of[s];
    if (x->previous >= 0 && at.at[mark_of[x->previous]].role == INQ_MARK_OPEN) origin = mark_of[x->previous];
    if (x->previous >= 0) at.at[mark_of[s]].partner = origin;
    if (x->partner < 0) continue;
    at.at[mark_of[x->partner]].partner = origin;
    at.at[origin].partner = mark_of[x->partner];
  }
  out->at = at.at;
  out->count = at.count;
}

static void write_runs(const pairing *p, marks *out) {
  array(run) runs = {0};
  int32_t *run_of_sign = arena_array(p->a, int32_t, p->signs.count);
  int32_t around = -1; /* the innermost run that is open here */
  for (int32_t s = 0; s < p->signs.count; s++) {
    const sign *x = &p->signs.at[s];
    if (x->fate != OPEN) continue;
    while (around >= 0 && runs.at[around].last < x->token) around = runs.at[around].parent;
    int32_t close = x->partner >= 0 ? p->signs.at[x->partner].token : -1;
    int32_t last = close >= 0 ? close : last_token(p, x->token);
    int32_t depth = around >= 0 ? runs.at[around].depth + 1 : 0;
    int32_t previous = x->previous >= 0 ? run_of_sign[x->previous] : -1;
    run_of_sign[s] = runs.count;
    if (previous >= 0) runs.at[previous].next = runs.count;
    *array_push(&runs, p->a) = (run){x->token, close, x->token, last, depth, around, -1, previous};
    around = run_of_sign[s];
  }
  out->runs = runs.at;
  out->run_count = runs.count;
}

static void write_tokens(const pairing *p, marks *out) {
  int32_t around = -1, next = 0;
  for (int32_t i = 0; i < p->k->count; i++) {
    while (around >= 0 && out->runs[around].last < i) around = out->runs[around].parent;
    if (next < out->run_count && out->runs[next].first == i) around = next++;
    out->run_of[i] = around;
    if (around >= 0 && out->state[i] == MARK_OUTSIDE) out->state[i] = MARK_INSIDE;
  }
  for (int32_t m = 0; m < out->count; m++) {
    int32_t r = out->run_of[out->at[m].token];
    out->at[m].depth = r >= 0 ? out->runs[r].depth : 0;
  }
}

marks marks_read(const text *t, const blocks *b, const tokens *k, arena *a) {
  pairing p = {.t = t, .b = b, .k = k, .a = a};
  marks out = {0};
  out.run_of = arena_array(a, int32_t, k->count);
  out.state = arena_array(a, uint8_t, k->count);
  find_signs(&p);
  count_after(&p);
  resolve(&p);
  write_marks(&p, &out);
  write_runs(&p, &out);
  write_tokens(&p, &out);
  return out;
}
