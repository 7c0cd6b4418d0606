#include "in/stream.h"

#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { PIECE = 1 << 16 };
typedef enum { PLAIN, GZIP, ZSTD } packing;

struct stream {
  int file;
  packing packing;
  bool ended;  /* the file has no more bytes */
  bool inside; /* a gzip member or a zstd frame has begun and not ended */
  z_stream gzip;
  ZSTD_DStream *zstd;
  size_t in_at, in_end, out_at, out_end;
  char in[PIECE], out[PIECE];
};

static inq_code failed(inq_err *err) { return err_set(err, INQ_E_FILE, "file", -1, "%s", strerror(errno)); }

static inq_code damaged(const char *what, inq_err *err) {
  return err_set(err, INQ_E_FILE, "file", -1, "damaged %s data", what);
}

static inq_code too_long(size_t most, inq_err *err) {
  return err_set(err, INQ_E_SIZE, "file", (int64_t)most, "longer than %zu bytes", most);
}

/* ---- Packed bytes ------------------------------------------------------------------------------ */

/* Reads what there is behind what is there, at most until in[] is full. */
static inq_code fill(stream *s, inq_err *err) {
  if (s->in_at == s->in_end) s->in_at = s->in_end = 0;
  ssize_t got;
  do got = read(s->file, s->in + s->in_end, sizeof s->in - s->in_end);
  while (got < 0 && errno == EINTR);
  if (got < 0) return failed(err);
  s->in_end += (size_t)got;
  s->ended = got == 0;
  return INQ_OK;
}

static inq_code start_gzip(stream *s, inq_err *err) {
  s->packing = GZIP;
  if (inflateInit2(&s->gzip, 15 + 16) == Z_OK) return INQ_OK; /* 32 kB window, gzip's header */
  return err_set(err, INQ_E_MEMORY, "file", -1, "no memory to unpack it");
}

static inq_code start_zstd(stream *s, inq_err *err) {
  s->packing = ZSTD;
  s->zstd = ZSTD_createDStream();
  if (s->zstd) return INQ_OK;
  return err_set(err, INQ_E_MEMORY, "file", -1, "no memory to unpack it");
}

/* A pipe may give the magic in pieces: reads on as long as what came could begin one. */
static inq_code find_packing(stream *s, inq_err *err) {
  static const char gzip[] = "\x1f\x8b\x08", zstd[] = "\x28\xb5\x2f\xfd";
  size_t have;
  do {
    inq_code code = fill(s, err);
    if (code) return code;
    have = s->in_end;
    if (have >= 3 && memcmp(s->in, gzip, 3) == 0) return start_gzip(s, err);
    if (have >= 4 && memcmp(s->in, zstd, 4) == 0) return start_zstd(s, err);
  } while (!s->ended && have < 4 && (memcmp(s->in, gzip, have) == 0 || memcmp(s->in, zstd, have) == 0));
  return INQ_OK;
}

/* ---- Unpacking: each takes from in[] and fills out[] ------------------------------------------- */

static inq_code inflate_some(stream *s, inq_err *err) {
  s->gzip.next_in = (Bytef *)s->in + s->in_at;
  s->gzip.avail_in = (uInt)(s->in_end - s->in_at);
  s->gzip.next_out = (Bytef *)s->out;
  s->gzip.avail_out = sizeof s->out;
  s->inside = true;
  int result = inflate(&s->gzip, Z_NO_FLUSH);
  s->in_at = s->in_end - s->gzip.avail_in;
  s->out_end = sizeof s->out - s->gzip.avail_out;
  if (result == Z_STREAM_END) {
    s->inside = false;
    inflateReset(&s->gzip);
  } else if (result != Z_OK && result != Z_BUF_ERROR) return damaged("gzip", err);
  return INQ_OK;
}

static inq_code unpack_zstd(stream *s, inq_err *err) {
  ZSTD_inBuffer in = {s->in, s->in_end, s->in_at};
  ZSTD_outBuffer out = {s->out, sizeof s->out, 0};
  size_t left = ZSTD_decompressStream(s->zstd, &out, &in);
  if (ZSTD_isError(left)) return damaged("zstd", err);
  s->in_at = in.pos;
  s->out_end = out.pos;
  s->inside = left > 0;
  return INQ_OK;
}

