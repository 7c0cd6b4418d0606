/* The files of a folder and of the folders in it, in the order of their names' bytes: the same on every
 * machine. Names that begin with a dot are left out, so are pipes, sockets and devices; links to folders are
 * not followed. */
#ifndef IN_TREE_H
#define IN_TREE_H

#include "inquit.h"

#include <stdbool.h>

typedef struct {              /* patterns as in the shell; one with a slash is for the path below the */
  const char *const *include; /* folder, one without for the name */
  const char *const *exclude; /* of files, and of folders with all that is in them */
  int includes, excludes;     /* no include: every file */
  bool (*leaves)(const void *with, const char *path); /* what else to leave out; NULL for nothing */
  const void *with;
} tree_patterns;

bool tree_is_folder(const char *path);

/* Calls take with the path of each file, until it returns false; then returns false, too.  *err is the first
 * folder's that could not be read; the others are gone through all the same. */
bool tree_each(const char *folder, const tree_patterns *patterns, bool (*take)(void *with, const char *path),
               void *with, inq_err *err);

#endif
