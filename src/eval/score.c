/* gold text ─ map_text(): which characters count, where boilerplate is ─┬─ names ─ sets of spans, merged
 *                                                                      ├─ blocks ─ kind where each begins
 *                                                                      └─ quotes ─ pairs ─ edges, speaker,
 * cue, source */
#include "eval/score.h"

#include "base/array.h"
#include "base/err.h"
#include "base/map.h"
#include "base/utf8.h"
#include "eval/alike.h"
#include "eval/pair.h"

#include <stdlib.h>

typedef struct {
  score *score;
  const article *gold, *guess;
  arena *arena;
  bool article_only;
  int32_t length; /* of the text, in characters */
  int32_t *own;   /* [length + 1] how many characters before here count: no blanks, no quotation marks */
  int32_t *noise; /* [length + 1] above 0 in boilerplate */
  bool *edge;     /* [length] what a quotation's edges may differ by: blanks, marks, , . ; : */
  map forms;      /* "entity name", in lower case, for all names that an entity of the gold goes by */
} scorer;

/* ---- The text ---------------------------------------------------------------------------------- */

static bool is_mark(int32_t c) {
  switch (c) {
  case '"':
  case '\'':
  case 0x201C:
  case 0x201D:
  case 0x2018:
  case 0x2019: /* “ ” ‘ ’ */
  case 0xAB:
  case 0xBB:
  case 0x201E:
  case 0x2039:
  case 0x203A: /* « » „ ‹ › */ return true;
  default: return false;
  }
}

static bool is_blank(int32_t c) { return utf8_blank(c) || (c >= 0x1C && c <= 0x1F); } /* as Python has it */

static void find_noise(scorer *s) {
  for (int32_t i = 0; i < s->gold->block_count; i++) {
    const article_block *b = &s->gold->blocks[i];
    if (!str_is(b->kind, "boilerplate")) continue;
    s->noise[b->start]++;
    s->noise[b->end]--;
  }
  for (int32_t i = 0; i < s->length; i++) s->noise[i + 1] += s->noise[i];
}

static bool map_text(scorer *s, inq_err *err) {
  str text = s->gold->text;
  const char *at = text.at, *end = at + text.length;
  s->own = arena_array(s->arena, int32_t, text.length + 1);
  s->noise = arena_array(s->arena, int32_t, text.length + 2);
  s->edge = arena_array(s->arena, bool, text.length + 1);
  while (at < end) {
    int32_t c = utf8_next(&at, end), i = s->length++;
    bool counts = !is_blank(c) && !is_mark(c);
    s->own[i + 1] = s->own[i] + counts;
    s->edge[i] = !counts || c == ',' || c == '.' || c == ';' || c == ':';
  }
  if (s->gold->reach > s->length || (s->guess && s->guess->reach > s->length)) {
    err_set(err, INQ_E_JSON, "eval", -1, "a span of the %s ends behind the text",
            s->gold->reach > s->length ? "gold" : "output");
    return false;
  }
  find_noise(s);
  return true;
}

static bool kept(const scorer *s, int32_t start) { return !s->article_only || s->noise[start] <= 0; }

/* ---- Names ------------------------------------------------------------------------------------- */

typedef struct {
  int32_t start, end, type;
} name;

typedef array(name) name_list;

static int by_name(const void *a, const void *b) {
  const name *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  if (x->end != y->end) return x->end < y->end ? -1 : 1;
  return (x->type > y->type) - (x->type < y->type);
}

static void make_set(name_list *names) {
  int32_t count = 0;
  if (names->count) qsort(names->at, (size_t)names->count, sizeof(name), by_name);
  for (int32_t i = 0; i < names->count; i++)
    if (!count || by_name(&names->at[count - 1], &names->at[i]) != 0) names->at[count++] = names->at[i];
  names->count = count;
}

static name_list names_of(scorer *s, const article *a) {
  name_list names = {0};
  for (int32_t i = 0; a && i < a->mention_count; i++) {
    const article_mention *m = &a->mentions[i];
    if (m->name && m->type >= 0 && kept(s, m->start))
      *array_push(&names, s->arena) = (name){m->start, m->end, m->type};
  }
  make_set(&names);
  return names;
}

static void count_name(score_tally *all, score_tally *types, int32_t type, int hit, int predicted, int gold) {
  score_tally *const both[] = {all, &types[type]};
  for (int i = 0; i < 2; i++) {
    if (!both[i]) continue;
    both[i]->hit += hit;
    both[i]->predicted += predicted;
    both[i]->gold += gold;
  }
}

/* not_in_all: a type that `all` leaves out, -1 for none. */
static void compare_names(const name_list *want, const name_list *got, score_tally *all, score_tally *types,
                          int32_t not_in_all) {
  for (int32_t w = 0, g = 0; w < want->count || g < got->count;) {
    int order = w == want->count ? 1 : g == got->count ? -1 : by_name(&want->at[w], &got->at[g]);
    int32_t type = order > 0 ? got->at[g].type : want->at[w].type;
    count_name(type == not_in_all ? NULL : all, types, type, order == 0, order >= 0, order <= 0);
    w += order <= 0;
    g += order >= 0;
  }
}

