/* What an element says it is: its attributes (class, id, data-component and the like, role, itemprop, rel, hidden,
 * aria-hidden, style), and its name, where the page made it up. */
#ifndef IN_HTML_TRAIT_H
#define IN_HTML_TRAIT_H

#include "in/html_tag.h"

enum {
  TRAIT_HIDDEN = 1,
  TRAIT_FURNITURE = 2, /* menus, advertisements, teasers, share buttons */
  TRAIT_COMMENTS = 4,  /* what readers wrote */
  TRAIT_BODY = 8,      /* the article's text, by itemprop or a class of that name */
  TRAIT_HEADLINE = 16,
  TRAIT_STANDFIRST = 32,
  TRAIT_BYLINE = 64, /* who wrote it */
  TRAIT_DATE = 128,  /* when */
  TRAIT_CAPTION = 256,
  TRAIT_MAIN = 512,       /* role=main, role=article */
  TRAIT_BIOGRAPHY = 1024, /* about the author */
  TRAIT_LABEL = TRAIT_HEADLINE | TRAIT_STANDFIRST | TRAIT_BYLINE | TRAIT_DATE | TRAIT_CAPTION
};

/* bytes[start .. end): the element's tag. */
uint32_t html_traits_of(html_tag tag, const char *bytes, int32_t start, int32_t end);

#endif
