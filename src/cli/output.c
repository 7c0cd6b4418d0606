/* What goes out: results to stdout, complaints to stderr. */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int fault; /* the first errno that stdout met */

void complain(const char *format, ...) {
  va_list values;
  va_start(values, format);
  fputs("inquit: ", stderr);
  vfprintf(stderr, format, values);
  fputc('\n', stderr);
  va_end(values);
}

void complain_error(const char *file, const inq_err *err) {
  fputs("inquit: ", stderr);
  if (file) fprintf(stderr, "%s: ", strcmp(file, "-") == 0 ? "standard input" : file);
  if (err->line > 0) fprintf(stderr, "line %d: ", (int)err->line);
  for (const char *at = err->message; *at; at++) fputc((unsigned char)*at < ' ' ? ' ' : *at, stderr);
  if (err->position >= 0) fprintf(stderr, " (byte %lld)", (long long)err->position);
  fputc('\n', stderr);
}

int usage_error(const command *c) {
  fprintf(stderr, "inquit: see inquit help %s\n", c->name);
  return BAD_USAGE;
}

void output_write(const char *bytes, size_t length) {
  if (!fault && fwrite(bytes, 1, length, stdout) != length) fault = errno;
}

bool output_flush(void) {
  if (fflush(stdout) && !fault) fault = errno;
  return !fault;
}

int output_end(int code) {
  if (output_flush()) return code;
  if (fault != EPIPE) complain("standard output: %s", strerror(fault)); /* a reader that left wants no more */
  return SOME_FAILED;
}
