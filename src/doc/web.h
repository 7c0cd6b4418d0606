/* Web and e-mail addresses, @handles, #hashtags and emoticons: found among pieces, each of them one token. */
#ifndef DOC_WEB_H
#define DOC_WEB_H

#include "doc/piece.h"

/* How many pieces from i on, all before `end` and standing without a blank between them, are one of them;
 * 0 for none.  Each piece is looked at a bounded number of times if the caller goes on behind what it got. */
int32_t web_pieces(const text *t, const pieces *p, int32_t i, int32_t end);

#endif
