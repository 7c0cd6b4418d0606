#include "doc/title.h"

void titles_drop(names *n, const text *t, const tokens *k, const lexicon *l) {
  for (int32_t i = 0; i < n->count; i++) {
    name *who = &n->at[i];
    if (who->type != INQ_PERSON || who->listed || who->first == who->last) continue;
    uint32_t bits = lexicon_token(l, token_str(t, k, who->first));
    if ((bits & LEX_TITLE) && !(bits & LEX_FIRST_NAME)) who->first++;
  }
}