static void make_coarse(name_list *names) {
  static const int32_t coarse[ARTICLE_TYPES] = {
      [INQ_PERSON] = SCORE_PER, [ARTICLE_PER] = SCORE_PER, [INQ_ORG] = SCORE_ORG,
      [INQ_GPE] = SCORE_LOC,    [INQ_LOC] = SCORE_LOC,     [INQ_FAC] = SCORE_LOC,
      [INQ_NORP] = SCORE_MISC,  [INQ_EVENT] = SCORE_MISC,  [INQ_PRODUCT] = SCORE_MISC,
      [INQ_WORK] = SCORE_MISC,  [INQ_LAW] = SCORE_MISC,    [ARTICLE_MISC] = SCORE_MISC};
  for (int32_t i = 0; i < names->count; i++) names->at[i].type = coarse[names->at[i].type];
  make_set(names);
}

static void score_names(scorer *s) {
  name_list want = names_of(s, s->gold), got = names_of(s, s->guess);
  bool fine = true;
  for (int32_t i = 0; i < want.count; i++) fine = fine && want.at[i].type < ARTICLE_PER;
  s->score->names = true;
  if (fine) {
    s->score->fine = true;
    compare_names(&want, &got, &s->score->all_fine, s->score->fine_types, -1);
  }
  make_coarse(&want);
  make_coarse(&got);
  compare_names(&want, &got, &s->score->core, s->score->coarse, SCORE_MISC);
}

/* ---- Blocks ------------------------------------------------------------------------------------ */

static int by_start(const void *a, const void *b) {
  const article_block *const *x = a, *const *y = b;
  return ((*x)->start > (*y)->start) - ((*x)->start < (*y)->start);
}

static void score_block(score *s, str want, str got) {
  if (str_is(want, "paragraph")) want = STR("body");
  bool noise = str_is(want, "boilerplate");
  s->kinds.of++;
  s->kinds.right += str_equal(want, got);
  s->noise.of += noise;
  s->noise.right += noise && str_equal(want, got);
}

static void score_blocks(scorer *s) {
  const article *g = s->gold, *o = s->guess;
  const article_block **want = arena_array(s->arena, const article_block *, g->block_count + 1);
  for (int32_t i = 0; i < g->block_count; i++) want[i] = &g->blocks[i];
  qsort(want, (size_t)g->block_count, sizeof *want, by_start);
  for (int32_t i = 0, b = 0; i < g->block_count; i++) {
    while (b < o->block_count && o->blocks[b].end <= want[i]->start) b++;
    bool inside = b < o->block_count && o->blocks[b].start <= want[i]->start;
    score_block(s->score, want[i]->kind, inside ? o->blocks[b].kind : STR("none"));
  }
  s->score->blocks = true;
}

/* ---- Quotes ------------------------------------------------------------------------------------ */

static str form_key(scorer *s, int32_t entity, str form) {
  str low = alike_lower(form, s->arena);
  char *key = arena_alloc(s->arena, (size_t)low.length + sizeof entity);
  memcpy(key, &entity, sizeof entity);
  memcpy(key + sizeof entity, low.at, (size_t)low.length);
  return (str){key, low.length + (int32_t)sizeof entity};
}

static void add_form(scorer *s, int32_t entity, str form) {
  map_put(&s->forms, form_key(s, entity, form), 1, s->arena);
}

/* What each entity of the gold is called. */
static void gather_forms(scorer *s) {
  const article *g = s->gold;
  int32_t *byte = arena_array(s->arena, int32_t, s->length + 1), i = 0; /* of each character */
  for (const char *at = g->text.at, *end = at + g->text.length; at < end; utf8_next(&at, end))
    byte[i++] = (int32_t)(at - g->text.at);
  byte[i] = g->text.length;
  for (i = 0; i < g->entity_count; i++) add_form(s, i, g->entities[i].name);
  for (i = 0; i < g->mention_count; i++) {
    const article_mention *m = &g->mentions[i];
    if (m->entity < 0 || !kept(s, m->start)) continue;
    add_form(s, m->entity, (str){g->text.at + byte[m->start], byte[m->end] - byte[m->start]});
  }
}

/* 1 right, 0 wrong, -1: the gold has no speaker to compare with. */
static int same_speaker(scorer *s, const article_quote *gold, const article_quote *guess) {
  str who = guess->who.at ? guess->who : STR("");
  if (gold->speaker >= 0) {
    if (map_get(&s->forms, form_key(s, gold->speaker, who), 0)) return 1;
    return who.length > 0 && alike_name(who, s->gold->entities[gold->speaker].name, s->arena);
  }
  str said = gold->words.length ? gold->words : gold->who;
  return said.length ? alike_description(who, said, s->arena) : -1;
}

