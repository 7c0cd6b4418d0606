/* Any bytes as a model file: refused with a reason, or good enough to read with. */
#include "promise.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char TEXT[] = "“It is done,” Ana Reyes said.\n\nThe firm’s owner called it ‘nonsense’.";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  void *aligned = aligned_alloc(64, (length + 64) / 64 * 64); /* as a mapped file is */
  inq_model *model = NULL;
  inq_err err = {0};
  if (!aligned) return 0;
  if (length) memcpy(aligned, bytes, length);
  inq_code code = inq_model_open_memory(aligned, length, &model, &err);
  PROMISE((code == INQ_OK) == (model != NULL), "code %d", (int)code);
  PROMISE(code == INQ_OK || (err.code == (int32_t)code && *err.message), "code %d", (int)code);
  if (model) {
    inq_reader *reader = NULL;
    inq_doc *doc = NULL;
    PROMISE(inq_reader_new(model, &reader, &err) == INQ_OK, "%s", err.message);
    PROMISE(inq_read(reader, TEXT, sizeof TEXT - 1, NULL, &doc, &err) == INQ_OK, "%s", err.message);
    promise_document(doc);
    inq_doc_free(doc);
    inq_reader_free(reader);
  }
  inq_model_close(model);
  free(aligned);
  return 0;
}
