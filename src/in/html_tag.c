#include "in/html_tag.h"

typedef struct {
  char name[11];
  uint8_t traits;
} entry;

#define HTML_TAG_ENTRY(id, name, traits) {name, traits},
static const entry ENTRIES[] = {HTML_TAGS(HTML_TAG_ENTRY){"", 0}};
#undef HTML_TAG_ENTRY

bool html_same(str found, const char *word) {
  int32_t i = 0;
  while (i < found.length && word[i] && html_lower(found.at[i]) == word[i]) i++;
  return i == found.length && !word[i];
}

bool html_holds_text(str text) {
  for (int32_t i = 0; i < text.length; i++)
    if (!html_blank(text.at[i])) return true;
  return false;
}

html_tag html_tag_of(str name) {
  char word[sizeof ENTRIES->name] = "";
  if (name.length >= (int32_t)sizeof word) return HTML_UNKNOWN;
  for (int32_t i = 0; i < name.length; i++) word[i] = html_lower(name.at[i]);
  int low = 0, high = HTML_UNKNOWN;
  while (low < high) {
    int middle = (low + high) / 2, order = strcmp(ENTRIES[middle].name, word);
    if (order == 0) return (html_tag)middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return HTML_UNKNOWN;
}

uint8_t html_tag_traits(html_tag tag) { return ENTRIES[tag].traits; }
