/* The order of the stages, the reader that holds their scratch memory, and the one place to which a failed
 * allocation returns. */
#include "doc/agent.h"
#include "doc/content_edge.h"
#include "doc/dateline.h"
#include "doc/layers.h"
#include "doc/listed.h"
#include "doc/post.h"
#include "doc/source_edge.h"
#include "doc/title.h"
#include "doc/transcript.h"

#include <stdlib.h>

/* What a window takes, and more: what is not used is never touched, and what the first window has touched, the
 * second uses again. */
enum { WINDOW_ROOM = 1 << 23 };

struct inq_reader {
  const inq_model *model; /* borrowed, may be NULL */
  arena scratch;          /* the stages' layers; reset for each text */
  arena window;           /* the network's work; reset for each window */
  arena document;         /* the document in the making; handed over with it */
  jmp_buf full;
};

inq_code inq_reader_new(const inq_model *model, inq_reader **out, inq_err *err) {
  err_clear(err);
  if (!out) return err_set(err, INQ_E_ARGUMENT, "reader", -1, "there is no place for the reader");
  inq_reader *r = calloc(1, sizeof *r);
  *out = r;
  if (!r) return err_set(err, INQ_E_MEMORY, "reader", -1, "no memory for a reader");
  r->model = model;
  r->scratch.full = r->window.full = r->document.full = &r->full;
  r->window.wanted = WINDOW_ROOM;
  return INQ_OK;
}

void inq_reader_free(inq_reader *reader) {
  if (!reader) return;
  arena_free(&reader->scratch);
  arena_free(&reader->window);
  free(reader);
}

/* ---- The stages ------------------------------------------------------------------------------- */

static void read_marks(inq_reader *r, const paragraphs *given, layers *l) {
  arena *a = &r->scratch;
  l->blocks = blocks_read(&l->text, given, r->model ? r->model->blocks : NULL, a);
  l->tokens = tokens_read(&l->text, &l->blocks, a);
  l->words = list_words(l->lists, &l->text, &l->tokens, a);
  if (l->lists) l->blocks = listed_passages(l->lists, l->words, &l->text, &l->tokens, &l->blocks, a);
  l->marks = marks_read(&l->text, &l->blocks, &l->tokens, a);
}

static bool is_furniture(const layers *l, int32_t token) {
  return l->blocks.at[l->tokens.block[token]].kind == INQ_BOILERPLATE;
}

/* What the user lists is certain. */
static float name_trust(const trusts *t, const name *n) {
  return n->listed && n->score >= 1 ? 1 : trust_of(&t->names, n->score);
}

/* Names and quotes that were not asked for go before anything is made of them. */
static void leave_out(layers *l, const inq_options *o, const trusts *t) {
  findings *f = &l->found;
  int32_t kept = 0;
  for (int32_t i = 0; i < f->names.count; i++)
    if (name_trust(t, &f->names.at[i]) >= o->min_name &&
        (!o->body_only || !is_furniture(l, f->names.at[i].first)))
      f->names.at[kept++] = f->names.at[i];
  f->names.count = kept;
  kept = 0;
  for (int32_t i = 0; i < f->quotes.count; i++) {
    const quote *q = &f->quotes.at[i];
    if (trust_of(&t->quotes, q->score) >= o->min_quote && (!o->body_only || !is_furniture(l, q->anchor)))
      f->quotes.at[kept++] = *q;
  }
  f->quotes.count = kept;
}

/* Scores become probabilities last: what decides between names goes by the network's own. */
static void take_trust(layers *l, const trusts *t) {
  for (int32_t i = 0; i < l->found.names.count; i++) {
    name *n = &l->found.names.at[i];
    n->score = name_trust(t, n);
  }
  for (int32_t i = 0; i < l->found.quotes.count; i++) {
    quote *q = &l->found.quotes.at[i];
    q->score = trust_of(&t->quotes, q->score);
  }
  speakers_trust(&l->speakers, l->found.quotes.count, &t->speakers);
}

static void read_transcript(layers *l, const inq_options *o, const lexicon *lex, arena *a) {
  findings *f = &l->found;
  transcript x = transcript_read(&l->text, &l->blocks, &l->tokens, &l->marks, &f->names, lex, a);
  if (!x.count) return;
  f->names = transcript_names(&x, &f->names, a);
  f->quotes =
      transcript_quotes(&x, &l->text, &l->blocks, &l->tokens, &l->marks, &f->quotes, o && o->explain, a);
}

