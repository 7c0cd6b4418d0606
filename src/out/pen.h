/* JSON straight into a buffer, byte by byte what jansson writes of the same values: on one line, or over many for
 * people.  Whoever holds the pen opens and closes objects and arrays in their order, and gives a key before each
 * value of an object. */
#ifndef OUT_PEN_H
#define OUT_PEN_H

#include "base/buf.h"
#include "base/str.h"

typedef struct {
  buf *to;
  bool pretty;
  bool first; /* nothing stands yet in what was opened last */
  bool keyed; /* a key stands before the value that comes next */
  int32_t depth;
} pen;

void pen_open(pen *p, char bracket);  /* { or [ */
void pen_close(pen *p, char bracket); /* } or ] */
void pen_key(pen *p, const char *key);
void pen_keyed(pen *p, str key); /* any key, where pen_key() takes what needs no escapes */

void pen_null(pen *p);
void pen_integer(pen *p, int64_t value);
void pen_share(pen *p, float value); /* a probability, to four decimals; NaN is 0 */
void pen_string(pen *p, str s);
void pen_words(pen *p, const char *words);            /* null for NULL */
void pen_number(pen *p, char letter, int32_t number); /* "e12"; null for a negative one */

/* The string with every run of blanks as one, none at its ends: a name broken over a line reads as one. */
void pen_folded(pen *p, str s);

/* Puts that behind what the buffer holds. */
void buf_folded(buf *to, str s);

#endif
