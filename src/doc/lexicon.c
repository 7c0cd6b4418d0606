/* The lexicon: the model file's table "lexicon", as models/recipe/lexicon.py made it. */
#include "doc/lexicon.h"

#include "model/table.h"

enum { LONGEST = 24 }; /* bytes of a token that lexicon_token() asks for */

struct lexicon {
  table words;
};

inq_code lexicon_open(const pack *p, arena *a, lexicon **out, inq_err *err) {
  *out = arena_new(a, lexicon);
  return table_open(p, "lexicon", &(*out)->words, err);
}

uint32_t lexicon_bits(const lexicon *l, str word) { return l ? table_get(&l->words, word, 0) : 0; }

uint32_t lexicon_token(const lexicon *l, str token) {
  char folded[LONGEST];
  if (token.length > LONGEST) return 0;
  for (int32_t i = 0; i < token.length; i++) {
    char c = token.at[i];
    folded[i] = (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
  }
  if (token.length > 1 && folded[token.length - 1] == '.') token.length--;
  return lexicon_bits(l, (str){folded, token.length});
}

void lexicon_bits_of(const lexicon *l, const str *words, int32_t count, uint32_t *bits) {
  if (l) table_get_all(&l->words, words, count, 0, bits);
  else memset(bits, 0, sizeof *bits * (size_t)count);
}
