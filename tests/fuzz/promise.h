/* What every document promises, whatever the text: checked by the fuzz targets; a broken promise aborts. */
#ifndef PROMISE_H
#define PROMISE_H

#include "inquit.h"
#include "out/validate.h"

#include <stdbool.h>
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

/* The model that INQUIT_MODEL names, opened once; NULL for none. */
static inline inq_model *promise_model(void) {
  static inq_model *opened;
  static int tried;
  const char *path = getenv("INQUIT_MODEL");
  inq_err err = {0};
  if (!tried++ && path && inq_model_open(path, &opened, &err)) fprintf(stderr, "%s: %s\n", path, err.message);
  return opened;
}

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
    PROMISE(m[i].depth >= 0 && m[i].depth < 8, "mark %d", (int)i);
    if (m[i].role == INQ_MARK_CLOSE) PROMISE(m[i].partner >= 0 && m[i].partner < i, "mark %d", (int)i);
  }
}

/* The span lies in the text and cuts no character; it may be missing where `needed` is not set. */
static inline void promise_span(const inq_doc *doc, inq_span at, bool needed) {
  size_t length;
  const char *text = inq_text(doc, &length);
  if (!needed && at.start == -1 && at.end == -1) return;
  PROMISE(at.start >= 0 && at.start < at.end && at.end <= (int64_t)length, "%d to %d", at.start, at.end);
  PROMISE((text[at.start] & 0xC0) != 0x80 && (text[at.end] & 0xC0) != 0x80, "%d to %d", at.start, at.end);
}

/* Sentences cover the tokens in order; tokens are disjoint and inside their block and sentence. */
static inline void promise_tokens(const inq_doc *doc) {
  int32_t count, block_count, sentence_count;
  const inq_token *k = inq_tokens(doc, &count);
  const inq_block *b = inq_blocks(doc, &block_count);
  const inq_sentence *s = inq_sentences(doc, &sentence_count);
  for (int32_t i = 0; i < count; i++) {
    promise_span(doc, (inq_span){k[i].start, k[i].end}, true);
    PROMISE(i == 0 || k[i].start >= k[i - 1].end, "token %d", (int)i);
    PROMISE(k[i].block >= 0 && k[i].block < block_count, "token %d", (int)i);
    PROMISE(k[i].start >= b[k[i].block].start && k[i].end <= b[k[i].block].end, "token %d", (int)i);
    if (!sentence_count) continue;
    PROMISE(k[i].sentence >= 0 && k[i].sentence < sentence_count, "token %d", (int)i);
    PROMISE(k[i].start >= s[k[i].sentence].start && k[i].end <= s[k[i].sentence].end, "token %d", (int)i);
  }
}

/* Whoever is referred to exists, and is called by words of the text. */
static inline void promise_entities(const inq_doc *doc) {
  int32_t count, mention_count, named = 0;
  const inq_entity *e = inq_entities(doc, &count);
  const inq_mention *m = inq_mentions(doc, &mention_count);
  for (int32_t i = 0; i < count; i++) {
    PROMISE(e[i].name >= 0 && e[i].name < mention_count, "entity %d", (int)i);
    PROMISE(m[e[i].name].entity == i && m[e[i].name].form == INQ_NAME, "entity %d", (int)i);
    size_t strings;
    inq_strings(doc, &strings);
    PROMISE(e[i].canonical >= -1 && e[i].canonical < (int64_t)strings, "entity %d", (int)i);
    PROMISE(e[i].ref >= -1 && e[i].ref < (int64_t)strings, "entity %d", (int)i);
    PROMISE((e[i].listed >= 0) == (e[i].canonical >= 0), "entity %d", (int)i);
    PROMISE(e[i].affiliated >= -1 && e[i].affiliated < count && e[i].affiliated != i, "entity %d", (int)i);
    promise_span(doc, e[i].role, false);
    promise_span(doc, e[i].affiliation, false);
    named += e[i].mentions;
  }
  PROMISE(named == mention_count, "%d of %d mentions", (int)named, (int)mention_count);
  for (int32_t i = 0; i < mention_count; i++) {
    promise_span(doc, (inq_span){m[i].start, m[i].end}, true);
    PROMISE(m[i].entity >= 0 && m[i].entity < count, "mention %d", (int)i);
  }
}

