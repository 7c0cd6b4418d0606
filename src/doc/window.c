#include "doc/window.h"

#include "base/array.h"

enum { UNIT_PIECES = 160 }; /* a longer paragraph is cut, behind a sentence where it can be */

typedef struct {
  int32_t first, last, pieces; /* tokens; pieces with the paragraph's end */
} unit;

typedef array(unit) units;

static bool ends_sentence(const text *t, const tokens *k, int32_t i) {
  str s = token_str(t, k, i);
  char c = s.at[s.length - 1];
  return s.length == 1 && (c == '.' || c == '!' || c == '?');
}

static units cut_units(const text *t, const tokens *k, const int32_t *lengths, arena *a) {
  units u = {0};
  unit now = {0, -1, 1}; /* the paragraph's end is counted from the start */
  for (int32_t i = 0; i < k->count; i++) {
    now.last = i;
    now.pieces += lengths[i];
    bool ends = i + 1 == k->count || k->block[i + 1] != k->block[i];
    bool full = now.pieces >= UNIT_PIECES && (ends_sentence(t, k, i) || now.pieces >= 2 * UNIT_PIECES);
    if (!ends && !full) continue;
    *array_push(&u, a) = now;
    now = (unit){i + 1, i, 1};
  }
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

windows windows_plan(const text *t, const tokens *k, const int32_t *lengths, int32_t most, arena *a) {
  units u = cut_units(t, k, lengths, a);
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
