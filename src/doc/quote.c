/* From the network's scores to quotations, one anchor at a time.
 *
 *   anchors ─ roles of every token for this anchor ─ best path under the marks' hard structure ─ pieces,
 * source
 *
 * Hard structure: within a quoted run the role does not change, so that no edge falls inside it; an anchor
 * inside a run reaches no further than the run (nested speech); a run that is content takes the runs that go
 * on with it in the following paragraphs along.  Outside of runs no content ends between words that are bound
 * (bond.h). */
#include "doc/quote.h"

#include "doc/bond.h"
#include "doc/path.h"
#include "doc/speech.h"

#include <math.h>

enum { SHORT_RUN = 3 }; /* words between marks: "said" in scare quotes is no nested speech */

static const float ANCHOR_FLOOR = 0.5f; /* the least probability of being an anchor */
static const float SPEECH = 0.95f;      /* how sure a run that is speech by its form is a quotation */

/* What may stand before O, B-content, I-content, B-source, I-source. */
enum { O = 1, BC = 2, IC = 4, BS = 8, IS = 16, ANY = 31 };
static const uint32_t free_step[] = {ANY | PATH_START, ANY | PATH_START, BC | IC, ANY | PATH_START, BS | IS};
static const uint32_t endless_step[] = {O | BS | IS, O | BS | IS, BC | IC, O | BS | IS, BS | IS};
static const uint32_t bound_step[] = {O | PATH_START, PATH_START, BC | IC, PATH_START, BS | IS};
static const uint32_t outside_step[] = {ANY | PATH_START, 0, 0, 0, 0};

static bool run_within(const marks *m, int32_t inner, int32_t outer) {
  while (inner >= 0 && inner != outer) inner = m->runs[inner].parent;
  return inner == outer;
}

/* The run that an anchor speaks inside of, -1 for none. */
static int32_t home_of(const marks *m, int32_t anchor) {
  int32_t r = m->run_of[anchor];
  if (r >= 0 && m->runs[r].first == anchor) r = m->runs[r].parent; /* the mark that opens content */
  while (r >= 0 && m->runs[r].last - m->runs[r].first - 1 <= SHORT_RUN) r = m->runs[r].parent;
  return r;
}

/* The outermost run around token i that is still inside `home`, -1 for none. */
static int32_t run_below(const marks *m, int32_t i, int32_t home) {
  int32_t r = m->run_of[i];
  while (r >= 0 && r != home && m->runs[r].parent != home) r = m->runs[r].parent;
  return r == home ? -1 : r;
}

/* ---- From a path to content and source -------------------------------------------------------- */

static bool is_content(int8_t role) { return role == ROLE_CONTENT_B || role == ROLE_CONTENT_I; }
static bool is_source(int8_t role) { return role == ROLE_SOURCE_B || role == ROLE_SOURCE_I; }

static void add_pieces(quotes_list *list, quote *q, const tokens *k, range at, const int8_t *path,
                       arena *keep) {
  q->content = list->pieces.count;
  int32_t count = at.last - at.first + 1;
  for (int32_t i = 0, last; i < count; i = last + 1) {
    last = i;
    if (!is_content(path[i])) continue;
    int32_t block = k->block[at.first + i];
    while (last + 1 < count && path[last + 1] == ROLE_CONTENT_I && k->block[at.first + last + 1] == block)
      last++;
    *array_push(&list->pieces, keep) = (range){at.first + i, at.first + last};
  }
  q->pieces = list->pieces.count - q->content;
}

/* A run that goes on in later paragraphs takes them along. */
static void add_continued(quotes_list *list, quote *q, const marks *m, arena *keep) {
  int32_t last = list->pieces.at[list->pieces.count - 1].last;
  int32_t r = m->run_of[last];
  if (r < 0 || m->runs[r].last != last) return;
  for (r = m->runs[r].next; r >= 0 && !list->claimed[r]; r = m->runs[r].next) {
    list->claimed[r] = list->found.count + 1;
    *array_push(&list->pieces, keep) = (range){m->runs[r].first, m->runs[r].last};
    q->pieces++;
  }
}

