#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

void err_clear(inq_err *err) {
  if (err) *err = (inq_err){.code = INQ_OK, .position = -1};
}

inq_code err_set(inq_err *err, inq_code code, const char *stage, int64_t position, const char *format, ...) {
  if (!err || err->code != INQ_OK) return code;
  err->code = code;
  err->line = 0;
  err->position = position;
  snprintf(err->stage, sizeof err->stage, "%s", stage);
  va_list values;
  va_start(values, format);
  vsnprintf(err->message, sizeof err->message, format, values);
  va_end(values);
  return code;
}

const char *inq_code_name(int32_t code) {
  static const char *const names[] = {"ok",   "argument", "memory",   "file", "utf8",
                                      "size", "model",    "encoding", "json"};
  return code >= 0 && code < (int32_t)(sizeof names / sizeof *names) ? names[code] : "unknown";
}

const char *inq_version(void) { return INQ_VERSION; }
