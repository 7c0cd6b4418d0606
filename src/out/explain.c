/* Why a quotation was found and who it was given to, in words for a journalist.
 *
 *   q2  “We will not sell,” (direct, paragraph 3, 97 %)
 *       found by   “said”, the word that hands the quotation over
 *       source     “she”, the words beside it that name who speaks
 *                  also in the paragraph: “Northlight”, “Tom Reyes”
 *       speaker    Amira Haddad, 93 %: the source is a pronoun that was taken to mean this person
 *                  Amira Haddad 93 %: spoke last; named in the same paragraph
 *                  Northlight 4 %: the subject of the sentence before */
#include "base/buf.h"
#include "base/err.h"
#include "inquit.h"
#include "out/label.h"
#include "out/show.h"

#include <stdbool.h>
#include <string.h>

enum { NEAR = 5, LOOK_BACK = 100, COLUMNS = 70 };

typedef struct {
  const inq_doc *doc;
  const char *text, *strings;
  const inq_block *blocks;     /* [block_count] */
  const inq_mention *mentions; /* [mention_count] */
  const inq_entity *entities;
  const inq_quote *quotes; /* [quote_count] */
  const inq_span *pieces;
  const inq_candidate *candidates; /* [candidate_count], ordered by quotation */
  int32_t block_count, mention_count, quote_count, candidate_count;
  buf *to;
} explainer;

static int percent(float score) { return (int)(score * 100 + 0.5f); }

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

/* The first mention that ends behind the position. */
static int32_t mention_behind(const explainer *x, int32_t position) {
  int32_t low = 0, high = x->mention_count;
  while (low < high) {
    int32_t middle = (low + high) / 2;
    if (x->mentions[middle].start < position) low = middle + 1;
    else high = middle;
  }
  return low;
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
  buf_format(x->to, " (%s, paragraph %d, %d %%)\n", label_quote_type(q->type),
             (int)block_of(x, first.start) + 1, percent(q->score));
}

static void anchor(const explainer *x, const inq_quote *q) {
  buf_str(x->to, "    found by   ");
  if (q->cue.start >= 0) {
    quoted(x, q->cue.start, q->cue.end);
    buf_str(x->to, ", the word that hands the quotation over");
    if (q->listed >= 0) buf_format(x->to, ", a cue in %s", x->strings + q->listed);
    buf_char(x->to, '\n');
  } else if (q->type == INQ_DIRECT) buf_str(x->to, "its quotation marks; no word hands it over\n");
  else buf_str(x->to, "its first word; no word hands it over\n");
}

static bool in_content(const explainer *x, const inq_quote *q, int32_t position) {
  for (int32_t p = q->content; p < q->content + q->pieces; p++)
    if (x->pieces[p].start <= position && position < x->pieces[p].end) return true;
  return false;
}

/* What else in the paragraph could have been the source. */
static void other_sources(const explainer *x, const inq_quote *q) {
  int32_t block = block_of(x, x->pieces[q->content].start), listed = 0;
  if (block == x->block_count) return;
  int32_t from = mention_behind(x, x->blocks[block].start);
  for (int32_t i = from; i < x->mention_count && i < from + LOOK_BACK && listed < NEAR; i++) {
    const inq_mention *m = &x->mentions[i];
    bool source = q->source.start <= m->start && m->end <= q->source.end;
    if (m->start >= x->blocks[block].end) break;
    if (source || in_content(x, q, m->start)) continue;
    buf_str(x->to, listed++ ? ", " : "               also in the paragraph: ");
    quoted(x, m->start, m->end);
  }
  if (listed) buf_char(x->to, '\n');
}

static void source(const explainer *x, const inq_quote *q) {
  buf_str(x->to, "    source     ");
  if (q->source.start >= 0) {
    quoted(x, q->source.start, q->source.end);
    buf_str(x->to, ", the words that say who speaks\n");
  } else buf_str(x->to, "none: no words beside it say who speaks\n");
  other_sources(x, q);
}

static int32_t first_candidate(const explainer *x, int32_t quote) {
  int32_t low = 0, high = x->candidate_count;
  while (low < high) {
    int32_t middle = (low + high) / 2;
    if (x->candidates[middle].quote < quote) low = middle + 1;
    else high = middle;
  }
  return low;
}

static const char *reason(const explainer *x, int32_t quote) {
  int32_t first = first_candidate(x, quote);
  const inq_candidate *best = first < x->candidate_count ? &x->candidates[first] : NULL;
  switch (x->quotes[quote].rule) {
  case INQ_RULE_NAME: return "the source is, or holds, this name";
  case INQ_RULE_PRONOUN: return "the source is a pronoun that was taken to mean this name";
  case INQ_RULE_NOMINAL: return "the source is a description that was taken to mean this name";
  case INQ_RULE_WORDS: return "the text never names this speaker; the source's own words stand for the name";
  case INQ_RULE_CONTINUES: return "who spoke before goes on speaking";
  default: break;
  }
  bool doubted = best && best->quote == quote && (best->entity >= 0 || best->words.start >= 0);
  return doubted ? "nobody is as likely as was asked for" : "nobody could be named";
}

/* Who may have said it, the likeliest first, and what spoke for each. */
static void candidates(const explainer *x, int32_t quote) {
  for (int32_t i = first_candidate(x, quote); i < x->candidate_count && x->candidates[i].quote == quote;
       i++) {
    const inq_candidate *c = &x->candidates[i];
    buf_str(x->to, "               ");
    if (c->entity >= 0) entity_name(x, c->entity);
    else if (c->words.start >= 0) quoted(x, c->words.start, c->words.end);
    else buf_str(x->to, "nobody named");
    buf_format(x->to, " %d %%", percent(c->score));
    for (int32_t w = 0; w < 3 && c->why[w] >= 0; w++)
      buf_format(x->to, "%s%s", w ? "; " : ": ", inq_why_text(c->why[w]));
    buf_char(x->to, '\n');
  }
}

static void speaker(const explainer *x, int32_t quote) {
  const inq_quote *q = &x->quotes[quote];
  buf_str(x->to, "    speaker    ");
  if (q->speaker >= 0) entity_name(x, q->speaker);
  else if (q->rule == INQ_RULE_WORDS) quoted(x, q->words.start, q->words.end);
  else buf_str(x->to, "unknown");
  if (q->speaker >= 0) buf_format(x->to, ", %d %%", percent(q->speaker_score));
  buf_format(x->to, ": %s\n", reason(x, quote));
  if (q->speaker >= 0 && x->entities[q->speaker].listed >= 0)
    buf_format(x->to, "               a name in %s\n", x->strings + x->entities[q->speaker].listed);
  candidates(x, quote);
}

static explainer explainer_of(const inq_doc *doc, buf *to) {
  explainer x = {.doc = doc, .to = to};
  size_t length;
  int32_t count;
  x.text = inq_text(doc, &length);
  x.blocks = inq_blocks(doc, &x.block_count);
  x.mentions = inq_mentions(doc, &x.mention_count);
  x.strings = inq_strings(doc, NULL);
  x.entities = inq_entities(doc, &count);
  x.quotes = inq_quotes(doc, &x.quote_count);
  x.pieces = inq_pieces(doc, &count);
  x.candidates = inq_candidates(doc, &x.candidate_count);
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
    anchor(&x, &x.quotes[i]);
    source(&x, &x.quotes[i]);
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
