#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The folder of the running program, with a slash behind it. */
static void program_folder(char *to, size_t room) {
  ssize_t length = readlink("/proc/self/exe", to, room - 1);
  to[length < 0 ? 0 : length] = '\0';
  char *slash = strrchr(to, '/');
  if (slash) slash[1] = '\0';
  else to[0] = '\0';
}

/* A model that is asked for by its name alone: "en-fast". */
static bool is_name(const char *path) { return !strpbrk(path, "/.") && access(path, F_OK) != 0; }

char *engine_model_path(const char *path) {
  static const char *const beside[] = {"../share/inquit/", "../models/"};
  char folder[4096];
  if (!path) path = getenv("INQUIT_MODEL");
  if (path && *path && !is_name(path)) {
    char *copy = strdup(path);
    if (!copy) complain("%s: no memory to read it", path);
    return copy;
  }
  const char *name = path && *path ? path : "en";
  program_folder(folder, sizeof folder);
  for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
    buf place = {0};
    buf_format(&place, "%s%s%s.inq", folder, beside[i], name);
    if (!place.failed && access(place.at, R_OK) == 0) return place.at;
    buf_free(&place);
  }
  complain("no model in %s%s%s.inq or %s%s%s.inq; name one with --model FILE or INQUIT_MODEL", folder, beside[0],
           name, folder, beside[1], name);
  return NULL;
}

bool list_files_add(list_files *f, int kind, const char *path) {
  if (f->count == LISTS) return complain("there are more than %d lists", LISTS), false;
  f->at[f->count].path = path;
  f->at[f->count++].kind = kind;
  return true;
}

/* A list's error names line and column by itself. */
static int open_lists(engine *e, const list_files *f) {
  inq_err err = {0};
  if (f->count) inq_lists_new(&e->lists, &err);
  for (int i = 0; i < f->count && !err.code; i++)
    if (inq_lists_read(e->lists, f->at[i].kind, f->at[i].path, &err))
      complain("%s: %s", strcmp(f->at[i].path, "-") == 0 ? "standard input" : f->at[i].path, err.message);
  return err.code ? BAD_USAGE : DONE;
}

int engine_open(engine *e, const char *path, const list_files *lists, int until) {
  inq_err err = {0};
  *e = (engine){0};
  if (open_lists(e, lists)) return engine_close(e), BAD_USAGE;
  char *place = NULL;
  if (until != INQ_UNTIL_MARKS) {
    place = engine_model_path(path);
    if (!place) return engine_close(e), BAD_MODEL;
    inq_model_open(place, &e->model, &err);
  }
  if (!err.code) inq_reader_new(e->model, &e->reader, &err);
  if (err.code) {
    complain_error(place, &err);
    engine_close(e);
  }
  free(place);
  return err.code ? BAD_MODEL : DONE;
}

void engine_close(engine *e) {
  inq_reader_free(e->reader);
  inq_model_close(e->model);
  inq_lists_close(e->lists);
  *e = (engine){0};
}
