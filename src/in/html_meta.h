/* What a page says of its article beside the text: JSON-LD, <meta>, microdata, <link>, <time>. */
#ifndef IN_HTML_META_H
#define IN_HTML_META_H

#include "in/html_tree.h"

#include <jansson.h>

enum { HTML_TITLES = 4 };

typedef struct {
  /* Those known of title, author (an array), date, modified, publisher, url, section, language. */
  json_t *fields;
  json_t *read; /* JSON-LD in work */
  bool failed;  /* memory ended */
  /* [title_count] what the page calls the article, perhaps with the outlet behind it. */
  str titles[HTML_TITLES];
  int32_t title_count;
  /* The article's text in JSON-LD, between its quotation marks in the page's bytes; at == NULL: none, or HTML. */
  str body;
} html_meta;

/* Fills in *out, which owns what it has of jansson even where memory of the arena ends: see html_meta_free(). */
void html_meta_of(const html_tree *t, html_meta *out, arena *a);
void html_meta_free(html_meta *m);

#endif
