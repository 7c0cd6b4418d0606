/* inquit batch: a corpus in, files of results out, on all processors; a run that was stopped can be gone on
 * with.
 *
 *   pieces ─ every n-th of them (--shard) ─ crew: read, or copied from an earlier run ─ store, manifest,
 * progress */
#include "cli/crew.h"
#include "cli/own.h"
#include "cli/progress.h"
#include "cli/store.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  OUTPUT = INPUT_ALL_OPTIONS,
  JOBS,
  PER_DOCUMENT,
  SHARD_SIZE,
  ZSTD,
  RESUME,
  SHARD,
  ON_ERROR,
  MAX_ERRORS,
  PROGRESS
};

static const option OPTIONS[] = {
    RESULT_ROWS,
    INPUT_FIELD_ROWS,
    INPUT_FILE_ROWS,
    [OUTPUT] = {"output", "OUT", "the file of JSON lines to write, or the folder"},
    [JOBS] = {"jobs", "N", "read with N threads; as many as there are processors"},
    [PER_DOCUMENT] = {"per-document", NULL, "OUT is a folder with a file for each document"},
    [SHARD_SIZE] = {"shard-size", "N", "OUT is a folder with files of N documents"},
    [ZSTD] = {"zstd", NULL, "pack what is written"},
    [RESUME] = {"resume", NULL, "keep what an earlier run did, unless text, model or options changed"},
    [SHARD] = {"shard", "I/N", "read only every N-th document, from the I-th on"},
    [ON_ERROR] = {"on-error", "record|skip|stop",
                  "what an unreadable text leaves: an error record, or nothing"},
    [MAX_ERRORS] = {"max-errors", "N", "stop after more than N unreadable texts"},
    [PROGRESS] = {"progress", "auto|line|json|none", "how far it is, on stderr; auto: a line on a terminal"},
    {0},
};

enum { RECORD, SKIP, STOP };

typedef struct {
  crew crew;
  input_options input;
  result_options result;
  store store;
  progress progress;
  bool resume;
  bool stopped; /* by errors or want of memory */
  bool broken;  /* the output cannot be written */
  int on_error;
  int64_t max_errors, errors;
  int64_t every, first, seen; /* every-th document from the first on; seen: of all */
  bool one_folder;            /* the only operand: names of files begin below it */
} job;

static volatile sig_atomic_t signalled;

/* A thread that waits for standard input waits no longer. */
static void on_signal(int number) {
  signalled = number;
  close(STDIN_FILENO);
}

static void catch_signals(void) {
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND}; /* a second one kills */
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  signal(SIGPIPE, SIG_IGN);
}

/* ---- Settings ---------------------------------------------------------------------------------- */

static bool set_count(const char *name, const char *value, double least, int64_t *to) {
  double number;
  if (!option_number(name, value, least, 1e15, &number)) return false;
  *to = (int64_t)number;
  return true;
}

static bool set_shard(job *j, const char *value) {
  long long first, every;
  int end = 0;
  if (sscanf(value, "%lld/%lld%n", &first, &every, &end) == 2 && !value[end] && first >= 1 &&
      first <= every && every <= 1000000) {
    j->first = first - 1;
    j->every = every;
    snprintf(j->store.options.tag, sizeof j->store.options.tag, "-%lld-of-%lld", first, every);
    return true;
  }
  complain("--shard is I/N with I from 1 to N, such as 3/100, not \"%s\"", value);
  return false;
}

static bool set(job *j, int which, const char *value) {
  static const char *const errors[] = {"record", "skip", "stop", NULL};
  static const char *const kinds[] = {"auto", "line", "json", "none", NULL};
  store_options *o = &j->store.options;
  if (which < RESULT_OPTIONS) return result_set(&j->result, which, value);
  if (which < INPUT_ALL_OPTIONS) return input_set(&j->input, which, value);
  switch (which) {
  case OUTPUT: return o->out = value, true;
  case JOBS: return crew_set_threads(&j->crew, value);
  case PER_DOCUMENT: return o->layout = STORE_DOCUMENTS, true;
  case SHARD_SIZE: return o->layout = STORE_SHARDS, set_count("shard-size", value, 1, &o->shard_size);
  case ZSTD: return o->zstd = true;
  case RESUME: return j->resume = true;
  case SHARD: return set_shard(j, value);
  case ON_ERROR: return (j->on_error = option_choice("on-error", value, errors)) >= 0;
  case MAX_ERRORS: return set_count("max-errors", value, 0, &j->max_errors);
  default: return (j->progress.kind = option_choice("progress", value, kinds)) >= 0;
  }
}

