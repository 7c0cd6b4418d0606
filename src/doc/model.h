/* What a model file gives to each stage.  Immutable once it is open; shared between threads. */
#ifndef DOC_MODEL_H
#define DOC_MODEL_H

#include "doc/block.h"
#include "doc/lexicon.h"
#include "doc/speaker.h"
#include "doc/tag.h"
#include "net/net.h"

struct inq_model {
  pack *pack;
  arena arena; /* holds what follows */
  jmp_buf full;
  block_model *blocks;
  net *net;
  lemma_model *lemmas;
  lexicon *lexicon;
  speaker_model *speakers;
  const char *card; /* JSON */
  const char *name; /* the card's "name" */
};

#endif
