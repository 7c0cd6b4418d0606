/* The texts of the files given: one of a plain file, one a line of a file of JSON lines. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "inquit.h"

#include <stdbool.h>

typedef struct {
  const char *encoding; /* NULL: UTF-8, or what the bytes look like */
  const char *id;       /* NULL: from the file's name */
  int lines;            /* INPUT_AUTO: by the ending .jsonl */
  size_t most;          /* bytes of a text */
} input_options;

enum { INPUT_AUTO, INPUT_TEXT, INPUT_LINES };

typedef struct {
  const char *file; /* as given */
  const char *id;   /* NULL for none */
  const char *meta; /* the line's other fields as a JSON object, NULL for none */
  const char *text; /* UTF-8 as far as it was looked at; NULL when error.code is set */
  size_t length;
  int32_t line; /* of the file, 0 for a plain one */
  inq_err error;
} input_text;

/* Calls take for each text in order, for those that could not be had, too; what it is given lives as long as
 * the call.  It returns false to stop. */
typedef bool (*input_take)(void *with, const input_text *text);
void input_each(const char *path, const input_options *options, input_take take, void *with);

#endif
