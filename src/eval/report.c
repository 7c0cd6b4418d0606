/* What a score looks like: for people, and as JSON. */
#include "eval/score.h"

#include <stdlib.h>

typedef struct {
  double p, r, f;
} rates;

static rates rates_of(const score_tally *t) {
  double p = t->predicted ? (double)t->hit / (double)t->predicted : 0;
  double r = t->gold ? (double)t->hit / (double)t->gold : 0;
  return (rates){p, r, p + r > 0 ? 2 * p * r / (p + r) : 0};
}

static double share_of(const score_share *s) { return s->of ? (double)s->right / (double)s->of : 0; }

static const char *const COARSE[] = {"PER", "ORG", "LOC", "MISC"};
static const char *const QUOTE_TYPES[] = {"direct", "indirect", "mixed"};

static int by_word(const void *a, const void *b) {
  return strcmp(article_type_name(*(const int32_t *)a), article_type_name(*(const int32_t *)b));
}

/* The fine types that occur, by their names; returns how many. */
static int32_t fine_types(const score *s, int32_t *to) {
  int32_t count = 0;
  for (int32_t i = 0; i < ARTICLE_TYPES; i++)
    if (s->fine_types[i].gold || s->fine_types[i].predicted) to[count++] = i;
  qsort(to, (size_t)count, sizeof *to, by_word);
  return count;
}

/* ---- For people -------------------------------------------------------------------------------- */

static void line(buf *to, const char *part, const char *prefix, const char *what, const score_tally *t) {
  rates r = rates_of(t);
  int width = 13 - (int)strlen(prefix);
  buf_format(to, "  %-7s %s%-*s P %5.1f  R %5.1f  F1 %5.1f   (%lld of %lld gold, %lld predicted)\n", part,
             prefix, width, what, 100 * r.p, 100 * r.r, 100 * r.f, (long long)t->hit, (long long)t->gold,
             (long long)t->predicted);
}

static void name_lines(const score *s, buf *to) {
  if (s->names) {
    line(to, "names", "", "core", &s->core);
    for (int i = 0; i < SCORE_COARSE; i++) line(to, "names", "", COARSE[i], &s->coarse[i]);
  }
  if (!s->fine) return;
  int32_t types[ARTICLE_TYPES], count = fine_types(s, types);
  line(to, "fine", "", "fine", &s->all_fine);
  for (int32_t i = 0; i < count; i++)
    line(to, "fine", "fine:", article_type_name(types[i]), &s->fine_types[types[i]]);
}

static void share_line(buf *to, const char *what, const score_share *s) {
  buf_format(to, "  %-7s right on %lld of %lld matched: %.1f%%\n", what, (long long)s->right,
             (long long)s->of, 100 * share_of(s));
}

static void quote_lines(const score *s, buf *to) {
  line(to, "quotes", "", "0.3", &s->some);
  line(to, "quotes", "", "0.8", &s->most);
  line(to, "quotes", "", "exact", &s->exact);
  rates said = rates_of(&s->said);
  buf_format(to, "  said    who-said-what P %5.1f  R %5.1f  F1 %5.1f\n", 100 * said.p, 100 * said.r,
             100 * said.f);
  share_line(to, "speaker", &s->speaker);
  share_line(to, "cue", &s->cue);
  share_line(to, "source", &s->source);
  buf_str(to, "  recall at 0.3 by type: ");
  const char *between = "";
  for (int i = 0; i < SCORE_QUOTE_TYPES; i++) {
    if (!s->types[i].of) continue;
    buf_format(to, "%s%s %.1f", between, QUOTE_TYPES[i], 100 * share_of(&s->types[i]));
    between = ", ";
  }
  buf_char(to, '\n');
}

void score_text(const score *s, buf *to) {
  buf_format(to, "%lld articles", (long long)s->articles);
  if (s->missing) buf_format(to, ", %lld MISSING OR FAILED", (long long)s->missing);
  buf_char(to, '\n');
  name_lines(s, to);
  if (s->quotes) quote_lines(s, to);
  if (!s->blocks) return;
  buf_format(to, "  blocks  accuracy %.1f%%", 100 * share_of(&s->kinds));
  if (s->noise.of) buf_format(to, ", noise recall %.1f%%", 100 * share_of(&s->noise));
  buf_char(to, '\n');
}

/* ---- JSON: jansson hands NULL up, so that a failure is seen once, at the end ---------------------- */

static json_t *tally(const score_tally *t) {
  rates r = rates_of(t);
  return json_pack("{s:f, s:f, s:f, s:I, s:I, s:I}", "p", r.p, "r", r.r, "f", r.f, "hit", (json_int_t)t->hit,
                   "pred", (json_int_t)t->predicted, "gold", (json_int_t)t->gold);
}

static json_t *share(const score_share *s) {
  return json_pack("{s:I, s:I, s:f}", "right", (json_int_t)s->right, "of", (json_int_t)s->of, "accuracy",
                   share_of(s));
}

static json_t *fine_json(const score *s) {
  json_t *fine = json_pack("{s:o}", "fine", tally(&s->all_fine));
  int32_t types[ARTICLE_TYPES], count = fine_types(s, types);
  for (int32_t i = 0; i < count; i++) {
    char key[24] = "fine:";
    strcat(key, article_type_name(types[i]));
    json_object_set_new(fine, key, tally(&s->fine_types[types[i]]));
  }
  return fine;
}

static json_t *names_json(const score *s) {
  json_t *names = json_pack("{s:o}", "core", tally(&s->core));
  for (int i = 0; i < SCORE_COARSE; i++) json_object_set_new(names, COARSE[i], tally(&s->coarse[i]));
  return names;
}

static void quote_keys(const score *s, json_t *root) {
  json_t *types = json_object();
  for (int i = 0; i < SCORE_QUOTE_TYPES; i++)
    if (s->types[i].of) json_object_set_new(types, QUOTE_TYPES[i], json_real(share_of(&s->types[i])));
  json_object_set_new(root, "quotes",
                      json_pack("{s:o, s:o, s:o}", "0.3", tally(&s->some), "0.8", tally(&s->most), "exact",
                                tally(&s->exact)));
  json_object_set_new(root, "said", tally(&s->said));
  json_object_set_new(root, "speaker", share(&s->speaker));
  json_object_set_new(root, "cue", share(&s->cue));
  json_object_set_new(root, "source", share(&s->source));
  json_object_set_new(root, "recall by type", types);
}

void score_json(const score *s, buf *to) {
  json_t *root =
      json_pack("{s:I, s:I}", "articles", (json_int_t)s->articles, "missing", (json_int_t)s->missing);
  if (s->names) json_object_set_new(root, "names", names_json(s));
  if (s->fine) json_object_set_new(root, "fine", fine_json(s));
  if (s->quotes) quote_keys(s, root);
  if (s->blocks)
    json_object_set_new(root, "blocks",
                        json_pack("{s:f, s:o}", "accuracy", share_of(&s->kinds), "noise recall",
                                  s->noise.of ? json_real(share_of(&s->noise)) : json_null()));
  char *text = json_dumps(root, 0);
  if (text) buf_str(to, text);
  else to->failed = true;
  buf_char(to, '\n');
  free(text);
  json_decref(root);
}
