/* The lines of a user's list: fields between tabs, blanks around them left out.  Blank lines are no rows, nor
 * is a line that begins with "#" and a blank; a byte order mark and carriage returns are passed over. */
#ifndef IN_ROWS_H
#define IN_ROWS_H

#include "base/err.h"
#include "base/str.h"

enum { ROW_FIELDS = 64 };

typedef struct {
  const char *bytes, *at, *end; /* the whole list, what is still to be read, and where it ends */
  int32_t line;                 /* of the row read last */
} rows;

typedef struct {
  str fields[ROW_FIELDS]; /* [count] */
  int32_t count;          /* ROW_FIELDS also where there are more */
} row;

/* bytes: checked UTF-8. */
rows rows_begin(const char *bytes, size_t length);
bool rows_next(rows *r, row *out);

str row_trim(str s);

/* The part of s before the mark, trimmed, and *s moved behind it. */
str row_part(str *s, char mark);

/* Fills in err: "line 3, column 7: ..." for the place `at` in the list, columns counted in characters from 1.
 */
inq_code rows_fault(const char *bytes, const char *at, inq_err *err, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* How much of s is shown in such a sentence. */
static inline int row_shown(str s) {
  enum { MOST = 40 };
  int length = s.length < MOST ? s.length : MOST;
  while (length < s.length && length > 0 && (s.at[length] & 0xC0) == 0x80) length--;
  return length;
}

#endif
