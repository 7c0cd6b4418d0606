/* The user's own lists: names, cues, and what to ignore.  Loaded once, then never changed.
 *
 *   file ─ in/ cuts it into rows ─ phrases of its bytes ─ tokens, as a text's ─ hashes of their words ─ phrase.h
 *
 * A phrase is cut into tokens just as a text is, so that both see the same edges.  What hangs in the tables
 * are entries, chained where several phrases differ in capitals alone or mean different things. */
#ifndef DOC_LIST_H
#define DOC_LIST_H

#include "base/array.h"
#include "base/map.h"
#include "doc/pattern.h"
#include "doc/phrase.h"
#include "doc/spelling.h"
#include "doc/token.h"

enum { LIST_TOKENS = 32, LIST_CUE = 8 }; /* of the longest phrase, and cue: looking up takes bounded time */

typedef enum {
  USE_ALWAYS, /* the list decides: a name wherever it stands */
  USE_WHOLE,  /* but not as a part of a longer name that the model found */
  USE_HINT    /* the model decides; the list says only whom it means */
} list_use;

typedef struct {
  str phrase;     /* as it stands in the list */
  int32_t entity; /* of a name, -1 for others */
  int32_t next;   /* another entry of the same words, -1 for none */
  int32_t anchor; /* of a cue: the token that quotations hang on; for list_add(), its byte in the phrase */
  float weight;   /* of a cue; -INFINITY: never one */
  int32_t line;   /* of its list */
  uint8_t how;    /* a spelling */
  uint8_t use;    /* of a name: a list_use */
  uint8_t file;   /* number in files */
  uint8_t depth;  /* entries from this one on; for list_add(), nothing */
} list_entry;

typedef struct {
  phrases phrases;
  array(list_entry) entries;
} list_tree;

typedef struct {
  str key, value; /* of a column of the user's own */
} list_attribute;

typedef struct {                 /* whom names of a list mean */
  int32_t type;                  /* an inq_type */
  str name;                      /* what the output calls it */
  str ref;                       /* the user's own key; empty for none */
  int32_t attribute, attributes; /* inq_lists.attributes[attribute .. + attributes) */
  int32_t line, file;
} list_entity;

enum { LIST_FILES = 64, LIST_TYPES = INQ_LAW + 1, LIST_BATCH = 256 };

struct inq_lists {
  arena arena;   /* all but the patterns' own memory */
  arena scratch; /* while a file is read */
  jmp_buf full;
  uint64_t secret; /* of the hashes of words */
  list_tree names, cues, ignored, passages;
  array(list_entity) entities;
  map entity_of[2][LIST_TYPES]; /* of the rows without and with a key of their own: by name, by key */
  array(list_attribute) attributes;
  array(pattern *) ignored_patterns, passage_patterns;
  str files[LIST_FILES]; /* what they are called */
  int32_t file_count;
  uint64_t hash; /* of all that was read */
};

/* Adds the entries, phrases of the list's bytes, which must live as long as the lists do, of at most `most`
 * (LIST_TOKENS) tokens; resets the scratch arena.  Returns -1, or the number of one that has no token, too
 * many, or too long a word. */
int32_t list_add(inq_lists *l, list_tree *tree, const text *bytes, const list_entry *entries, int32_t count,
                 int32_t most);

/* [tokens] the hashes of a text's words; NULL where l is NULL. */
uint64_t *list_words(const inq_lists *l, const text *t, const tokens *k, arena *a);

/* Whether the entry is what stands at tokens [first, last], capitals and all. */
bool list_agrees(const list_entry *e, const text *t, const tokens *k, int32_t first, int32_t last);

#endif
