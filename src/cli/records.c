#include "cli/records.h"

#include "base/err.h"
#include "cli/cli.h"
#include "in/stream.h"

#include <string.h>

static inq_code take_line(const buf *line, records_take take, void *with, inq_err *err) {
  json_error_t why;
  json_t *object = json_loadb(line->at, line->length, JSON_ALLOW_NUL, &why);
  if (!object) return err_set(err, INQ_E_JSON, "json", why.position, "not JSON: %s", why.text);
  inq_code code = take(with, object, err);
  json_decref(object);
  return code;
}

int records_each(const char *path, records_take take, void *with) {
  inq_err err = {0};
  stream *file = NULL;
  int result = DONE;
  buf line = {0};
  bool more = stream_open(path, &file, &err) == INQ_OK;
  for (int32_t number = 1; more && !err.code; number++) {
    line.length = 0;
    if (stream_until(file, '\n', INQ_MAX_BYTES, &line, &more, &err)) break;
    if (!line.length || strspn(line.at, " \t\r") == line.length) continue;
    inq_err wrong = {0};
    if (take_line(&line, take, with, &wrong) == INQ_OK) continue;
    wrong.line = number;
    complain_error(path, &wrong);
    result = SOME_FAILED;
  }
  if (err.code) complain_error(path, &err);
  buf_free(&line);
  stream_close(file);
  return err.code ? SOME_FAILED : result;
}