static void read_rest(inq_reader *r, const inq_options *o, layers *l) {
  const inq_model *m = r->model;
  arena *a = &r->scratch;
  bool listed_cues = l->lists && l->lists->cues.entries.count;
  cues listed = {0};
  if (listed_cues) listed = cues_read(l->lists, l->words, &l->text, &l->tokens, &l->marks, m->lemmas, a);
  l->found = findings_read(&l->text, &l->tokens, &l->marks, listed_cues ? &listed : NULL, m->net, m->traces,
                           o && o->explain, &r->window, a);
  l->found.quotes =
      posts_take(&l->text, &l->blocks, &l->tokens, &l->marks, &l->found.quotes, o && o->explain, a);
  if (l->lists) l->found.names = listed_names(l->lists, l->words, &l->text, &l->tokens, &l->found.names, a);
  read_transcript(l, o, m->lexicon, a);
  titles_drop(&l->found.names, &l->text, &l->tokens, m->lexicon);
  datelines_settle(&l->found.names, &l->text, &l->blocks, &l->tokens);
  if (o) leave_out(l, o, &m->trusts);
  l->sentences = sentences_read(&l->tokens, l->found.ends, a);
  l->passing = arena_aside(a);
  l->entities = entities_read(&l->text, &l->blocks, &l->tokens, &l->marks, l->found.pos, &l->found.names,
                              m->lexicon, l->passing);
  source_edges_mend(&l->found.quotes, &l->tokens, &l->marks, l->found.pos, &l->found.names,
                    &l->entities.words);
  agents_find(&l->found.quotes, &l->tokens, &l->marks, l->found.pos, &l->found.names, &l->entities.words);
  content_edges_mend(&l->found.quotes, &l->text, &l->blocks, &l->tokens, &l->marks);
  l->speakers = speakers_read(&l->text, &l->blocks, &l->tokens, &l->marks, l->found.traces, &l->found.names,
                              &l->entities, &l->found.quotes, m->lexicon, m->speakers, o && o->explain, a);
  take_trust(l, &m->trusts);
  if (o) speakers_doubt(&l->speakers, l->found.quotes.count, o->min_speaker);
}

/* ---- Reading ---------------------------------------------------------------------------------- */

static bool is_share(float number) { return number >= 0 && number <= 1; } /* so written, NaN is none */

static inq_code check_options(const inq_reader *r, const inq_options *o, inq_err *err) {
  int32_t until = o && o->until ? o->until : INQ_UNTIL_END;
  if (until != INQ_UNTIL_MARKS && until != INQ_UNTIL_END)
    return err_set(err, INQ_E_ARGUMENT, "options", -1, "there is no stage %d to read until", until);
  if (until == INQ_UNTIL_END && !r->model)
    return err_set(err, INQ_E_ARGUMENT, "options", -1, "without a model only INQ_UNTIL_MARKS can be read");
  if (o && !(is_share(o->min_quote) && is_share(o->min_name) && is_share(o->min_speaker)))
    return err_set(err, INQ_E_ARGUMENT, "options", -1, "the least scores are numbers from 0 to 1");
  return INQ_OK;
}

/* What a page adds to its text. */
typedef struct {
  const paragraphs *paragraphs; /* NULL: to be found */
  const origin *origin;         /* NULL: none */
} known;

static inq_doc *read_all(inq_reader *r, const inq_options *o, const known *page, layers *l) {
  bool whole = !o || o->until != INQ_UNTIL_MARKS;
  read_marks(r, page->paragraphs, l);
  if (whole) read_rest(r, o, l);
  inq_doc *doc = layers_write(l, whole ? r->model : NULL, &r->scratch, &r->document);
  if (page->origin) doc->origin = origin_copy(page->origin, &r->document);
  doc->arena = r->document;
  r->document = (arena){.full = &r->full};
  return doc;
}

static inq_code read_text(inq_reader *reader, const text *t, const inq_options *options, const known *page,
                          inq_doc **out, inq_err *err) {
  layers l = {.text = *t, .lists = options ? options->lists : NULL};
  if (setjmp(reader->full)) {
    arena_free(&reader->scratch);
    arena_free(&reader->window);
    arena_free(&reader->document);
    return err_set(err, INQ_E_MEMORY, "read", -1, "no memory to read %d bytes", (int)t->length);
  }
  *out = read_all(reader, options, page, &l);
  return INQ_OK;
}

inq_code inq_read(inq_reader *reader, const char *bytes, size_t length, const inq_options *options,
                  inq_doc **out, inq_err *err) {
  text t;
  if (out) *out = NULL;
  err_clear(err);
  if (!reader || !out)
    return err_set(err, INQ_E_ARGUMENT, "read", -1, "a reader or a place for the document is missing");
  inq_code code = check_options(reader, options, err);
  if (code == INQ_OK) code = text_read(bytes, length, &t, err);
  return code ? code : read_text(reader, &t, options, &(known){0}, out, err);
}

inq_code inq_read_page(inq_reader *reader, const inq_page *page, const inq_options *options, inq_doc **out,
                       inq_err *err) {
  if (out) *out = NULL;
  err_clear(err);
  if (!reader || !page || !out)
    return err_set(err, INQ_E_ARGUMENT, "read", -1,
                   "a reader, a page or a place for the document is missing");
  inq_code code = check_options(reader, options, err);
  return code ? code
              : read_text(reader, &page->text, options, &(known){&page->paragraphs, &page->origin}, out, err);
}
