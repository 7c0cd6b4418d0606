#include "in/file.h"

#include "base/utf8.h"
#include "in/stream.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

inq_code file_read(const char *path, size_t most, buf *to, inq_err *err) {
  stream *s;
  inq_code code = stream_open(path, &s, err);
  if (code == INQ_OK) code = stream_all(s, most, to, err);
  stream_close(s);
  return code;
}

bool file_ends_with(const char *path, const char *ending) {
  size_t length = strlen(path), tail = strlen(ending);
  const char *const packed[] = {"", ".gz", ".zst"};
  for (int i = 0; i < 3; i++) {
    size_t all = tail + strlen(packed[i]);
    if (length > all && strncmp(path + length - all, ending, tail) == 0 &&
        strcmp(path + length - all + tail, packed[i]) == 0)
      return true;
  }
  return false;
}

/* How much of a name stands before its ending; .gz and .zst come on top of one. */
static size_t without_ending(const char *name) {
  size_t length = strlen(name);
  if (length > 3 && strcmp(name + length - 3, ".gz") == 0) length -= 3;
  else if (length > 4 && strcmp(name + length - 4, ".zst") == 0) length -= 4;
  for (size_t i = length; i > 1 && name[i - 1] != '/'; i--)
    if (name[i - 1] == '.' && name[i - 2] != '/') return i - 1;
  return length;
}

char *file_id(const char *name) {
  size_t length = without_ending(name);
  char *id = malloc(3 * length + 1), *to = id; /* a wrong byte becomes three */
  while (id && length) {
    int64_t wrong = utf8_check(name, length);
    size_t right = wrong < 0 ? length : (size_t)wrong;
    memcpy(to, name, right);
    to += right;
    if (wrong >= 0) to += utf8_write(0xfffd, to);
    right += wrong >= 0;
    name += right;
    length -= right;
  }
  if (id) *to = '\0';
  return id;
}

const char *file_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}