/* The likeliest stretch of source roles. */
static range source_of(range at, const int8_t *path, const float *roles) {
  range best = {-1, -1};
  float best_sum = -1;
  int32_t count = at.last - at.first + 1;
  for (int32_t i = 0, last; i < count; i = last + 1) {
    last = i;
    if (!is_source(path[i])) continue;
    while (last + 1 < count && path[last + 1] == ROLE_SOURCE_I) last++;
    float sum = 0;
    for (int32_t j = i; j <= last; j++) sum += expf(roles[j * ROLE_LABELS + path[j]]);
    if (sum / (float)(last - i + 1) <= best_sum) continue;
    best_sum = sum / (float)(last - i + 1);
    best = (range){at.first + i, at.first + last};
  }
  return best;
}

/* "the" alone names nobody: the rest of the source was not seen. */
static bool is_bare_article(const text *t, const tokens *k, range r) {
  if (r.first < 0 || r.first != r.last) return false;
  static const char *const articles[] = {"the", "The", "a", "A", "an", "An"};
  for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
    if (str_is(token_str(t, k, r.first), articles[i])) return true;
  return false;
}

static float mean_content(range at, const int8_t *path, const float *roles) {
  float sum = 0, count = 0;
  for (int32_t i = 0; i <= at.last - at.first; i++) {
    if (!is_content(path[i])) continue;
    sum += roles[i * ROLE_LABELS + path[i]];
    count++;
  }
  return count > 0 ? expf(sum / count) : 0;
}

/* ---- Direct, mixed, indirect ------------------------------------------------------------------- */

static bool is_stop(str s) { return s.length == 1 && strchr(",.?!;:", s.at[0]); }

/* All of it between marks, or from a mark on that is closed only in a later paragraph, or never. */
static bool piece_direct(const text *t, const tokens *k, const marks *m, range piece) {
  if (m->state[piece.first] != MARK_OPENS) return false;
  int32_t last = piece.last;
  while (last > piece.first && is_stop(token_str(t, k, last)) && m->state[last] != MARK_CLOSES &&
         m->run_of[last] != m->run_of[piece.first])
    last--;
  int32_t r = m->run_of[piece.first];
  return last > piece.first &&
         (m->state[last] == MARK_CLOSES || (m->runs[r].close < 0 && last == m->runs[r].last));
}

int32_t quote_type(const text *t, const tokens *k, const marks *m, const range *pieces, int32_t count) {
  bool direct = true, marked = false;
  for (int32_t p = 0; p < count; p++) {
    direct = direct && piece_direct(t, k, m, pieces[p]);
    for (int32_t i = pieces[p].first; i <= pieces[p].last; i++) marked = marked || m->state[i] == MARK_OPENS;
  }
  return direct ? INQ_DIRECT : marked ? INQ_MIXED : INQ_INDIRECT;
}

/* ---- One anchor -------------------------------------------------------------------------------- */

typedef struct { /* what one window's quotations are made from */
  const text *t;
  const tokens *k;
  const marks *m;
  const window *w;
  const net *n;
  const net_input *in;
  const net_scores *scores;
  const uint8_t *tags; /* [tokens of the window]; may be NULL */
  arena *scratch, *keep;
} desk;

typedef struct {
  int32_t token;
  bool cue; /* otherwise the first token of content that no cue claims */
  float probability;
  const float *shares; /* [ANCHOR_LABELS] probabilities of what the token is */
  range at;            /* the tokens that may have a role; the others of the window have none */
  const float *roles;  /* [tokens there][ROLE_LABELS] */
  path_rule *rules;    /* [tokens there] */
  int8_t *forced;      /* [tokens there] */
  int8_t *path;        /* [tokens there] the best role of each */
} anchor;

static bool ends_in_stop(str word) { return word.length > 0 && word.at[word.length - 1] == '.'; }

/* Whether no content ends between token i and the one before it.  "check-in" is a noun, whatever "in" looks like. */
static bool is_bound(const desk *d, int32_t i) {
  int32_t at = i - d->w->first;
  if (!d->tags || !bond_between(d->tags[at - 1], d->tags[at]) || d->k->block[i - 1] != d->k->block[i])
    return false;
  bool sentence_ends = net_ends_sentence(d->scores, at - 1) || ends_in_stop(token_str(d->t, d->k, i - 1));
  return !sentence_ends && !(at > 1 && token_is(d->t, d->k, i - 2, "-"));
}

