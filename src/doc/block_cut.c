/* Cutting the text into paragraphs.
 *
 *   text ─ lines ─ runs of lines without a gap ─ layout of the whole text ─ paragraphs
 *
 * A gap is a line that holds nothing, a form feed or a paragraph separator.  What a line end means inside a
 * run depends on the layout:
 *
 *                     the text has gaps                      it has none
 *   hard-wrapped      a run is a paragraph                   a paragraph ends where the next word had room
 *   not wrapped       a run is a paragraph, unless its       a line is a paragraph
 *                     lines are long and end as sentences do
 */
#include "doc/block_cut.h"

#include "base/array.h"
#include "base/utf8.h"

enum {
  NARROW = 40, /* columns: no text is hard-wrapped at less ... */
  WIDE = 110,  /* ... or at more */
  PROSE = 60   /* a line as long as this holds prose, not a label */
};

typedef struct {
  inq_span at;                 /* without the blanks around it */
  int32_t columns, first_word; /* code points: of the line, of its first word */
  bool gap;                    /* a gap stands before it */
  bool indented;               /* blanks stand before it */
  bool stop;                   /* it ends as a sentence does */
} line;

typedef array(line) lines;

typedef struct {
  bool gaps, wrapped;
  int32_t width; /* columns that the text was wrapped at */
} layout;

/* ---- Lines ----------------------------------------------------------------------------------- */

static bool ends_line(int32_t c) {
  return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static bool ends_block(int32_t c) { return c == '\f' || c == 0x2029; }

static bool closes(int32_t c) {
  return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201D || c == 0xBB;
}

static bool stops(int32_t c) { return c == '.' || c == '!' || c == '?' || c == 0x2026; }

/* Reads the line at *at, without its blanks, and moves *at to the character that ends it.  False when it
 * holds nothing: blanks and invisible characters alone. */
static bool line_read(const text *t, const char **at, line *out) {
  const char *end = t->bytes + t->length, *p = *at;
  bool holds = false, in_first = true;
  int32_t column = 0;
  *out = (line){.at = {-1, -1}};
  while (p < end) {
    const char *here = p;
    int32_t c = utf8_next(&p, end);
    if (ends_line(c)) {
      p = here;
      break;
    }
    bool blank = utf8_blank(c);
    if (out->at.start < 0) {
      out->indented |= blank;
      if (blank) continue;
      out->at.start = (int32_t)(here - t->bytes);
    }
    column++;
    in_first &= !blank;
    out->first_word += in_first;
    if (blank) continue;
    out->at.end = (int32_t)(p - t->bytes);
    out->columns = column;
    holds |= !utf8_invisible(c);
    if (!closes(c)) out->stop = stops(c);
  }
  *at = p;
  return holds;
}

/* Moves *at over the end of a line; true when that ends a block as well. */
static bool line_end(const text *t, const char **at) {
  const char *end = t->bytes + t->length;
  int32_t c = utf8_next(at, end);
  if (c == '\r' && *at < end && **at == '\n') ++*at;
  return ends_block(c);
}

static lines lines_read(const text *t, arena *a) {
  lines all = {0};
  const char *at = t->bytes, *end = t->bytes + t->length;
  bool gap = false;
  while (at < end) {
    line l;
    if (line_read(t, &at, &l)) {
      l.gap = gap;
      *array_push(&all, a) = l;
      gap = false;
    } else {
      gap = true;
    }
    if (at < end) gap |= line_end(t, &at);
  }
  if (all.count) all.at[0].gap = true;
  return all;
}

/* ---- Layout ---------------------------------------------------------------------------------- */

static bool breaks_inside(const lines *l, int32_t i) { return i + 1 < l->count && !l->at[i + 1].gap; }

/* Would the first word of the next line not have fitted on line i? */
static bool forced(const lines *l, int32_t i, int32_t width) {
  return l->at[i].columns + 1 + l->at[i + 1].first_word > width;
}

/* The width that all but one in twenty of the lines that go on keep within. */
static int32_t wrap_width(const lines *l) {
  int32_t count[WIDE + 2] = {0}, all = 0, seen = 0;
  for (int32_t i = 0; i < l->count; i++) {
    if (!breaks_inside(l, i)) continue;
    count[l->at[i].columns <= WIDE ? l->at[i].columns : WIDE + 1]++;
    all++;
  }
  for (int32_t w = 0; w <= WIDE; w++) {
    seen += count[w];
    if (all && seen >= all - all / 20) return w;
  }
  return WIDE + 1;
}

static layout layout_of(const lines *l) {
  layout y = {.width = wrap_width(l)};
  int32_t inside = 0, by_force = 0;
  for (int32_t i = 0; i < l->count; i++) {
    y.gaps |= i > 0 && l->at[i].gap;
    if (!breaks_inside(l, i)) continue;
    inside++;
    by_force += forced(l, i, y.width);
  }
  y.wrapped = y.width >= NARROW && y.width <= WIDE && 2 * by_force > inside;
  return y;
}

/* Are the lines of the run [first, last) paragraphs?  Most of its long lines end as sentences do. */
static bool run_of_paragraphs(const lines *l, int32_t first, int32_t last) {
  int32_t prose = 0, stopped = 0;
  for (int32_t i = first; i < last; i++) {
    if (l->at[i].columns < PROSE) continue;
    prose++;
    stopped += l->at[i].stop;
  }
  return 2 * stopped > prose;
}

/* Does a new paragraph begin after line i, inside a run? */
static bool paragraph_ends(const lines *l, int32_t i, const layout *y, bool by_line) {
  if (!y->wrapped) return by_line || !y->gaps;
  if (y->gaps) return false;
  return (l->at[i + 1].indented && !l->at[i].indented) || (l->at[i].stop && !forced(l, i, y->width));
}

static int32_t run_end(const lines *l, int32_t first) {
  while (breaks_inside(l, first)) first++;
  return first + 1;
}

/* ---- Paragraphs ------------------------------------------------------------------------------ */

paragraphs block_cut(const text *t, arena *a) {
  arena *side = arena_aside(a);
  arena_place from = arena_here(side);
  lines l = lines_read(t, side);
  layout y = layout_of(&l);
  paragraphs p = {.at = arena_array(a, inq_span, l.count + 1)};
  for (int32_t first = 0, last; first < l.count; first = last) {
    last = run_end(&l, first);
    bool by_line = run_of_paragraphs(&l, first, last);
    for (int32_t i = first; i < last; i++) {
      if (i == first || paragraph_ends(&l, i - 1, &y, by_line)) p.at[p.count++] = l.at[i].at;
      p.at[p.count - 1].end = l.at[i].at.end;
    }
  }
  arena_back(side, from);
  return p;
}
