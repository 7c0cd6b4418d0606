#include "cli/cli.h"

#include <string.h>

static const option NO_OPTIONS[] = {{0}};

static void list_commands(buf *to) {
  buf_str(to, "usage: inquit [COMMAND] [OPTION...] FILE...\n\n"
              "Who said what in news articles: quotations, their speakers, names.\n\n");
  for (int i = 0; command_at(i); i++)
    buf_format(to, "  %-10s %s\n", command_at(i)->name, command_at(i)->summary);
  buf_str(to,
          "\nWithout a command, `read` is meant.  `inquit help COMMAND` lists its options; the manual is\n"
          "inquit(1).  Exit codes: 0 all done, 1 something failed, 2 wrong usage, 3 no usable model.\n");
}

static void list_options(const command *c, buf *to) {
  buf_format(to, "usage: inquit %s %s\n\n%s\n", c->name, c->operands, c->summary);
  if (c->options->name) buf_char(to, '\n');
  for (const option *o = c->options; o->name; o++) {
    buf left = {0};
    buf_format(&left, "--%s %s", o->name, o->value ? o->value : "");
    if (option_letter(o->name)) buf_format(&left, "%s(-%c)", o->value ? " " : "", option_letter(o->name));
    buf_format(to, "  %-34s %s\n", left.failed ? o->name : left.at, o->help);
    buf_free(&left);
  }
}

void help_print(const command *c) {
  buf text = {0};
  if (c) list_options(c, &text);
  else list_commands(&text);
  if (!text.failed) output_write(text.at, text.length);
  buf_free(&text);
}

static void unknown(const char *name) {
  const char *names[16], *near;
  int count = 0;
  while (command_at(count)) names[count] = command_at(count)->name, count++;
  near = nearest(name, names, count);
  if (near) complain("there is no command %s; did you mean %s?", name, near);
  else complain("there is no command %s", name);
}

static int run(int count, char **words) {
  const command *c = NULL;
  if (count > 0 && strcmp(words[0], "--help") != 0) {
    c = command_find(words[0]);
    if (!c) {
      unknown(words[0]);
      return usage_error(&HELP);
    }
  }
  help_print(c);
  return output_end(DONE);
}

const command HELP = {"help", "[COMMAND]", "say how the program is used", NO_OPTIONS, run};
