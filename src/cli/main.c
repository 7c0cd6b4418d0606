/* inquit: who said what.  A first word that is a command's name picks it; anything else is for `read`. */
#include "base/json_memory.h"
#include "cli/cli.h"

#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const command *const COMMANDS[] = {&READ,  &FILTER, &BATCH, &VALIDATE, &EXPLAIN, &EVAL,
                                          &STATS, &DIFF,   &MODEL, &HELP,     NULL};

const command *command_at(int i) { return COMMANDS[i]; }

const command *command_find(const char *name) {
  for (int i = 0; COMMANDS[i]; i++)
    if (strcmp(COMMANDS[i]->name, name) == 0) return COMMANDS[i];
  return NULL;
}

/* Where a standard file was closed, the next one to be opened would take its place, and complaints would end
 * up in a corpus.  What stands there now can be neither read nor written, as before. */
static void fill_standard_files(void) {
  for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
    if (fcntl(file, F_GETFD) < 0) open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* Memory of a long text goes back to the system when it is freed, whatever was freed before. */
static void give_back_memory(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

int main(int count, char **words) {
  fill_standard_files();
  give_back_memory();
  json_memory_watch();
  if (count < 2) {
    help_print(NULL);
    return output_end(DONE) == DONE ? BAD_USAGE : SOME_FAILED;
  }
  if (strcmp(words[1], "--version") == 0) {
    output_write("inquit " INQ_VERSION "\n", sizeof "inquit " INQ_VERSION);
    return output_end(DONE);
  }
  if (strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0) return HELP.run(0, NULL);
  const command *named = command_find(words[1]);
  if (named) return named->run(count - 2, words + 2);
  return READ.run(count - 1, words + 1);
}
