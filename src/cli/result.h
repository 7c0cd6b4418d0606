/* What is made of a text: its document as a line of JSON, or the error record in its place. */
#ifndef CLI_RESULT_H
#define CLI_RESULT_H

#include "cli/cli.h"

typedef struct {
  inq_json_options json;
  inq_options read;
  const char *model; /* NULL: as engine_open() finds it */
  list_files lists;
} result_options;

/* The options that every command which writes documents begins its table with. */
enum {
  RESULT_LAYERS,
  RESULT_OFFSETS,
  RESULT_MODEL,
  RESULT_BODY_ONLY,
  RESULT_MIN_SCORE,
  RESULT_UNTIL,
  RESULT_NAMES, /* the lists, by inq_list_kind */
  RESULT_CUES,
  RESULT_IGNORE,
  RESULT_OPTIONS
};

/* From `first` on, in the order of inq_list_kind. */
#define LIST_ROWS(first)                                                                                     \
  [first] = {"names", "FILE", "names that you know, with types and ids; may be repeated"},                   \
  [(first) + 1] = {"cues", "FILE", "words that hand quotations over, or never do"},                          \
  [(first) + 2] = {"ignore", "FILE", "names never to be marked, passages that are no part of articles"}

#define RESULT_ROWS                                                                                          \
  [RESULT_LAYERS] = {"layers", "sentences,tokens", "put these in the JSON, too"},                            \
  [RESULT_OFFSETS] = {"offsets", "byte|codepoint|utf16", "what positions count; codepoint unless given"},    \
  [RESULT_MODEL] = {"model", "FILE", "the model; else $INQUIT_MODEL, else the installed one"},               \
  [RESULT_BODY_ONLY] = {"body-only", NULL, "no names and quotes from advertisements, teasers, credits"},     \
  [RESULT_MIN_SCORE] = {"min-score", "X", "leave out what is less certain; or quotes=X,names=X,speakers=X"}, \
  [RESULT_UNTIL] = {"until", "marks|end", "marks: only blocks, tokens and quotation marks, no model"},       \
  LIST_ROWS(RESULT_NAMES)

/* Takes one of these; false after a complaint. */
bool result_set(result_options *o, int which, const char *value);

/* Of --min-score: a number for all, or quotes=X,names=X,speakers=X. */
bool result_set_score(inq_options *o, const char *value);

/* Appends the document's JSON and a line end. */
inq_code result_document(const inq_doc *doc, const inq_json_options *options, buf *to, inq_err *err);

/* Appends an error record and a line end. */
void result_error(const char *id, const inq_err *why, int pretty, buf *to);

#endif
