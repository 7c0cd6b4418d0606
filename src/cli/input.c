#include "cli/input.h"

#include "base/err.h"
#include "in/charset.h"
#include "in/file.h"
#include "in/line.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void take_file(const char *path, const input_options *o, input_take take, void *with) {
  input_text t = {.file = path};
  buf bytes = {0};
  char *id = file_id(path);
  t.id = o->id ? o->id : id;
  char *text = NULL;
  if (file_read(path, o->most, &bytes, &t.error) == INQ_OK)
    charset_to_utf8(bytes.at, bytes.length, o->encoding, &text, &t.length, NULL, &t.error);
  buf_free(&bytes);
  t.text = text;
  take(with, &t);
  free(text);
  free(id);
}

static bool take_line(input_text *t, const char *bytes, size_t length, const input_options *o,
                      input_take take, void *with) {
  line l;
  if (line_read(bytes, length, &l, &t->error) == INQ_OK && l.length > o->most)
    err_set(&t->error, INQ_E_SIZE, "input", (int64_t)o->most, "longer than %zu bytes", o->most);
  t->id = l.id;
  t->meta = l.meta.at;
  t->text = t->error.code ? NULL : l.text;
  t->length = l.length;
  t->error.line = t->error.code ? t->line : 0;
  bool more = take(with, t);
  line_free(&l);
  return more;
}

static void take_lines(const char *path, const input_options *o, input_take take, void *with) {
  errno = 0;
  FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
  char *bytes = NULL;
  size_t room = 0;
  ssize_t length = -1;
  bool more = true;
  for (int32_t number = 1; file && more && (length = getline(&bytes, &room, file)) >= 0; number++) {
    input_text t = {.file = path, .line = number};
    if (strspn(bytes, " \t\r\n") == (size_t)length) continue; /* nothing on the line */
    more = take_line(&t, bytes, (size_t)length, o, take, with);
  }
  if (!file || (length < 0 && !feof(file))) {
    input_text t = {.file = path};
    err_set(&t.error, errno == ENOMEM ? INQ_E_MEMORY : INQ_E_FILE, "file", -1, "%s", strerror(errno));
    take(with, &t);
  }
  free(bytes);
  if (file && file != stdin) fclose(file);
}

static bool ends_with(const char *path, const char *ending) {
  size_t length = strlen(path), tail = strlen(ending);
  return length > tail && strcmp(path + length - tail, ending) == 0;
}

void input_each(const char *path, const input_options *o, input_take take, void *with) {
  bool lines = o->lines == INPUT_LINES || (o->lines == INPUT_AUTO && ends_with(path, ".jsonl"));
  if (lines) take_lines(path, o, take, with);
  else take_file(path, o, take, with);
}
