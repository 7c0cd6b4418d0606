/* The texts of what is given: files, folders, lists of files, standard input.
 *
 *   operands ─ folders gone through ─ files ─ lines, records ─ input_piece ─ input_parse() ─ input_text
 *
 * A piece is cheap: one thread makes them, as many as there are parse them. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "cli/result.h"
#include "in/line.h"
#include "in/tree.h"

enum { INPUT_AUTO, INPUT_TEXT, INPUT_HTML, INPUT_LINES, INPUT_CSV };
enum { INPUT_PATTERNS = 64 };

typedef struct {
  const char *encoding; /* NULL: UTF-8, or what the bytes look like */
  const char *id;       /* NULL: from the file's name */
  int kind;             /* INPUT_AUTO: by the file's ending, or what it begins with */
  bool html;            /* the texts of JSON lines and CSV are HTML */
  size_t most;          /* bytes of a text */
  line_fields fields;
  const char *files_from; /* a list of files, NULL for none */
  bool nul;               /* a NUL, not a line end, stands behind each name in it */
  const char *include[INPUT_PATTERNS], *exclude[INPUT_PATTERNS];
  int includes, excludes;
  bool blank_lines;                                   /* of JSON lines are pieces, too */
  bool (*leaves)(const void *with, const char *path); /* what else of folders is left out; NULL for nothing */
  const void *leaves_with;
} input_options;

/* ---- Options, behind those of result.h in every table that has them ----------------------------- */

enum {
  INPUT_ENCODING = RESULT_OPTIONS,
  INPUT_MAX_BYTES,
  INPUT_TEXT_FIELD,
  INPUT_ID_FIELD,
  INPUT_TEXT_FORMAT,
  INPUT_FIELD_OPTIONS, /* where the table of a command goes on that reads lines only */
  INPUT_KIND = INPUT_FIELD_OPTIONS,
  INPUT_INCLUDE,
  INPUT_EXCLUDE,
  INPUT_FILES_FROM,
  INPUT_NUL,
  INPUT_ALL_OPTIONS
};

#define INPUT_FIELD_ROWS                                                                                     \
  [INPUT_ENCODING] = {"encoding", "NAME", "the character set of the files, such as windows-1252"},           \
  [INPUT_MAX_BYTES] = {"max-bytes", "N", "refuse longer texts"},                                             \
  [INPUT_TEXT_FIELD] = {"text-field", "PATH", "where JSON lines and CSV have the text, as a.b; text"},       \
  [INPUT_ID_FIELD] = {"id-field", "PATH", "where they have the id; id"},                                     \
  [INPUT_TEXT_FORMAT] = {"text-format", "text|html", "what the texts in them are; text unless given"}

#define INPUT_FILE_ROWS                                                                                      \
  [INPUT_KIND] = {"input", "text|html|jsonl|csv", "what the files hold; else their endings say"},            \
  [INPUT_INCLUDE] = {"include", "PATTERN", "of folders, only files such as '*.txt'; may be repeated"},       \
  [INPUT_EXCLUDE] = {"exclude", "PATTERN", "of folders, no files such as 'draft-*'; may be repeated"},       \
  [INPUT_FILES_FROM] = {"files-from", "FILE", "read the files that FILE lists, one a line"},                 \
  [INPUT_NUL] = {"null", NULL, "a NUL stands behind each name in that list"}

/* Takes one of these; false after a complaint. */
bool input_set(input_options *o, int which, const char *value);

/* ---- Pieces ------------------------------------------------------------------------------------ */

typedef struct {
  int kind;      /* INPUT_AUTO, _TEXT, _HTML: a whole file, which input_parse() reads; else a part of one */
  char *file;    /* as given, or found in a folder that was */
  size_t below;  /* how much of file is that folder */
  int32_t line;  /* of the file, 0 for a whole one */
  size_t header; /* how much of bytes is the header of a CSV file */
  buf bytes;     /* the line or record; a line ends with a NUL */
  inq_err error; /* why there is none */
} input_piece;

/* Calls give for each piece in order until it returns false.  It may move the piece's contents out, or leave
 * them to be freed. */
typedef bool (*input_give)(void *with, input_piece *piece);
/* false, after a complaint, when memory ended before all were given. */
bool input_pieces(char *const *paths, int count, const input_options *o, input_give give, void *with);
void input_piece_free(input_piece *p);

/* ---- Texts ------------------------------------------------------------------------------------- */

typedef struct {
  const char *file; /* as in the piece, which it borrows */
  const char *id;   /* NULL for none */
  const char *meta; /* the other fields as a JSON object, NULL for none */
  const char *text; /* UTF-8 as far as it was looked at; NULL when error.code is set */
  inq_page *page;   /* what it was taken out of, NULL where it was no HTML */
  size_t length;
  size_t bytes;  /* read for it */
  uint64_t hash; /* of those */
  int32_t line;  /* of the file, 0 for a whole one */
  inq_err error;
  char *own_text, *own_id; /* what the text owns */
  buf own_meta;
  line own_line;
} input_text;

void input_parse(const input_piece *p, const input_options *o, input_text *out);
void input_text_free(input_text *t);

/* Reads the text, or the page that it is of. */
inq_code input_read(const input_text *t, inq_reader *reader, const inq_options *options, inq_doc **out,
                    inq_err *err);

/* Calls take for each text in order, for those that could not be had, too; what it is given lives as long as
 * the call.  It returns false to stop. */
typedef bool (*input_take)(void *with, const input_text *text);

/* Returns what input_pieces() does. */
bool input_each(char *const *paths, int count, const input_options *o, input_take take, void *with);

#endif
