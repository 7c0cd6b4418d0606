/* Files of what the program writes, or of gold: a JSON object a line, packed or not, "-" for standard input.
 */
#ifndef CLI_RECORDS_H
#define CLI_RECORDS_H

#include "inquit.h"

#include <jansson.h>

/* Takes an object, which lives as long as the call; an error is complained about with its line. */
typedef inq_code (*records_take)(void *with, const json_t *object, inq_err *err);

/* DONE, or SOME_FAILED when a line, or the file, could not be taken; the others were. */
int records_each(const char *path, records_take take, void *with);

#endif
