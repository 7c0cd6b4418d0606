/* Syntax: what names and tags show of the words around a quotation, its cue and its source. */
#ifndef DOC_SYNTAX_H
#define DOC_SYNTAX_H

#include "doc/entity.h"
#include "doc/quote.h"

typedef struct {
  const quotes *q;
  const tokens *k;
  const marks *m;
  const uint8_t *pos; /* [tokens] a pos_tag each */
  const names *n;
  const words *w;
} syntax;

/* Whether token i is there, in the paragraph of token `of`. */
bool syntax_beside(const syntax *s, int32_t i, int32_t of);

/* tags: 1 << POS_..., or-ed */
bool syntax_tagged(const syntax *s, int32_t i, uint32_t tags);

/* The name that holds token i, or NULL. */
const name *syntax_name(const syntax *s, int32_t i);

bool syntax_noun(const syntax *s, int32_t i);
bool syntax_describes(const syntax *s, int32_t i); /* what a noun phrase may hold behind its determiner */
bool syntax_acts(const syntax *s, int32_t i);      /* a verb, or the "to" before one */
bool syntax_possessive(const syntax *s, int32_t i);
bool syntax_content(const syntax *s, const quote *q, int32_t i);

/* Whether its head is a name or noun of those who speak, or of what they write. */
bool syntax_can_speak(const syntax *s, range r);

/* The noun phrase that begins or ends with this token, without what is joined to it by a preposition; or none. */
range syntax_phrase_from(const syntax *s, int32_t first);
range syntax_phrase_to(const syntax *s, int32_t last);

#endif
