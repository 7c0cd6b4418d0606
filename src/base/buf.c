#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool ensure(buf *b, size_t more) {
  if (b->failed || more > SIZE_MAX / 4) b->failed = true;
  if (b->failed) return false;
  if (b->length + more + 1 <= b->room) return true;
  size_t room = b->room ? b->room * 2 : 256;
  while (room < b->length + more + 1) room *= 2;
  char *at = realloc(b->at, room);
  if (!at) return b->failed = true, false;
  b->at = at;
  b->room = room;
  return true;
}

void buf_bytes(buf *b, const void *from, size_t length) {
  if (!ensure(b, length)) return;
  if (length) memcpy(b->at + b->length, from, length);
  b->length += length;
  b->at[b->length] = '\0';
}

void buf_str(buf *b, const char *str) { buf_bytes(b, str, strlen(str)); }

void buf_char(buf *b, char c) { buf_bytes(b, &c, 1); }

void buf_format(buf *b, const char *format, ...) {
  va_list values, again;
  va_start(values, format);
  va_copy(again, values);
  int length = vsnprintf(NULL, 0, format, values);
  va_end(values);
  if (length >= 0 && ensure(b, (size_t)length)) {
    vsnprintf(b->at + b->length, (size_t)length + 1, format, again);
    b->length += (size_t)length;
  }
  va_end(again);
}

void buf_cut(buf *b, size_t length) {
  b->length = length;
  b->failed = false;
  if (b->at) b->at[length] = '\0';
}

void buf_free(buf *b) {
  free(b->at);
  *b = (buf){0};
}
