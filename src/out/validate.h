/* Is an output object true to its text?  Every span's text is text[start:end], layers are in order and inside
 * each other, ids refer to something, blocks cover all that is not blank, and no key is missing or unknown.
 */
#ifndef OUT_VALIDATE_H
#define OUT_VALIDATE_H

#include "inquit.h"

#include <jansson.h>
#include <stdbool.h>

/* INQ_OK, or INQ_E_JSON with the first fault in err: the key and what is wrong with it.  text is UTF-8; NULL
 * and 0 for an error record, of which only the shape is checked. */
inq_code validate_object(const json_t *object, const char *text, size_t length, inq_err *err);

bool validate_is_error(const json_t *object); /* {"inquit", "id", "error"} */

#endif
