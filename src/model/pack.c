/* Opening a model file: map it, check the header, the checksum and each section (all that FORMAT.md
 * says), then hand out pointers into it. */
#include "model/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PACK_OLDEST = 1, PACK_NEWEST = 1, ALIGN = 64, MOST_SECTIONS = 4096, NAME_BYTES = 96 };

static const char magic[8] = "\x89INQ\r\n\x1a\n";

typedef struct {
  char magic[8];
  uint32_t version, sections;
  uint64_t size, checksum;
  char zeros[32];
} header;

typedef struct {
  char name[NAME_BYTES];
  uint32_t kind, rows, columns, zero;
  uint64_t start, bytes;
} section;

struct pack {
  const char *bytes; /* [size] */
  size_t size;
  const section *sections; /* [count] ordered by name */
  int32_t count;
  void *mapped; /* what pack_close() gives back: a mapping, */
  void *copied; /* or memory */
};

static inq_code refuse(inq_err *err, int64_t position, const char *why) {
  return err_set(err, INQ_E_MODEL, "model", position, "%s", why);
}

/* ---- Checksum -------------------------------------------------------------------------------- */

enum { LANES = 512 };

static uint64_t mix(uint64_t lane, uint64_t word) {
  lane ^= word;
  return (lane << 29 | lane >> 35) * 0x9E3779B97F4A7C15u;
}

static void mix_row(uint64_t lanes[LANES], const char *row) {
  for (int i = 0; i < LANES; i++) {
    uint64_t word;
    memcpy(&word, row + 8 * i, 8);
    lanes[i] = mix(lanes[i], word);
  }
}

static uint64_t checksum(const char *bytes, size_t length) {
  uint64_t lanes[LANES];
  for (int i = 0; i < LANES; i++) lanes[i] = (uint64_t)i;
  size_t done = 0;
  for (; length - done >= 8 * LANES; done += 8 * LANES) mix_row(lanes, bytes + done);
  if (done < length) {
    char last[8 * LANES] = {0};
    memcpy(last, bytes + done, length - done);
    mix_row(lanes, last);
  }
  uint64_t sum = length;
  for (int i = 0; i < LANES; i++) sum = mix(sum, lanes[i]);
  return sum;
}

/* ---- Checks ---------------------------------------------------------------------------------- */

static inq_code check_header(const pack *p, inq_err *err) {
  const header *h = (const header *)(const void *)p->bytes;
  if (p->size < sizeof(header) || memcmp(h->magic, magic, sizeof magic) != 0)
    return refuse(err, 0, "this is not a model file");
  if (h->version < PACK_OLDEST || h->version > PACK_NEWEST)
    return err_set(err, INQ_E_MODEL, "model", 8,
                   "the model file has format version %u; this program reads %d to %d", h->version,
                   PACK_OLDEST, PACK_NEWEST);
  if (h->size != p->size || p->size % ALIGN != 0)
    return err_set(err, INQ_E_MODEL, "model", (int64_t)p->size,
                   "the model file is cut short or has grown: it has %llu bytes and should have %llu",
                   (unsigned long long)p->size, (unsigned long long)h->size);
  if (h->sections < 1 || h->sections > MOST_SECTIONS ||
      sizeof(header) + h->sections * sizeof(section) > p->size)
    return refuse(err, 12, "the model file's number of sections is wrong");
  if (checksum(p->bytes + 32, p->size - 32) != h->checksum)
    return refuse(err, 24, "the model file is damaged: its checksum is wrong");
  return INQ_OK;
}

static uint64_t kind_size(uint32_t kind) {
  switch (kind) {
  case PACK_U8:
  case PACK_I8: return 1;
  case PACK_I32:
  case PACK_U32:
  case PACK_F32: return 4;
  default: return 0;
  }
}