/* Whether unpacking can go on without more bytes from the file. */
static bool can_unpack(const stream *s, bool out_was_full) { return s->in_at < s->in_end || out_was_full; }

static inq_code unpack(stream *s, inq_err *err) {
  bool full = s->out_end == sizeof s->out;
  s->out_at = s->out_end = 0;
  while (!s->out_end) {
    if (!can_unpack(s, full && s->inside)) {
      inq_code code = fill(s, err);
      if (code) return code;
      if (s->ended) return s->inside ? damaged(s->packing == GZIP ? "gzip" : "zstd", err) : INQ_OK;
    }
    inq_code code = s->packing == GZIP ? inflate_some(s, err) : unpack_zstd(s, err);
    if (code) return code;
    full = false;
  }
  return INQ_OK;
}

/* ---- Bytes out --------------------------------------------------------------------------------- */

inq_code stream_open(const char *path, stream **out, inq_err *err) {
  *out = NULL;
  stream *s = calloc(1, sizeof *s);
  if (!s) return err_set(err, INQ_E_MEMORY, "file", -1, "no memory to read it");
  struct stat about;
  inq_code code = INQ_OK;
  s->file = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (s->file < 0 || fstat(s->file, &about)) code = failed(err);
  else if (S_ISDIR(about.st_mode)) code = err_set(err, INQ_E_FILE, "file", -1, "a folder, not a file");
  else code = find_packing(s, err);
  if (code) stream_close(s);
  else *out = s;
  return code;
}

void stream_close(stream *s) {
  if (!s) return;
  if (s->packing == GZIP) inflateEnd(&s->gzip);
  ZSTD_freeDStream(s->zstd);
  if (s->file > STDIN_FILENO) close(s->file);
  free(s);
}

inq_code stream_next(stream *s, const char **at, size_t *length, inq_err *err) {
  size_t most = *length, *from = &s->in_at, *end = &s->in_end;
  *length = 0;
  *at = s->in;
  if (s->packing != PLAIN) {
    from = &s->out_at;
    end = &s->out_end;
    *at = s->out;
  }
  if (*from == *end) {
    inq_code code = s->packing != PLAIN ? unpack(s, err) : s->ended ? INQ_OK : fill(s, err);
    if (code) return code;
  }
  *at += *from;
  *length = *end - *from < most ? *end - *from : most;
  *from += *length;
  return INQ_OK;
}

void stream_back(stream *s, size_t count) { *(s->packing == PLAIN ? &s->in_at : &s->out_at) -= count; }

inq_code stream_all(stream *s, size_t most, buf *to, inq_err *err) {
  for (size_t begin = to->length;;) {
    const char *at;
    size_t length = PIECE;
    inq_code code = stream_next(s, &at, &length, err);
    if (code) return code;
    if (!length) break;
    if (to->length - begin + length > most) return too_long(most, err);
    buf_bytes(to, at, length);
    if (to->failed) break;
  }
  buf_str(to, ""); /* an empty file, too, is a string */
  return to->failed ? err_set(err, INQ_E_MEMORY, "file", -1, "no memory to read it") : INQ_OK;
}

inq_code stream_until(stream *s, char end, size_t most, buf *to, bool *more, inq_err *err) {
  size_t taken = 0;
  bool over = false, any = false;
  while (!over) {
    const char *at;
    size_t length = PIECE;
    inq_code code = stream_next(s, &at, &length, err);
    if (code) return *more = false, code;
    if (!length) break;
    const char *found = memchr(at, end, length);
    size_t part = found ? (size_t)(found - at) : length;
    any = true;
    over = found != NULL;
    stream_back(s, length - part - over);
    taken += part;
    if (taken <= most) buf_bytes(to, at, part);
  }
  *more = any;
  buf_str(to, "");
  if (taken > most) return too_long(most, err);
  return to->failed ? err_set(err, INQ_E_MEMORY, "file", -1, "no memory to read it") : INQ_OK;
}
