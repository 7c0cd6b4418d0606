/* The elements and texts of a page, in the order in which they stand: a node's descendants follow it at once.
 *
 *   0 page ─ 1 <html> ─ 2 <p> ─ 3 "He said " ─ 4 <b> ─ 5 "no" ─ 6 "."       behind(2) = 7
 *
 * Tags that are missing, crossed or left over are mended as far as text and paragraphs need it. */
#ifndef IN_HTML_TREE_H
#define IN_HTML_TREE_H

#include "base/arena.h"
#include "in/html_scan.h"

enum { HTML_DEEPEST = 512 }; /* elements are not nested deeper, as in browsers */

typedef enum {
  NODE_ELEMENT,
  NODE_TEXT,
  NODE_OPEN_QUOTE,
  NODE_CLOSE_QUOTE
} html_node_kind; /* quotes: <q>, </q> */

typedef struct {
  int32_t parent;     /* -1: the page's */
  int32_t behind;     /* the first node that is not in it */
  int32_t start, end; /* bytes of the page: the text, or the tag */
  uint32_t traits;    /* of html_trait.h, where it is an element */
  uint8_t kind, tag;
  uint16_t name; /* a hash of an unknown element's name */
} html_node;

typedef struct {
  str bytes;
  html_node *at; /* [count] at[0] is the page itself */
  int32_t count;
} html_tree;

html_tree html_tree_of(str page, arena *a);

/* The value of the attribute, its references not decoded; at == NULL for none. */
str html_value(const html_tree *t, int32_t element, const char *attribute);

/* Text with its references decoded, in a's memory. */
str html_decoded(str raw, bool attribute, arena *a);

/* The text that is shown of the nodes [first, behind), references decoded, a run of blanks one blank; about
 * `most` bytes of it. */
str html_words(const html_tree *t, int32_t first, int32_t behind, int32_t most, arena *a);

#endif
