/* From HTML to the text of its article.
 *
 *   bytes ─ html_charset: UTF-8 ─ html_scan, html_tree: elements and texts ─┬─ html_meta: JSON-LD, <meta>
 *                                                                           └─ html_run: paragraphs
 *     ─ html_article: which of them ─ html_text: text and where it is from ─ back to the bytes that were given
 *
 * Why not libxml2, as other HTML in C is read: its parser knows lines, not bytes; what is consumed of its
 * input can only be asked by encoding it again; and it reads the HTML of 1999 (numeric references to
 * windows-1252, <article>, scripts).  Where a quotation stands in the page must be exact, so that its bytes
 * are read here. */
#include "doc/page.h"

#include "base/err.h"
#include "in/html_charset.h"
#include "in/html_meta.h"
#include "in/html_text.h"
#include "out/json.h"

#include <stdlib.h>
#include <strings.h>

typedef struct {
  const char *bytes; /* as given */
  size_t length;
  html_page decoded;
  html_meta meta;
  buf written; /* the meta data */
  arena scratch;
  jmp_buf full;
  inq_page *page;
} work;

static inq_code no_memory(inq_err *err) {
  return err_set(err, INQ_E_MEMORY, "html", -1, "no memory to read the page");
}

/* ---- Where the text is from --------------------------------------------------------------------- */

static bool one_byte_ascii(const char *encoding) {
  return charset_is_western(encoding) || strncasecmp(encoding, "iso-8859-", 9) == 0 ||
         strncasecmp(encoding, "windows-125", 11) == 0 || strncasecmp(encoding, "koi8-", 5) == 0;
}

static html_source source_of(const html_page *p) {
  if (charset_is_utf8(p->encoding) && !p->mended) return HTML_SOURCE_UTF8;
  return p->mended || one_byte_ascii(p->encoding) ? HTML_SOURCE_ASCII : HTML_SOURCE_WIDE;
}

/* Both edges of each piece, from UTF-8 to the bytes that were given.  Where several characters are made of
 * the same bytes, they share a place. */
static inq_code give_back(work *w, origin_piece *pieces, int32_t count, inq_err *err) {
  int32_t *edges = arena_array(&w->scratch, int32_t, 2 * (int64_t)count + 1);
  for (int32_t i = 0; i < count; i++) {
    edges[2 * i] = pieces[i].source;
    edges[2 * i + 1] = pieces[i].source + pieces[i].source_length;
  }
  inq_code code = html_page_positions(&w->decoded, w->bytes, w->length, edges, 2 * (size_t)count, err);
  for (int32_t i = 0; i < count && !code; i++) {
    int32_t start = edges[2 * i], end = edges[2 * i + 1];
    if (start >= end && i) start = pieces[i - 1].source + pieces[i - 1].source_length;
    if (start >= end && i) start = pieces[i - 1].source;
    pieces[i].source = start;
    pieces[i].source_length = end - start;
  }
  return code;
}

/* ---- The page ----------------------------------------------------------------------------------- */

/* A page that does not say its title is called as its title is. */
static void name_by_title(html_meta *m, const html_text *found) {
  const paragraphs *p = &found->paragraphs;
  for (int32_t i = 0; i < p->count && !json_object_get(m->fields, "title"); i++)
    if (p->kinds[i] == 1 << INQ_TITLE &&
        json_object_set_new(m->fields, "title", json_folded(found->text.at, p->at[i].start, p->at[i].end)))
      m->failed = true;
}

/* What was found, into memory of the page's own. */
static inq_code keep(work *w, html_text *found, inq_err *err) {
  inq_page *page = w->page;
  arena *a = &page->arena;
  const paragraphs *p = &found->paragraphs;
  name_by_title(&w->meta, found);
  json_write(w->meta.fields, 0, &w->written);
  if (w->written.failed || w->meta.failed) return no_memory(err);
  inq_code code = give_back(w, found->pieces, found->piece_count, err);
  page->meta = arena_copy(a, w->written.at, w->written.length);
  page->text.bytes = arena_copy(a, found->text.at, (size_t)found->text.length);
  page->text.length = found->text.length;
  page->paragraphs = (paragraphs){arena_copy(a, p->at, sizeof *p->at * (size_t)p->count), p->count,
                                  arena_copy(a, p->kinds, (size_t)p->count)};
  origin o = {found->pieces, found->piece_count, (int32_t)w->length, w->decoded.encoding};
  if (!o.pieces) o.pieces = arena_new(a, origin_piece); /* a page without text is a page all the same */
  page->origin = origin_copy(&o, a);
  return code;
}

static inq_code read_page(work *w, inq_err *err) {
  arena *a = &w->scratch;
  if (setjmp(w->full)) return no_memory(err);
  html_tree t = html_tree_of((str){w->decoded.utf8, (int32_t)w->decoded.length}, a);
  html_meta_of(&t, &w->meta, a);
  html_runs runs = html_runs_of(&t, a);
  html_article article = html_article_of(&t, &runs, w->meta.titles, w->meta.title_count, a);
  html_text found = html_text_of(&t, &runs, &article, w->meta.body, source_of(&w->decoded), a);
  return keep(w, &found, err);
}

static inq_code new_page(work *w, inq_err *err) {
  w->page = calloc(1, sizeof *w->page);
  if (!w->page) return no_memory(err);
  w->scratch.full = w->page->arena.full = &w->full;
  inq_code code = read_page(w, err);
  w->page->arena.full = NULL;
  return code;
}

inq_code inq_page_new(const char *html, size_t length, const char *encoding, inq_page **out, inq_err *err) {
  err_clear(err);
  if (out) *out = NULL;
  if (!out || (!html && length))
    return err_set(err, INQ_E_ARGUMENT, "html", -1, "no HTML, or no place for the page");
  work w = {.bytes = html ? html : "", .length = length};
  if (length > INQ_MAX_BYTES)
    return err_set(err, INQ_E_SIZE, "html", INQ_MAX_BYTES, "the page has %zu bytes, more than %d", length,
                   INQ_MAX_BYTES);
  inq_code code = html_page_decode(w.bytes, length, encoding, &w.decoded, err);
  if (!code && w.decoded.length > INQ_MAX_BYTES)
    code = err_set(err, INQ_E_SIZE, "html", -1, "the page is longer than %d bytes of UTF-8", INQ_MAX_BYTES);
  if (!code) code = new_page(&w, err);
  if (code) inq_page_free(w.page);
  else *out = w.page;
  html_meta_free(&w.meta);
  buf_free(&w.written);
  arena_free(&w.scratch);
  free(w.decoded.utf8);
  return code;
}

void inq_page_free(inq_page *page) {
  if (!page) return;
  arena_free(&page->arena);
  free(page);
}

const char *inq_page_text(const inq_page *page, size_t *length) {
  if (length) *length = page ? (size_t)page->text.length : 0;
  return page ? page->text.bytes : NULL;
}

const char *inq_page_meta(const inq_page *page) { return page ? page->meta : NULL; }
