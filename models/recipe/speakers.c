/* Speakers without the network: names and quotations from gold articles, entities and speakers as the program
 * finds them, for speakers.py and for measuring.
 *
 *   speakers features MODEL.inq < GOLD.jsonl    the candidates of every quotation, in numbers:
 *            int32 candidates, source kind, [ASKED][2] first and last tokens; then for each candidate int32 right,
 *            float32 [FEATURE_COUNT], int32 [KNOWN][2] first and last tokens; int32 -1 behind each article.  The
 *            tokens are those that impressions come from, -1 for none (src/doc/impression.h)
 *   speakers vectors MODEL.inq < GOLD.jsonl     what the network makes of each article: int32 tokens, width; then
 *            float32 [tokens][width]
 *   speakers names                              the features' names, one a line
 *   speakers read MODEL.inq < GOLD.jsonl        JSON lines for ../shared/tools/score.py
 *
 * The model file needs the lexicon, for `vectors` the network; without a ranker in it, `read` uses the plain rule, and
 * with one that sees the network's vectors, `features` and `read` run the network to have them.
 * `features` takes who spoke before from the gold, or, with a ranker, from what that decides; `read` does the
 * latter. */
#include "base/array.h"
#include "base/map.h"
#include "base/utf8.h"
#include "doc/finding.h"
#include "doc/nominal.h"
#include "doc/ranker.h"
#include "doc/window.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  const json_t *json;
  text t;
  int32_t *byte_of; /* [code points + 1] */
  blocks b;
  tokens k;
  marks m;
  names n;
  quotes q;
  int32_t *gold_of;      /* [names] the gold entity's number */
  int32_t *speaker_of;   /* [quotes] the gold entity's number, -1 for none */
  const char **words_of; /* [quotes] the gold speaker in words, NULL for none */
  const json_t **quote_of;
  map gold; /* gold ids → numbers */
} article;

static void fail(const char *why) {
  fprintf(stderr, "speakers: %s\n", why);
  exit(1);
}

/* ---- From gold to layers ---- */

static void read_points(article *x, arena *a) {
  x->byte_of = arena_array(a, int32_t, x->t.length + 1);
  int32_t point = 0;
  for (const char *at = x->t.bytes, *end = at + x->t.length; at < end;) {
    x->byte_of[point++] = (int32_t)(at - x->t.bytes);
    utf8_next(&at, end);
  }
  x->byte_of[point] = x->t.length;
}

static void read_kinds(article *x) {
  const json_t *gold;
  size_t i;
  int32_t at = 0;
  json_array_foreach(json_object_get(x->json, "blocks"), i, gold) {
    int32_t end = x->byte_of[json_integer_value(json_object_get(gold, "end"))], kind = 0;
    const char *wanted = json_string_value(json_object_get(gold, "kind"));
    while (inq_block_kind_name(kind) && strcmp(inq_block_kind_name(kind), wanted) != 0) kind++;
    for (; at < x->b.count && x->b.at[at].start < end; at++) x->b.at[at].kind = kind;
  }
}

static int32_t token_at(const article *x, int32_t byte) { /* the first token that ends behind the byte */
  int32_t low = 0, high = x->k.count;
  while (low < high) {
    int32_t middle = low + (high - low) / 2;
    if (x->k.at[middle].end <= byte) low = middle + 1;
    else high = middle;
  }
  return low;
}

static range cover(const article *x, const json_t *span) {
  if (!json_is_array(span)) return (range){-1, -1};
  int32_t start = x->byte_of[json_integer_value(json_array_get(span, 0))];
  int32_t end = x->byte_of[json_integer_value(json_array_get(span, 1))];
  int32_t first = token_at(x, start), last = token_at(x, end - 1);
  return first < x->k.count && last < x->k.count && first <= last ? (range){first, last} : (range){-1, -1};
}

static int32_t gold_number(article *x, const char *id, arena *a) {
  return id ? *map_put(&x->gold, str_of(id), x->gold.count, a) : -1;
}

static void read_names(article *x, arena *a) {
  const json_t *mentions = json_object_get(x->json, "mentions"), *gold;
  size_t i;
  x->n.at = arena_array(a, name, json_array_size(mentions));
  x->gold_of = arena_array(a, int32_t, json_array_size(mentions));
  json_array_foreach(mentions, i, gold) {
    json_t *span = json_pack("[O,O]", json_object_get(gold, "start"), json_object_get(gold, "end"));
    range r = cover(x, span);
    json_decref(span);
    int32_t type = 0;
    const char *wanted = json_string_value(json_object_get(gold, "type"));
    while (inq_type_name(type) && strcmp(inq_type_name(type), wanted) != 0) type++;
    if (r.first < 0 || !inq_type_name(type)) continue;
    if (x->n.count && r.first <= x->n.at[x->n.count - 1].last) continue;
    x->gold_of[x->n.count] = gold_number(x, json_string_value(json_object_get(gold, "entity")), a);
    x->n.at[x->n.count++] = (name){.first = r.first, .last = r.last, .type = type, .score = 1};
  }
}

