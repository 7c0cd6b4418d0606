/* Character references: &amp; &#8217; &#x2019; &#146;, as browsers read them. */
#ifndef IN_HTML_ENTITY_H
#define IN_HTML_ENTITY_H

#include <stdbool.h>
#include <stdint.h>

/* What the reference that begins at `at`, with '&', stands for: writes UTF-8 to `to` and returns its bytes;
 * *used is how long the reference is.  0 when it is none, and the '&' stands for itself.  In an attribute, a
 * name without a semicolon that letters or = follow is none. */
int32_t html_reference(const char *at, const char *end, bool attribute, char to[4], int32_t *used);

#endif
