/* inquit eval: how right is output, against articles annotated by hand? */
#include "cli/cli.h"
#include "cli/records.h"
#include "eval/score.h"
#include "eval/shelf.h"

enum { ARTICLE, FORMAT };

static const option OPTIONS[] = {
    [ARTICLE] = {"article", NULL, "leave out what begins in a boilerplate block of the gold"},
    [FORMAT] = {"format", "text|json", "for people, or one JSON object; text unless given"},
    {0},
};

typedef struct {
  shelf output;
  arena gold, scratch; /* of one article */
  score score;
  bool article_only, json;
} job;

static inq_code keep(void *with, const json_t *object, inq_err *err) {
  return shelf_add(&((job *)with)->output, object, err);
}

static inq_code compare(void *with, const json_t *object, inq_err *err) {
  job *j = with;
  shelf one = {.arena = j->gold};
  arena_reset(&one.arena);
  inq_code code = shelf_add(&one, object, err);
  if (code == INQ_OK) {
    int32_t place = shelf_find(&j->output, one.articles.at->id);
    const article *guess = place < 0 ? NULL : &j->output.articles.at[place];
    code = score_article(&j->score, one.articles.at, guess, j->article_only, &j->scratch, err);
  }
  j->gold = one.arena;
  return code;
}

static void print(const job *j) {
  buf text = {0};
  if (j->json) score_json(&j->score, &text);
  else score_text(&j->score, &text);
  if (!text.failed) output_write(text.at, text.length);
  buf_free(&text);
}

static bool set(job *j, int which, const char *value) {
  static const char *const formats[] = {"text", "json", NULL};
  if (which == ARTICLE) return j->article_only = true;
  int format = option_choice("format", value, formats);
  j->json = format == 1;
  return format >= 0;
}

static int run(int count, char **words) {
  job j = {0};
  option_reader r = {.command = &EVAL, .count = count, .words = words};
  const char *value;
  int which;
  while ((which = option_next(&r, &value)) >= 0)
    if (!set(&j, which, value)) return usage_error(&EVAL);
  if (which == OPTION_HELP) return help_print(&EVAL), output_end(DONE);
  if (which == OPTION_END && r.operands != 2) complain("eval wants a gold file and an output file");
  if (which == OPTION_WRONG || r.operands != 2) return usage_error(&EVAL);
  int output = records_each(words[1], keep, &j), gold = records_each(words[0], compare, &j);
  print(&j);
  shelf_free(&j.output);
  arena_free(&j.gold);
  arena_free(&j.scratch);
  return output_end(output || gold ? SOME_FAILED : DONE);
}

const command EVAL = {"eval", "[OPTION...] GOLD OUTPUT", "score output against articles annotated by hand",
                      OPTIONS, run};
