#include "in/tree.h"

#include "base/buf.h"
#include "base/err.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
  const tree_patterns *patterns;
  size_t root; /* how much of a path is the folder asked for, with its slash */
  bool (*take)(void *with, const char *path);
  void *with;
  inq_err *err;
} walk;

bool tree_is_folder(const char *path) {
  struct stat about;
  return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static bool any_matches(const char *const *patterns, int count, const char *below) {
  const char *slash = strrchr(below, '/'), *name = slash ? slash + 1 : below;
  for (int i = 0; i < count; i++)
    if (fnmatch(patterns[i], strchr(patterns[i], '/') ? below : name, 0) == 0) return true;
  return false;
}

static int shown(const struct dirent *e) { return e->d_name[0] != '.'; }

static int by_bytes(const struct dirent **a, const struct dirent **b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}

static bool walk_folder(const walk *w, const char *folder);

/* Pipes, sockets and devices: they may never end, or wait for somebody for ever. */
static bool is_special(const struct stat *about) {
  return !S_ISREG(about->st_mode) && !S_ISDIR(about->st_mode);
}

static bool walk_entry(const walk *w, const char *path) {
  const tree_patterns *p = w->patterns;
  const char *below = path + w->root;
  struct stat itself, about; /* the entry, and what it leads to where it is a link */
  if (any_matches(p->exclude, p->excludes, below) || (p->leaves && p->leaves(p->with, path))) return true;
  bool link = lstat(path, &itself) == 0 && S_ISLNK(itself.st_mode);
  bool there = stat(path, &about) == 0;
  if (there && S_ISDIR(about.st_mode)) return link || walk_folder(w, path);
  if (there && is_special(&about)) return true;
  if (p->includes && !any_matches(p->include, p->includes, below)) return true;
  return w->take(w->with, path);
}

/* Which folder it is, where it is not the one that was asked for. */
static void cannot_walk(const walk *w, const char *folder) {
  const char *why = strerror(errno);
  if (strlen(folder) <= w->root) err_set(w->err, INQ_E_FILE, "file", -1, "%s", why);
  else err_set(w->err, INQ_E_FILE, "file", -1, "%.100s: %s", folder, why);
}

static bool walk_folder(const walk *w, const char *folder) {
  struct dirent **entries = NULL;
  int count = scandir(folder, &entries, shown, by_bytes);
  bool more = true;
  if (count < 0) cannot_walk(w, folder);
  for (int i = 0; i < count; i++) {
    buf path = {0};
    const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
    if (more) buf_format(&path, "%s%s%s", folder, slash, entries[i]->d_name);
    if (path.failed) err_set(w->err, INQ_E_MEMORY, "file", -1, "no memory for the names of files");
    else if (more) more = walk_entry(w, path.at);
    buf_free(&path);
    free(entries[i]);
  }
  free(entries);
  return more;
}

bool tree_each(const char *folder, const tree_patterns *patterns, bool (*take)(void *with, const char *path),
               void *with, inq_err *err) {
  size_t length = strlen(folder);
  walk w = {patterns, length + (length > 0 && folder[length - 1] != '/'), take, with, err};
  return walk_folder(&w, folder);
}
