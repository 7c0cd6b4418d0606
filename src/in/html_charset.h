/* The character set of an HTML page, as the page itself tells it, and the page as UTF-8. */
#ifndef IN_HTML_CHARSET_H
#define IN_HTML_CHARSET_H

#include "in/charset.h"

typedef struct {
  char *utf8; /* [length] a NUL behind it; malloc'ed, the caller's */
  size_t length;
  char encoding[CHARSET_NAME]; /* what it was */
  bool mended;                 /* was UTF-8 with wrong bytes in it, which were read as windows-1252 */
} html_page;

/* encoding NULL: a byte order mark decides; else <meta charset>, its http-equiv form or <?xml encoding> near
 * the beginning; else charset_to_utf8().  But what is UTF-8 is UTF-8 whatever Western set it is called, and
 * in what is called UTF-8, wrong bytes are read as windows-1252. */
inq_code html_page_decode(const char *bytes, size_t length, const char *encoding, html_page *out,
                          inq_err *err);

/* Positions in utf8, ascending, into positions in bytes, in place. */
inq_code html_page_positions(const html_page *p, const char *bytes, size_t length, int32_t *positions,
                             size_t count, inq_err *err);

/* Do these bytes look like HTML?  A declaration or one of the elements that pages begin with stands in front.
 */
bool html_page_seems(const char *bytes, size_t length);

#endif
