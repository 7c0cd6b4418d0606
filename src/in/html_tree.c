#include "in/html_tree.h"

#include "base/array.h"
#include "in/html_entity.h"
#include "in/html_trait.h"

#include <strings.h>

typedef struct {
  html_scanner scanner;
  array(html_node) nodes;
  int32_t open[HTML_DEEPEST];    /* [depth] nodes that have begun and not ended */
  int32_t depth, deeper;         /* deeper: elements begun below the deepest, which are not kept open */
  int32_t count[HTML_TAG_COUNT]; /* of open elements by tag */
  arena *a;
} builder;

typedef bool tag_set(html_tag tag);

static html_tag tag_at(const builder *b, int32_t place) { return b->nodes.at[b->open[place]].tag; }

static bool is_block(html_tag tag) { return html_tag_traits(tag) & TAG_BLOCK; }
static bool is_wall(html_tag tag) { return html_tag_traits(tag) & TAG_WALL; }

/* ---- Nodes -------------------------------------------------------------------------------------- */

static int32_t add(builder *b, html_node_kind kind, html_tag tag, int32_t start, int32_t end) {
  int32_t parent = b->open[b->depth - 1], node = b->nodes.count;
  *array_push(&b->nodes, b->a) = (html_node){.parent = parent,
                                             .behind = node + 1,
                                             .start = start,
                                             .end = end,
                                             .kind = (uint8_t)kind,
                                             .tag = (uint8_t)tag};
  return node;
}

static uint16_t hash_name(str name) {
  uint32_t h = 0;
  for (int32_t i = 0; i < name.length; i++) h = h * 31 + (uint8_t)html_lower(name.at[i]);
  return (uint16_t)(h ^ h >> 16);
}

/* Ends open elements down to and with the one at this place. */
static void close_to(builder *b, int32_t place) {
  while (b->depth > place) {
    html_node *n = &b->nodes.at[b->open[--b->depth]];
    n->behind = b->nodes.count;
    b->count[n->tag]--;
  }
}

/* ---- Ends that are left out --------------------------------------------------------------------- */

static bool is_head(html_tag t) { return t == HTML_HEAD; }
static bool is_svg(html_tag t) { return t == HTML_SVG; }
static bool is_paragraph(html_tag t) { return t == HTML_P; }
static bool is_item(html_tag t) { return t == HTML_LI; }
static bool is_term(html_tag t) { return t == HTML_DT || t == HTML_DD; }
static bool is_link(html_tag t) { return t == HTML_A; }
static bool is_heading(html_tag t) { return t >= HTML_H1 && t <= HTML_H6; }
static bool is_cell(html_tag t) { return t == HTML_TD || t == HTML_TH; }
static bool is_row(html_tag t) { return is_cell(t) || t == HTML_TR || t == HTML_CAPTION; }
static bool is_group(html_tag t) {
  return is_row(t) || t == HTML_TBODY || t == HTML_THEAD || t == HTML_TFOOT;
}
static bool is_table(html_tag t) { return t == HTML_TABLE; }
static bool is_table_or_row(html_tag t) { return t == HTML_TABLE || t == HTML_TR; }
static bool is_list(html_tag t) {
  return t == HTML_UL || t == HTML_OL || t == HTML_MENU || t == HTML_DIR || is_wall(t);
}
static bool is_terms(html_tag t) { return t == HTML_DL || is_wall(t); }

/* Ends all down to the outermost of `ended` that stands within the innermost of `wall`. */
static void end_within(builder *b, tag_set *ended, tag_set *wall) {
  int32_t found = -1;
  for (int32_t place = b->depth - 1; place > 0 && !wall(tag_at(b, place)); place--)
    if (ended(tag_at(b, place))) found = place;
  if (found >= 0) close_to(b, found);
}

/* Ends what the next element ends though its end tag is missing. */
static void end_before(builder *b, html_tag next) {
  if (b->count[HTML_HEAD] && !(html_tag_traits(next) & TAG_HEAD)) end_within(b, is_head, is_wall);
  if (b->count[HTML_SVG] && is_block(next) && next != HTML_TITLE) end_within(b, is_svg, is_wall);
  if (b->count[HTML_P] && is_block(next)) end_within(b, is_paragraph, is_wall);
  if (b->count[HTML_A] && next == HTML_A) end_within(b, is_link, is_block);
  if (b->count[HTML_LI] && next == HTML_LI) end_within(b, is_item, is_list);
  if (is_term(next)) end_within(b, is_term, is_terms);
  if (is_cell(next)) end_within(b, is_cell, is_table_or_row);
  else if (is_row(next)) end_within(b, is_row, is_table);
  else if (is_group(next)) end_within(b, is_group, is_table);
  if (is_heading(next) && is_heading(tag_at(b, b->depth - 1))) close_to(b, b->depth - 1);
}

/* ---- Tokens ------------------------------------------------------------------------------------- */

static void begin(builder *b, const html_token *k) {
  bool again = (k->tag == HTML_HTML || k->tag == HTML_BODY) && b->count[k->tag];
  uint8_t traits = html_tag_traits(k->tag);
  if (again) return;
  end_before(b, k->tag);
  int32_t node = add(b, NODE_ELEMENT, k->tag, k->start, k->end);
  if (k->tag == HTML_UNKNOWN) b->nodes.at[node].name = hash_name(k->name);
  bool foreign = b->count[HTML_SVG] || b->count[HTML_MATH] || k->tag == HTML_SVG || k->tag == HTML_MATH;
  if (!(traits & TAG_VOID) || k->tag == HTML_META)
    b->nodes.at[node].traits = html_traits_of(k->tag, b->scanner.bytes, k->start, k->end);
  if ((traits & TAG_VOID) || (foreign && k->closed)) return;
  if (traits & TAG_RAW) b->scanner.raw = k->name;
  if (b->depth == HTML_DEEPEST) {
    b->deeper++;
    return;
  }
  b->open[b->depth++] = node;
  b->count[k->tag]++;
  if (k->tag == HTML_Q) add(b, NODE_OPEN_QUOTE, HTML_Q, k->start, k->end);
}

