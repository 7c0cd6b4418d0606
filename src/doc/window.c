#include "doc/window.h"

#include "base/array.h"

/* A longer paragraph is cut behind a sentence, and not within a quotation if a place outside comes before twice as
 * much: its edges and its speaker are decided where all of it is seen. */
enum { UNIT_PIECES = 160 };

typedef struct {
  int32_t first, last, pieces; /* tokens; pieces with the paragraph's end */
} unit;

typedef array(unit) units;

typedef struct {
  const text *t;
  const tokens *k;
  const marks *m;
  const int32_t *lengths; /* [tokens] */
} sheet;

typedef enum { CUT_NONE, CUT_BAD, CUT_GOOD } cut; /* BAD: between two sentences of one quotation */

static bool is_stop(const sheet *s, int32_t i) {
  str word = token_str(s->t, s->k, i);
  char c = word.at[word.length - 1];
  return word.length == 1 && (c == '.' || c == '!' || c == '?');
}

/* A stop, or the mark that closes a quotation behind one. */
static bool ends_sentence(const sheet *s, int32_t i) {
  return is_stop(s, i) || (i > 0 && s->m->state[i] == MARK_CLOSES && is_stop(s, i - 1));
}

/* Whether a run of marks holds both token i and the next. */
static bool is_quoted_on(const marks *m, int32_t i) {
  int32_t r = m->run_of[i];
  while (r >= 0 && m->runs[r].last == i) r = m->runs[r].parent;
  return r >= 0;
}

static cut cut_behind(const sheet *s, int32_t i) {
  if (!ends_sentence(s, i)) return CUT_NONE;
  return is_quoted_on(s->m, i) ? CUT_BAD : CUT_GOOD;
}

static bool ends_block(const tokens *k, int32_t i) {
  return i + 1 == k->count || k->block[i + 1] != k->block[i];
}

/* The unit that begins with this token: to the paragraph's end, or the first good place to cut behind UNIT_PIECES, or
 * the last of the best places before twice as many. */
static unit unit_from(const sheet *s, int32_t first) {
  unit now = {first, first, 1}, best = now; /* the paragraph's end is counted from the start */
  cut how = CUT_NONE;
  for (int32_t i = first;; i++) {
    cut here = cut_behind(s, i);
    now.last = i;
    now.pieces += s->lengths[i];
    if (ends_block(s->k, i) || (here == CUT_GOOD && now.pieces >= UNIT_PIECES)) return now;
    if (here >= how) best = now, how = here;
    if (now.pieces >= 2 * UNIT_PIECES) return best;
  }
}

static units cut_units(const sheet *s, arena *a) {
  units u = {0};
  for (int32_t first = 0; first < s->k->count; first = u.at[u.count - 1].last + 1)
    *array_push(&u, a) = unit_from(s, first);
  return u;
}

/* Units on one side of the core, as far as room goes. */
static int32_t reach(const units *u, int32_t from, int32_t step, int32_t *room) {
  int32_t left = *room < WINDOW_CONTEXT ? *room : WINDOW_CONTEXT, at = from;
  while (at + step >= 0 && at + step < u->count && u->at[at + step].pieces <= left) {
    at += step;
    left -= u->at[at].pieces;
    *room -= u->at[at].pieces;
  }
  return at;
}

static window around(const units *u, int32_t first, int32_t last, int32_t room) {
  int32_t left = reach(u, first, -1, &room), right = reach(u, last, +1, &room);
  return (window){u->at[left].first, u->at[right].last, u->at[first].first, u->at[last].last};
}

windows windows_plan(const text *t, const tokens *k, const marks *m, const int32_t *lengths, int32_t most,
                     arena *a) {
  units u = cut_units(&(sheet){t, k, m, lengths}, a);
  array(window) w = {0};
  int64_t total = 0;
  for (int32_t i = 0; i < u.count; i++) total += u.at[i].pieces;
  int64_t whole = most - 1, core = whole - WINDOW_CONTEXT; /* 1 for [CLS] */
  int64_t parts = total <= whole ? 1 : (total + core - 1) / core;
  int64_t target = total <= whole ? whole : total / parts + 1;
  for (int32_t first = 0, last; first < u.count; first = last + 1) {
    int32_t pieces = u.at[first].pieces;
    for (last = first; last + 1 < u.count && pieces < target; last++) {
      if (pieces + u.at[last + 1].pieces > (total <= whole ? whole : core + WINDOW_CONTEXT / 2)) break;
      pieces += u.at[last + 1].pieces;
    }
    *array_push(&w, a) = around(&u, first, last, (int32_t)whole - pieces);
  }
  return (windows){w.at, w.count};
}
