/* What was read, as inquit.h hands it out: one arena that holds the document and every array of it. */
#ifndef DOC_DOCUMENT_H
#define DOC_DOCUMENT_H

#include "base/arena.h"
#include "doc/origin.h"

struct inq_doc {
  arena arena;      /* holds all that follows, and this struct as well */
  const char *text; /* [length] a copy, NUL behind it */
  size_t length;
  const char *model; /* its name, NULL for none */
  inq_block *blocks; /* [block_count] and so on */
  inq_token *tokens;
  inq_mark *marks;
  inq_sentence *sentences;
  inq_mention *mentions;
  inq_entity *entities;
  inq_attribute *attributes;
  inq_quote *quotes;
  inq_span *pieces;
  inq_candidate *candidates;
  inq_anchor *anchors;
  inq_source_candidate *source_candidates;
  int32_t block_count, token_count, mark_count, sentence_count;
  int32_t mention_count, entity_count, attribute_count, quote_count, piece_count, candidate_count;
  int32_t anchor_count, source_candidate_count;
  char *strings; /* [string_length] lemmas and words of lists, each with a NUL */
  size_t string_length;
  origin origin; /* of a page's text; no pieces: the text is what was given */
};

#endif
