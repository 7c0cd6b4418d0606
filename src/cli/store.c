#include "cli/store.h"

#include "cli/cli.h"
#include "in/file.h"
#include "in/stream.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zstd.h>

enum { FINISHED = 0, BLOCK = 1 << 20, LEVEL = 3, PIECE = 1 << 16, NO_FILE = -1 };
static const double SAVE_SECONDS = 1; /* at most as much work is lost to kill -9 */

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool failed(const char *path) { return complain("%s: %s", path, strerror(errno)), false; }

/* ---- Names: each function gives a string to be freed ------------------------------------------- */

static char *checked(buf *name) {
  if (!name->failed) return name->at;
  complain("no memory for the names of files");
  exit(SOME_FAILED); /* what the manifest calls done is safe */
}

/* "quotes.jsonl" with the tag "-3-of-100": "quotes-3-of-100.jsonl". */
static void tagged(const store *s, const char *path, buf *to) {
  const char *name = file_name(path), *dot = strchr(*name == '.' ? name + 1 : name, '.');
  size_t stem = dot ? (size_t)(dot - path) : strlen(path);
  buf_bytes(to, path, stem);
  buf_str(to, s->options.tag);
  buf_str(to, path + stem);
}

static char *final_name(const store *s, int32_t shard, const char *document) {
  const store_options *o = &s->options;
  const char *packed = o->zstd ? ".zst" : "";
  buf name = {0};
  if (o->layout == STORE_SHARDS)
    buf_format(&name, "%s/part%s-%05d.jsonl%s", o->out, o->tag, (int)shard, packed);
  else if (o->layout == STORE_DOCUMENTS) buf_format(&name, "%s/%s.json%s", o->out, document, packed);
  else {
    tagged(s, o->out, &name);
    if (o->zstd && !file_ends_with(name.at, ".zst")) buf_str(&name, packed);
  }
  return checked(&name);
}

static char *manifest_name(const store *s) {
  buf name = {0};
  if (s->options.layout == STORE_ONE) {
    tagged(s, s->options.out, &name);
    buf_str(&name, ".manifest");
  } else buf_format(&name, "%s/manifest%s.jsonl", s->options.out, s->options.tag);
  return checked(&name);
}

/* Takes the final name. */
static char *part_of(char *final, int32_t run) {
  buf name = {0};
  buf_format(&name, "%s.%d.part", final, (int)run);
  free(final);
  return checked(&name);
}

static char *folder_of(const char *path) {
  buf name = {0};
  size_t length = (size_t)(file_name(path) - path);
  buf_bytes(&name, length ? path : "./", length ? length : 2);
  return checked(&name);
}

/* ---- Files ------------------------------------------------------------------------------------- */

static bool make_folders(const char *path) {
  char *copy = strdup(path);
  for (char *at = copy ? strchr(copy + 1, '/') : NULL; at; at = strchr(at + 1, '/')) {
    *at = '\0';
    if (mkdir(copy, 0777) && errno != EEXIST) return failed(copy), free(copy), false;
    *at = '/';
  }
  free(copy);
  return true;
}

static int create(const char *path) {
  int file = make_folders(path) ? open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : NO_FILE;
  if (file < 0) failed(path);
  return file;
}

static bool write_all(int file, const char *bytes, size_t length) {
  for (size_t done = 0; done < length;) {
    ssize_t wrote = write(file, bytes + done, length - done);
    if (wrote >= 0) done += (size_t)wrote;
    else if (errno != EINTR) return false;
  }
  return true;
}

static void sync_folder(const char *path) {
  char *folder = folder_of(path);
  int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file >= 0) {
    fsync(file);
    close(file);
  }
  free(folder);
}

static bool give_name(const char *from, const char *to) {
  if (rename(from, to)) return failed(to);
  sync_folder(to);
  return true;
}

static bool pack_stream(int from, int to, ZSTD_CCtx *packer, char in[PIECE], char out[PIECE]) {
  ssize_t got;
  while ((got = read(from, in, PIECE)) >= 0) {
    ZSTD_inBuffer all = {in, (size_t)got, 0};
    size_t left = 1;
    while (got ? all.pos < all.size : left) { /* an end takes calls until nothing is left */
      ZSTD_outBuffer room = {out, PIECE, 0};
      left = ZSTD_compressStream2(packer, &room, &all, got ? ZSTD_e_continue : ZSTD_e_end);
      if (ZSTD_isError(left) || !write_all(to, out, room.pos)) return false;
    }
    if (!got) return fsync(to) == 0;
  }
  return false;
}

