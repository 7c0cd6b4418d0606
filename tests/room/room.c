/* How much memory reading takes, counted as it is asked for: the linker leads aligned_alloc() and free() through here
 * (see the Makefile), and all memory of readers and documents comes from them.
 *
 *   room MODEL.inq FILE...
 *
 * The files, one behind the other, are read as one text, then as one of LONG bytes. */
#include "base/buf.h"
#include "inquit.h"
#include "model/pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  SHORT = 100000,
  LONG = 2000000,
  WORD = 6,          /* bytes, about, with the blank behind it */
  KEPT = 16 << 20,   /* by a reader between two texts, whatever it has read */
  BASE = 16 << 20,   /* while any text is read, */
  SCRATCH_WORD = 80, /* and for each word of it, */
  TRACED_WORD = 40,  /* more where the ranker of speakers sees the network's vectors (src/doc/trace.h), */
  DOCUMENT_WORD = 64 /* and in the document, its text and all */
};

enum { MOST = 4096 };

static struct {
  void *at[MOST];
  size_t bytes[MOST];
  int count;
  size_t now, most;
} held;

void *__real_aligned_alloc(size_t align, size_t bytes);
void *__wrap_aligned_alloc(size_t align, size_t bytes);
void __real_free(void *memory);
void __wrap_free(void *memory);

void *__wrap_aligned_alloc(size_t align, size_t bytes) {
  void *at = __real_aligned_alloc(align, bytes);
  if (!at || held.count == MOST) abort();
  held.at[held.count] = at;
  held.bytes[held.count++] = bytes;
  held.now += bytes;
  if (held.now > held.most) held.most = held.now;
  return at;
}

void __wrap_free(void *memory) {
  for (int i = held.count - 1; memory && i >= 0; i--) {
    if (held.at[i] != memory) continue;
    held.now -= held.bytes[i];
    held.at[i] = held.at[--held.count];
    held.bytes[i] = held.bytes[held.count];
    break;
  }
  __real_free(memory);
}

static int passed, failed;

static void expect(const char *what, size_t bytes, size_t bound) {
  bool right = bytes && bytes <= bound;
  passed += right, failed += !right;
  if (!right) printf("%s: %zu bytes, not 1 to %zu\n", what, bytes, bound);
}

static void add_file(const char *path, buf *to) {
  char chunk[4096];
  FILE *file = fopen(path, "rb");
  for (size_t length; file && (length = fread(chunk, 1, sizeof chunk, file)) > 0;)
    buf_bytes(to, chunk, length);
  if (!file || ferror(file)) perror(path), exit(1);
  fclose(file);
  buf_str(to, "\n\n");
}

/* The article again and again, up to `length` bytes; ends between two. */
static buf text_of(const buf *article, size_t length) {
  buf text = {0};
  do buf_bytes(&text, article->at, article->length);
  while (text.length + article->length <= length);
  return text;
}

typedef struct {
  size_t most, document, kept; /* while it was read; what the document holds; what the reader holds then */
} use;

static use read_text(inq_reader *reader, const buf *text) {
  inq_doc *doc;
  inq_err err;
  use u;
  held.most = held.now;
  size_t model = held.now;
  if (inq_read(reader, text->at, text->length, NULL, &doc, &err))
    fprintf(stderr, "%s\n", err.message), exit(1);
  u.most = held.most - model;
  size_t with = held.now;
  inq_doc_free(doc);
  u.document = with - held.now;
  u.kept = held.now - model;
  return u;
}

/* Bytes of scratch for each word, with this model. */
static size_t scratch_word(const char *path) {
  pack *p;
  inq_err err;
  if (pack_open(path, &p, &err)) fprintf(stderr, "%s\n", err.message), exit(1);
  bool traced = pack_has(p, "speaker.impression");
  pack_close(p);
  return SCRATCH_WORD + (traced ? TRACED_WORD : 0);
}

/* A text of about `length` bytes, by a reader of its own; word: of scratch. */
static void check(const inq_model *model, const buf *article, size_t length, size_t word) {
  inq_reader *reader;
  inq_err err;
  if (inq_reader_new(model, &reader, &err)) fprintf(stderr, "%s\n", err.message), exit(1);
  buf text = text_of(article, length);
  use u = read_text(reader, &text);
  size_t words = text.length / WORD;
  printf("a text of %zu bytes: %zu of scratch, %zu in the document, %zu kept\n", text.length,
         u.most - u.document, u.document, u.kept);
  expect("scratch", u.most - u.document, BASE + words * word);
  expect("document", u.document, (1 << 20) + words * DOCUMENT_WORD);
  expect("kept", u.kept, KEPT);
  buf_free(&text);
  inq_reader_free(reader);
}

int main(int count, char **arguments) {
  inq_model *model;
  inq_err err;
  buf article = {0};
  if (count < 3) return fprintf(stderr, "usage: room MODEL.inq FILE...\n"), 2;
  for (int i = 2; i < count; i++) add_file(arguments[i], &article);
  if (inq_model_open(arguments[1], &model, &err)) return fprintf(stderr, "%s\n", err.message), 1;
  check(model, &article, SHORT, scratch_word(arguments[1]));
  check(model, &article, LONG, scratch_word(arguments[1]));
  inq_model_close(model);
  buf_free(&article);
  printf("room: %d passed, %d failed\n", passed, failed);
  return failed > 0;
}