static bool read_quote(article *x, const json_t *gold) {
  quote *q = &x->q.at[x->q.count];
  const json_t *content = json_object_get(gold, "content"), *span;
  size_t i;
  *q = (quote){.content = x->q.piece_count, .score = 1};
  json_array_foreach(content, i, span) {
    range r = cover(x, span);
    if (r.first >= 0) x->q.pieces[x->q.piece_count++] = r, q->pieces++;
  }
  if (!q->pieces) return false;
  const char *type = json_string_value(json_object_get(gold, "type")), *who;
  q->type = strcmp(type, "direct") == 0 ? INQ_DIRECT : strcmp(type, "mixed") == 0 ? INQ_MIXED : INQ_INDIRECT;
  q->cue = cover(x, json_object_get(gold, "cue")).first;
  q->source = cover(x, json_object_get(gold, "source"));
  q->anchor = q->cue >= 0 ? q->cue : x->q.pieces[q->content].first;
  who = json_string_value(json_object_get(gold, "speaker"));
  x->speaker_of[x->q.count] = who ? map_get(&x->gold, str_of(who), -1) : -1;
  x->words_of[x->q.count] = json_string_value(json_object_get(gold, "speaker_text"));
  x->quote_of[x->q.count++] = gold;
  return true;
}

static int by_content(const void *a, const void *b) {
  const json_t *x = *(const json_t *const *)a, *y = *(const json_t *const *)b;
  json_int_t start[2] = {
      json_integer_value(json_array_get(json_array_get(json_object_get(x, "content"), 0), 0)),
      json_integer_value(json_array_get(json_array_get(json_object_get(y, "content"), 0), 0))};
  return start[0] < start[1] ? -1 : start[0] > start[1];
}

static void read_quotes(article *x, arena *a) {
  const json_t *gold = json_object_get(x->json, "quotes");
  size_t count = json_array_size(gold), pieces = 0;
  const json_t **sorted = arena_array(a, const json_t *, count + 1);
  for (size_t i = 0; i < count; i++) {
    sorted[i] = json_array_get(gold, i);
    pieces += json_array_size(json_object_get(sorted[i], "content"));
  }
  qsort(sorted, count, sizeof *sorted, by_content);
  x->q.at = arena_array(a, quote, count);
  x->q.pieces = arena_array(a, range, pieces);
  x->speaker_of = arena_array(a, int32_t, count);
  x->words_of = arena_array(a, const char *, count);
  x->quote_of = arena_array(a, const json_t *, count);
  for (size_t i = 0; i < count; i++) read_quote(x, sorted[i]);
}

static article article_read(const json_t *json, arena *a) {
  const json_t *body = json_object_get(json, "text");
  article x = {.json = json, .t = {json_string_value(body), (int32_t)json_string_length(body)}};
  read_points(&x, a);
  x.b = blocks_read(&x.t, NULL, NULL, a);
  read_kinds(&x);
  x.k = tokens_read(&x.t, &x.b, a);
  x.m = marks_read(&x.t, &x.b, &x.k, a);
  read_names(&x, a);
  read_quotes(&x, a);
  return x;
}

/* ---- What is right ---- */

/* The gold entity that most names of the entity mean. */
static int32_t *majority(const article *x, const entities *e, arena *a) {
  int32_t *best = arena_array(a, int32_t, e->count), *lead = arena_array(a, int32_t, e->count);
  for (int32_t i = 0; i < x->n.count; i++) { /* Boyer and Moore's vote */
    int32_t mine = e->of[i];
    if (lead[mine] == 0) best[mine] = x->gold_of[i];
    lead[mine] += best[mine] == x->gold_of[i] ? 1 : -1;
  }
  return best;
}

static bool stop_word(const char *word, size_t length) {
  static const char *const stops[] = {"a",  "an",  "the", "of",  "mr",  "mrs", "ms",
                                      "dr", "sir", "in",  "for", "and", "to"};
  for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
    if (strlen(stops[i]) == length && strncmp(stops[i], word, length) == 0) return true;
  return false;
}

/* The words of a phrase in lower case, as score.py takes them, into a map: how many. */
static map words_in(str phrase, arena *a) {
  map found = {0};
  char *low = arena_copy(a, phrase.at, (size_t)phrase.length);
  for (int32_t i = 0; i < phrase.length;) {
    int32_t start = i;
    for (; i < phrase.length && (low[i] & 0x80 || strchr("-'", low[i]) || (low[i] | 32) >= 'a' ||
                                 (low[i] >= '0' && low[i] <= '9'));
         i++)
      if (low[i] >= 'A' && low[i] <= 'Z') low[i] = (char)(low[i] | 32);
    if (i > start && !stop_word(low + start, (size_t)(i - start)))
      map_put(&found, (str){low + start, i - start}, 1, a);
    i += i == start;
  }
  return found;
}