/* A finished part, packed beside itself. */
static bool pack_file(const char *path, const char *packed) {
  int from = open(path, O_RDONLY | O_CLOEXEC), to = create(packed);
  ZSTD_CCtx *packer = ZSTD_createCCtx();
  char *room = malloc(2 * (size_t)PIECE);
  bool good = from >= 0 && to >= 0 && packer && room;
  if (good) ZSTD_CCtx_setParameter(packer, ZSTD_c_compressionLevel, LEVEL);
  if (good && !pack_stream(from, to, packer, room, room + PIECE)) good = failed(packed);
  free(room);
  ZSTD_freeCCtx(packer);
  if (from >= 0) close(from);
  if (to >= 0) close(to);
  return good;
}

/* Gives a whole part its final name. */
static bool promote(const store *s, const char *part, const char *final) {
  if (!s->options.zstd || s->options.layout == STORE_DOCUMENTS) return give_name(part, final);
  buf packed = {0};
  buf_format(&packed, "%s.zst", part);
  bool good = pack_file(part, checked(&packed)) && give_name(packed.at, final);
  if (good) unlink(part);
  buf_free(&packed);
  return good;
}

/* ---- Beginning: what other runs left ----------------------------------------------------------- */

static int32_t run_of(const char *name, const char *list) {
  size_t length = strlen(list);
  char *end;
  if (strncmp(name, list, length) != 0 || name[length] != '.') return 0;
  long number = strtol(name + length + 1, &end, 10);
  return strcmp(end, ".part") == 0 && number > 0 && number < INT32_MAX ? (int32_t)number : 0;
}

/* The highest number of a run that did not end. */
static int32_t find_runs(const char *list) {
  char *folder = folder_of(list);
  DIR *entries = opendir(folder);
  int32_t most = 0;
  for (struct dirent *e; entries && (e = readdir(entries));) {
    int32_t run = run_of(e->d_name, file_name(list));
    if (run > most) most = run;
  }
  if (entries) closedir(entries);
  free(folder);
  return most;
}

static bool at_work(const char *journal) {
  int file = open(journal, O_RDONLY | O_CLOEXEC);
  bool locked = file >= 0 && flock(file, LOCK_SH | LOCK_NB) && errno == EWOULDBLOCK;
  if (file >= 0) close(file);
  return locked;
}

static int take_over(store *s, const char *list, bool resume) {
  for (int32_t run = 1; run <= s->others; run++) {
    char *journal = part_of(strdup(list), run);
    bool busy = at_work(journal);
    if (!busy && resume) manifest_load(&s->known, journal, run, s->made);
    free(journal);
    if (busy) return complain("%s: another run is at work there", s->options.out), SOME_FAILED;
  }
  if (s->others && !resume)
    return complain("%s: a run did not end there; --resume goes on with it, or remove %s.%d.part",
                    s->options.out, list, (int)s->others),
           BAD_USAGE;
  return DONE;
}

int store_open(store *s, bool resume) {
  s->part = s->journal = s->looked_file = NO_FILE;
  pthread_mutex_init(&s->looking, NULL);
  char *list = manifest_name(s);
  s->others = find_runs(list);
  s->run = s->others + 1;
  if (resume) manifest_load(&s->known, list, FINISHED, s->made);
  int code = take_over(s, list, resume);
  list = part_of(list, s->run);
  if (code == DONE) s->journal = create(list);
  if (code == DONE && s->journal < 0) code = SOME_FAILED;
  if (s->journal >= 0) flock(s->journal, LOCK_EX | LOCK_NB);
  free(list);
  s->saved = now();
  return code;
}

/* ---- Looking into what earlier runs made ------------------------------------------------------- */

/* A packed file is unpacked into one without a name. */
static int open_unpacked(const char *path) {
  FILE *plain = tmpfile();
  stream *s;
  if (!plain || stream_open(path, &s, NULL)) return plain ? fclose(plain), NO_FILE : NO_FILE;
  const char *at;
  size_t length = PIECE;
  int file = dup(fileno(plain));
  bool good = file >= 0;
  while (good && (good = stream_next(s, &at, &length, NULL) == INQ_OK) && length) {
    good = write_all(file, at, length);
    length = PIECE;
  }
  stream_close(s);
  fclose(plain);
  if (!good && file >= 0) close(file);
  return good ? file : NO_FILE;
}

