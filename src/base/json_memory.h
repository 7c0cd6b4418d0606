/* Whether jansson ran out of memory.  Its reader goes on then without the byte that it had no room for, and says
 * nothing: the text would be another one. */
#ifndef BASE_JSON_MEMORY_H
#define BASE_JSON_MEMORY_H

#include <stdbool.h>

/* For a program, before it reads JSON for the first time: jansson's allocations are watched from here on. */
void json_memory_watch(void);

/* Whether one failed in this thread since the last time this was asked; false where nobody watches. */
bool json_memory_lost(void);

#endif