static bool strings_fit(const char *at, const section *s) {
  uint64_t head = 4 * ((uint64_t)s->rows + 1);
  if (s->columns != 1 || s->bytes < head || s->bytes - head > INT32_MAX) return false;
  const uint32_t *offsets = (const uint32_t *)(const void *)at;
  if (offsets[0] != 0 || offsets[s->rows] != s->bytes - head) return false;
  for (uint32_t i = 0; i < s->rows; i++)
    if (offsets[i] > offsets[i + 1]) return false;
  return true;
}

/* Neither infinite nor NaN: with such a number, nothing that is worked out means anything. */
static bool all_finite(const char *at, uint64_t count) {
  const uint32_t *bits = (const uint32_t *)(const void *)at, exponent = 0x7f800000;
  uint32_t wrong = 0;
  for (uint64_t i = 0; i < count; i++) wrong |= (bits[i] & exponent) == exponent;
  return !wrong;
}

static bool contents_fit(const char *at, const section *s) {
  if (s->kind == PACK_STRINGS) return strings_fit(at, s);
  uint64_t size = kind_size(s->kind);
  /* rows and columns are below 2^31, so that the product does not wrap */
  return size && s->bytes % size == 0 && (uint64_t)s->rows * s->columns == s->bytes / size;
}

static const char *section_fault(const pack *p, const section *s, uint64_t from) {
  if (s->name[0] == 0 || s->name[NAME_BYTES - 1] != 0) return "name";
  if (s > p->sections && strcmp(s[-1].name, s->name) >= 0) return "place in the order of names";
  if (s->start % ALIGN || s->start < from || s->start > p->size || s->bytes > p->size - s->start)
    return "place in the file";
  if (s->rows > INT32_MAX || s->columns > INT32_MAX || s->zero || !contents_fit(p->bytes + s->start, s))
    return "shape";
  return NULL;
}

static inq_code check_sections(const pack *p, inq_err *err) {
  uint64_t from = sizeof(header) + (size_t)p->count * sizeof(section);
  for (int32_t i = 0; i < p->count; i++) {
    const section *s = &p->sections[i];
    const char *fault = section_fault(p, s, from);
    if (fault)
      return err_set(err, INQ_E_MODEL, "model", (const char *)s - p->bytes,
                     "section %d (%.40s) of the model file has a wrong %s", i, s->name, fault);
    if (s->kind == PACK_F32 && !all_finite(p->bytes + s->start, s->bytes / 4))
      return err_set(err, INQ_E_MODEL, "model", (int64_t)s->start,
                     "section %d (%.40s) of the model file holds a number that is infinite or none", i,
                     s->name);
    from = s->start + s->bytes;
  }
  return INQ_OK;
}

/* ---- Opening and closing --------------------------------------------------------------------- */

static inq_code check(pack *p, inq_err *err) {
  inq_code code = check_header(p, err);
  if (code) return code;
  p->sections = (const section *)(const void *)(p->bytes + sizeof(header));
  p->count = (int32_t)((const header *)(const void *)p->bytes)->sections;
  return check_sections(p, err);
}

static inq_code finish(pack *p, inq_code code, pack **out) {
  if (code) pack_close(p);
  else *out = p;
  return code;
}

static inq_code map_file(pack *p, const char *path, inq_err *err) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  inq_code code = INQ_OK;
  if (file < 0 || fstat(file, &status) != 0)
    code = err_set(err, INQ_E_FILE, "model", -1, "%s", strerror(errno));
  else if (!S_ISREG(status.st_mode) || status.st_size < (off_t)sizeof(header))
    code = refuse(err, 0, "this is not a model file");
  else {
    p->size = (size_t)status.st_size;
    void *at = mmap(NULL, p->size, PROT_READ, MAP_PRIVATE, file, 0);
    if (at == MAP_FAILED)
      code = err_set(err, INQ_E_FILE, "model", -1, "cannot be mapped: %s", strerror(errno));
    else p->bytes = p->mapped = at;
  }
  if (file >= 0) close(file);
  return code;
}

inq_code pack_open(const char *path, pack **out, inq_err *err) {
  *out = NULL;
  pack *p = calloc(1, sizeof *p);
  if (!p) return err_set(err, INQ_E_MEMORY, "model", -1, "no memory for the model");
  inq_code code = map_file(p, path, err);
  return finish(p, code ? code : check(p, err), out);
}