static void fill_rules(const desk *d, range at, int32_t token, path_rule *rules) {
  const marks *m = d->m;
  int32_t home = home_of(m, token);
  for (int32_t i = at.first; i <= at.last; i++) {
    const uint32_t *step = free_step;
    if (home >= 0 &&
        (!run_within(m, m->run_of[i], home) || i == m->runs[home].open || i == m->runs[home].close)) {
      step = outside_step;
    } else {
      int32_t r = run_below(m, i, home);
      bool holds_anchor = r >= 0 && token > m->runs[r].first && token <= m->runs[r].last;
      if (r >= 0 && i > m->runs[r].first && !holds_anchor) step = bound_step;
      else if (i > at.first && is_bound(d, i)) step = endless_step;
    }
    rules[i - at.first].allowed = step;
  }
}

/* From log-probabilities, with the user's weight on the cue. */
static void find_shares(const float *anchors, float weight, float *shares) {
  if (weight != 0) cue_weigh(anchors, weight, shares);
  else
    for (int32_t i = 0; i < ANCHOR_LABELS; i++) shares[i] = expf(anchors[i]);
}

static int32_t outermost(const marks *m, int32_t i) {
  int32_t r = m->run_of[i];
  while (r >= 0 && m->runs[r].parent >= 0) r = m->runs[r].parent;
  return r;
}

/* Runs at the edges whole, as far as the window goes: what the rules say inside does not hold beyond then. */
static range with_runs(const marks *m, const window *w, range at) {
  int32_t first = outermost(m, at.first), last = outermost(m, at.last);
  if (first >= 0 && m->runs[first].first < at.first) at.first = m->runs[first].first;
  if (last >= 0 && m->runs[last].last > at.last) at.last = m->runs[last].last;
  return (range){at.first > w->first ? at.first : w->first, at.last < w->last ? at.last : w->last};
}

static anchor anchor_at(const desk *d, int32_t token, bool cue, float probability, const float *shares) {
  int32_t shift = d->w->first;
  net_reach seen;
  const float *roles = net_roles(d->n, d->in, d->scores, token - shift, cue, &seen, d->scratch);
  range at = with_runs(d->m, d->w, (range){seen.first + shift, seen.last + shift});
  int32_t count = at.last - at.first + 1;
  anchor a = {token,
              cue,
              probability,
              shares,
              at,
              roles + (size_t)(at.first - shift) * ROLE_LABELS,
              arena_room_for(d->scratch, path_rule, count),
              arena_room_for(d->scratch, int8_t, count),
              arena_room_for(d->scratch, int8_t, count)};
  memset(a.forced, -1, (size_t)count);
  a.forced[token - at.first] = cue ? ROLE_NONE : ROLE_CONTENT_B;
  fill_rules(d, at, token, a.rules);
  path_best(a.roles, count, ROLE_LABELS, a.rules, a.forced, a.path, d->scratch);
  return a;
}

static int32_t add_evidence(quotes_list *list, const desk *d, const anchor *a, range source) {
  evidence *e = array_push(&list->evidence, d->keep);
  int32_t shift = a->at.first, count = a->at.last - shift + 1;
  range taken = source.first < 0 ? source : (range){source.first - shift, source.last - shift};
  evidence_sources(a->roles, count, a->rules, a->forced, taken, e, d->scratch);
  for (int32_t i = 0; i < e->source_count; i++) {
    range *r = &e->sources[i].words;
    if (r->first >= 0) *r = (range){r->first + shift, r->last + shift};
  }
  memcpy(e->anchor, a->shares, sizeof e->anchor);
  return list->evidence.count - 1;
}

/* The run that a cue's own content begins with is no other quotation's: who took it along gives it back, and those
 * behind it. */
static void take_back(quotes_list *list, const desk *d, const quote *q) {
  int32_t first = list->pieces.at[q->content].first, r = d->m->run_of[first];
  if (r < 0 || d->m->runs[r].first != first || !list->claimed[r]) return;
  quote *other = &list->found.at[list->claimed[r] - 1];
  const range *pieces = list->pieces.at + other->content;
  while (pieces[other->pieces - 1].first >= first) other->pieces--;
  other->type = quote_type(d->t, d->k, d->m, pieces, other->pieces);
  for (; r >= 0 && list->claimed[r]; r = d->m->runs[r].next) list->claimed[r] = 0;
}

