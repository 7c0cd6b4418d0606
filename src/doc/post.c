/* A post's words begin behind the signature before it, if that is in the same paragraph, else with the paragraph.
 * A signature that is a paragraph of its own belongs to the paragraph before, and to more where posts follow
 * each other:
 *
 *   — Ben Okafor (@ben) May 3, 2024
 *   I saw it all.                        content
 *   Nobody was hurt.                     content
 *   — Ana Reyes (@ana) May 3, 2024
 *
 * but not where they are too long for one, or the article speaks in between: it quotes somebody, speaks of the author,
 * or leads on to the post. */
#include "doc/post.h"

#include "doc/claim.h"
#include "doc/signature.h"

enum { POST_LENGTH = 280 }; /* characters: most posts may not be longer */

static const float POST = 0.95f; /* how sure what stands above a signature is a quotation */

/* What a token is: a cue, the mark that begins a paragraph's quotation with its cue. */
enum { CUE = 1, OPENING = 2 };

typedef struct {
  const text *t;
  const blocks *b;
  const tokens *k;
  const marks *m;
  const quotes *found;
  uint8_t *is; /* [tokens] bits */
  claims posts;
  arena *side;
} desk;

static void find_cues(desk *d) {
  for (int32_t i = 0; i < d->found->count; i++) {
    const quote *q = &d->found->at[i];
    if (q->cue < 0) continue;
    int32_t first = d->found->pieces[q->content].first;
    d->is[q->cue] |= CUE;
    if (d->k->block[first] == d->k->block[q->cue] && d->m->state[first] == MARK_OPENS)
      d->is[first] |= OPENING;
  }
}

/* ---- Words ---------------------------------------------------------------------------------------- */

static bool begins_with(str s, const char *start) {
  int32_t length = (int32_t)strlen(start);
  return s.length >= length && memcmp(s.at, start, (size_t)length) == 0;
}

static bool is_link(str s) {
  return begins_with(s, "http://") || begins_with(s, "https://") || begins_with(s, "pic.twitter.com/");
}

/* Without links at the end, and the dash of a signature in the next paragraph; none where no word is left. */
static range words_of(const desk *d, range r) {
  while (r.last >= r.first && (is_link(token_str(d->t, d->k, r.last)) || is_dash(d->t, d->k, r.last)))
    r.last--;
  for (int32_t i = r.first; i <= r.last; i++)
    if (token_is_word(d->t, d->k, i)) return r;
  return (range){-1, -1};
}

/* What ends with token `last`, from its paragraph's begin or from token `least` on. */
static range paragraph_to(const tokens *k, int32_t last, int32_t least) {
  int32_t first = last;
  while (first > least && k->block[first - 1] == k->block[last]) first--;
  return (range){first, last};
}

/* Headlines, and the line of their own author. */
static bool is_head(const desk *d, int32_t token) {
  int32_t kind = d->b->at[d->k->block[token]].kind;
  return kind == INQ_TITLE || kind == INQ_BYLINE || kind == INQ_DATELINE;
}

/* ---- Where a post begins --------------------------------------------------------------------------- */

/* "Here is how she put it:", but not above a list that goes on with it. */
static bool leads_on(const desk *d, range r) {
  return str_is(token_str(d->t, d->k, r.last), ":") && !is_dash(d->t, d->k, r.last + 1);
}

static bool is_articles_own(const desk *d, range r, range author) {
  if (leads_on(d, r)) return true;
  str surname = token_str(d->t, d->k, author.last);
  for (int32_t i = r.first; i <= r.last; i++)
    if ((d->is[i] & CUE) || str_equal(token_str(d->t, d->k, i), surname)) return true;
  return false;
}

static int32_t characters_of(const desk *d, range r) {
  int32_t count = 0;
  for (int32_t i = d->k->at[r.first].start; i < d->k->at[r.last].end; i++)
    count += (d->t->bytes[i] & 0xC0) != 0x80;
  return count;
}

/* Where `last`, the paragraph above a signature, and all between it and the signature before may be one post, the first
 * token there; else that of `last`. */
static int32_t begin_of(const desk *d, range last, const signature *before, range author) {
  int32_t first = before->last + 1;
  bool one = before->alone && d->k->block[first] > d->k->block[before->last] &&
             characters_of(d, (range){first, words_of(d, last).last}) <= POST_LENGTH;
  for (range r = last; one; r = paragraph_to(d->k, r.first - 1, first)) {
    if (is_articles_own(d, r, author)) return last.first;
    if (r.first == first) return first;
  }
  return last.first;
}

/* "We have won," she said: a paragraph that begins so is the article's, and the post's own words were lost. */
static bool is_no_post(const desk *d, range r) {
  return is_head(d, r.first) || (d->is[r.first] & OPENING) || words_of(d, r).first < 0;
}

/* All above a signature that it signs, or none.  before: the signature before, or NULL. */
static range signed_by(const desk *d, const signature *s, const signature *before) {
  int32_t behind = before ? before->last + 1 : 0;
  range none = {-1, -1};
  if (s->first <= behind) return none;
  range last = paragraph_to(d->k, s->first - 1, behind);
  if (!s->alone) return last;
  if (is_no_post(d, last) || (before && d->k->block[last.first] == d->k->block[before->last])) return none;
  return before ? (range){begin_of(d, last, before, s->author), last.last} : last;
}

/* ---- Posts ---------------------------------------------------------------------------------------- */

static void add_pieces(desk *d, range all) {
  for (int32_t first = all.first, i = first; i <= all.last; i++) {
    if (i < all.last && d->k->block[i + 1] == d->k->block[i]) continue;
    range words = words_of(d, (range){first, i});
    if (words.first >= 0) *array_push(&d->posts.pieces, d->side) = words;
    first = i + 1;
  }
}

static void add_post(desk *d, const signature *s, const signature *before) {
  range all = signed_by(d, s, before);
  if (all.first < 0) return;
  int32_t content = d->posts.pieces.count;
  add_pieces(d, all);
  int32_t end = d->posts.pieces.count;
  /* "Statement by the governor:" above a picture says nothing */
  if (end == content || str_is(token_str(d->t, d->k, d->posts.pieces.at[end - 1].last), ":"))
    d->posts.pieces.count = content;
  else claims_add(&d->posts, d->t, d->k, d->m, s->author, content, POST, d->side);
}

quotes posts_take(const text *t, const blocks *b, const tokens *k, const marks *m, const quotes *found,
                  bool explain, arena *keep) {
  arena *side = arena_aside(keep);
  arena_place from = arena_here(side);
  signatures s = signatures_find(t, k, side);
  quotes all = *found;
  if (s.count) {
    desk d = {t, b, k, m, found, arena_array(side, uint8_t, k->count), {.explain = explain}, side};
    find_cues(&d);
    for (int32_t i = 0; i < s.count; i++) add_post(&d, &s.at[i], i ? &s.at[i - 1] : NULL);
    all = claims_settle(&d.posts, t, k, m, found, keep);
  }
  arena_back(side, from);
  return all;
}
