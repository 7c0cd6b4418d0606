/* Why a quotation was found and who it was given to, in words for a journalist.
 *
 *   q2  “We will not sell,” (direct, paragraph 3, 97 % sure)
 *       found by   “said”, a word that hands a quotation over: 98 %
 *                  or nothing is quoted here: 2 %
 *       source     “she”, the words that say who speaks: 95 %, exactly these words: 60 %
 *                  or “Tom Reyes”: 3 %
 *                  or no words say it: 2 %
 *       speaker    Amira Haddad: 93 %; “she” is taken to mean this one
 *                  for it: spoke last; named in the same paragraph
 *                  or Northlight: 4 %; the subject of the sentence before
 *
 * The lines with "or" are what else was possible: of found by and source only where the document kept it. */
#include "base/buf.h"
#include "base/err.h"
#include "inquit.h"
#include "out/label.h"
#include "out/show.h"

#include <stdbool.h>
#include <string.h>

enum { COLUMNS = 70, WHYS = 3 };

static const float LEAST = 0.005f; /* what is less probable is not worth a line */
static const float EDGES = 0.8f;   /* a smaller share says that where the source begins or ends is not sure */
static const float BY_FORM = 0.5f; /* where nothing hangs on the mark, the words between the marks decided */
static const char *const OR = "               or ";

typedef struct {
  const inq_doc *doc;
  const char *text, *strings;
  const inq_block *blocks; /* [block_count] */
  const inq_token *tokens;
  const inq_entity *entities;
  const inq_quote *quotes; /* [quote_count] */
  const inq_span *pieces;
  const inq_candidate *candidates;     /* [candidate_count], ordered by quotation */
  const inq_anchor *anchors;           /* [anchor_count], as many as quotes or none */
  const inq_source_candidate *sources; /* [source_count], ordered by quotation */
  int32_t block_count, quote_count, candidate_count, anchor_count, source_count;
  buf *to;
} explainer;

/* Nothing is certain, and what stands here is never impossible. */
static void percent(const explainer *x, float score) {
  if (score > 0.99f) buf_str(x->to, "over 99 %");
  else if (score < 0.01f) buf_str(x->to, "under 1 %");
  else buf_format(x->to, "%d %%", (int)(score * 100 + 0.5f));
}

static void chance(const explainer *x, float score) {
  buf_str(x->to, ": ");
  percent(x, score);
}

static void quoted(const explainer *x, int32_t start, int32_t end) {
  buf_str(x->to, "“");
  show_cut(x->text, start, end, COLUMNS, x->to);
  buf_str(x->to, "”");
}

static void entity_name(const explainer *x, int32_t entity) {
  size_t length;
  const char *name = inq_entity_name(x->doc, entity, &length);
  show_cut(name, 0, (int32_t)length, COLUMNS, x->to);
}

