#include "doc/title.h"

#include "doc/entity.h"

void titles_drop(names *n, const text *t, const tokens *k, const lexicon *l) {
  for (int32_t i = 0; i < n->count; i++) {
    name *who = &n->at[i];
    if (who->type != INQ_PERSON || who->listed || who->first == who->last) continue;
    uint32_t bits = lexicon_token(l, token_str(t, k, who->first));
    if ((bits & LEX_TITLE) && !(bits & LEX_FIRST_NAME)) who->first++;
  }
}

static int32_t title_gender(const words *w, int32_t i) {
  static const char *const men[] = {"mr", "sir", "king", "lord", "prince", NULL};
  static const char *const women[] = {"mrs", "ms", "miss", "mme", "lady", "queen", "princess", "dame", NULL};
  return word_in(w, i, men) ? GENDER_MALE : word_in(w, i, women) ? GENDER_FEMALE : GENDER_UNKNOWN;
}

int32_t name_title_gender(const words *w, const name *n) {
  int32_t before = n->first > 0 ? title_gender(w, n->first - 1) : GENDER_UNKNOWN;
  return before || n->first == n->last ? before : title_gender(w, n->first);
}

bool name_has_title(const words *w, const name *n) {
  return n->first > 0 && (word_bits(w, n->first - 1) & LEX_TITLE) &&
         word_shape(w, n->first - 1) != CASE_LOWER;
}
