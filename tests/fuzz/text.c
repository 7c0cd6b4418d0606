/* Any bytes as a text: until marks, and until the end where INQUIT_MODEL names a model. */
#include "promise.h"

#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  const char *text = (const char *)bytes;
  inq_reader *reader = NULL;
  inq_err err = {0};
  inq_doc *doc = NULL;
  const inq_options options = {.until = promise_model() ? INQ_UNTIL_END : INQ_UNTIL_MARKS,
                               .explain = length % 2};
  PROMISE(inq_reader_new(promise_model(), &reader, &err) == INQ_OK, "%s", err.message);
  int64_t wrong = utf8_check(text, length);
  inq_code code = inq_read(reader, text, length, &options, &doc, &err);
  PROMISE((code == INQ_OK) == (wrong < 0), "%s", err.message);
  PROMISE(code == INQ_OK || (code == INQ_E_UTF8 && err.position == wrong && !doc), "%s", err.message);
  if (doc) {
    size_t kept;
    PROMISE(memcmp(inq_text(doc, &kept), text, length) == 0 && kept == length, "another text");
    promise_document(doc);
  }
  inq_doc_free(doc);
  inq_reader_free(reader);
  return 0;
}
