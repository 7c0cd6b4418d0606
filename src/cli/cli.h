/* The program: main.c picks a command; each command is a file with a table of its options and a function.
 * Nothing but results goes to stdout; complaints go to stderr as "inquit: FILE: sentence (byte N)". */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/buf.h"
#include "inquit.h"

#include <stdbool.h>

enum { /* exit codes, part of the contract */
       DONE = 0,
       SOME_FAILED = 1,
       BAD_USAGE = 2,
       BAD_MODEL = 3
};

/* ---- Commands ---------------------------------------------------------------------------------- */

typedef struct {
  const char *name;  /* as in --name */
  const char *value; /* what its value is called in the help; NULL when it takes none */
  const char *help;
} option;

typedef struct {
  const char *name, *operands, *summary;
  const option *options; /* ends with a NULL name */
  int (*run)(int count, char **words);
} command;

extern const command READ, FILTER, BATCH, VALIDATE, EXPLAIN, EVAL, STATS, DIFF, MODEL, HELP;

const command *command_at(int i); /* in the order of the help; NULL behind the last */
const command *command_find(const char *name);
void help_print(const command *c);

/* ---- Options: --name VALUE, --name=VALUE, -n VALUE; -- ends them, "-" is an operand ----------------------
 */

enum { OPTION_END = -1, OPTION_WRONG = -2, OPTION_HELP = -3 };

typedef struct {
  const command *command;
  int count;
  char **words; /* [count]; the operands are moved to words[0 .. operands) */
  int at, operands;
  bool closed; /* "--" was seen */
} option_reader;

/* The next option's number in the table and its value; or OPTION_END, OPTION_HELP, or OPTION_WRONG, which has
 * been complained about. */
int option_next(option_reader *r, const char **value);

char option_letter(const char *name); /* 'j' for "jobs": the same in every command; NUL for none */

/* The number, complaining and returning false when value is none or lies outside. */
bool option_number(const char *name, const char *value, double least, double most, double *number);

/* Which of words (ends with NULL) the value is; -1, after a complaint, for none. */
int option_choice(const char *name, const char *value, const char *const *words);

/* The nearest of count words, NULL when none is near. */
const char *nearest(const char *word, const char *const *words, int count);

/* ---- Complaints and output --------------------------------------------------------------------- */

__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);
void complain_error(const char *file, const inq_err *err); /* file may be NULL */
int usage_error(const command *c);                         /* points to the help; BAD_USAGE */

void status_show(const char *line,
                 bool replaceable); /* on stderr; the next line replaces a replaceable one */

void output_write(const char *bytes, size_t length);
bool output_flush(void);                             /* false when stdout takes no more */
bool output_lines(const char *bytes, size_t length); /* whole lines at once; a full disk leaves no torn one */
int output_end(int code); /* the exit code: SOME_FAILED, after a complaint, when stdout took not all of it */

/* ---- The model and a reader on it -------------------------------------------------------------- */

enum { LISTS = 64 };

typedef struct { /* the user's lists, in the order in which they were given */
  struct {
    const char *path;
    int kind; /* an inq_list_kind */
  } at[LISTS];
  int count;
} list_files;

bool list_files_add(list_files *f, int kind, const char *path); /* false after a complaint */

typedef struct {
  inq_model *model;
  inq_reader *reader;
  inq_lists *lists; /* NULL for none */
} engine;

/* path may be NULL: then INQUIT_MODEL, then beside the program.  until as in inq_options: no model is needed
 * for INQ_UNTIL_MARKS.  DONE or, after a complaint, BAD_MODEL, or BAD_USAGE for a wrong list. */
int engine_open(engine *e, const char *path, const list_files *lists, int until);
void engine_close(engine *e);

/* The first place where a model is; NULL, after a complaint that names the places, for none.  Free it. */
char *engine_model_path(const char *path);

#endif