static void look_into(store *s, int32_t run, int32_t shard) {
  if (s->looked_file >= 0 && s->looked_run == run && s->looked_shard == shard) return;
  if (s->looked_file >= 0) close(s->looked_file);
  char *final = final_name(s, shard, NULL), *part = part_of(final_name(s, shard, NULL), run);
  s->looked_file = run ? open(part, O_RDONLY | O_CLOEXEC) : NO_FILE;
  if (s->looked_file < 0)
    s->looked_file = s->options.zstd ? open_unpacked(final) : open(final, O_RDONLY | O_CLOEXEC);
  s->looked_run = run;
  s->looked_shard = shard;
  free(final);
  free(part);
}

static void copy_known(store *s, const manifest_entry *e, buf *to) {
  char piece[PIECE];
  pthread_mutex_lock(&s->looking);
  look_into(s, e->run, e->shard);
  for (int64_t at = 0; s->looked_file >= 0 && at < e->bytes;) {
    size_t wanted = e->bytes - at < PIECE ? (size_t)(e->bytes - at) : PIECE;
    ssize_t got = pread(s->looked_file, piece, wanted, e->at + at);
    if (got <= 0) break;
    buf_bytes(to, piece, (size_t)got);
    at += got;
  }
  pthread_mutex_unlock(&s->looking);
}

bool store_find(store *s, uint64_t key, uint64_t input, const char *name, buf *to) {
  const manifest_entry *e = manifest_find(&s->known, key);
  size_t begin = to->length;
  if (!e || e->input != input) return false;
  if (s->options.layout == STORE_DOCUMENTS) {
    char *path = final_name(s, 0, name);
    file_read(path, INQ_MAX_BYTES, to, NULL);
    free(path);
  } else copy_known(s, e, to);
  if (!to->failed && to->length - begin == (size_t)e->bytes &&
      manifest_hash(to->at + begin, (size_t)e->bytes) == e->check)
    return true;
  to->length = begin;
  return false;
}

/* ---- Adding ------------------------------------------------------------------------------------ */

static bool save_pending(store *s) {
  bool good = true;
  for (int i = 0; i < s->pendings; i++) {
    char *part = part_of(strdup(s->pending[i].name), s->run);
    if (good && fsync(s->pending[i].file)) good = failed(part);
    close(s->pending[i].file);
    if (good && rename(part, s->pending[i].name)) good = failed(s->pending[i].name);
    free(part);
    free(s->pending[i].name);
  }
  s->pendings = 0;
  return good;
}

bool store_save(store *s) {
  bool good = save_pending(s);
  s->saved = now();
  if (good && s->lines.length)
    good = (write_all(s->part, s->lines.at, s->lines.length) && fdatasync(s->part) == 0) ||
           failed(s->options.out);
  if (good && s->entries.length)
    good = (write_all(s->journal, s->entries.at, s->entries.length) && fdatasync(s->journal) == 0) ||
           failed(s->options.out);
  if (s->lines.failed || s->entries.failed) good = (complain("no memory for the output"), false);
  s->lines.length = s->entries.length = 0;
  return good;
}

/* The full shard gets its name at once, unless an earlier run's has it, which may still be looked into. */
static bool end_shard(store *s, bool complete) {
  if (!store_save(s)) return false;
  close(s->part);
  s->part = NO_FILE;
  char *final = final_name(s, s->shard, NULL), *part = part_of(final_name(s, s->shard, NULL), s->run);
  bool good = (!complete && access(final, F_OK) == 0) || promote(s, part, final);
  free(final);
  free(part);
  return good;
}

static bool begin_shard(store *s) {
  s->shard++;
  s->in_shard = s->at = 0;
  char *part = part_of(final_name(s, s->shard, NULL), s->run);
  s->part = create(part);
  free(part);
  return s->part >= 0;
}

static bool add_line(store *s, manifest_entry *e, const buf *line) {
  bool full = s->options.layout == STORE_SHARDS && s->in_shard == s->options.shard_size;
  if (full && s->part >= 0 && !end_shard(s, false)) return false;
  if (s->part < 0 && !begin_shard(s)) return false;
  e->shard = s->shard;
  e->at = s->at;
  s->in_shard++;
  s->at += (int64_t)line->length;
  buf_bytes(&s->lines, line->at, line->length);
  return true;
}

