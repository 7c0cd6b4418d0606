/* All that the stages made of one text, in their order. */
#ifndef DOC_LAYERS_H
#define DOC_LAYERS_H

#include "doc/document.h"
#include "doc/finding.h"
#include "doc/list.h"
#include "doc/model.h"
#include "doc/page.h"
#include "doc/sentence.h"

typedef struct {
  text text;
  const inq_lists *lists; /* the user's, NULL for none */
  uint64_t *words;        /* [tokens] list_words(), NULL without lists */
  blocks blocks;
  tokens tokens;
  marks marks;
  findings found; /* tags, names, quotes; this and the rest only where a model read */
  sentences sentences;
  entities entities;
  arena *passing; /* holds the entities, and is reset as soon as they are written; NULL: it is not */
  speakers speakers;
} layers;

/* The document of these layers, in a's memory, which it does not own yet.  model may be NULL.  scratch, in which they
 * lie, is reset as soon as all but the text is written. */
inq_doc *layers_write(const layers *l, const inq_model *model, arena *scratch, arena *a);

#endif
