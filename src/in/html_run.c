#include "in/html_run.h"

#include "base/array.h"

typedef struct {
  const html_tree *t;
  html_runs out;
  array(html_run) runs;
  int32_t *block; /* [nodes] the innermost block of each */
  bool open, in_word;
  int32_t breaks; /* <br> since the last text */
  int32_t line;   /* bytes since the last <br>, without blanks */
  arena *a;
} cutter;

enum {
  SHORT = 42, /* bytes without blanks: a line that ends so early was not wrapped */
  CELL = 12   /* words that a short cell may have */
};

/* ---- What each node stands in ------------------------------------------------------------------- */

static bool is_cell(int tag) { return tag == HTML_TD || tag == HTML_TH; }

static int32_t words_in(str text) {
  int32_t words = 0;
  bool inside = false;
  for (int32_t i = 0; i < text.length; i++) {
    bool blank = html_blank(text.at[i]);
    words += !blank && !inside;
    inside = !blank;
  }
  return words;
}

/* A table's row of two cells or more, all of them short and without blocks.  Looks no further than the first
 * that is not, so that tables in tables cost nothing. */
static bool is_data_row(const html_tree *t, int32_t row) {
  int32_t cells = 0, words = 0;
  for (int32_t i = row + 1; i < t->at[row].behind; i++) {
    const html_node *n = &t->at[i];
    if (n->kind == NODE_TEXT) words += words_in((str){t->bytes.at + n->start, n->end - n->start});
    else if (is_cell(n->tag)) cells++;
    else if (n->tag == HTML_BR || (html_tag_traits((html_tag)n->tag) & TAG_BLOCK)) return false;
    if (words > CELL * cells) return false;
  }
  return cells > 1;
}

static uint32_t own_traits(const html_node *n) {
  return n->tag == HTML_TIME ? n->traits | TRAIT_DATE : n->traits;
}

static uint32_t own_state(const html_tree *t, int32_t i) {
  const html_node *n = &t->at[i];
  uint8_t tag = html_tag_traits((html_tag)n->tag);
  uint32_t state = own_traits(n);
  if (tag & TAG_HIDDEN) state |= TRAIT_HIDDEN;
  if (tag & TAG_FURNITURE) state |= TRAIT_FURNITURE;
  if (n->tag >= HTML_H1 && n->tag <= HTML_H6) state |= IN_HEADING;
  switch (n->tag) {
  case HTML_A: return state | IN_LINK;
  case HTML_P:
  case HTML_BLOCKQUOTE: return state | IN_PARAGRAPH;
  case HTML_B:
  case HTML_STRONG:
  case HTML_FONT: return state | IN_STRONG;
  case HTML_FIGURE: return state | IN_FIGURE;
  case HTML_FIGCAPTION: return state | TRAIT_CAPTION;
  case HTML_TR: return is_data_row(t, i) ? state | IN_DATA : state;
  default: return state;
  }
}

/* Names and dates in a line of labels are paragraphs of their own, whatever elements hold them. */
static bool is_label(uint32_t own, uint32_t around) {
  return (own & TRAIT_LABEL & ~around) && !(around & (IN_PARAGRAPH | IN_HEADING | IN_LINK));
}

static bool begins_block(const cutter *c, int32_t i) {
  const html_node *n = &c->t->at[i];
  if (n->kind != NODE_ELEMENT || n->parent < 0) return n->parent < 0;
  uint32_t around = c->out.state[n->parent];
  if (is_cell(n->tag) && (around & IN_DATA)) return false;
  return (html_tag_traits((html_tag)n->tag) & TAG_BLOCK) || is_label(own_traits(n), around);
}

static void look_around(cutter *c) {
  for (int32_t i = 0; i < c->t->count; i++) {
    const html_node *n = &c->t->at[i];
    uint32_t around = n->parent < 0 ? 0 : c->out.state[n->parent];
    c->out.state[i] = around | (n->kind == NODE_ELEMENT ? own_state(c->t, i) : 0);
    c->block[i] = begins_block(c, i) ? i : c->block[n->parent];
  }
}

/* ---- Cutting ------------------------------------------------------------------------------------ */

static html_run *current(cutter *c) { return &c->runs.at[c->runs.count - 1]; }

/* How long a reference at `at` is, so that "&#8220;" is no word; 0 for none. */
static int32_t reference(const char *at, const char *end) {
  for (int32_t i = 1; at + i < end && i < 12; i++)
    if (at[i] == ';') return i > 1 ? i + 1 : 0;
    else if (at[i] == '&' || html_blank(at[i])) return 0;
  return 0;
}

/* Adds the text to what is known of its run; true when it holds more than blanks. */
static bool count_text(cutter *c, str text, bool linked) {
  html_run *r = current(c);
  const char *end = text.at + text.length;
  bool holds = false;
  for (const char *at = text.at; at < end; at++) {
    int32_t length = *at == '&' ? reference(at, end) : 0;
    bool nbsp = length == 6 && memcmp(at, "&nbsp;", 6) == 0;
    if (length) at += length - 1;
    if (html_blank(*at) || nbsp) {
      c->in_word = false;
      continue;
    }
    holds = true;
    c->line++;
    if (!length && html_in_word(*at) && !c->in_word) {
      r->words++;
      r->linked += linked;
      c->in_word = true;
    }
    bool stop = strchr(".,:;!?", *at) && !length;
    r->stops += stop && (at + 1 == end || html_blank(at[1]) || at[1] == '"' || at[1] == '&' ||
                         (uint8_t)at[1] >= 0x80);
    r->ended = length || (uint8_t)*at >= 0x80 || strchr(".!?\"')", *at);
  }
  return holds;
}

static void cut_text(cutter *c, int32_t i) {
  const html_node *n = &c->t->at[i];
  str text = {c->t->bytes.at + n->start, n->end - n->start};
  bool quote = n->kind != NODE_TEXT, holds = quote || html_holds_text(text);
  if (c->open && c->block[i] != current(c)->block && holds) c->open = false;
  if (!c->open && !holds) return;
  if (!c->open) {
    *array_push(&c->runs, c->a) = (html_run){.first = i, .block = c->block[i], .strong = true};
    c->line = 0;
    c->open = true;
    c->in_word = false;
  } else if (c->block[i] != current(c)->block) return;
  c->out.of[i] = c->runs.count - 1;
  if (!quote && count_text(c, text, c->out.state[i] & IN_LINK)) c->breaks = 0;
  if (!holds) return;
  current(c)->behind = i + 1;
  current(c)->strong &= (c->out.state[i] & IN_STRONG) != 0;
}

static void cut_break(cutter *c) {
  if (!c->open) return;
  c->in_word = false;
  const html_run *r = current(c);
  if (++c->breaks > 1 || r->ended || r->strong || c->line < SHORT) c->open = false;
  c->line = 0;
}

html_runs html_runs_of(const html_tree *t, arena *a) {
  cutter c = {.t = t, .a = a, .block = arena_array(a, int32_t, t->count)};
  c.out.of = arena_array(a, int32_t, t->count);
  c.out.state = arena_array(a, uint32_t, t->count);
  look_around(&c);
  for (int32_t i = 0; i < t->count; i++) {
    c.out.of[i] = -1;
    if (c.out.state[i] & TRAIT_HIDDEN) continue;
    if (t->at[i].kind != NODE_ELEMENT) cut_text(&c, i);
    else if (t->at[i].tag == HTML_BR) cut_break(&c);
    else if (c.block[i] == i) c.open = false;
  }
  c.out.at = c.runs.at;
  c.out.count = c.runs.count;
  return c.out;
}
