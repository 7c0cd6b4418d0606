#include "out/label.h"

#include "inquit.h"

#include <stddef.h>
#include <string.h>

static const char *const QUOTE_TYPES[] = {"direct", "mixed", "indirect"};
static const char *const FORMS[] = {"name", "nominal", "pronoun"};
static const char *const UNITS[] = {"byte", "codepoint", "utf16"};

static const char *word_at(const char *const *words, int32_t count, int32_t i) {
  return i >= 0 && i < count ? words[i] : NULL;
}

const char *label_quote_type(int32_t type) { return word_at(QUOTE_TYPES, 3, type); }
const char *label_form(int32_t form) { return word_at(FORMS, 3, form); }
const char *label_code(int32_t i) {
  const char *name = inq_code_name(i + 1); /* INQ_OK is no error */
  return strcmp(name, inq_code_name(-1)) == 0 ? NULL : name;
}
const char *label_unit(int32_t unit) { return word_at(UNITS, 3, unit); }

int32_t label_find_unit(const char *word) {
  for (int32_t i = 0; label_unit(i); i++)
    if (strcmp(UNITS[i], word) == 0) return i;
  return -1;
}
