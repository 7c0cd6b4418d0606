/* Datelines: the place in capitals in front of an article's first sentence is a place, whatever it looks like.
 *
 *   [SARGODHA|PERSON]: Two men were held ...    →  GPE
 *   [AMY GOODMAN|PERSON]: This is ...           stays, for other paragraphs of a transcript begin so, too */
#ifndef DOC_DATELINE_H
#define DOC_DATELINE_H

#include "doc/block.h"
#include "doc/name.h"

/* Changes at most one name's type.  Linear in the tokens. */
void datelines_settle(names *n, const text *t, const blocks *b, const tokens *k);

#endif
