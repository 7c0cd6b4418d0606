/* What every document promises, whatever the text: checked by the fuzz targets; a broken promise aborts. */
#ifndef PROMISE_H
#define PROMISE_H

#include "inquit.h"
#include "out/validate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROMISE(what, ...)                                                                                   \
  do {                                                                                                       \
    if (!(what)) {                                                                                           \
      fprintf(stderr, "%s:%d: broken promise: %s: ", __FILE__, __LINE__, #what);                             \
      fprintf(stderr, __VA_ARGS__);                                                                          \
      fputc('\n', stderr);                                                                                   \
      abort();                                                                                               \
    }                                                                                                        \
  } while (0)

/* The JSON in this unit is JSON and true to the text: spans, order, ids, coverage. */
static inline void promise_json(const inq_doc *doc, int32_t unit) {
  const inq_json_options options = {.unit = unit, .layers = INQ_JSON_SENTENCES | INQ_JSON_TOKENS};
  size_t text_length, length;
  const char *text = inq_text(doc, &text_length);
  char *json = NULL;
  inq_err err = {0};
  PROMISE(inq_doc_json(doc, &options, &json, &length, &err) == INQ_OK, "%s", err.message);
  PROMISE(!memchr(json, '\n', length), "a line end");
  json_t *root = json_loadb(json, length, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, NULL);
  PROMISE(root, "%s", json);
  PROMISE(validate_object(root, text, text_length, &err) == INQ_OK, "%s", err.message);
  json_decref(root);
  inq_free(json);
}

/* Marks pair with each other, and every index of a token is one. */
static inline void promise_marks(const inq_doc *doc) {
  int32_t tokens, count;
  inq_tokens(doc, &tokens);
  const inq_mark *m = inq_marks(doc, &count);
  for (int32_t i = 0; i < count; i++) {
    PROMISE(m[i].token >= 0 && m[i].token < tokens, "mark %d", (int)i);
    PROMISE(i == 0 || m[i].token > m[i - 1].token, "mark %d", (int)i);
    PROMISE(m[i].partner >= -1 && m[i].partner < count && m[i].partner != i, "mark %d", (int)i);
    PROMISE(m[i].depth >= 0, "mark %d", (int)i);
    if (m[i].role == INQ_MARK_CLOSE) PROMISE(m[i].partner >= 0 && m[i].partner < i, "mark %d", (int)i);
  }
}

static inline void promise_document(const inq_doc *doc) {
  for (int32_t unit = INQ_BYTE; unit <= INQ_UTF16; unit++) promise_json(doc, unit);
  promise_marks(doc);
  char *text = NULL;
  inq_err err = {0};
  PROMISE(inq_doc_explain(doc, -1, &text, NULL, &err) == INQ_OK, "%s", err.message);
  inq_free(text);
}

#endif
