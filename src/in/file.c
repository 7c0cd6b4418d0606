#include "in/file.h"

#include "base/err.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 1 << 16 };

static inq_code too_long(size_t most, inq_err *err) {
  return err_set(err, INQ_E_SIZE, "file", (int64_t)most, "longer than %zu bytes", most);
}

static inq_code failed(inq_err *err) { return err_set(err, INQ_E_FILE, "file", -1, "%s", strerror(errno)); }

static inq_code read_all(int file, size_t most, buf *to, inq_err *err) {
  char piece[PIECE];
  size_t begin = to->length;
  for (;;) {
    ssize_t got = read(file, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(err);
    if (got == 0) break;
    buf_bytes(to, piece, (size_t)got);
    if (to->length - begin > most) return too_long(most, err);
    if (to->failed) break;
  }
  buf_str(to, ""); /* an empty file, too, is a string */
  return to->failed ? err_set(err, INQ_E_MEMORY, "file", -1, "no memory to read it") : INQ_OK;
}

/* Says so before reading when a file is a folder or too long. */
static inq_code look(int file, size_t most, inq_err *err) {
  struct stat about;
  if (fstat(file, &about)) return failed(err);
  if (S_ISDIR(about.st_mode)) return err_set(err, INQ_E_FILE, "file", -1, "a folder, not a file");
  if (S_ISREG(about.st_mode) && (uintmax_t)about.st_size > most) return too_long(most, err);
  return INQ_OK;
}

inq_code file_read(const char *path, size_t most, buf *to, inq_err *err) {
  bool standard = strcmp(path, "-") == 0;
  int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return failed(err);
  inq_code code = look(file, most, err);
  if (code == INQ_OK) code = read_all(file, most, to, err);
  if (!standard) close(file);
  return code;
}

char *file_id(const char *path) {
  if (strcmp(path, "-") == 0) return NULL;
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
  size_t length = dot && dot > name ? (size_t)(dot - name) : strlen(name);
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
