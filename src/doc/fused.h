/* Words that are fused and come apart: cannot, gonna, didnt, and link texts whose blanks were lost
 * (readMore, NewsPoliticsFootballCelebs). */
#ifndef DOC_FUSED_H
#define DOC_FUSED_H

#include "base/str.h"

/* How many bytes of the word are its first part; 0 when it is whole.  rest: the word is what followed a part.
 */
int32_t fused_part(str word, bool rest);

#endif
