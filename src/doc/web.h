/* Web and e-mail addresses, @handles, #hashtags and emoticons: found among pieces, each of them one token. */
#ifndef DOC_WEB_H
#define DOC_WEB_H

#include "doc/piece.h"

/* How many pieces from i on, all of the chunk [begin, end) in which no blank stands, are one of them; 0 for
 * none.  Linear over a chunk: where a name could only have begun earlier, none is looked for. */
int32_t web_pieces(const text *t, const piece *p, int32_t begin, int32_t i, int32_t end);

#endif
