#include "eval/diff.h"

#include "base/err.h"
#include "eval/pair.h"

#include <stdio.h>
#include <stdlib.h>

const char *const DIFF_KIND_NAMES[DIFF_KINDS] = {"appeared", "vanished", "type",    "content",
                                                 "cue",      "source",   "speaker", "text"};
const char *const DIFF_ITEM_NAMES[DIFF_ITEMS] = {"document", "quote", "name"};

typedef struct {
  diff *sums;
  const diff_side *old_side, *new_side;
  arena *arena;
  diff_take take;
  void *with;
  int64_t changes; /* in these documents */
} comparison;

static void change(comparison *c, diff_item item, diff_kind kind, const json_t *old_one,
                   const json_t *new_one) {
  const json_t *document = c->new_side->json ? c->new_side->json : c->old_side->json;
  c->changes++;
  c->sums->changes[item][kind]++;
  c->take(c->with, &(diff_change){item, kind, document, old_one, new_one});
}

/* ---- Quotes ------------------------------------------------------------------------------------ */

static const json_t *quote_at(const diff_side *side, int32_t i) {
  return json_array_get(json_object_get(side->json, "quotes"), (size_t)i);
}

static bool same_spans(const article_spans *x, const article_spans *y) {
  return x->count == y->count && (!x->count || memcmp(x->at, y->at, sizeof *x->at * (size_t)x->count) == 0);
}

static bool same_key(const json_t *old_one, const json_t *new_one, const char *key) {
  const json_t *x = json_object_get(old_one, key), *y = json_object_get(new_one, key);
  if (!x || !y || json_is_null(x) || json_is_null(y))
    return (!x || json_is_null(x)) == (!y || json_is_null(y));
  return json_equal(x, y);
}

static bool same_speaker(const json_t *old_quote, const json_t *new_quote) {
  const json_t *x = json_object_get(old_quote, "speaker"), *y = json_object_get(new_quote, "speaker");
  return same_key(x, y, "name") && same_key(x, y, "type");
}

static void compare_pair(comparison *c, const pair *p) {
  const article_quote *x = &c->old_side->article.quotes[p->left], *y = &c->new_side->article.quotes[p->right];
  const json_t *old_one = quote_at(c->old_side, p->left), *new_one = quote_at(c->new_side, p->right);
  int64_t before = c->changes;
  if (!str_equal(x->type, y->type)) change(c, DIFF_QUOTE, DIFF_TYPE, old_one, new_one);
  if (!same_spans(&x->content, &y->content)) change(c, DIFF_QUOTE, DIFF_CONTENT, old_one, new_one);
  if (!same_spans(&x->cue, &y->cue)) change(c, DIFF_QUOTE, DIFF_CUE, old_one, new_one);
  if (!same_spans(&x->source, &y->source)) change(c, DIFF_QUOTE, DIFF_SOURCE, old_one, new_one);
  if (!same_speaker(old_one, new_one)) change(c, DIFF_QUOTE, DIFF_SPEAKER, old_one, new_one);
  c->sums->untouched += c->changes == before;
}

static int by_left(const void *a, const void *b) {
  const pair *x = a, *y = b;
  return (x->left > y->left) - (x->left < y->left);
}

/* In the order of the old ones, then what appeared. */
static void compare_quotes(comparison *c) {
  const article *x = &c->old_side->article, *y = &c->new_side->article;
  pair *pairs;
  int32_t count = pair_quotes(x, y, NULL, 0.3, c->arena, &pairs), next = 0;
  bool *paired = arena_array(c->arena, bool, y->quote_count + 1);
  for (int32_t i = 0; i < count; i++) paired[pairs[i].right] = true;
  qsort(pairs, (size_t)count, sizeof *pairs, by_left);
  for (int32_t i = 0; i < x->quote_count; i++) {
    if (next < count && pairs[next].left == i) compare_pair(c, &pairs[next++]);
    else change(c, DIFF_QUOTE, DIFF_VANISHED, quote_at(c->old_side, i), NULL);
  }
  for (int32_t i = 0; i < y->quote_count; i++)
    if (!paired[i]) change(c, DIFF_QUOTE, DIFF_APPEARED, NULL, quote_at(c->new_side, i));
  c->sums->old_count[DIFF_QUOTE] += x->quote_count;
  c->sums->new_count[DIFF_QUOTE] += y->quote_count;
}

/* ---- Names ------------------------------------------------------------------------------------- */

