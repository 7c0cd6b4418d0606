/* Bytes that grow on the heap, for output.  The first failed allocation is remembered: write on, and look
 * at `failed` once at the end. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  char *at; /* [length], NUL behind it once anything was written */
  size_t length, room;
  bool failed;
} buf;

void buf_bytes(buf *b, const void *from, size_t length);
void buf_str(buf *b, const char *str);
void buf_char(buf *b, char c);
void buf_format(buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Takes back what came behind the first `length` bytes, and that memory failed. */
void buf_cut(buf *b, size_t length);
void buf_free(buf *b);

#endif
