/* Memory ends at the first allocation, at the second, ...: each time the library must say so, hand out
 * nothing, and leak nothing; and a reader must be as good as new for the next text.
 *
 * The allocator is replaced for the whole process, so that jansson's and PCRE2's allocations fail, too.
 * usage: test_faults TEXT [MODEL] */
#include "base/buf.h"
#include "in/file.h"
#include "in/line.h"
#include "inquit.h"
#include "out/show.h"
#include "out/views.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- The allocator ----------------------------------------------------------------------------- */

static long countdown; /* allocations until one fails; 0: none does */
static long live;      /* allocated and not given back */

static int fails(void) {
  if (countdown == 0 || --countdown > 0) return 0;
  countdown = -1; /* has failed: from here on none succeeds, as when memory has ended */
  errno = ENOMEM;
  return 1;
}

static int ended(void) { return countdown < 0 ? (errno = ENOMEM, 1) : fails(); }

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

void *malloc(size_t bytes) {
  void *at = ended() ? NULL : __libc_malloc(bytes);
  live += at != NULL;
  return at;
}

void *calloc(size_t count, size_t bytes) {
  void *at = ended() ? NULL : __libc_calloc(count, bytes);
  live += at != NULL;
  return at;
}

void *realloc(void *from, size_t bytes) {
  void *at = ended() ? NULL : __libc_realloc(from, bytes);
  live += at && !from;
  return at;
}

void *aligned_alloc(size_t alignment, size_t bytes) {
  void *at = ended() ? NULL : __libc_memalign(alignment, bytes);
  live += at != NULL;
  return at;
}

void free(void *at) {
  live -= at != NULL;
  __libc_free(at);
}

/* ---- What is tried ----------------------------------------------------------------------------- */

static buf text;
static const char *model_path;

static inq_code write_all(const inq_doc *doc, inq_err *err) {
  const inq_json_options options = {.id = "a", .meta = "{\"n\":1}", .layers = 3, .unit = INQ_UTF16};
  char *out = NULL;
  buf rows = {0};
  inq_code code = inq_doc_json(doc, &options, &out, NULL, err);
  if (code == INQ_OK) inq_free(out);
  if (code == INQ_OK) code = inq_doc_explain(doc, -1, &out, NULL, err);
  if (code == INQ_OK) inq_free(out);
  for (int32_t i = 0; code == INQ_OK && view_name(i); i++)
    code = view_rows(view_find(view_name(i)), VIEW_CSV, doc, &options, &rows, err);
  if (code == INQ_OK) code = show_quotes(doc, &(show_options){.width = 80}, &rows, err);
  buf_free(&rows);
  return code;
}

static inq_code read_and_write(inq_options options, inq_err *err) {
  inq_model *model = NULL;
  inq_reader *reader = NULL;
  inq_doc *doc = NULL;
  options.until = model_path ? INQ_UNTIL_END : INQ_UNTIL_MARKS;
  inq_code code = model_path ? inq_model_open(model_path, &model, err) : INQ_OK;
  if (code == INQ_OK) code = inq_reader_new(model, &reader, err);
  if (code == INQ_OK) code = inq_read(reader, text.at, text.length, &options, &doc, err);
  if (code == INQ_OK) code = write_all(doc, err);
  inq_doc_free(doc);
  inq_reader_free(reader);
  inq_model_close(model);
  return code;
}

static inq_code read_to_explain(inq_err *err) { return read_and_write((inq_options){.explain = 1}, err); }

static const char *const LISTS[] = {"name\ttype\tid\tcity\nOslo\tORG\tQ1\tx\nthe\tPERSON\tQ2\ty\n",
                                    "say\t1\nhit [back]\tnever\n",
                                    "name\t/a.*/\nname\tOslo\npassage\t/^T/\n"};

static inq_code read_with_lists(inq_err *err) {
  inq_lists *lists = NULL;
  inq_code code = inq_lists_new(&lists, err);
  for (int32_t kind = 0; code == INQ_OK && kind < 3; kind++)
    code = inq_lists_read_memory(lists, kind, "list", LISTS[kind], strlen(LISTS[kind]), err);
  if (code == INQ_OK) code = read_and_write((inq_options){.lists = lists}, err);
  inq_lists_close(lists);
  return code;
}