static bool leaves(const void *with, const char *path) { return own_path(with, path); }

static bool settle(job *j, int operands, char **words) {
  const char *out = j->store.options.out;
  if (!operands && !j->input.files_from) return complain("batch wants files or folders"), false;
  if (!out || !*out) return complain("batch wants --output OUT"), false;
  if (j->store.options.layout == STORE_ONE && (tree_is_folder(out) || out[strlen(out) - 1] == '/'))
    return complain("%s is a folder; with it goes --per-document or --shard-size", out), false;
  for (int i = 0; i < operands; i++)
    if (own_path(&j->store.options, words[i]))
      return complain("%s: what is to be read is where the output goes", words[i]), false;
  j->input.leaves = leaves;
  j->input.leaves_with = &j->store.options;
  j->one_folder = operands == 1 && tree_is_folder(words[0]);
  j->crew.input = &j->input;
  j->crew.result = &j->result;
  j->crew.with = j;
  return true;
}

/* ---- One document ------------------------------------------------------------------------------ */

/* The name of its file: the path, without what leads out of the folder; a line's number behind it. */
static void name_of(const job *j, const char *path, size_t below, int32_t line_number, buf *to) {
  path += j->one_folder ? below : 0;
  if (strcmp(path, "-") == 0) path = "standard-input";
  while (*path) {
    const char *slash = strchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : strlen(path);
    if (to->length && length) buf_char(to, '/');
    if (length == 2 && memcmp(path, "..", 2) == 0) buf_str(to, "__");
    else if (length != 1 || *path != '.') buf_bytes(to, path, length);
    path += length + (slash != NULL);
  }
  if (line_number) buf_format(to, "/%09d", (int)line_number);
}

static bool known(void *with, const input_text *t, crew_job *done) {
  job *j = with;
  if (!j->resume) return false;
  buf name = {0};
  name_of(j, done->piece.file, done->piece.below, t->line, &name);
  bool found =
      !name.failed && store_find(&j->store, manifest_key(t->file, t->line), t->hash, name.at, &done->out);
  buf_free(&name);
  return found;
}

static bool keep(job *j, crew_job *done) {
  const input_piece *p = &done->piece;
  buf name = {0};
  manifest_entry e = {.key = manifest_key(p->file, p->line), .input = done->hash};
  manifest_label label = {p->file, j->store.model, p->line, !done->error.code};
  name_of(j, p->file, p->below, p->line, &name);
  if (done->error.code && j->on_error != RECORD) done->out.length = 0;
  if (name.failed) complain("%s: no memory for the name of its document", p->file);
  bool good = !name.failed && store_add(&j->store, &e, &label, done->kept ? NULL : name.at, &done->out);
  buf_free(&name);
  return good;
}

static void count(progress *p, const crew_job *done) {
  p->done++;
  p->kept += done->kept;
  p->errors += done->error.code != 0;
  p->bytes += done->kept ? 0 : (int64_t)done->bytes;
  p->words += done->words;
  p->quotes += done->quotes;
  p->speakers += done->speakers;
  progress_show(p);
}

static bool finish(void *with, crew_job *done, bool last) {
  (void)last;
  job *j = with;
  if (!keep(j, done)) return j->broken = true, false;
  count(&j->progress, done);
  j->errors += done->error.code != 0;
  bool stop = done->error.code && (j->on_error == STOP || (j->max_errors >= 0 && j->errors > j->max_errors));
  if (stop) j->stopped = true;
  return !stop;
}

/* ---- The run ----------------------------------------------------------------------------------- */

static bool mine(job *j) { return j->seen++ % j->every == j->first; }

/* Files of a list (--files-from), unlike operands, are looked at one by one; what is found in folders was. */
static bool is_output(const job *j, const input_piece *p) {
  if (p->below || j->store.options.layout != STORE_ONE || !own_path(&j->store.options, p->file)) return false;
  return complain("%s: what is to be read is where the output goes", p->file), true;
}

