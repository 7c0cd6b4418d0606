/* The lexicon: the model file's table "lexicon", as models/recipe/lexicon.py made it. */
#include "doc/lexicon.h"

#include "model/table.h"

struct lexicon {
  table words;
};

inq_code lexicon_open(const pack *p, arena *a, lexicon **out, inq_err *err) {
  *out = arena_new(a, lexicon);
  return table_open(p, "lexicon", &(*out)->words, err);
}

uint32_t lexicon_bits(const lexicon *l, str word) { return l ? table_get(&l->words, word, 0) : 0; }

void lexicon_bits_of(const lexicon *l, const str *words, int32_t count, uint32_t *bits) {
  if (l) table_get_all(&l->words, words, count, 0, bits);
  else memset(bits, 0, sizeof *bits * (size_t)count);
}
