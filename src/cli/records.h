/* Files of what the program writes, or of gold: a JSON object a line, packed or not, "-" for standard input.
 * A folder stands for its files that end in .json, .jsonl or .ndjson, packed or not, but for batch's
 * manifests.
 */
#ifndef CLI_RECORDS_H
#define CLI_RECORDS_H

#include "inquit.h"

#include <jansson.h>

/* ---- One after the other ----------------------------------------------------------------------- */

typedef struct records records;

records *records_open(const char *path); /* what cannot be read is complained about; NULL: no memory for it */

/* The next line's value, which lives until the next call; NULL behind the last.  A line that is no JSON is
 * complained about and passed over. */
const json_t *records_next(records *r);
void records_wrong(records *r, inq_err *err); /* complains about the value just handed out, with its line */

/* DONE, or SOME_FAILED when there was anything to complain about. */
int records_close(records *r);

/* ---- All of them ------------------------------------------------------------------------------- */

/* An error is complained about with its line. */
typedef inq_code (*records_take)(void *with, const json_t *object, inq_err *err);

/* As records_close(): when a line, or a file, could not be taken, the others were. */
int records_each(const char *path, records_take take, void *with);

#endif
