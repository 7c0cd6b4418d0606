/* The bytes of a page as tags and the text between them, in one pass and without memory of its own.
 *
 *   <p>He said <b>no</b>.<!-- ad -->  ─▶  START p · TEXT "He said " · START b · TEXT "no" · END b · TEXT "."
 *
 * What browsers make of mistakes is made of them here: https://html.spec.whatwg.org/#tokenization */
#ifndef IN_HTML_SCAN_H
#define IN_HTML_SCAN_H

#include "in/html_tag.h"

typedef enum { HTML_TEXT, HTML_START, HTML_END } html_token_kind;

typedef struct {
  html_token_kind kind;
  int32_t start, end; /* bytes of the page: all of the tag, or the text */
  html_tag tag;
  str name;
  bool closed; /* ends with "/>" */
} html_token;

typedef struct {
  const char *bytes;
  int32_t length, at;
  str raw; /* the element whose end tag alone ends the text that follows; at == NULL for none */
} html_scanner;

/* The next token; false at the end.  Comments and declarations are passed over.  Who gets the START of an
 * element with TAG_RAW puts its name into `raw`. */
bool html_scan(html_scanner *s, html_token *out);

/* Where the name of the start tag [start, end) ends: from there on html_attribute() reads.  A NUL ends it, too. */
int32_t html_behind_name(const char *bytes, int32_t start, int32_t end);

/* The next attribute of a tag, where *at stands behind its name or behind another attribute; false when there
 * is none before the '>', behind which *at then stands, or before end: then *at is end.  The value may hold
 * references. */
bool html_attribute(const char *bytes, int32_t *at, int32_t end, str *name, str *value);

#endif