static bool give(void *with, input_piece *piece) {
  job *j = with;
  if (signalled || (j->stopped = j->stopped || is_output(j, piece))) return false;
  return !mine(j) || crew_give(&j->crew, piece);
}

static bool count_piece(void *with, input_piece *piece) {
  job *j = with;
  (void)piece;
  j->progress.total += mine(j);
  return !signalled;
}

/* What a second look at the files tells; standard input cannot be looked at twice. */
static void find_total(job *j, int operands, char **words) {
  bool twice =
      j->progress.kind != PROGRESS_NONE && !(j->input.files_from && strcmp(j->input.files_from, "-") == 0);
  for (int i = 0; i < operands; i++) twice = twice && strcmp(words[i], "-") != 0;
  if (twice) input_pieces(words, operands, &j->input, count_piece, j);
  j->seen = 0;
}

/* The model's file begins with its checksum; options and lists that change results count, too. */
static uint64_t made_of(const job *j, const inq_model *model) {
  char begin[256] = {0};
  buf all = {0};
  char *path = model ? engine_model_path(j->result.model) : NULL;
  int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (file >= 0 && read(file, begin, sizeof begin) < 0) complain("%s: %s", path, strerror(errno));
  if (file >= 0) close(file);
  free(path);
  buf_bytes(&all, begin, sizeof begin);
  buf_format(&all, "%s %d %d %d %d %g %g %g %s %s %s %zu %d %d", inq_version(), (int)j->result.json.layers,
             (int)j->result.json.unit, (int)j->result.read.until, (int)j->result.read.body_only,
             (double)j->result.read.min_quote, (double)j->result.read.min_name,
             (double)j->result.read.min_speaker, j->input.fields.text ? j->input.fields.text : "text",
             j->input.fields.id ? j->input.fields.id : "id", j->input.encoding ? j->input.encoding : "",
             j->input.most, j->input.kind, j->input.html);
  buf_format(&all, " %llx", (unsigned long long)inq_lists_hash(j->crew.engine.lists));
  uint64_t hash = manifest_hash(all.at, all.length);
  buf_free(&all);
  return hash;
}

static int ending(job *j) {
  bool whole = !signalled && !j->stopped && !j->broken;
  if (!j->broken && !(whole ? store_complete(&j->store) : store_save(&j->store))) j->broken = true;
  progress_end(&j->progress);
  if (signalled) return 128 + signalled;
  return whole && !j->broken && !j->errors ? DONE : SOME_FAILED;
}

static int run_all(job *j, int operands, char **words) {
  j->store.model = j->crew.engine.model ? inq_model_name(j->crew.engine.model) : NULL;
  j->store.made = made_of(j, j->crew.engine.model);
  int code = store_open(&j->store, j->resume);
  char *model_name = j->store.model ? strdup(j->store.model) : NULL; /* outlives the model */
  j->store.model = model_name;
  if (code == DONE) {
    catch_signals();
    progress_begin(&j->progress);
    find_total(j, operands, words);
    if (!input_pieces(words, operands, &j->input, give, j)) j->stopped = true;
  }
  crew_close(&j->crew);
  if (code == DONE) code = ending(j);
  store_close(&j->store);
  free(model_name);
  return code;
}

static int run(int operands, char **words) {
  job j = {.result.json.unit = INQ_CODEPOINT,
           .input.most = INQ_MAX_BYTES,
           .crew = {.finish = finish, .known = known},
           .max_errors = -1,
           .every = 1};
  option_reader r = {.command = &BATCH, .count = operands, .words = words};
  const char *value;
  int which;
  while ((which = option_next(&r, &value)) >= 0)
    if (!set(&j, which, value)) return usage_error(&BATCH);
  if (which == OPTION_HELP) return help_print(&BATCH), output_end(DONE);
  if (which == OPTION_WRONG || !settle(&j, r.operands, words)) return usage_error(&BATCH);
  int code = crew_open(&j.crew);
  return code ? code : run_all(&j, r.operands, words);
}

const command BATCH = {"batch", "[OPTION...] FILE... -o OUT",
                       "read a corpus into files, and go on where it stopped", OPTIONS, run};