typedef struct {
  const article_mention *mention;
  const json_t *json;
} name;

typedef struct {
  name *at; /* [count], by their place in the text */
  int32_t count;
} name_list;

static int by_span(const void *a, const void *b) {
  const article_mention *x = ((const name *)a)->mention, *y = ((const name *)b)->mention;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  return (x->end > y->end) - (x->end < y->end);
}

static name_list names_of(comparison *c, const diff_side *side) {
  const article *a = &side->article;
  const json_t *mentions = json_object_get(side->json, "mentions");
  name_list names = {arena_array(c->arena, name, a->mention_count + 1), 0};
  for (int32_t i = 0; i < a->mention_count; i++)
    if (a->mentions[i].name)
      names.at[names.count++] = (name){&a->mentions[i], json_array_get(mentions, (size_t)i)};
  qsort(names.at, (size_t)names.count, sizeof *names.at, by_span);
  return names;
}

static void compare_names(comparison *c) {
  name_list x = names_of(c, c->old_side), y = names_of(c, c->new_side);
  c->sums->old_count[DIFF_NAME] += x.count;
  c->sums->new_count[DIFF_NAME] += y.count;
  for (int32_t i = 0, j = 0; i < x.count || j < y.count;) {
    int order = i == x.count ? 1 : j == y.count ? -1 : by_span(&x.at[i], &y.at[j]);
    if (order < 0) change(c, DIFF_NAME, DIFF_VANISHED, x.at[i].json, NULL);
    else if (order > 0) change(c, DIFF_NAME, DIFF_APPEARED, NULL, y.at[j].json);
    else if (!same_key(x.at[i].json, y.at[j].json, "type"))
      change(c, DIFF_NAME, DIFF_TYPE, x.at[i].json, y.at[j].json);
    i += order <= 0;
    j += order >= 0;
  }
}

/* ---- Documents --------------------------------------------------------------------------------- */

static bool same_text(const diff_side *x, const diff_side *y) {
  return x->article.failed == y->article.failed && same_key(x->json, y->json, "length");
}

static void note_model(char *to, size_t room, const json_t *document) {
  const char *model = json_string_value(json_object_get(document, "model"));
  if (!*to && model) snprintf(to, room, "%s", model);
}

static void compare(comparison *c) {
  const json_t *x = c->old_side->json, *y = c->new_side->json;
  c->sums->old_count[DIFF_DOCUMENT] += x != NULL;
  c->sums->new_count[DIFF_DOCUMENT] += y != NULL;
  note_model(c->sums->models[0], sizeof c->sums->models[0], x);
  note_model(c->sums->models[1], sizeof c->sums->models[1], y);
  c->sums->both += x && y;
  if (!x || !y) change(c, DIFF_DOCUMENT, x ? DIFF_VANISHED : DIFF_APPEARED, x, y);
  else if (!same_text(c->old_side, c->new_side)) change(c, DIFF_DOCUMENT, DIFF_TEXT, x, y);
  else {
    compare_quotes(c);
    compare_names(c);
  }
  c->sums->same += c->changes == 0;
}

inq_code diff_look(diff_side *side, const json_t *json, inq_err *err) {
  jmp_buf full;
  side->json = NULL;
  side->arena.full = &full;
  if (setjmp(full)) return err_set(err, INQ_E_MEMORY, "diff", -1, "no memory for the document");
  arena_reset(&side->arena);
  inq_code code = article_read(json, &side->arena, &side->article, err);
  if (code == INQ_OK) side->json = json;
  return code;
}

inq_code diff_documents(diff *d, const diff_side *old, const diff_side *new, arena *scratch, diff_take take,
                        void *with, inq_err *err) {
  jmp_buf full;
  comparison c = {d, old, new, scratch, take, with, 0};
  if (old->json && new->json && !same_key(old->json, new->json, "offsets") && !old->article.failed &&
      !new->article.failed)
    return err_set(err, INQ_E_JSON, "diff", -1, "offsets: the other file's count another unit");
  scratch->full = &full;
  if (setjmp(full)) return err_set(err, INQ_E_MEMORY, "diff", -1, "no memory to compare the documents");
  arena_reset(scratch);
  compare(&c);
  return INQ_OK;
}

bool diff_any(const diff *d) {
  for (int item = 0; item < DIFF_ITEMS; item++)
    for (int kind = 0; kind < DIFF_KINDS; kind++)
      if (d->changes[item][kind]) return true;
  return false;
}
