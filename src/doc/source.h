/* Sources: what the words beside the cue are, before anybody is looked for.
 *
 *   Kaspersky Lab chief executive Eugene Kaspersky    NAME, headed by one
 *   a spokeswoman for Best Buy                        NAME, headed by "spokeswoman"
 *   the retailer                                      DESCRIPTION
 *   he                                                PRONOUN
 */
#ifndef DOC_SOURCE_H
#define DOC_SOURCE_H

#include "doc/entity.h"
#include "doc/quote.h"

typedef enum { SOURCE_NONE, SOURCE_NAME, SOURCE_PRONOUN, SOURCE_DESCRIPTION, SOURCE_KINDS } source_kind;

typedef enum { WHO_HE, WHO_SHE, WHO_THEY, WHO_IT, WHO_WE, WHO_I, WHO_OTHER, WHO_KINDS } source_pronoun;

typedef struct {
  range tokens;              /* or none; the names at its edges are whole */
  int32_t kind;              /* a source_kind */
  int32_t pronoun;           /* a source_pronoun, or -1 */
  int32_t head;              /* the token of the head noun, name or pronoun; -1 without a source */
  int32_t head_name;         /* the name that is the head, or -1 */
  int32_t head_end;          /* the first token behind the head's phrase: a preposition, a comma, ... */
  int32_t first_name, names; /* the names inside: [first_name, first_name + names) */
  int32_t people;            /* how many of them are PERSON */
  uint32_t bits;             /* LEX_... of the head */
  int32_t gender;            /* that it asks for */
  bool plural, definite, indefinite;
  bool joined; /* "A and B" */
  bool owned;  /* "his wife", "its report" */
  bool aged;   /* "the 34-year-old" and nothing else */
} source;

source source_read(const tokens *k, const words *w, const names *n, range tokens);

/* Whether its head is a noun that may have stood in the text before. */
bool source_has_noun(const source *s);

/* Whether token i is a hyphen inside a word: "Oslo-based". */
bool source_hyphen(const tokens *k, const words *w, int32_t i);

/* The first name that begins at or behind this token. */
int32_t names_from(const names *n, int32_t token);

#endif
