/* inquit stats: who is quoted how much, over everything that was written. */
#include "eval/stats.h"
#include "cli/cli.h"
#include "cli/records.h"

enum { BY, FORMAT, TOP };

static const option OPTIONS[] = {
    [BY] = {"by", "FIELD",
            "the field of meta that names the outlet, as a.b; else source, publisher or outlet"},
    [FORMAT] = {"format", "text|json|csv", "for people, one JSON object, or one table; text unless given"},
    [TOP] = {"top", "N", "only the N speakers and outlets with most words, 0 for all; text 20, else all"},
    {0},
};

enum { TEXT, JSON, CSV };

typedef struct {
  stats stats;
  const char *by;
  int format;
  double top; /* below 0: not given */
} job;

static bool set(job *j, int which, const char *value) {
  static const char *const formats[] = {[TEXT] = "text", [JSON] = "json", [CSV] = "csv", NULL};
  switch (which) {
  case BY: j->by = value; return true;
  case FORMAT: return (j->format = option_choice("format", value, formats)) >= 0;
  default: return option_number("top", value, 0, INT32_MAX, &j->top);
  }
}

static inq_code count(void *with, const json_t *document, inq_err *err) {
  job *j = with;
  return stats_add(&j->stats, document, j->by, err);
}

static bool print(job *j) {
  buf text = {0};
  int32_t top = j->top >= 0 ? (int32_t)j->top : j->format == TEXT ? 20 : 0;
  if (j->format == JSON) stats_json(&j->stats, top, &text);
  else if (j->format == CSV) stats_csv(&j->stats, top, &text);
  else stats_text(&j->stats, top, &text);
  bool whole = !text.failed;
  if (whole) output_write(text.at, text.length);
  else complain("no memory for the table");
  buf_free(&text);
  return whole;
}

static int run(int words_count, char **words) {
  job j = {.top = -1};
  option_reader r = {.command = &STATS, .count = words_count, .words = words};
  const char *value;
  int which, code = DONE;
  while ((which = option_next(&r, &value)) >= 0)
    if (!set(&j, which, value)) return usage_error(&STATS);
  if (which == OPTION_HELP) return help_print(&STATS), output_end(DONE);
  if (which == OPTION_END && !r.operands) complain("stats wants files that inquit wrote");
  if (which == OPTION_WRONG || !r.operands) return usage_error(&STATS);
  for (int i = 0; i < r.operands; i++)
    if (records_each(words[i], count, &j) != DONE) code = SOME_FAILED;
  if (!print(&j)) code = SOME_FAILED;
  stats_free(&j.stats);
  return output_end(code);
}

const command STATS = {"stats", "[OPTION...] OUTPUT...", "count quotations by speaker, type and outlet",
                       OPTIONS, run};
