/* Spellings: when a word of a text is a word of a list.
 *
 * A key is the word without what does not tell words apart: capitals, how accents are composed, which
 * apostrophe and hyphen, invisible characters.  The capitals are looked at afterwards. */
#ifndef DOC_SPELLING_H
#define DOC_SPELLING_H

#include "base/str.h"

typedef enum {
  SPELLING_SMART, /* capitals stay capitals, a small letter may be a capital: BEST BUY, but no apple */
  SPELLING_EXACT,
  SPELLING_ANY
} spelling;

enum { SPELLING_WORD = 256, SPELLING_KEY = 4 * SPELLING_WORD }; /* bytes of the longest word, of its key */

/* A hash of the word's key; 0 for a word that is too long, and for no other. */
uint64_t spelling_hash(str word, uint64_t secret);

/* Whether two phrases have the same keys, blanks between their words left out. */
bool spelling_same(str a, str b);

/* Whether the letters of `found` are as large as `listed` wants them; their keys are the same. */
bool spelling_agrees(str listed, str found, int32_t how);

#endif
