#include "in/csv.h"

#include "base/err.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE = 1 << 16 };

static inq_code no_memory(inq_err *err) {
  return err_set(err, INQ_E_MEMORY, "input", -1, "no memory to read it");
}

/* ---- Cutting: a line end inside quotation marks ends nothing ------------------------------------ */

typedef enum { START, BARE, QUOTED, CLOSED } field_state; /* CLOSED: behind a mark that may be doubled */

static field_state next_state(field_state state, char c) {
  if (state == QUOTED) return c == '"' ? CLOSED : QUOTED;
  if (c == ',') return START;
  if (c == '"' && state != BARE) return QUOTED;
  return BARE;
}

/* How much of a piece belongs to the record; *state is carried from piece to piece. */
static size_t cut_piece(const char *at, size_t length, field_state *state, int32_t *lines, bool *over) {
  for (size_t i = 0; i < length; i++) {
    *lines += at[i] == '\n';
    if (at[i] == '\n' && *state != QUOTED) return *over = true, i + 1;
    *state = next_state(*state, at[i]);
  }
  return length;
}

inq_code csv_cut(stream *s, size_t most, buf *to, int32_t *lines, bool *more, inq_err *err) {
  size_t taken = 0;
  field_state state = START;
  bool over = false;
  while (!over) {
    const char *at;
    size_t length = PIECE;
    inq_code code = stream_next(s, &at, &length, err);
    if (code) return *more = false, code;
    if (!length) break;
    size_t part = cut_piece(at, length, &state, lines, &over);
    stream_back(s, length - part);
    taken += part;
    if (taken <= most) buf_bytes(to, at, part);
  }
  *more = taken > 0;
  buf_str(to, "");
  if (taken > most) return err_set(err, INQ_E_SIZE, "csv", (int64_t)most, "longer than %zu bytes", most);
  return to->failed ? no_memory(err) : INQ_OK;
}

/* ---- Splitting --------------------------------------------------------------------------------- */

static void end_field(csv_record *r) {
  if (r->count == r->room) {
    size_t room = r->room ? 2 * r->room : 16;
    size_t *ends = realloc(r->ends, room * sizeof *ends);
    if (!ends) {
      r->bytes.failed = true;
      return;
    }
    r->ends = ends;
    r->room = room;
  }
  r->ends[r->count++] = r->bytes.length;
  buf_bytes(&r->bytes, "", 1);
}

/* From behind the first quotation mark to behind the last. */
static const char *quoted_field(const char *at, const char *end, buf *to) {
  while (at < end) {
    const char *mark = memchr(at, '"', (size_t)(end - at));
    if (!mark) return NULL;
    buf_bytes(to, at, (size_t)(mark - at));
    at = mark + 1;
    if (at == end || *at != '"') return at;
    buf_char(to, *at++);
  }
  return NULL;
}

static const char *plain_field(const char *at, const char *end, buf *to) {
  const char *comma = memchr(at, ',', (size_t)(end - at));
  if (!comma) comma = end;
  buf_bytes(to, at, (size_t)(comma - at));
  return comma;
}

static const char *without_line_end(const char *begin, const char *end) {
  if (end > begin && end[-1] == '\n') end--;
  if (end > begin && end[-1] == '\r') end--;
  return end;
}

inq_code csv_split(const char *bytes, size_t length, csv_record *out, inq_err *err) {
  const char *at = bytes, *end = without_line_end(bytes, bytes + length);
  if (length >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) at += 3; /* a byte order mark */
  for (;; at++) {
    const char *begin = at;
    at = at < end && *at == '"' ? quoted_field(at + 1, end, &out->bytes) : plain_field(at, end, &out->bytes);
    end_field(out);
    if (out->bytes.failed) return no_memory(err);
    if (!at) return err_set(err, INQ_E_FILE, "csv", begin - bytes, "a quotation mark is not closed");
    if (at == end) return INQ_OK;
    if (*at != ',')
      return err_set(err, INQ_E_FILE, "csv", at - bytes,
                     "no comma behind a quotation mark that closes a field");
  }
}

void csv_free(csv_record *r) {
  buf_free(&r->bytes);
  free(r->ends);
  *r = (csv_record){0};
}

/* ---- Fields ------------------------------------------------------------------------------------ */

const char *csv_field(const csv_record *r, size_t i, size_t *length) {
  size_t begin = i ? r->ends[i - 1] + 1 : 0;
  if (length) *length = r->ends[i] - begin;
  return r->bytes.at + begin;
}

int64_t csv_column(const csv_record *header, const char *name) {
  int64_t found = -1;
  for (size_t i = 0; i < header->count; i++)
    if (strcmp(csv_field(header, i, NULL), name) == 0) {
      if (found >= 0) return -2;
      found = (int64_t)i;
    }
  return found;
}

/* A second column of one name becomes "name.2". */
static bool add_value(json_t *object, const char *name, json_t *value) {
  buf key = {0};
  buf_str(&key, name);
  for (int again = 2; !key.failed && json_object_get(object, key.at); again++) {
    key.length = 0;
    buf_format(&key, "%s.%d", name, again);
  }
  bool good = !key.failed && json_object_set(object, key.at, value) == 0;
  json_decref(value);
  buf_free(&key);
  return good;
}

inq_code csv_meta(const csv_record *header, const csv_record *record, const char *text, const char *id,
                  buf *to, inq_err *err) {
  json_t *object = json_object();
  bool failed = !object;
  for (size_t i = 0; i < header->count && i < record->count; i++) {
    size_t length;
    const char *name = csv_field(header, i, NULL), *value = csv_field(record, i, &length);
    if (strcmp(name, text) == 0 || strcmp(name, id) == 0) continue;
    failed |= !add_value(object, name, json_stringn(value, length));
  }
  char *dump = failed ? NULL : json_dumps(object, JSON_COMPACT);
  if (dump) buf_str(to, dump);
  free(dump);
  json_decref(object);
  return dump && !to->failed ? INQ_OK : no_memory(err);
}
