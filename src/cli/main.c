/* inquit: who said what.  A first word that is a command's name picks it; anything else is for `read`. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

static const command *const COMMANDS[] = {&READ,  &FILTER, &BATCH, &VALIDATE, &EXPLAIN, &EVAL,
                                          &STATS, &DIFF,   &MODEL, &HELP,     NULL};

const command *command_at(int i) { return COMMANDS[i]; }

const command *command_find(const char *name) {
  for (int i = 0; COMMANDS[i]; i++)
    if (strcmp(COMMANDS[i]->name, name) == 0) return COMMANDS[i];
  return NULL;
}

int main(int count, char **words) {
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
