/* Any bytes as a model file: refused with a reason, or good enough to read with. */
#include "promise.h"

#include "../unit/packing.h"

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

/* ---- A mutator: a changed byte anywhere would only ever be a wrong checksum ---------------------- */

/* libFuzzer's; a replay has none, and does not ask for it. */
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *bytes, size_t length, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t most, unsigned seed);

/* A section's line of the table, or what it holds; most of a model is weights, of which any do. */
static uint8_t *part_of(uint8_t *bytes, size_t length, unsigned seed, size_t *part) {
  uint32_t sections = 0;
  memcpy(&sections, bytes + 12, sizeof sections);
  if (!sections || sections > (length - 64) / sizeof(packing_section)) return NULL;
  uint8_t *line = bytes + 64 + sizeof(packing_section) * (seed / 2 % sections);
  packing_section s;
  memcpy(&s, line, sizeof s);
  *part = sizeof s;
  if (seed % 2 || !s.bytes || s.start > length || s.bytes > length - s.start) return line;
  *part = s.bytes < 4096 ? s.bytes : 4096;
  return bytes + s.start;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t most, unsigned seed) {
  size_t part, whole = length / 64 * 64;
  uint8_t *at = whole >= 128 && seed % 8 ? part_of(bytes, whole, seed / 8, &part) : NULL;
  if (at) LLVMFuzzerMutate(at, part, part);
  else whole = LLVMFuzzerMutate(bytes, length, most) / 64 * 64;
  if (whole < 64) return whole;
  memcpy(bytes, "\x89INQ\r\n\x1a\n\1\0\0", 12);
  memcpy(bytes + 16, &(uint64_t){whole}, 8);
  packing_sign((char *)bytes, whole);
  return whole;
}