/* The open element that an end tag ends, -1 for none: one of its name, with no wall between; and no block
 * between where the element is none itself. */
static int32_t ended_by(const builder *b, const html_token *k) {
  uint16_t hash = k->tag == HTML_UNKNOWN ? hash_name(k->name) : 0;
  tag_set *wall = is_group(k->tag) || is_table(k->tag) ? is_table : is_block(k->tag) ? is_wall : is_block;
  for (int32_t place = b->depth - 1; place > 0; place--) {
    const html_node *n = &b->nodes.at[b->open[place]];
    str name = {b->scanner.bytes + n->start + 1, k->name.length};
    bool same = n->tag == k->tag && n->name == hash;
    if (same && (!hash || strncasecmp(name.at, k->name.at, (size_t)name.length) == 0)) return place;
    if (wall((html_tag)n->tag)) break;
  }
  return -1;
}

static void end(builder *b, const html_token *k) {
  if (b->deeper) {
    b->deeper--;
    return;
  }
  int32_t place = b->count[k->tag] ? ended_by(b, k) : -1;
  if (place >= 0) {
    if (k->tag == HTML_Q) add(b, NODE_CLOSE_QUOTE, HTML_Q, k->start, k->end);
    close_to(b, place);
  } else if (k->tag == HTML_P || k->tag == HTML_BR) add(b, NODE_ELEMENT, k->tag, k->start, k->end);
}

static void put_text(builder *b, const html_token *k) {
  str words = {b->scanner.bytes + k->start, k->end - k->start};
  if (tag_at(b, b->depth - 1) == HTML_HEAD && html_holds_text(words)) close_to(b, b->depth - 1);
  add(b, NODE_TEXT, HTML_UNKNOWN, k->start, k->end);
}

html_tree html_tree_of(str page, arena *a) {
  builder *b = arena_new(a, builder);
  b->scanner = (html_scanner){.bytes = page.at, .length = page.length};
  b->a = a;
  *array_push(&b->nodes, a) = (html_node){.parent = -1, .kind = NODE_ELEMENT, .tag = HTML_UNKNOWN};
  b->count[HTML_UNKNOWN] = b->depth = 1;
  for (html_token k; html_scan(&b->scanner, &k);) {
    if (k.kind == HTML_TEXT) put_text(b, &k);
    else if (k.kind == HTML_START) begin(b, &k);
    else end(b, &k);
  }
  close_to(b, 0);
  return (html_tree){page, b->nodes.at, b->nodes.count};
}

/* ---- What is asked of it ------------------------------------------------------------------------ */

str html_value(const html_tree *t, int32_t element, const char *attribute) {
  const html_node *n = &t->at[element];
  int32_t at = html_behind_name(t->bytes.at, n->start, n->end);
  str name, value;
  while (html_attribute(t->bytes.at, &at, n->end, &name, &value))
    if (html_same(name, attribute)) return value;
  return (str){0};
}

str html_decoded(str raw, bool attribute, arena *a) {
  char *to = arena_alloc(a, (size_t)raw.length + 1); /* no reference is shorter than what it stands for */
  int32_t length = 0, used;
  for (int32_t i = 0; i < raw.length;) {
    int32_t written =
        raw.at[i] == '&' ? html_reference(raw.at + i, raw.at + raw.length, attribute, to + length, &used) : 0;
    if (!written) {
      written = used = 1;
      to[length] = raw.at[i];
    }
    length += written;
    i += used;
  }
  return (str){to, length};
}

static bool is_hidden(const html_node *n) {
  return n->kind == NODE_ELEMENT &&
         ((n->traits & TRAIT_HIDDEN) || ((html_tag_traits(n->tag) & TAG_HIDDEN) && n->tag != HTML_TITLE));
}

/* Appends words to `to`, which has room for as many bytes. */
static int32_t fold(str words, bool *blank, char *to, int32_t length) {
  for (int32_t i = 0; i < words.length; i++) {
    bool space = html_blank(words.at[i]);
    if (!space && *blank && length) to[length++] = ' ';
    *blank = space;
    if (!space) to[length++] = words.at[i];
  }
  return length;
}

str html_words(const html_tree *t, int32_t first, int32_t behind, int32_t most, arena *a) {
  char *to = arena_alloc(a, 2 * (size_t)most + 8);
  int32_t length = 0;
  bool blank = false;
  for (int32_t i = first; i < behind && length < most; i++) {
    const html_node *n = &t->at[i];
    int32_t end = n->end - n->start > most ? n->start + most : n->end;
    while (end < n->end && (t->bytes.at[end] & 0xC0) == 0x80) end++; /* no character is cut */
    if (is_hidden(n)) i = n->behind - 1;
    else if (n->kind == NODE_ELEMENT) blank |= is_block((html_tag)n->tag) || n->tag == HTML_BR;
    else if (n->kind == NODE_TEXT)
      length =
          fold(html_decoded((str){t->bytes.at + n->start, end - n->start}, false, a), &blank, to, length);
  }
  return (str){to, length};
}
