/* The scene: everything that is asked again and again while speakers are looked for, and who spoke so far. */
#ifndef DOC_SCENE_H
#define DOC_SCENE_H

#include "doc/field.h"
#include "doc/source.h"
#include "doc/speaker.h"
#include "doc/trait.h"

enum { FREQUENT = 6, NOMINALS = 3 };

typedef enum { CHOICE_OPEN, CHOICE_ENTITY, CHOICE_WORDS, CHOICE_NOBODY } choice_kind;

typedef struct {
  int32_t kind;   /* a choice_kind */
  int32_t entity; /* ENTITY */
  int32_t words;  /* WORDS: the source that they are; below the number of quotations, that quotation's */
} choice;

typedef struct {
  const text *t;
  const blocks *b;
  const tokens *k;
  const marks *m; /* may be NULL */
  const names *n;
  const entities *e;
  const quotes *q;
  const words *w;
  traits traits;
  int32_t *fields;   /* [kinds of words] FIELD_... */
  int32_t *field_of; /* [entities] FIELD_... */
  source *sources;   /* [quotes], and behind them those that nominals_find() adds */
  int32_t *nominals; /* [quotes][NOMINALS] sources that no quotation has, -1 for none; NULL: not looked for */
  choice *chosen;    /* [quotes] OPEN until recorded */
  int32_t *spoken;   /* [entities] how many quotations were given to it */
  uint8_t *pronoun;  /* [entities] the pronouns that it spoke as: 1 << source_pronoun, or-ed */
  int32_t *mention;  /* [names] names ordered by entity, then by place */
  int32_t *start;    /* [entities + 1] where each entity's begin */
  int32_t *open; /* [names] the latest name of the same entity, up to this one, in the article's own words: no
                    quotation, caption, ...; -1 */
  int32_t *subject;  /* [names] the latest of those that is a subject, -1 */
  int32_t *same;     /* [tokens] the token before that is the same word, -1 */
  int32_t *frequent; /* [FREQUENT] the entities named most often, -1 where there are fewer */
} scene;

scene scene_read(const text *t, const blocks *b, const tokens *k, const marks *m, const names *n,
                 const entities *e, const quotes *q, arena *a);

void scene_record(scene *s, int32_t number, choice c);

/* Where a quotation is looked at from: its source, else its cue, else its content. */
int32_t scene_place(const scene *s, int32_t number);
range scene_content(const scene *s, int32_t number); /* from its first token to its last */

/* The entity's last name before a token and its first one from there on: names, or -1. */
int32_t scene_name_before(const scene *s, int32_t who, int32_t token);
int32_t scene_name_after(const scene *s, int32_t who, int32_t token);

/* The quotation `back` before (or, negative, behind) this one in the order of the text that is decided
 * already; -1 for none within a few quotations. */
int32_t scene_decided(const scene *s, int32_t number, int32_t back);

int32_t scene_block_kind(const scene *s, int32_t token);
bool scene_is_furniture(const scene *s,
                        int32_t token); /* a byline, caption, heading, ...: neither title nor body */

/* Where a name stands in its sentence, as far as words alone show. */
bool scene_begins_sentence(const scene *s, int32_t token);
bool scene_is_subject(const scene *s, const name *n);
bool scene_is_verb(const scene *s, int32_t token);

#endif