/* score.py: half of the words of the shorter phrase stand in the other. */
static bool same_words(str left, str right, arena *a) {
  map x = words_in(left, a), y = words_in(right, a);
  int32_t both = 0, least = x.count < y.count ? x.count : y.count;
  for (int32_t i = 0; i < x.room; i++)
    if (x.slots[i].key.at) both += map_get(&y, x.slots[i].key, 0);
  return both && both * 2 >= least;
}

static str words_at(const article *x, range r) {
  return r.first < 0 ? (str){"", 0} : text_piece(&x->t, x->k.at[r.first].start, x->k.at[r.last].end);
}

static bool is_right(const article *x, const scene *s, int32_t number, choice c, const int32_t *gold,
                     arena *a) {
  const char *said = x->words_of[number];
  if (c.kind == CHOICE_ENTITY) return x->speaker_of[number] >= 0 && gold[c.entity] == x->speaker_of[number];
  if (c.kind == CHOICE_NOBODY) return x->speaker_of[number] < 0 && !said;
  if (x->speaker_of[number] >= 0 || !said) return false;
  if (c.words < x->q.count && c.words != number && s->sources[number].kind != SOURCE_PRONOUN &&
      x->words_of[c.words])
    return strcmp(x->words_of[c.words], said) == 0 &&
           !same_words(words_at(x, s->sources[number].tokens), str_of(said), a);
  return same_words(words_at(x, s->sources[c.words].tokens), str_of(said), a);
}

/* ---- Modes ---- */

static void print_candidate(const scene *s, int32_t number, choice c, int32_t right, const float *features) {
  range known[KNOWN];
  impression_known(s, number, c, known);
  fwrite(&right, sizeof right, 1, stdout);
  fwrite(features, sizeof *features, FEATURE_COUNT, stdout);
  fwrite(known, sizeof known, 1, stdout);
}

static void print_head(const scene *s, int32_t number, int32_t count) {
  int32_t head[2] = {count, s->sources[number].kind};
  range asked[ASKED];
  impression_asked(s, number, asked);
  fwrite(head, sizeof head, 1, stdout);
  fwrite(asked, sizeof asked, 1, stdout);
}

static void print_candidates(article *x, const entities *e, const int8_t *traces, const speaker_model *ranker,
                             arena *a) {
  scene s = scene_read(&x->t, &x->b, &x->k, &x->m, &x->n, e, &x->q, a);
  nominals_find(&s, a);
  int32_t *gold = majority(x, e, a);
  for (int32_t pass = 0; pass < 2; pass++)
    for (int32_t i = 0; i < x->q.count; i++) {
      if ((s.sources[i].kind == SOURCE_NAME) != (pass == 0)) continue;
      candidates c = candidates_read(&s, i);
      portraits *p = arena_new(a, portraits);
      portraits_read(ranker, &s, i, &c, traces, p);
      float scores[CANDIDATES];
      int32_t chosen = 0, found = 0;
      print_head(&s, i, c.count);
      for (int32_t j = 0; j < c.count; j++) {
        int32_t right = is_right(x, &s, i, c.at[j], gold, a);
        if (right && !found++) chosen = j;
        scores[j] = ranker ? ranker_score(ranker, p->features[j], p->impressions[j]) : 0;
        print_candidate(&s, i, c.at[j], right, p->features[j]);
      }
      scene_record(&s, i, c.at[ranker ? ranker_choose(scores, c.count) : chosen]);
    }
  int32_t end = -1;
  fwrite(&end, sizeof end, 1, stdout);
}

/* By the windows that read.c has. */
static void print_vectors(const article *x, const net *n, arena *a) {
  int32_t *lengths = arena_array(a, int32_t, x->k.count), head[2] = {x->k.count, net_width(n)};
  net_count_pieces(n, &(net_input){x->t.bytes, x->k.at, x->m.state, x->k.block, x->k.count}, lengths);
  windows plan = windows_plan(&x->t, &x->k, &x->m, lengths, net_window(n), a);
  fwrite(head, sizeof head, 1, stdout);
  for (int32_t i = 0; i < plan.count; i++) {
    window w = plan.at[i];
    net_input in = {x->t.bytes, x->k.at + w.first, x->m.state + w.first, x->k.block + w.first,
                    w.last - w.first + 1};
    net_scores s = net_read(n, &in, a);
    fwrite(s.vectors + (size_t)(w.core_first - w.first) * (size_t)head[1], sizeof(float) * (size_t)head[1],
           (size_t)(w.core_last - w.core_first + 1), stdout);
  }
}

