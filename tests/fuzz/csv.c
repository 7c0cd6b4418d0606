/* Any bytes as a CSV file: cut into records that are the file again, whose fields survive being written. */
#include "promise.h"

#include "base/utf8.h"
#include "in/csv.h"

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* The bytes as a file that a stream can open by its name. */
static const char *as_file(const uint8_t *bytes, size_t length) {
  static char name[32];
  static FILE *file;
  if (!file) file = tmpfile();
  if (!file || ftruncate(fileno(file), 0) || pwrite(fileno(file), bytes, length, 0) != (ssize_t)length)
    exit(2);
  snprintf(name, sizeof name, "/dev/fd/%d", fileno(file));
  return name;
}

static void write_again(const csv_record *r, buf *to) {
  for (size_t i = 0; i < r->count; i++) {
    size_t length;
    const char *field = csv_field(r, i, &length);
    buf_str(to, i ? ",\"" : "\"");
    for (size_t k = 0; k < length; k++) {
      if (field[k] == '"') buf_char(to, '"');
      buf_char(to, field[k]);
    }
    buf_char(to, '"');
  }
}

static void promise_same(const csv_record *a, const csv_record *b) {
  PROMISE(a->count == b->count && a->bytes.length == b->bytes.length, "%zu fields", b->count);
  PROMISE(memcmp(a->bytes.at, b->bytes.at, a->bytes.length) == 0, "other bytes");
  for (size_t i = 0; i < a->count; i++) PROMISE(a->ends[i] == b->ends[i], "field %zu", i);
}

static void promise_meta(const csv_record *header, const csv_record *record) {
  buf meta = {0};
  inq_err err = {0};
  PROMISE(csv_meta(header, record, "text", "id", &meta, &err) == INQ_OK, "%s", err.message);
  json_t *object = json_loads(meta.at, JSON_ALLOW_NUL, NULL);
  PROMISE(json_is_object(object) && !json_object_get(object, "text"), "%s", meta.at);
  json_decref(object);
  buf_free(&meta);
}

static void split(const buf *cut, csv_record *header) {
  csv_record record = {0}, again = {0};
  inq_err err = {0};
  buf written = {0};
  inq_code code = csv_split(cut->at, cut->length, &record, &err);
  PROMISE(code == INQ_OK || (err.code == INQ_E_FILE && *err.message), "%d", (int)code);
  PROMISE(err.position < (int64_t)cut->length + 1, "byte %lld", (long long)err.position);
  if (code == INQ_OK) {
    write_again(&record, &written);
    PROMISE(csv_split(written.at, written.length, &again, &err) == INQ_OK, "%s", err.message);
    promise_same(&record, &again);
    if (header->count && utf8_check(cut->at, cut->length) < 0) promise_meta(header, &record);
  }
  if (!header->count && code == INQ_OK && utf8_check(cut->at, cut->length) < 0) *header = record;
  else csv_free(&record);
  csv_free(&again);
  buf_free(&written);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  bool packed = length && (*bytes == 0x1f || *bytes == 0x28);
  stream *s;
  inq_err err = {0};
  csv_record header = {0};
  size_t done = 0;
  int32_t lines = 0;
  if (packed || stream_open(as_file(bytes, length), &s, &err)) return 0;
  for (bool more = true; more;) {
    buf cut = {0};
    PROMISE(csv_cut(s, length, &cut, &lines, &more, &err) == INQ_OK, "%s", err.message);
    PROMISE(cut.length <= length - done && memcmp(bytes + done, cut.at, cut.length) == 0, "at %zu", done);
    PROMISE(more == (cut.length > 0), "at %zu", done);
    done += cut.length;
    if (more) split(&cut, &header);
    buf_free(&cut);
  }
  PROMISE(done == length, "%zu of %zu bytes", done, length);
  stream_close(s);
  csv_free(&header);
  return 0;
}
