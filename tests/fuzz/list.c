/* Any bytes as each kind of list, and as a text that is read with it: an error names a line of the list and
 * says something, the document keeps its promises, and what the list decides is what stands in it. */
#include "promise.h"

#include "doc/list.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static int32_t lines_of(const uint8_t *bytes, size_t length) {
  int32_t lines = 1;
  for (size_t i = 0; i < length; i++) lines += bytes[i] == '\n';
  return lines;
}

static void read_with(const inq_lists *lists, const char *bytes, size_t length) {
  inq_reader *reader = NULL;
  inq_doc *doc = NULL;
  const inq_options options = {.until = promise_model() ? INQ_UNTIL_END : INQ_UNTIL_MARKS, .lists = lists};
  PROMISE(inq_reader_new(promise_model(), &reader, NULL) == INQ_OK, "no reader");
  PROMISE(inq_read(reader, bytes, length, &options, &doc, NULL) == INQ_OK, "checked bytes were not read");
  promise_document(doc);
  inq_doc_free(doc);
  inq_reader_free(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  for (int32_t kind = INQ_LIST_NAMES; kind <= INQ_LIST_IGNORED; kind++) {
    inq_lists *lists = NULL;
    inq_err err = {0};
    PROMISE(inq_lists_new(&lists, &err) == INQ_OK, "%s", err.message);
    inq_code code = inq_lists_read_memory(lists, kind, "list", (const char *)bytes, length, &err);
    if (code == INQ_OK) {
      for (int32_t i = 0; i < lists->names.entries.count; i++) {
        int32_t entity = lists->names.entries.at[i].entity;
        PROMISE(entity >= 0 && entity < lists->entities.count, "a name of no entity");
      }
      read_with(lists, (const char *)bytes, length);
    } else {
      PROMISE(code == INQ_E_FILE || code == INQ_E_UTF8, "code %d", (int)code);
      PROMISE(err.line >= 1 && err.line <= lines_of(bytes, length), "line %d", (int)err.line);
      PROMISE(strncmp(err.message, "line ", 5) == 0 && strchr(err.message, ':'), "%s", err.message);
    }
    inq_lists_close(lists);
  }
  return 0;
}
