/* Character sets: bytes of any of them to UTF-8. */
#ifndef IN_CHARSET_H
#define IN_CHARSET_H

#include "base/err.h"

#include <stdbool.h>

enum { CHARSET_NAME = 32 };

/* Decodes bytes from `encoding` (a name that iconv knows), or from what they seem to be when it is NULL:
 * what is UTF-8 is UTF-8; else a byte order mark or uchardet decides, and what is mostly ASCII is
 * windows-1252. ISO-8859-1 and ASCII are read as windows-1252, as on the web, for its quotation marks. *out
 * is malloc'ed, with a NUL behind it, and the caller's.  name_used may be NULL. INQ_E_ENCODING: the set is
 * unknown, or the byte at err->position does not belong to it. */
inq_code charset_to_utf8(const char *bytes, size_t length, const char *encoding, char **out,
                         size_t *out_length, char name_used[CHARSET_NAME], inq_err *err);

/* Turns positions in the UTF-8 that charset_to_utf8() made of bytes from this encoding, ascending and at
 * edges of characters, into positions in bytes, in place. */
inq_code charset_positions(const char *bytes, size_t length, const char *encoding, int32_t *positions,
                           size_t count, inq_err *err);

int32_t charset_windows_1252(uint8_t byte); /* the code point */

bool charset_is_utf8(const char *name);
bool charset_is_western(const char *name); /* windows-1252, what is read as it, ISO-8859-15 */
bool charset_known(const char *name);

#endif
