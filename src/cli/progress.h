/* How far a long run is: a line that is written over on a terminal, JSON lines for schedulers, or nothing;
 * and the sum at the end.  All of it on stderr. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdint.h>

enum { PROGRESS_AUTO, PROGRESS_LINE, PROGRESS_JSON, PROGRESS_NONE };

typedef struct {
  int kind;
  int64_t total; /* documents, 0 when that is unknown */
  int64_t done, kept, errors, bytes, words, quotes, speakers;
  double begun, shown; /* seconds */
} progress;

void progress_begin(progress *p); /* settles PROGRESS_AUTO: a line on a terminal, else nothing */
void progress_show(progress *p);  /* not more often than is of use */
void progress_end(progress *p);

#endif