static int32_t block_of(const explainer *x, int32_t position) {
  int32_t low = 0, high = x->block_count;
  while (low < high) {
    int32_t middle = (low + high) / 2;
    if (x->blocks[middle].end <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

static void heading(const explainer *x, int32_t i) {
  const inq_quote *q = &x->quotes[i];
  inq_span first = x->pieces[q->content];
  buf_format(x->to, "q%d  ", (int)i + 1);
  show_cut(x->text, first.start, first.end, COLUMNS, x->to);
  buf_format(x->to, " (%s, paragraph %d, ", label_quote_type(q->type), (int)block_of(x, first.start) + 1);
  percent(x, q->score);
  buf_str(x->to, " sure)\n");
}

/* The first row of a quotation among rows that are ordered by it, and each of which begins with its number. */
static int32_t first_of(const void *rows, size_t size, int32_t count, int32_t quote) {
  int32_t low = 0, high = count;
  while (low < high) {
    int32_t middle = (low + high) / 2, number;
    memcpy(&number, (const char *)rows + (size_t)middle * size, sizeof number);
    if (number < quote) low = middle + 1;
    else high = middle;
  }
  return low;
}

static int32_t first_source(const explainer *x, int32_t quote) {
  return first_of(x->sources, sizeof *x->sources, x->source_count, quote);
}

static int32_t first_candidate(const explainer *x, int32_t quote) {
  return first_of(x->candidates, sizeof *x->candidates, x->candidate_count, quote);
}

/* ---- What it was found by ---------------------------------------------------------------------- */

static void or_line(const explainer *x, inq_span word, const char *what, float score) {
  if (score < LEAST) return;
  buf_str(x->to, OR);
  if (word.start >= 0) quoted(x, word.start, word.end);
  buf_str(x->to, what);
  chance(x, score);
  buf_char(x->to, '\n');
}

static void anchor(const explainer *x, int32_t quote) {
  const inq_quote *q = &x->quotes[quote];
  const inq_anchor *a = quote < x->anchor_count ? &x->anchors[quote] : NULL;
  bool cue = q->cue.start >= 0, by_form = a && !cue && a->none > BY_FORM;
  bool post = a && !cue && x->tokens[a->token].start == q->source.start;
  buf_str(x->to, "    found by   ");
  if (cue) {
    quoted(x, q->cue.start, q->cue.end);
    buf_str(x->to, ", a word that hands a quotation over");
    if (q->listed >= 0) buf_format(x->to, ", a cue in %s", x->strings + q->listed);
  } else if (post) buf_str(x->to, "the author's name and a date under it");
  else if (by_form) buf_str(x->to, "so many words between quotation marks");
  else if (q->type == INQ_DIRECT) buf_str(x->to, "the mark where it begins; no word hands it over");
  else buf_str(x->to, "the word where it begins; no word hands it over");
  if (a && !by_form) chance(x, cue ? a->cue : a->start);
  buf_char(x->to, '\n');
  if (!a || by_form) return;
  const inq_token *begins = &x->tokens[a->token];
  if (cue) or_line(x, q->cue, " begins what is quoted", a->start);
  else or_line(x, (inq_span){begins->start, begins->end}, " is a word that hands a quotation over", a->cue);
  or_line(x, (inq_span){-1, -1}, "nothing is quoted here", a->none);
}

/* ---- The source -------------------------------------------------------------------------------- */

static void other_source(const explainer *x, const inq_source_candidate *s) {
  buf_str(x->to, OR);
  if (s->words.start >= 0) quoted(x, s->words.start, s->words.end);
  else buf_str(x->to, "no words say it");
  chance(x, s->score);
  buf_char(x->to, '\n');
}

static void taken(const explainer *x, const inq_source_candidate *s) {
  chance(x, s->score);
  if (s->exact > EDGES * s->score) return;
  buf_str(x->to, ", exactly these words");
  chance(x, s->exact);
}

static void source(const explainer *x, int32_t quote) {
  const inq_quote *q = &x->quotes[quote];
  int32_t i = first_source(x, quote);
  buf_str(x->to, "    source     ");
  if (q->source.start >= 0) {
    quoted(x, q->source.start, q->source.end);
    buf_str(x->to, ", the words that say who speaks");
  } else buf_str(x->to, "no words say who speaks");
  bool asked = i < x->source_count && x->sources[i].quote == quote;
  bool found =
      asked && (x->sources[i].words.start < 0) == (q->source.start < 0); /* by the network, not by rule */
  if (found) taken(x, &x->sources[i++]);
  buf_char(x->to, '\n');
  for (; i < x->source_count && x->sources[i].quote == quote; i++) other_source(x, &x->sources[i]);
}

/* ---- The speaker ------------------------------------------------------------------------------- */

/* Whether the speaker stands for the quotation's own source, and not for words elsewhere. */
static bool own_words(const inq_quote *q) {
  return q->words.start == q->source.start && q->words.end == q->source.end;
}

static void reason(const explainer *x, const inq_quote *q, bool somebody) {
  switch (q->rule) {
  case INQ_RULE_NAME: buf_str(x->to, "named in the source"); return;
  case INQ_RULE_PRONOUN:
  case INQ_RULE_NOMINAL:
    quoted(x, q->source.start, q->source.end);
    buf_str(x->to, " is taken to mean this one");
    return;
  case INQ_RULE_WORDS:
    if (own_words(q)) buf_str(x->to, "no name in the text fits better than these words");
    else buf_str(x->to, "these words, from elsewhere in the text, name the likeliest speaker");
    return;
  case INQ_RULE_CONTINUES: buf_str(x->to, "no words say who speaks, and this one is the likeliest"); return;
  default:
    buf_str(x->to, somebody ? "nobody is as likely as was asked for" : "nobody could be named");
    return;
  }
}

/* Whether another reason says the same and more: "spoke last, in the paragraph before". */
static bool said_better(const inq_candidate *c, const char *why) {
  for (int32_t w = 0; w < WHYS && c->why[w] >= 0; w++) {
    const char *other = inq_why_text(c->why[w]);
    if (strcmp(other, why) != 0 && strncmp(other, why, strlen(why)) == 0) return true;
  }
  return false;
}

static void whys(const explainer *x, const inq_candidate *c, const char *before) {
  for (int32_t w = 0; w < WHYS && c->why[w] >= 0; w++) {
    const char *why = inq_why_text(c->why[w]);
    if (said_better(c, why)) continue;
    buf_format(x->to, "%s%s", before, why);
    before = "; ";
  }
}

static void who(const explainer *x, int32_t entity, inq_span words) {
  if (entity >= 0) entity_name(x, entity);
  else if (words.start >= 0) quoted(x, words.start, words.end);
  else buf_str(x->to, "nobody who is named");
}

static bool is_speaker(const inq_quote *q, const inq_candidate *c) {
  if (q->rule == INQ_RULE_NONE) return c->entity < 0 && c->words.start < 0;
  return q->speaker >= 0 ? c->entity == q->speaker : c->entity < 0 && c->words.start == q->words.start;
}

/* Who may have said it, the likeliest first, and what spoke for each. */
static void candidates(const explainer *x, int32_t quote) {
  for (int32_t i = first_candidate(x, quote); i < x->candidate_count && x->candidates[i].quote == quote;
       i++) {
    const inq_candidate *c = &x->candidates[i];
    if (is_speaker(&x->quotes[quote], c)) {
      whys(x, c, "               for it: ");
      if (c->why[0] >= 0) buf_char(x->to, '\n');
    } else if (c->score >= LEAST) {
      buf_str(x->to, OR);
      who(x, c->entity, c->words);
      chance(x, c->score);
      whys(x, c, "; ");
      buf_char(x->to, '\n');
    }
  }
}

static void speaker(const explainer *x, int32_t quote) {
  const inq_quote *q = &x->quotes[quote];
  int32_t first = first_candidate(x, quote);
  const inq_candidate *best = first < x->candidate_count ? &x->candidates[first] : NULL;
  bool somebody = best && best->quote == quote && (best->entity >= 0 || best->words.start >= 0);
  buf_str(x->to, "    speaker    ");
  if (q->rule == INQ_RULE_NONE) buf_str(x->to, "unknown: ");
  else {
    who(x, q->speaker, q->words);
    chance(x, q->speaker_score);
    buf_str(x->to, "; ");
  }
  reason(x, q, somebody);
  buf_char(x->to, '\n');
  if (q->speaker >= 0 && x->entities[q->speaker].listed >= 0)
    buf_format(x->to, "               a name in %s\n", x->strings + x->entities[q->speaker].listed);
  candidates(x, quote);
}

/* ---- All of it --------------------------------------------------------------------------------- */

static explainer explainer_of(const inq_doc *doc, buf *to) {
  explainer x = {.doc = doc, .to = to};
  size_t length;
  int32_t count;
  x.text = inq_text(doc, &length);
  x.blocks = inq_blocks(doc, &x.block_count);
  x.tokens = inq_tokens(doc, &count);
  x.strings = inq_strings(doc, NULL);
  x.entities = inq_entities(doc, &count);
  x.quotes = inq_quotes(doc, &x.quote_count);
  x.pieces = inq_pieces(doc, &count);
  x.candidates = inq_candidates(doc, &x.candidate_count);
  x.anchors = inq_anchors(doc, &x.anchor_count);
  x.sources = inq_source_candidates(doc, &x.source_count);
  return x;
}

inq_code inq_doc_explain(const inq_doc *doc, int32_t quote, char **out, size_t *length, inq_err *err) {
  if (out) *out = NULL;
  err_clear(err);
  if (!doc || !out)
    return err_set(err, INQ_E_ARGUMENT, "explain", -1, "no document or no place for the text");
  buf text = {0};
  explainer x = explainer_of(doc, &text);
  if (quote < -1 || quote >= x.quote_count)
    return err_set(err, INQ_E_ARGUMENT, "explain", -1, "there is no quotation q%d", (int)quote + 1);
  buf_str(&text, "");
  for (int32_t i = quote < 0 ? 0 : quote; i < (quote < 0 ? x.quote_count : quote + 1); i++) {
    if (text.length) buf_char(&text, '\n');
    heading(&x, i);
    anchor(&x, i);
    source(&x, i);
    speaker(&x, i);
  }
  if (text.failed) {
    buf_free(&text);
    return err_set(err, INQ_E_MEMORY, "explain", -1, "no memory for the explanation");
  }
  *out = text.at;
  if (length) *length = text.length;
  return INQ_OK;
}