static json_t *text_json(str s) { return json_stringn(s.at, (size_t)s.length); }

static void print_speakers(article *x, const entities *e, const int8_t *traces, const lexicon *l,
                           const speaker_model *model, arena *a) {
  speakers found = speakers_read(&x->t, &x->b, &x->k, &x->m, traces, &x->n, e, &x->q, l, model, false, a);
  json_t *out = json_array();
  for (int32_t i = 0; i < x->q.count; i++) {
    const speaker *who = &found.at[i];
    json_t *quotation = json_copy((json_t *)(uintptr_t)x->quote_of[i]), *spoken = json_null();
    range r = who->words;
    if (who->entity >= 0) {
      const name *n = &x->n.at[e->at[who->entity].name];
      r = (range){n->first, n->last};
    }
    if (r.first >= 0) spoken = json_pack("{s:o}", "name", text_json(words_at(x, r)));
    json_object_set_new(quotation, "speaker", spoken);
    json_object_set_new(quotation, "score", json_real((double)who->score));
    json_object_set_new(quotation, "rule", json_string(inq_rule_name(who->rule)));
    json_array_append_new(out, quotation);
  }
  json_t *clusters = json_array();
  for (int32_t i = 0; i < x->n.count; i++)
    json_array_append_new(clusters, json_pack("[i,i]", x->gold_of[i], e->of[i]));
  json_t *all =
      json_pack("{s:O,s:O,s:[],s:o,s:o}", "id", json_object_get(x->json, "id"), "mentions",
                json_object_get(x->json, "mentions"), "entities", "quotes", out, "clusters", clusters);
  json_dumpf(all, stdout, JSON_COMPACT | JSON_ENSURE_ASCII);
  putchar('\n');
  json_decref(all);
}

typedef struct {
  const char *mode;
  lexicon *lexicon;
  speaker_model *ranker; /* or NULL */
  net *net;              /* or NULL: where no vectors are wanted */
  trace_model *traces;   /* or NULL */
  arena window;          /* the network's work */
} setting;

static void read_article(setting *o, article *x, arena *a) {
  if (strcmp(o->mode, "vectors") == 0) {
    print_vectors(x, o->net, a);
    return;
  }
  entities e = entities_read(&x->t, &x->b, &x->k, &x->m, NULL, &x->n, o->lexicon, a);
  int8_t *traces = NULL;
  if (o->traces)
    traces = findings_read(&x->t, &x->k, &x->m, NULL, o->net, o->traces, false, &o->window, a).traces;
  if (strcmp(o->mode, "features") == 0) print_candidates(x, &e, traces, o->ranker, a);
  else print_speakers(x, &e, traces, o->lexicon, o->ranker, a);
}

static void read_all(setting *o) {
  jmp_buf full;
  arena a = {.full = &full};
  o->window.full = &full;
  if (setjmp(full)) fail("there is no memory");
  json_t *json;
  while ((json = json_loadf(stdin, JSON_DISABLE_EOF_CHECK, NULL))) {
    article x = article_read(json, &a);
    read_article(o, &x, &a);
    json_decref(json);
    arena_reset(&a);
  }
  arena_free(&a);
  arena_free(&o->window);
}

static inq_code open_parts(setting *o, const pack *p, arena *kept, inq_err *err) {
  bool sees = pack_has(p, "speaker.impression"), wanted = sees || strcmp(o->mode, "vectors") == 0;
  inq_code code = lexicon_open(p, kept, &o->lexicon, err);
  if (!code && pack_has(p, "speaker.hidden")) code = speaker_model_open(p, kept, &o->ranker, err);
  if (!code && wanted) code = net_open(p, kept, &o->net, err);
  if (!code && sees) code = trace_model_open(p, net_width(o->net), kept, &o->traces, err);
  return code;
}

#define FEATURE_LINE(name, text) puts(#name);

int main(int count, char **word) {
  if (count == 2 && strcmp(word[1], "names") == 0) {
    FEATURES(FEATURE_LINE)
    return 0;
  }
  if (count != 3) fail("usage: speakers features|vectors|read MODEL.inq < GOLD.jsonl, or speakers names");
  jmp_buf full;
  arena kept = {.full = &full};
  if (setjmp(full)) fail("there is no memory");
  inq_err err = {0};
  pack *p;
  setting o = {.mode = word[1]};
  if (pack_open(word[2], &p, &err) || open_parts(&o, p, &kept, &err)) fail(err.message);
  read_all(&o);
  pack_close(p);
  arena_free(&kept);
  return fclose(stdout) ? 1 : 0;
}