static void add_quote(quotes_list *list, const desk *d, const anchor *a) {
  quote q = {.anchor = a->token,
             .cue = a->cue ? a->token : -1,
             .source = source_of(a->at, a->path, a->roles),
             .evidence = -1};
  if (is_bare_article(d->t, d->k, q.source)) q.source = (range){-1, -1};
  add_pieces(list, &q, d->k, a->at, a->path, d->keep);
  if (!q.pieces) return;
  if (a->cue) take_back(list, d, &q);
  add_continued(list, &q, d->m, d->keep);
  q.type = quote_type(d->t, d->k, d->m, list->pieces.at + q.content, q.pieces);
  q.score = a->probability * mean_content(a->at, a->path, a->roles);
  if (a->cue && list->cues) q.listed = list->cues->entry[a->token] + 1;
  if (list->explain) q.evidence = add_evidence(list, d, a, q.source);
  *array_push(&list->found, d->keep) = q;
  for (int32_t p = q.content; p < q.content + q.pieces; p++)
    for (int32_t i = list->pieces.at[p].first; i <= list->pieces.at[p].last; i++)
      if (d->m->state[i] == MARK_OPENS && d->m->run_of[i] >= 0) list->covered[d->m->run_of[i]] = 1;
}

/* What was worked out for an anchor goes before the next one comes. */
static void add_anchor(quotes_list *list, const desk *d, int32_t token, bool cue, float probability,
                       const float *shares) {
  arena_place from = arena_here(d->scratch);
  anchor a = anchor_at(d, token, cue, probability, shares);
  add_quote(list, d, &a);
  arena_back(d->scratch, from);
}

/* ---- Runs that nothing claims -------------------------------------------------------------------- */

/* Speech that no anchor of the network holds hangs on its own first mark. */
static void add_unclaimed(quotes_list *list, const desk *d) {
  for (int32_t i = d->w->core_first; i <= d->w->core_last; i++) {
    int32_t r = d->m->run_of[i];
    if (d->m->state[i] != MARK_OPENS || r < 0 || list->covered[r] || d->m->runs[r].last > d->w->last ||
        !run_is_speech(d->t, d->k, &d->m->runs[r]))
      continue;
    float shares[ANCHOR_LABELS];
    find_shares(d->scores->anchors + (size_t)(i - d->w->first) * ANCHOR_LABELS, 0, shares);
    add_anchor(list, d, i, false, SPEECH, shares);
  }
}

quotes_list quotes_begin(const marks *m, const cues *c, bool explain, arena *keep) {
  return (quotes_list){.claimed = arena_array(keep, int32_t, m->run_count),
                       .covered = arena_array(keep, uint8_t, m->run_count),
                       .cues = c,
                       .explain = explain};
}

void quotes_add(quotes_list *list, const text *t, const tokens *k, const marks *m, const window *w,
                const net *n, const net_input *in, const net_scores *scores, const uint8_t *tags,
                arena *scratch, arena *keep) {
  desk d = {t, k, m, w, n, in, scores, tags, scratch, keep};
  for (int32_t i = w->core_first; i <= w->core_last; i++) {
    const float *anchors = scores->anchors + (size_t)(i - w->first) * ANCHOR_LABELS;
    float weight = list->cues ? list->cues->weight[i] : 0, shares[ANCHOR_LABELS];
    if (weight == 0 && 1 - expf(anchors[ANCHOR_NONE]) < ANCHOR_FLOOR) continue;
    find_shares(anchors, weight, shares);
    float probability = 1 - shares[ANCHOR_NONE];
    if (probability < ANCHOR_FLOOR) continue;
    bool cue = shares[ANCHOR_CUE] >= shares[ANCHOR_START];
    if (!cue && m->run_of[i] >= 0 && list->claimed[m->run_of[i]]) continue;
    add_anchor(list, &d, i, cue, probability, shares);
  }
  add_unclaimed(list, &d);
}
