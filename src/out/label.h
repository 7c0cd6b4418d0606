/* The words of the JSON for small numbers of inquit.h that the library itself gives no name. */
#ifndef OUT_LABEL_H
#define OUT_LABEL_H

#include <stdint.h>

const char *label_quote_type(int32_t type); /* "direct", "mixed", "indirect"; NULL for an unknown number */
const char *label_form(int32_t form);       /* "name", "nominal", "pronoun" */
const char *label_code(int32_t i);          /* an error's "argument", "memory", ...; NULL behind the last */
const char *label_unit(int32_t unit);       /* "byte", "codepoint", "utf16" */
int32_t label_find_unit(const char *word);  /* the inq_unit, -1 for none */

#endif
