#include "doc/fused.h"

#include "base/utf8.h"

/* In lower case, as the treebanks part them.  Left out is what is a word or a name as well: its, lets, Im,
 * Ive. */
static const char *const known[] = {
    "can|not", "gon|na",   "wan|na",   "got|ta",    "gim|me", "lem|me", "out|ta",  "do|nt",   "did|nt",
    "does|nt", "could|nt", "would|nt", "should|nt", "is|nt",  "was|nt", "were|nt", "are|nt",  "has|nt",
    "had|nt",  "have|nt",  "ca|nt",    "wo|nt",     "ai|nt",  "that|s", "what|s",  "there|s", "you|re",
    "they|re", "we|ve",    "you|ve",   "they|ve",   "you|ll", "they|ll"};

static bool spells(str word, const char *parted) {
  int32_t i = 0;
  for (; *parted; parted++) {
    if (*parted == '|') continue;
    if (i == word.length || utf8_fold((uint8_t)word.at[i]) != *parted) return false;
    i++;
  }
  return i == word.length;
}

static int32_t known_part(str word) {
  enum { SHORTEST = 4, LONGEST = 8 };
  if (word.length < SHORTEST || word.length > LONGEST) return 0;
  int32_t first = utf8_fold((uint8_t)*word.at);
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (*known[i] == first && spells(word, known[i])) return (int32_t)(strchr(known[i], '|') - known[i]);
  return 0;
}

static bool lower(char c) { return c >= 'a' && c <= 'z'; }

static bool upper(char c) { return c >= 'A' && c <= 'Z'; }

static int32_t next_capital(str word, int32_t i) { /* behind a small letter; the word's length for none */
  for (; i < word.length; i++)
    if (lower(word.at[i - 1]) && upper(word.at[i])) break;
  return i;
}

/* statementSkip, but not wikiHow or FiveThirtyEight: five small letters before the first capital, or four
 * parts. */
static int32_t camel_part(str word, bool rest) {
  enum { SMALL = 5, PARTS = 4 };
  int32_t first = next_capital(word, 1), at = first, parts = 1;
  if (first >= word.length) return 0;
  bool small = first >= SMALL;
  for (int32_t i = 0; i < first && small; i++) small = lower(word.at[i]);
  if (rest || small) return first;
  for (; at < word.length && parts < PARTS; parts++) at = next_capital(word, at + 1);
  return parts == PARTS ? first : 0;
}

int32_t fused_part(str word, bool rest) {
  int32_t part = known_part(word);
  return part ? part : camel_part(word, rest);
}
