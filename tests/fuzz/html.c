/* Any bytes as a page: an article is taken out of it whose every token stands somewhere in it, in order. */
#include "promise.h"

#include "in/html_charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void promise_sources(const inq_doc *doc, size_t length) {
  int32_t count, behind = 0;
  size_t source_length;
  inq_err err = {0};
  const inq_token *k = inq_tokens(doc, &count);
  const char *encoding = inq_source_encoding(doc, &source_length);
  PROMISE(encoding && *encoding && source_length == length, "%zu bytes", source_length);
  for (int32_t i = 0; i < count; i++) {
    inq_span at = {k[i].start, k[i].end};
    PROMISE(inq_source(doc, &at, 1, &err) == INQ_OK, "%s", err.message);
    PROMISE(at.start >= behind && at.start < at.end && at.end <= (int64_t)length, "token %d: %d to %d",
            (int)i, at.start, at.end);
    behind = at.start; /* a character of several code points is one place: tokens of it may share that */
  }
}

static void promise_page(const inq_page *page, size_t length) {
  inq_reader *reader = NULL;
  inq_doc *doc = NULL;
  inq_err err = {0};
  size_t text_length, kept;
  const inq_options options = {.until = INQ_UNTIL_MARKS};
  const char *text = inq_page_text(page, &text_length);
  json_t *meta = json_loads(inq_page_meta(page), 0, NULL);
  PROMISE(json_is_object(meta), "%s", inq_page_meta(page));
  PROMISE(inq_reader_new(NULL, &reader, &err) == INQ_OK, "%s", err.message);
  PROMISE(inq_read_page(reader, page, &options, &doc, &err) == INQ_OK, "%s", err.message);
  PROMISE(memcmp(inq_text(doc, &kept), text, text_length) == 0 && kept == text_length, "another text");
  promise_document(doc);
  promise_sources(doc, length);
  json_decref(meta);
  inq_doc_free(doc);
  inq_reader_free(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  inq_page *page = NULL;
  inq_err err = {0};
  inq_code code = inq_page_new((const char *)bytes, length, NULL, &page, &err);
  PROMISE((code == INQ_OK) == (page != NULL), "%s", err.message);
  PROMISE(code == INQ_OK || code == INQ_E_ENCODING, "%s", err.message);
  if (page) promise_page(page, length);
  inq_page_free(page);
  html_page_seems((const char *)bytes, length);
  return 0;
}