/* Content stands in order and overlaps neither itself nor its cue; speakers exist. */
static inline void promise_quotes(const inq_doc *doc) {
  int32_t count, piece_count, entity_count, token_count;
  const inq_quote *q = inq_quotes(doc, &count);
  const inq_span *p = inq_pieces(doc, &piece_count);
  inq_entities(doc, &entity_count);
  inq_tokens(doc, &token_count);
  for (int32_t i = 0; i < count; i++) {
    PROMISE(q[i].pieces > 0 && q[i].content >= 0 && q[i].content <= piece_count - q[i].pieces, "q%d", i + 1);
    PROMISE(q[i].speaker >= -1 && q[i].speaker < entity_count, "q%d", i + 1);
    PROMISE(q[i].cue_token >= -1 && q[i].cue_token < token_count, "q%d", i + 1);
    PROMISE((q[i].rule == INQ_RULE_WORDS) == (q[i].words.start >= 0), "q%d", i + 1);
    PROMISE(q[i].speaker < 0 || q[i].rule != INQ_RULE_NONE, "q%d", i + 1);
    PROMISE(q[i].score >= 0 && q[i].score <= 1.001F, "q%d: %g", i + 1, (double)q[i].score);
    PROMISE(q[i].speaker_score >= 0 && q[i].speaker_score <= 1.001F, "q%d: %g", i + 1,
            (double)q[i].speaker_score);
    promise_span(doc, q[i].cue, false);
    promise_span(doc, q[i].source, false);
    promise_span(doc, q[i].words, false);
    for (int32_t j = q[i].content; j < q[i].content + q[i].pieces; j++) {
      promise_span(doc, p[j], true);
      PROMISE(j == q[i].content || p[j].start >= p[j - 1].end, "q%d, piece %d", i + 1, (int)j);
      PROMISE(q[i].cue.end <= p[j].start || q[i].cue.start >= p[j].end, "q%d, piece %d", i + 1, (int)j);
    }
  }
}

/* Whether a quotation's source is these words, these and more, or these but for a comma at their end. */
static inline bool promise_taken(const inq_doc *doc, inq_span words, inq_span source) {
  size_t length;
  const char *text = inq_text(doc, &length);
  return words.start == source.start && (words.end <= source.end || text[words.end - 1] == ',');
}

/* What else was possible: kept for all quotations or none; the first source is the one that was taken, or none
 * where the paragraph is signed. */
static inline void promise_evidence(const inq_doc *doc) {
  int32_t quote_count, anchor_count, source_count, token_count, next = 0;
  const inq_quote *q = inq_quotes(doc, &quote_count);
  const inq_anchor *a = inq_anchors(doc, &anchor_count);
  const inq_source_candidate *s = inq_source_candidates(doc, &source_count);
  inq_tokens(doc, &token_count);
  PROMISE(anchor_count == quote_count || !(anchor_count + source_count), "%d anchors", (int)anchor_count);
  for (int32_t i = 0; i < anchor_count; i++) {
    PROMISE(a[i].token >= 0 && a[i].token < token_count, "q%d", i + 1);
    PROMISE(next < source_count && s[next].quote == i, "q%d", i + 1);
    bool taken = promise_taken(doc, s[next].words, q[i].source);
    PROMISE(taken || (s[next].words.start < 0 && q[i].cue.start < 0), "q%d", i + 1);
    for (float sum = 0; next < source_count && s[next].quote == i; next++) {
      promise_span(doc, s[next].words, false);
      sum += s[next].score;
      PROMISE(s[next].exact >= 0 && s[next].score >= 0 && sum < 1.01f, "q%d", i + 1);
    }
  }
  PROMISE(next == source_count, "%d sources of no quotation", (int)(source_count - next));
}

static inline void promise_document(const inq_doc *doc) {
  promise_tokens(doc);
  promise_entities(doc);
  promise_quotes(doc);
  promise_evidence(doc);
  for (int32_t unit = INQ_BYTE; unit <= INQ_UTF16; unit++) promise_json(doc, unit);
  promise_marks(doc);
  char *text = NULL;
  inq_err err = {0};
  PROMISE(inq_doc_explain(doc, -1, &text, NULL, &err) == INQ_OK, "%s", err.message);
  inq_free(text);
}

#endif
