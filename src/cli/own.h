/* What is batch's own: a corpus may lie where its results go, and they are none of it. */
#ifndef CLI_OWN_H
#define CLI_OWN_H

#include "cli/store.h"

/* Whether the path is what a run with this output writes or another wrote: the folder; or the file, one job's
 * of several, packed or not, their manifests, and what of them is not whole. */
bool own_path(const store_options *o, const char *path);

#endif
