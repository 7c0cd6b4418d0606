/* A model: everything that was trained, opened once and never changed. */
#ifndef DOC_MODEL_H
#define DOC_MODEL_H

#include "doc/block.h"
#include "doc/lexicon.h"
#include "doc/speaker.h"
#include "doc/tag.h"
#include "doc/trace.h"
#include "doc/trust.h"
#include "net/net.h"

struct inq_model {
  pack *pack;
  arena arena; /* holds all that follows but what PCRE2 holds for the blocks */
  jmp_buf full;
  const char *card, *name;
  net *net;
  block_model *blocks;
  lexicon *lexicon;
  lemma_model *lemmas;
  speaker_model *speakers; /* NULL while there is none: its training reads with the rest of the model */
  trace_model *traces;     /* NULL where the ranker was trained without */
  trusts trusts;
};

#endif
