/*  Who said what, grouped: a speaker stands where the first of the quotations stands.
 *
 *   Amira Haddad, chief executive, Northlight            groups ─ one a speaker, linked lists of quotes
 *     ¶3  said     “We will not sell,” … “Not now.”  [direct]
 *     ¶5           that talks had ended in May  [indirect]
 *
 * A quotation takes at most LINES lines; what is longer ends in "…". */
#include "out/show.h"

#include "base/err.h"
#include "base/map.h"
#include "base/utf8.h"
#include "out/label.h"

#include <setjmp.h>
#include <utf8proc.h>

enum { LINES = 4, LABEL = 16, NARROWEST = 40 };

typedef struct {
  int32_t first, last; /* quotes */
} group;

typedef struct {
  const inq_doc *doc;
  const char *text;
  const inq_quote *quotes; /* [count] */
  int32_t count;
  group *groups; /* [group_count] in order of their first quote */
  int32_t group_count;
  int32_t *next; /* [count] the group's next quote, -1 behind the last */
} listing;

/* ---- Text in columns --------------------------------------------------------------------------- */

static bool printable(int32_t code) {
  return code >= ' ' && (code < 0x7f || code > 0x9f) && !utf8_invisible(code);
}

typedef struct { /* a paragraph being filled */
  buf *to;
  int32_t indent, width, lines; /* lines that may still begin */
  int32_t column;
  bool begun, full; /* full: nothing more is taken */
} filler;

static void new_line(filler *f) {
  buf_format(f->to, "\n%*s", (int)f->indent, "");
  f->column = f->indent;
  f->begun = false;
  f->lines--;
}

static int32_t columns_of(const char *at, const char *end) {
  int32_t columns = 0;
  while (at < end && columns < 4096) {
    int32_t code = utf8_next(&at, end);
    if (printable(code)) columns += utf8proc_charwidth(code);
  }
  return columns;
}

/* The characters of one word; a word wider than the line is broken. */
static void put_word(filler *f, const char *at, const char *end) {
  while (at < end && !f->full) {
    const char *begin = at;
    int32_t code = utf8_next(&at, end);
    if (!printable(code)) continue;
    int32_t columns = utf8proc_charwidth(code);
    if (f->column + columns > f->width - 1) {
      if (f->lines <= 1) {
        buf_str(f->to, "…");
        f->full = true;
        return;
      }
      new_line(f);
    }
    buf_bytes(f->to, begin, (size_t)(at - begin));
    f->column += columns;
    f->begun = true;
  }
}

static void fill_word(filler *f, const char *at, const char *end) {
  int32_t columns = columns_of(at, end);
  bool fits = f->column + f->begun + columns <= f->width - 1;
  if (!fits && f->begun && f->lines > 1) new_line(f);
  else if (!fits && f->begun) {
    buf_str(f->to, " …");
    f->full = true;
    return;
  } else if (f->begun) {
    buf_char(f->to, ' ');
    f->column++;
  }
  put_word(f, at, end);
}

static void fill(filler *f, const char *text, int32_t start, int32_t end) {
  const char *at = text + start, *stop = text + end, *word = at;
  while (at < stop && !f->full) {
    const char *begin = at;
    if (!utf8_blank(utf8_next(&at, stop))) continue;
    if (begin > word) fill_word(f, word, begin);
    word = at;
  }
  if (at > word && !f->full) fill_word(f, word, at);
}

void show_cut(const char *text, int32_t start, int32_t end, int32_t columns, buf *b) {
  filler f = {.to = b, .width = columns, .lines = 1};
  fill(&f, text, start, end);
}

/* ---- Groups ------------------------------------------------------------------------------------ */

/* What quotations of one speaker have in common: the entity, or the words of a speaker without a name. */
static str speaker_key(const listing *l, const inq_quote *q, arena *a) {
  if (q->speaker >= 0) return (str){arena_copy(a, &q->speaker, sizeof q->speaker), sizeof q->speaker};
  if (q->rule != INQ_RULE_WORDS || q->words.start < 0) return STR("");
  return (str){l->text + q->words.start, q->words.end - q->words.start};
}

static void gather(listing *l, arena *a) {
  map of = {0};
  l->groups = arena_array(a, group, l->count);
  l->next = arena_array(a, int32_t, l->count);
  for (int32_t i = 0; i < l->count; i++) {
    int32_t *index = map_put(&of, speaker_key(l, &l->quotes[i], a), -1, a);
    if (*index < 0) {
      *index = l->group_count++;
      l->groups[*index].first = i;
    } else l->next[l->groups[*index].last] = i;
    l->groups[*index].last = i;
    l->next[i] = -1;
  }
}

/* ---- Writing ----------------------------------------------------------------------------------- */

static void style(buf *to, const show_options *o, const char *code) {
  if (o->colour) buf_format(to, "\033[%sm", code);
}

