/* What goes out: results to stdout, complaints to stderr. */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fault; /* the first errno that stdout met */

static bool status_there; /* the terminal's line holds a status that the next line is written over */

static void clear_status(void) {
  if (status_there) fputs("\r\033[K", stderr);
  status_there = false;
}

void status_show(const char *line, bool replaceable) {
  clear_status();
  fputs(line, stderr);
  fflush(stderr);
  status_there = replaceable;
}

void complain(const char *format, ...) {
  va_list values;
  clear_status();
  va_start(values, format);
  fputs("inquit: ", stderr);
  vfprintf(stderr, format, values);
  fputc('\n', stderr);
  va_end(values);
}

void complain_error(const char *file, const inq_err *err) {
  clear_status();
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

/* A file keeps no piece of a line, of which the first done bytes of a block were the last to be written. */
static void take_back_torn(const char *bytes, size_t done) {
  struct stat about;
  off_t end = lseek(STDOUT_FILENO, 0, SEEK_CUR);
  size_t whole = done;
  while (whole && bytes[whole - 1] != '\n') whole--;
  if (whole < done && end >= 0 && fstat(STDOUT_FILENO, &about) == 0 && S_ISREG(about.st_mode) &&
      ftruncate(STDOUT_FILENO, end - (off_t)(done - whole)) != 0)
    complain("standard output: its last line is not whole: %s", strerror(errno));
}

bool output_lines(const char *bytes, size_t length) {
  size_t done = 0;
  while (output_flush() && done < length) {
    ssize_t wrote = write(STDOUT_FILENO, bytes + done, length - done);
    if (wrote >= 0) done += (size_t)wrote;
    else if (errno != EINTR) {
      fault = errno;
      take_back_torn(bytes, done);
    }
  }
  return !fault;
}

int output_end(int code) {
  if (output_flush()) return code;
  if (fault != EPIPE) complain("standard output: %s", strerror(fault)); /* a reader that left wants no more */
  return SOME_FAILED;
}
