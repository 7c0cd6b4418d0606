/* Where the pieces of a text come from: bytes of the HTML that it was taken out of.
 *
 *   text      “no” he said          pieces in order, none inside another; blanks may belong to none
 *   source    &ldquo;no&rdquo; he <i>said</i> */
#ifndef DOC_ORIGIN_H
#define DOC_ORIGIN_H

#include "base/arena.h"
#include "inquit.h"

typedef struct {
  int32_t text, length;          /* bytes of the text */
  int32_t source, source_length; /* of the source: as many, byte for byte; else they are one character */
} origin_piece;

typedef struct {
  origin_piece *pieces; /* [count]; NULL: the text is its own source */
  int32_t count;
  int32_t length;       /* of the source */
  const char *encoding; /* of the source */
} origin;

/* The source of the text's bytes [start, end), whose first and last characters belong to pieces. */
inq_span origin_of(const origin *o, inq_span text);

origin origin_copy(const origin *o, arena *a);

#endif
