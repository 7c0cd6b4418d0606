#include "cli/own.h"

#include "in/file.h"

#include <ctype.h>
#include <string.h>
#include <sys/stat.h>

static bool same_place(const char *a, const char *b) {
  struct stat of_a, of_b;
  return stat(a, &of_a) == 0 && stat(b, &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
         of_a.st_ino == of_b.st_ino;
}

static bool same_folder(const char *a, const char *b) {
  buf folders[2] = {{0}, {0}};
  const char *const paths[] = {a, b};
  for (int i = 0; i < 2; i++) {
    buf_bytes(&folders[i], paths[i], (size_t)(file_name(paths[i]) - paths[i]));
    buf_str(&folders[i], "."); /* "a/b/." or "." */
  }
  bool same = !folders[0].failed && !folders[1].failed && same_place(folders[0].at, folders[1].at);
  buf_free(&folders[0]);
  buf_free(&folders[1]);
  return same;
}

/* ---- Names: each function returns what stands behind its part, or NULL where that is not there -------- */

static const char *behind(const char *at, const char *part) {
  size_t length = strlen(part);
  return strncmp(at, part, length) == 0 ? at + length : NULL;
}

static const char *behind_number(const char *at) {
  const char *begin = at;
  while (isdigit((unsigned char)*at)) at++;
  return at > begin ? at : NULL;
}

static const char *behind_tag(const char *at) { /* -3-of-100 */
  at = behind(at, "-");
  if (at) at = behind_number(at);
  if (at) at = behind(at, "-of-");
  return at ? behind_number(at) : NULL;
}

static const char *behind_run(const char *at) { /* .1.part */
  at = behind(at, ".");
  if (at) at = behind_number(at);
  return at ? behind(at, ".part") : NULL;
}

static const char *past(const char *at, const char *behind_it) { return behind_it ? behind_it : at; }

/* NAME[-I-of-N][.zst][.manifest][.RUN.part[.zst]], the tag before the name's endings */
static bool own_name(const char *out, const char *name) {
  const char *dot = strchr(*out == '.' ? out + 1 : out, '.'), *at = name;
  size_t stem = dot ? (size_t)(dot - out) : strlen(out);
  if (strncmp(name, out, stem) != 0) return false;
  at = past(name + stem, behind_tag(name + stem));
  at = behind(at, out + stem);
  if (!at) return false;
  at = past(at, behind(at, ".zst"));
  at = past(at, behind(at, ".manifest"));
  const char *run = behind_run(at);
  return !*(run ? past(run, behind(run, ".zst")) : at);
}

bool own_path(const store_options *o, const char *path) {
  if (o->layout != STORE_ONE) return same_place(path, o->out);
  return own_name(file_name(o->out), file_name(path)) && same_folder(o->out, path);
}
