/* One article of a gold file or of the program's output, in the same shape, so that the two can be compared.
 *
 *   gold    {"id", "text", "mentions", "entities", "quotes", "blocks"}, spans as [start, end]
 *   output  as FORMAT.md has it, spans as {"start", "end", "text"}
 *
 * Positions are those of the file.  Everything is copied into the arena, but only what is compared: an
 * article takes a small part of the memory of its line. */
#ifndef EVAL_ARTICLE_H
#define EVAL_ARTICLE_H

#include "base/arena.h"
#include "base/str.h"
#include "inquit.h"

#include <jansson.h>

enum { ARTICLE_PER = INQ_LAW + 1, ARTICLE_MISC, ARTICLE_TYPES }; /* coarse types that a gold file may have */

typedef struct {
  int32_t start, end;
  int32_t type;   /* an inq_type, ARTICLE_PER or ARTICLE_MISC; -1 for another */
  int32_t entity; /* index, -1 for none */
  bool name;      /* not a nominal or pronoun */
} article_mention;

typedef struct {
  str id, name;
} article_entity;

typedef struct {
  inq_span *at; /* [count] */
  int32_t count;
} article_spans;

typedef struct {
  str id;          /* output */
  str text;        /* output: the pieces with a blank between them */
  str type;        /* "direct", ... */
  str who;         /* output: the speaker's name; gold: its entity's id or words; at is NULL for none */
  str words;       /* gold: speaker_text */
  int32_t speaker; /* gold: the entity, -1 for none */
  article_spans content, cue, source;
} article_quote;

typedef struct {
  int32_t start, end;
  str kind;
} article_block;

typedef struct {
  str id;                        /* the digits of a number; at is NULL for none */
  str text, unit;                /* text: gold; unit: output */
  bool failed;                   /* an error record */
  bool has_mentions, has_quotes; /* whether the layer is there */
  int32_t reach;                 /* where the last span ends */
  article_mention *mentions;
  article_entity *entities;
  article_quote *quotes;
  article_block *blocks;
  int32_t mention_count, entity_count, quote_count, block_count;
} article;

/* INQ_E_JSON, with the place in err, when a layer is not what it should be. */
inq_code article_read(const json_t *object, arena *a, article *out, inq_err *err);

const char *article_type_name(int32_t type); /* "PERSON", ..., "PER", "MISC"; NULL for -1 */

#endif