/* The title, where the document has one. */
static void write_title(const listing *l, const show_options *o, buf *to) {
  int32_t count;
  const inq_block *b = inq_blocks(l->doc, &count);
  for (int32_t i = 0; i < count && i < 10; i++) {
    if (b[i].kind != INQ_TITLE) continue;
    style(to, o, "1;4");
    show_cut(l->text, b[i].start, b[i].end, o->width, to);
    style(to, o, "0");
    buf_str(to, "\n\n");
    return;
  }
}

static void write_entity(const listing *l, int32_t index, const show_options *o, buf *to) {
  int32_t count;
  const inq_entity *e = &inq_entities(l->doc, &count)[index];
  size_t length;
  const char *name = inq_entity_name(l->doc, index, &length);
  show_cut(name, 0, (int32_t)length, o->width, to);
  style(to, o, "0");
  const inq_span more[] = {e->role, e->affiliation};
  for (int i = 0; i < 2; i++) {
    if (more[i].start < 0) continue;
    buf_str(to, ", ");
    show_cut(l->text, more[i].start, more[i].end, o->width, to);
  }
}

static void write_speaker(const listing *l, const inq_quote *q, const show_options *o, buf *to) {
  style(to, o, "1;36");
  if (q->speaker >= 0) write_entity(l, q->speaker, o, to);
  else if (q->rule == INQ_RULE_WORDS && q->words.start >= 0)
    show_cut(l->text, q->words.start, q->words.end, o->width, to);
  else buf_str(to, "(speaker not known)");
  style(to, o, "0");
  buf_char(to, '\n');
}

static int32_t block_of(const inq_block *b, int32_t count, int32_t position) {
  int32_t low = 0, high = count;
  while (low < high) {
    int32_t middle = (low + high) / 2;
    if (b[middle].end <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* "  ¶12  said    ": LABEL columns. */
static void write_label(const listing *l, const inq_quote *q, const show_options *o, buf *to) {
  int32_t count, block_count;
  const inq_block *b = inq_blocks(l->doc, &block_count);
  int32_t begin = inq_pieces(l->doc, &count)[q->content].start;
  size_t before = to->length;
  buf_format(to, "  ¶%-3d ", (int)block_of(b, block_count, begin) + 1);
  int32_t used = (int32_t)(to->length - before) - 1; /* ¶ takes two bytes */
  if (q->cue.start >= 0) {
    style(to, o, "2");
    size_t cue = to->length;
    show_cut(l->text, q->cue.start, q->cue.end, LABEL - used, to);
    if (!to->failed) used += columns_of(to->at + cue, to->at + to->length);
    style(to, o, "0");
  }
  buf_format(to, "%*s", (int)(LABEL - used), "");
}

static void write_quote(const listing *l, const inq_quote *q, const show_options *o, buf *to) {
  int32_t count;
  const inq_span *pieces = inq_pieces(l->doc, &count);
  write_label(l, q, o, to);
  filler f = {.to = to, .indent = LABEL, .width = o->width, .lines = LINES, .column = LABEL};
  for (int32_t p = q->content; p < q->content + q->pieces && !f.full; p++) {
    if (p > q->content) fill(&f, "…", 0, (int32_t)sizeof "…" - 1);
    if (!f.full) fill(&f, l->text, pieces[p].start, pieces[p].end);
  }
  const char *type = label_quote_type(q->type);
  if (f.column + 3 + (int32_t)strlen(type) > f.width - 1) buf_format(to, "\n%*s", LABEL - 1, "");
  buf_char(to, ' ');
  style(to, o, "33");
  buf_format(to, "[%s]", type);
  style(to, o, "0");
  buf_char(to, '\n');
}

static void write_groups(const listing *l, const show_options *o, buf *to) {
  write_title(l, o, to);
  if (l->count == 0) buf_str(to, "No quotations.\n");
  for (int32_t i = 0; i < l->group_count; i++) {
    if (i) buf_char(to, '\n');
    write_speaker(l, &l->quotes[l->groups[i].first], o, to);
    for (int32_t q = l->groups[i].first; q >= 0; q = l->next[q]) write_quote(l, &l->quotes[q], o, to);
  }
}

/* False when memory ends. */
static bool list(listing *l, const show_options *o, arena *scratch, buf *to) {
  jmp_buf full;
  scratch->full = &full;
  if (setjmp(full)) return false;
  gather(l, scratch);
  write_groups(l, o, to);
  return !to->failed;
}

inq_code show_quotes(const inq_doc *doc, const show_options *options, buf *to, inq_err *err) {
  show_options o = *options;
  if (o.width < NARROWEST) o.width = NARROWEST;
  size_t length;
  listing l = {.doc = doc, .text = inq_text(doc, &length)};
  l.quotes = inq_quotes(doc, &l.count);
  arena scratch = {0};
  bool listed = list(&l, &o, &scratch, to);
  arena_free(&scratch);
  return listed ? INQ_OK : err_set(err, INQ_E_MEMORY, "show", -1, "no memory for the list of quotations");
}