static inq_span trimmed(const scorer *s, inq_span span) {
  while (span.start < span.end && s->edge[span.start]) span.start++;
  while (span.end > span.start && s->edge[span.end - 1]) span.end--;
  return span;
}

static bool same_edges(const scorer *s, const article_spans *x, const article_spans *y) {
  bool same = x->count == y->count;
  for (int32_t i = 0; same && i < x->count; i++) {
    inq_span a = trimmed(s, x->at[i]), b = trimmed(s, y->at[i]);
    same = a.start == b.start && a.end == b.end;
  }
  return same;
}

static bool share_characters(const scorer *s, const article_spans *x, const article_spans *y) {
  for (int32_t i = 0; i < x->count; i++) {
    for (int32_t j = 0; j < y->count; j++) {
      int32_t start = x->at[i].start > y->at[j].start ? x->at[i].start : y->at[j].start;
      int32_t end = x->at[i].end < y->at[j].end ? x->at[i].end : y->at[j].end;
      if (start < end && s->own[end] > s->own[start]) return true;
    }
  }
  return false;
}

static void score_span(const scorer *s, const article_spans *want, const article_spans *got,
                       score_share *to) {
  if (!want->count) return;
  to->of++;
  to->right += share_characters(s, want, got);
}

static void score_pair(scorer *s, const article *gold, const article *guess, const pair *p) {
  score *to = s->score;
  const article_quote *want = &gold->quotes[p->left], *got = &guess->quotes[p->right];
  int right = same_speaker(s, want, got);
  to->some.hit++;
  to->most.hit += p->overlap >= 0.8;
  to->exact.hit += same_edges(s, &want->content, &got->content);
  to->said.hit += p->overlap >= 0.8 && right != 0;
  to->speaker.of += right >= 0;
  to->speaker.right += right > 0;
  score_span(s, &want->cue, &got->cue, &to->cue);
  score_span(s, &want->source, &got->source, &to->source);
}

/* The article with those quotes only that are looked at. */
static article with_kept_quotes(scorer *s, const article *from) {
  article to = {0};
  if (!from) return to;
  to.quotes = arena_array(s->arena, article_quote, from->quote_count + 1);
  for (int32_t i = 0; i < from->quote_count; i++) {
    const article_spans *content = &from->quotes[i].content;
    if (!content->count || kept(s, content->at->start)) to.quotes[to.quote_count++] = from->quotes[i];
  }
  return to;
}

static score_share *type_share(score *s, str type) {
  return str_is(type, "direct")     ? &s->types[SCORE_DIRECT]
         : str_is(type, "indirect") ? &s->types[SCORE_INDIRECT]
                                    : &s->types[SCORE_MIXED];
}

static void score_quotes(scorer *s) {
  article gold = with_kept_quotes(s, s->gold), guess = with_kept_quotes(s, s->guess);
  score_tally *const all[] = {&s->score->some, &s->score->most, &s->score->exact, &s->score->said};
  pair *pairs;
  int32_t count = pair_quotes(&gold, &guess, s->own, 0.3, s->arena, &pairs);
  s->score->quotes = true;
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    all[i]->gold += gold.quote_count;
    all[i]->predicted += guess.quote_count;
  }
  for (int32_t i = 0; i < gold.quote_count; i++) type_share(s->score, gold.quotes[i].type)->of++;
  gather_forms(s);
  for (int32_t i = 0; i < count; i++) {
    type_share(s->score, gold.quotes[pairs[i].left].type)->right++;
    score_pair(s, &gold, &guess, &pairs[i]);
  }
}

/* ---- The article ------------------------------------------------------------------------------- */

static bool score_layers(scorer *s, inq_err *err) {
  const article *g = s->gold;
  if (s->guess && s->guess->unit.at && !str_is(s->guess->unit, "codepoint")) {
    err_set(err, INQ_E_JSON, "eval", -1, "its offsets are not code points");
    return false;
  }
  if (!map_text(s, err)) return false;
  if (g->has_mentions || s->article_only) score_names(s);
  if (s->guess && s->guess->block_count && g->block_count) score_blocks(s);
  if (g->has_quotes || s->article_only) score_quotes(s);
  return true;
}

inq_code score_article(score *s, const article *gold, const article *guess, bool article_only, arena *scratch,
                       inq_err *err) {
  jmp_buf full;
  inq_err why = {0};
  scratch->full = &full;
  if (setjmp(full)) return err_set(err, INQ_E_MEMORY, "eval", -1, "no memory for the article");
  const article *read = guess && !guess->failed ? guess : NULL;
  scorer with = {s, gold, read, scratch, article_only, 0, NULL, NULL, NULL, {0}};
  arena_reset(scratch);
  if (!score_layers(&with, &why)) {
    if (err) *err = why;
    return INQ_E_JSON;
  }
  s->articles++;
  s->missing += !read;
  return INQ_OK;
}
