#include "doc/title.h"

enum { LONGEST = 24 }; /* bytes of a title */

/* The lexicon's bits of a token, its ASCII letters folded, without a full stop at its end. */
static uint32_t bits_of(const lexicon *l, str token) {
  char folded[LONGEST];
  if (token.length > LONGEST) return 0;
  for (int32_t i = 0; i < token.length; i++) {
    char c = token.at[i];
    folded[i] = (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
  }
  if (token.length > 1 && folded[token.length - 1] == '.') token.length--;
  return lexicon_bits(l, (str){folded, token.length});
}

void titles_drop(names *n, const text *t, const tokens *k, const lexicon *l) {
  for (int32_t i = 0; i < n->count; i++) {
    name *who = &n->at[i];
    if (who->type != INQ_PERSON || who->listed || who->first == who->last) continue;
    uint32_t bits = bits_of(l, token_str(t, k, who->first));
    if ((bits & LEX_TITLE) && !(bits & LEX_FIRST_NAME)) who->first++;
  }
}
