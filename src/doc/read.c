/* The order of the stages, the reader that holds their scratch memory, and the one place to which a failed
 * allocation returns. */
#include "doc/block.h"
#include "doc/document.h"
#include "doc/mark.h"
#include "doc/text.h"
#include "doc/token.h"

#include <stdlib.h>

struct inq_reader {
  const inq_model *model; /* borrowed, may be NULL */
  arena scratch;          /* the stages' layers; reset for each text */
  arena document;         /* the document in the making; handed over with it */
  jmp_buf full;
};

typedef struct { /* what the stages made, in their order */
  text text;
  blocks blocks;
  tokens tokens;
  marks marks;
} layers;

inq_code inq_reader_new(const inq_model *model, inq_reader **out, inq_err *err) {
  if (!out) return err_set(err, INQ_E_ARGUMENT, "reader", -1, "there is no place for the reader");
  inq_reader *r = calloc(1, sizeof *r);
  *out = r;
  if (!r) return err_set(err, INQ_E_MEMORY, "reader", -1, "no memory for a reader");
  r->model = model;
  r->scratch.full = r->document.full = &r->full;
  return INQ_OK;
}

void inq_reader_free(inq_reader *reader) {
  if (!reader) return;
  arena_free(&reader->scratch);
  free(reader);
}

static void read_layers(inq_reader *r, layers *l) {
  arena *a = &r->scratch;
  l->blocks = blocks_read(&l->text, NULL, a);
  l->tokens = tokens_read(&l->text, &l->blocks, a);
  l->marks = marks_read(&l->text, &l->blocks, &l->tokens, a);
}

/* ---- Writing the document --------------------------------------------------------------------- */

static void write_tokens(const tokens *k, inq_doc *doc, arena *a) {
  doc->tokens = arena_array(a, inq_token, k->count);
  doc->token_count = k->count;
  for (int32_t i = 0; i < k->count; i++)
    doc->tokens[i] = (inq_token){k->at[i].start, k->at[i].end, k->block[i], -1, -1, -1};
}

static inq_doc *write_document(const layers *l, arena *a) {
  inq_doc *doc = arena_new(a, inq_doc);
  doc->text = arena_copy(a, l->text.bytes, (size_t)l->text.length);
  doc->length = (size_t)l->text.length;
  doc->blocks = arena_copy(a, l->blocks.at, sizeof *l->blocks.at * (size_t)l->blocks.count);
  doc->block_count = l->blocks.count;
  write_tokens(&l->tokens, doc, a);
  doc->marks = arena_copy(a, l->marks.at, sizeof *l->marks.at * (size_t)l->marks.count);
  doc->mark_count = l->marks.count;
  doc->strings = arena_copy(a, "", 0);
  return doc;
}

/* ---- Reading ---------------------------------------------------------------------------------- */

static inq_code check_options(const inq_reader *r, const inq_options *o, inq_err *err) {
  int32_t until = o && o->until ? o->until : INQ_UNTIL_END;
  if (until != INQ_UNTIL_MARKS && until != INQ_UNTIL_END)
    return err_set(err, INQ_E_ARGUMENT, "options", -1, "there is no stage %d to read until", until);
  if (until == INQ_UNTIL_END && !r->model)
    return err_set(err, INQ_E_ARGUMENT, "options", -1, "without a model only INQ_UNTIL_MARKS can be read");
  return INQ_OK;
}

inq_code inq_read(inq_reader *reader, const char *bytes, size_t length, const inq_options *options,
                  inq_doc **out, inq_err *err) {
  if (!reader || !out)
    return err_set(err, INQ_E_ARGUMENT, "read", -1, "a reader or a place for the document is missing");
  *out = NULL;
  layers l = {0};
  inq_code code = check_options(reader, options, err);
  if (code == INQ_OK) code = text_read(bytes, length, &l.text, err);
  if (code != INQ_OK) return code;
  if (setjmp(reader->full)) {
    arena_free(&reader->scratch);
    arena_free(&reader->document);
    return err_set(err, INQ_E_MEMORY, "read", -1, "no memory to read %zu bytes", length);
  }
  read_layers(reader, &l);
  inq_doc *doc = write_document(&l, &reader->document);
  doc->arena = reader->document;
  reader->document = (arena){.full = &reader->full};
  arena_reset(&reader->scratch);
  *out = doc;
  return INQ_OK;
}
