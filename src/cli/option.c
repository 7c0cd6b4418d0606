#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 32 };

char option_letter(const char *name) {
  static const char *const named[] = {"jjobs", "ooutput", "0null"}; /* the letter, the name */
  for (size_t i = 0; i < sizeof named / sizeof *named; i++)
    if (strcmp(name, named[i] + 1) == 0) return *named[i];
  return '\0';
}

/* How many letters must be put in, taken out or changed to make b of a. */
static int distance(const char *a, const char *b) {
  int row[LONGEST + 1], length = (int)strlen(b);
  if (length > LONGEST || strlen(a) > LONGEST) return LONGEST;
  for (int j = 0; j <= length; j++) row[j] = j;
  for (int i = 1; *a; a++, i++) {
    int corner = row[0];
    row[0] = i;
    for (int j = 1; j <= length; j++) {
      int best = corner + (*a != b[j - 1]);
      if (row[j] + 1 < best) best = row[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      corner = row[j];
      row[j] = best;
    }
  }
  return row[length];
}

const char *nearest(const char *word, const char *const *words, int count) {
  const char *best = NULL;
  int least = (int)strlen(word) / 3 + 2; /* further away is something else */
  for (int i = 0; i < count; i++) {
    int d = distance(word, words[i]);
    if (d < least) {
      least = d;
      best = words[i];
    }
  }
  return best;
}

static int unknown(const command *c, const char *name) {
  const char *names[64];
  int count = 0;
  for (const option *o = c->options; o->name; o++) names[count++] = o->name;
  names[count++] = "help";
  const char *near = nearest(name, names, count);
  if (near) complain("there is no option --%s; did you mean --%s?", name, near);
  else complain("there is no option --%s", name);
  return OPTION_WRONG;
}

/* Fills in an option's value; the option's number, or OPTION_WRONG. */
static int take_value(option_reader *r, int which, const char *joined, const char **value) {
  const option *o = &r->command->options[which];
  *value = joined;
  if (!o->value && joined) return complain("--%s takes no value", o->name), OPTION_WRONG;
  if (o->value && !joined) *value = r->at < r->count ? r->words[r->at++] : NULL;
  if (o->value && !*value) return complain("--%s wants a value: %s", o->name, o->value), OPTION_WRONG;
  return which;
}

/* word: "-l" or "-lVALUE". */
static int take_letter(option_reader *r, const char *word, const char **value) {
  for (int i = 0; r->command->options[i].name; i++)
    if (option_letter(r->command->options[i].name) == word[1])
      return take_value(r, i, word[2] ? word + 2 : NULL, value);
  return complain("there is no option %s; options are written --name", word), OPTION_WRONG;
}

/* word: "--name" or "--name=value". */
static int take(option_reader *r, const char *word, const char **value) {
  char name[LONGEST];
  const char *equals = strchr(word, '=');
  size_t length = equals ? (size_t)(equals - word) : strlen(word);
  if (length >= sizeof name) return unknown(r->command, word + 2);
  memcpy(name, word + 2, length - 2);
  name[length - 2] = '\0';
  if (strcmp(name, "help") == 0) return OPTION_HELP;
  for (int i = 0; r->command->options[i].name; i++)
    if (strcmp(r->command->options[i].name, name) == 0)
      return take_value(r, i, equals ? equals + 1 : NULL, value);
  return unknown(r->command, name);
}

int option_next(option_reader *r, const char **value) {
  while (r->at < r->count) {
    char *word = r->words[r->at++];
    if (r->closed || word[0] != '-' || word[1] == '\0') {
      r->words[r->operands++] = word;
    } else if (strcmp(word, "--") == 0) r->closed = true;
    else if (strcmp(word, "-h") == 0) return OPTION_HELP;
    else if (word[1] != '-') return take_letter(r, word, value);
    else return take(r, word, value);
  }
  return OPTION_END;
}

bool option_number(const char *name, const char *value, double least, double most, double *number) {
  char *end;
  *number = strtod(value, &end);
  if (end != value && *end == '\0' && *number >= least && *number <= most) return true;
  complain("--%s is a number from %.15g to %.15g, not \"%s\"", name, least, most, value);
  return false;
}

int option_choice(const char *name, const char *value, const char *const *words) {
  buf list = {0};
  for (int i = 0; words[i]; i++) {
    if (strcmp(words[i], value) == 0) return buf_free(&list), i;
    buf_format(&list, "%s%s", i ? ", " : "", words[i]);
  }
  complain("--%s is one of %s, not \"%s\"", name, list.failed ? "a few words" : list.at, value);
  buf_free(&list);
  return -1;
}