static bool write_packed(int file, const buf *line) {
  size_t room = ZSTD_compressBound(line->length);
  char *packed = malloc(room);
  size_t length = packed ? ZSTD_compress(packed, room, line->at, line->length, LEVEL) : 0;
  bool good = packed && !ZSTD_isError(length) && write_all(file, packed, length);
  free(packed);
  return good;
}

/* A document that was given twice has one file. */
static bool is_pending(const store *s, const char *final) {
  for (int i = 0; i < s->pendings; i++)
    if (strcmp(s->pending[i].name, final) == 0) return true;
  return false;
}

static bool add_file(store *s, const char *name, const buf *line) {
  char *final = final_name(s, 0, name), *part = part_of(strdup(final), s->run);
  if ((s->pendings == STORE_PENDING || is_pending(s, final)) && !store_save(s))
    return free(final), free(part), false;
  int file = create(part);
  bool good = file >= 0;
  for (int32_t run = 1; run <= s->others; run++) { /* what a killed run may have left */
    char *old = part_of(strdup(final), run);
    unlink(old);
    free(old);
  }
  if (good && !(s->options.zstd ? write_packed(file, line) : write_all(file, line->at, line->length)))
    good = failed(part);
  free(part);
  if (file >= 0) {
    s->pending[s->pendings].name = final;
    s->pending[s->pendings++].file = file;
  } else free(final);
  return good;
}

bool store_add(store *s, manifest_entry *e, const manifest_label *label, const char *name, const buf *line) {
  e->bytes = (int64_t)line->length;
  e->check = manifest_hash(line->at, line->length);
  e->made = s->made;
  if (s->options.layout == STORE_DOCUMENTS) {
    e->shard = 1;
    if (name && line->length && !add_file(s, name, line)) return false;
  } else if (line->length && !add_line(s, e, line)) return false;
  manifest_write(e, label, &s->entries);
  return (s->lines.length < BLOCK && now() - s->saved < SAVE_SECONDS) || store_save(s);
}

/* ---- Ending ------------------------------------------------------------------------------------ */

/* Shards that waited for those of an earlier run to be no longer needed, and what that run had more of. */
static bool end_shards(store *s) {
  bool good = true, more = true;
  for (int32_t shard = 1; good && shard < s->shard; shard++) {
    char *final = final_name(s, shard, NULL), *part = part_of(final_name(s, shard, NULL), s->run);
    if (access(part, F_OK) == 0) good = promote(s, part, final);
    free(final);
    free(part);
  }
  for (int32_t shard = s->shard + 1; good && more && s->options.layout == STORE_SHARDS; shard++) {
    char *final = final_name(s, shard, NULL);
    more = unlink(final) == 0;
    free(final);
  }
  return good;
}

/* A part, and what a run that was killed may have packed of it. */
static bool remove_part(const char *part) {
  buf packed = {0};
  buf_format(&packed, "%s.zst", part);
  bool was_packed = !packed.failed && unlink(packed.at) == 0;
  buf_free(&packed);
  return unlink(part) == 0 || was_packed;
}

static void remove_others(const store *s) {
  for (int32_t run = 1; run < s->run; run++) {
    char *journal = part_of(manifest_name(s), run);
    unlink(journal);
    free(journal);
    for (int32_t shard = 1, gone = 0; gone < 2 && s->options.layout != STORE_DOCUMENTS; shard++) {
      char *part = part_of(final_name(s, shard, NULL), run);
      gone = remove_part(part) || shard < s->shard ? 0 : gone + 1;
      free(part);
    }
  }
}

bool store_complete(store *s) {
  bool good = store_save(s);
  if (good && s->options.layout != STORE_DOCUMENTS) {
    if (s->part < 0 && !s->shard) good = begin_shard(s); /* nothing came: an empty file */
    if (good && s->part >= 0) good = end_shard(s, true);
    if (good) good = end_shards(s);
  }
  char *list = manifest_name(s), *journal = part_of(manifest_name(s), s->run);
  if (good) good = give_name(journal, list);
  if (good) remove_others(s);
  free(list);
  free(journal);
  return good;
}

void store_close(store *s) {
  for (int i = 0; i < s->pendings; i++) {
    close(s->pending[i].file);
    free(s->pending[i].name);
  }
  if (s->part >= 0) close(s->part);
  if (s->journal >= 0) close(s->journal);
  if (s->looked_file >= 0) close(s->looked_file);
  pthread_mutex_destroy(&s->looking);
  manifest_free(&s->known);
  buf_free(&s->lines);
  buf_free(&s->entries);
}