inq_code pack_open_memory(const void *bytes, size_t length, pack **out, inq_err *err) {
  *out = NULL;
  pack *p = calloc(1, sizeof *p);
  if (!p) return err_set(err, INQ_E_MEMORY, "model", -1, "no memory for the model");
  p->bytes = bytes;
  p->size = length;
  if ((uintptr_t)bytes % ALIGN) {
    if (!length || length > SIZE_MAX - ALIGN)
      return finish(p, refuse(err, 0, "this is not a model file"), out);
    p->copied = aligned_alloc(ALIGN, (length + ALIGN - 1) / ALIGN * ALIGN);
    if (!p->copied) return finish(p, err_set(err, INQ_E_MEMORY, "model", -1, "no memory for the model"), out);
    p->bytes = memcpy(p->copied, bytes, length);
  }
  return finish(p, check(p, err), out);
}

void pack_close(pack *p) {
  if (!p) return;
  if (p->mapped) munmap(p->mapped, p->size);
  free(p->copied);
  free(p);
}

/* ---- Asking ---------------------------------------------------------------------------------- */

static const section *find(const pack *p, const char *name) {
  int32_t low = 0, high = p->count;
  while (low < high) {
    int32_t middle = low + (high - low) / 2;
    int order = strcmp(p->sections[middle].name, name);
    if (order == 0) return &p->sections[middle];
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return NULL;
}

static inq_code find_kind(const pack *p, const char *name, pack_kind kind, const section **out,
                          inq_err *err) {
  static const char *const kinds[] = {"nothing", "u8", "i8", "i32", "u32", "f32", "strings"};
  *out = find(p, name);
  if (!*out) return err_set(err, INQ_E_MODEL, "model", -1, "the model has no section %.90s", name);
  if ((*out)->kind != (uint32_t)kind)
    return err_set(err, INQ_E_MODEL, "model", (int64_t)(*out)->start,
                   "section %.90s of the model holds %s, not %s", name, kinds[(*out)->kind], kinds[kind]);
  return INQ_OK;
}

inq_code pack_tensor(const pack *p, const char *name, pack_kind kind, int32_t rows, int32_t columns,
                     const void **at, int32_t *got_rows, int32_t *got_columns, inq_err *err) {
  const section *s;
  inq_code code = find_kind(p, name, kind, &s, err);
  if (code) return code;
  int32_t has_rows = (int32_t)s->rows, has_columns = (int32_t)s->columns;
  if ((rows >= 0 && rows != has_rows) || (columns >= 0 && columns != has_columns))
    return err_set(err, INQ_E_MODEL, "model", (int64_t)s->start,
                   "section %.90s of the model is %d x %d, not %d x %d", name, has_rows, has_columns, rows,
                   columns);
  *at = p->bytes + s->start;
  if (got_rows) *got_rows = has_rows;
  if (got_columns) *got_columns = has_columns;
  return INQ_OK;
}

inq_code pack_strings(const pack *p, const char *name, strings *out, inq_err *err) {
  const section *s;
  inq_code code = find_kind(p, name, PACK_STRINGS, &s, err);
  if (code) return code;
  const char *at = p->bytes + s->start;
  *out = (strings){(const uint32_t *)(const void *)at, at + 4 * ((size_t)s->rows + 1), (int32_t)s->rows};
  return INQ_OK;
}

bool pack_has(const pack *p, const char *name) { return find(p, name) != NULL; }

const char *pack_section(const pack *p, int32_t i, pack_kind *kind, int32_t *rows, int32_t *columns,
                         size_t *bytes) {
  if (i < 0 || i >= p->count) return NULL;
  const section *s = &p->sections[i];
  if (kind) *kind = (pack_kind)s->kind;
  if (rows) *rows = (int32_t)s->rows;
  if (columns) *columns = (int32_t)s->columns;
  if (bytes) *bytes = s->bytes;
  return s->name;
}