static inq_code read_line(inq_err *err) {
  static const char bytes[] = "{\"id\": 7, \"text\": \"Hi.\", \"more\": [1, 2, {\"a\": null}]}";
  line l;
  inq_code code = line_read(bytes, sizeof bytes - 1, NULL, &l, err);
  line_free(&l);
  return code == INQ_E_JSON && countdown < 0 ? INQ_E_MEMORY : code; /* jansson calls it a fault of the JSON */
}

static inq_code read_page(inq_err *err) {
  static const char html[] =
      "<title>A | B</title><meta charset=iso-8859-1><script type=application/ld+json>{\"@type\":"
      "\"NewsArticle\",\"author\":[\"x\",\"y\"]}</script><h1>A</h1><p>\x93No,\x94 <b>s</b>aid &eacute;.";
  inq_page *page = NULL;
  inq_reader *reader = NULL;
  inq_doc *doc = NULL;
  const inq_options options = {.until = INQ_UNTIL_MARKS};
  inq_code code = inq_page_new(html, sizeof html - 1, NULL, &page, err);
  if (code == INQ_OK) code = inq_reader_new(NULL, &reader, err);
  if (code == INQ_OK) code = inq_read_page(reader, page, &options, &doc, err);
  if (code == INQ_OK) code = write_all(doc, err);
  inq_doc_free(doc);
  inq_reader_free(reader);
  inq_page_free(page);
  return code;
}

/* The reader is kept: after a failure the next text must be read as if nothing had happened. */
static inq_code read_again(inq_err *err) {
  inq_reader *reader = NULL;
  inq_doc *doc = NULL;
  const inq_options options = {.until = INQ_UNTIL_MARKS};
  long left = countdown;
  countdown = 0;
  inq_code code = inq_reader_new(NULL, &reader, err);
  countdown = left;
  if (code == INQ_OK) code = inq_read(reader, text.at, text.length, &options, &doc, err);
  if (code != INQ_OK && doc) return INQ_E_ARGUMENT; /* handed something out all the same */
  inq_doc_free(doc);
  left = countdown;
  countdown = 0;
  inq_err second = {0};
  if (reader && inq_read(reader, text.at, text.length, &options, &doc, &second)) code = INQ_E_ARGUMENT;
  else if (reader) inq_doc_free(doc);
  inq_reader_free(reader);
  countdown = left;
  return code;
}

/* ---- Every n ----------------------------------------------------------------------------------- */

static int passed, failed;

static void try_all(const char *name, inq_code (*scenario)(inq_err *)) {
  inq_err err = {0};
  if (scenario(&err)) printf("%s: %s\n", name, err.message), failed++; /* once without, to warm up */
  for (long n = 1;; n++) {
    long before = live;
    err = (inq_err){0};
    countdown = n;
    inq_code code = scenario(&err);
    bool reached = countdown < 0;
    countdown = 0;
    bool right = live == before && (reached ? code == INQ_E_MEMORY : code == INQ_OK);
    if (!right)
      printf("%s: allocation %ld: code %d (%s), %ld leaked\n", name, n, code, err.message, live - before);
    *(right ? &passed : &failed) += 1;
    if (!reached || failed > 20) break;
    if (n > 400) n += n / 8; /* then ever fewer of them */
  }
}

int main(int count, char **words) {
  inq_err err = {0};
  if (count < 2 || file_read(words[1], 1 << 20, &text, &err)) return printf("no text: %s\n", err.message), 1;
  if (text.length > 1500) text.length = 1500; /* every try reads it anew */
  while (((unsigned char)text.at[text.length] & 0xc0) == 0x80) text.length--;
  try_all("read", read_to_explain);
  try_all("line", read_line);
  try_all("page", read_page);
  try_all("again", read_again);
  try_all("lists", read_with_lists);
  model_path = count > 2 ? words[2] : NULL;
  if (model_path) try_all("model", read_to_explain);
  if (model_path) try_all("lists with a model", read_with_lists);
  buf_free(&text);
  printf("faults: %d passed, %d failed\n", passed, failed);
  return failed > 0;
}
