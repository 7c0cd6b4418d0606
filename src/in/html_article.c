/* Finding the article.
 *
 *   every run is worth something: prose its words, a label little less than nothing, a line of links a loss
 *   furniture (what tags, roles and classes say is none of it) is worth nothing
 *   the article is the element that is worth most, or the <article> or the like in it that holds most of that
 *   its title is the run most like what the page calls itself; between both stand byline, date and pictures
 *
 * An element that holds the headline, or most of the page's prose, is no furniture whatever it is called. */
#include "in/html_article.h"

#include "inquit.h"

typedef struct {
  const html_tree *t;
  const html_runs *r;
  int32_t *words;      /* [nodes] of prose in it */
  int32_t *worth;      /* [nodes] of the runs in it that are no furniture */
  uint8_t *holds;      /* [nodes] HOLDS_... */
  bool *furniture;     /* [nodes] */
  int32_t main;        /* the element that holds the article */
  int32_t first, last; /* runs: of the article's prose in it, -1 for none */
  int32_t title;       /* run, -1 for none */
  html_article out;
  arena *a;
} finder;

enum { HOLDS_TITLE = 1, HOLDS_BODY = 2, HOLDS_MAIN = 4 };

#define KIND(kind) (1 << (kind))
enum {
  ANY = (1 << (INQ_BOILERPLATE + 1)) - 1,
  NO_TITLE = ANY & ~KIND(INQ_TITLE),
  BODY = KIND(INQ_BODY) | KIND(INQ_BOILERPLATE)
};

static uint32_t state_of(const finder *f, const html_run *r) { return f->r->state[r->block]; }

/* ---- What each element holds -------------------------------------------------------------------- */

static uint8_t own_holds(const html_node *n) {
  if (n->kind != NODE_ELEMENT) return 0;
  bool main = n->tag == HTML_MAIN || n->tag == HTML_BODY || (n->traits & TRAIT_MAIN);
  return (uint8_t)((n->traits & TRAIT_BODY ? HOLDS_BODY : 0) | (main ? HOLDS_MAIN : 0));
}

/* Parents stand before their children: one walk back adds all up. */
static void add_up(const html_tree *t, int32_t *sums) {
  for (int32_t i = t->count - 1; i > 0; i--) sums[t->at[i].parent] += sums[i];
}

static void look_inside(finder *f) {
  for (int32_t i = 0; i < f->r->count; i++)
    if (html_is_prose(&f->r->at[i])) f->words[f->r->at[i].block] += f->r->at[i].words;
  add_up(f->t, f->words);
  for (int32_t i = f->t->count - 1; i > 0; i--) {
    f->holds[i] |= own_holds(&f->t->at[i]);
    f->holds[f->t->at[i].parent] |= f->holds[i];
  }
}

static bool is_furniture(const finder *f, int32_t i) {
  const html_node *n = &f->t->at[i];
  uint8_t holds = f->holds[i];
  if (n->kind != NODE_ELEMENT || n->tag == HTML_HTML || n->tag == HTML_BODY || n->tag == HTML_MAIN)
    return false;
  if (n->traits & TRAIT_COMMENTS)
    return !(holds & (HOLDS_BODY | HOLDS_MAIN)) && !(n->tag == HTML_ARTICLE && (holds & HOLDS_TITLE));
  if (!(n->traits & TRAIT_FURNITURE) && !(html_tag_traits((html_tag)n->tag) & TAG_FURNITURE)) return false;
  return !holds && 10 * (int64_t)f->words[i] <= 6 * (int64_t)f->words[0];
}

static void find_furniture(finder *f) {
  for (int32_t i = 1; i < f->t->count; i++)
    f->furniture[i] = f->furniture[f->t->at[i].parent] || is_furniture(f, i);
}

/* ---- The element that holds the article --------------------------------------------------------- */

static int32_t worth_of(const finder *f, const html_run *r) {
  if (f->furniture[r->first]) return 0;
  if (state_of(f, r) & IN_HEADING) return r->linked ? -2 : 0;
  if (html_is_prose(r) || ((state_of(f, r) & IN_PARAGRAPH) && r->linked * 2 < r->words))
    return r->words - r->linked;
  if (2 * r->linked >= r->words) return -3 - (r->words < 12 ? r->words : 12) / 3;
  return -1;
}

static bool is_article_body(const html_node *n) { return n->traits & TRAIT_BODY; }
static bool is_article(const html_node *n) { return n->tag == HTML_ARTICLE; }
static bool is_main(const html_node *n) { return n->tag == HTML_MAIN || (n->traits & TRAIT_MAIN); }

/* The element of this sort that holds at least share/100 of `most`, and most of what all of its sort hold; -1
 * for none. Where there are several of a size, such as the posts of a live blog, it is none of them. */
static int32_t holder(const finder *f, bool (*sort)(const html_node *), int64_t most, int32_t share) {
  int32_t best = -1;
  int64_t all = 0;
  for (int32_t i = 1; i < f->t->count; i++) {
    if (f->t->at[i].kind != NODE_ELEMENT || f->furniture[i] || !sort(&f->t->at[i])) continue;
    if (f->worth[i] > 0) all += f->worth[i];
    if (best < 0 || f->worth[i] > f->worth[best]) best = i;
    i = f->t->at[i].behind - 1;
  }
  return best >= 0 && 100 * (int64_t)f->worth[best] >= share * most && 10 * (int64_t)f->worth[best] >= 7 * all
             ? best
             : -1;
}

static void find_main(finder *f) {
  for (int32_t i = 0; i < f->r->count; i++) f->worth[f->r->at[i].block] += worth_of(f, &f->r->at[i]);
  add_up(f->t, f->worth);
  for (int32_t i = 1; i < f->t->count; i++)
    if (f->worth[i] >= f->worth[f->main]) f->main = i;
  int64_t most = f->worth[f->main];
  if (most <= 0) f->main = 0;
  int32_t found = most > 0 ? holder(f, is_article_body, most, 40) : -1;
  if (found < 0 && most > 0) found = holder(f, is_article, most, 50);
  if (found < 0 && most > 0) found = holder(f, is_main, most, 50);
  if (found >= 0) f->main = found;
  f->first = f->last = -1;
  for (int32_t i = 0; i < f->r->count; i++) {
    const html_run *r = &f->r->at[i];
    if (r->first <= f->main || r->first >= f->t->at[f->main].behind || f->furniture[r->first]) continue;
    if (worth_of(f, r) <= 0 || (state_of(f, r) & TRAIT_LABEL)) continue;
    if (f->first < 0) f->first = i;
    f->last = i;
  }
}

/* ---- Its title ---------------------------------------------------------------------------------- */

enum { TITLE_WORDS = 48 };

typedef struct {
  uint64_t at[TITLE_WORDS];
  int32_t count;
} word_set;

static word_set words_of(str s) {
  word_set w = {.count = 0};
  for (int32_t i = 0; i < s.length && w.count < TITLE_WORDS; i++) {
    if (!html_in_word(s.at[i])) continue;
    uint64_t h = 14695981039346656037u;
    for (; i < s.length && html_in_word(s.at[i]); i++)
      h = (h ^ (uint8_t)html_lower(s.at[i])) * 1099511628211u;
    w.at[w.count++] = h;
  }
  return w;
}

/* How much of either is in the other: 0 to 2. */
static double likeness(const word_set *a, const word_set *b) {
  int32_t shared = 0;
  for (int32_t i = 0; i < a->count; i++)
    for (int32_t k = 0; k < b->count; k++)
      if (a->at[i] == b->at[k]) {
        shared++;
        break;
      }
  if (!a->count || !b->count || shared * 10 < a->count * 7 || shared * 10 < b->count * 4) return 0;
  return shared / (double)a->count + (shared < b->count ? shared : b->count) / (double)b->count;
}

static double title_weight(const finder *f, const html_run *r) {
  const html_node *block = &f->t->at[r->block];
  double weight = state_of(f, r) & IN_HEADING ? 1.1 : 1;
  if (block->tag == HTML_H1 || (state_of(f, r) & TRAIT_HEADLINE)) weight = 1.3;
  return state_of(f, r) & (TRAIT_FURNITURE | TRAIT_COMMENTS) ? weight / 1.2 : weight;
}

static bool may_be_title(const html_run *r) { return r->words >= 2 && r->words <= TITLE_WORDS; }

static word_set *words_of_run(const finder *f, const html_run *r) {
  word_set *w = arena_new(f->a, word_set);
  *w = words_of(html_words(f->t, r->first, r->behind, 400, f->a));
  return w;
}

/* The run most like one of the titles; headings are preferred, and of two alike the first.  What holds it is
 * no furniture. */
static void find_title(finder *f, const str *titles, int32_t count) {
  double best = 0;
  word_set **found = arena_array(f->a, word_set *, f->r->count);
  for (int32_t i = 0; count && i < f->r->count; i++)
    if (may_be_title(&f->r->at[i])) found[i] = words_of_run(f, &f->r->at[i]);
  for (int32_t k = 0; k < count; k++) {
    word_set wanted = words_of(titles[k]);
    for (int32_t i = 0; i < f->r->count; i++) {
      const html_run *r = &f->r->at[i];
      double score = found[i] ? likeness(found[i], &wanted) * title_weight(f, r) : 0;
      if (score > best) {
        best = score;
        f->title = i;
      }
    }
  }
  for (int32_t i = f->title < 0 ? 0 : f->r->at[f->title].block; i > 0; i = f->t->at[i].parent)
    f->holds[i] |= HOLDS_TITLE;
}

/* Without such a title: the first <h1> before the prose.  One behind all of it is none. */
static void find_heading(finder *f) {
  if (f->last >= 0 && f->title > f->last) f->title = -1;
  for (int32_t i = 0; i < f->r->count && f->title < 0 && (i <= f->first || f->first < 0); i++) {
    const html_run *r = &f->r->at[i];
    bool first = f->t->at[r->block].tag == HTML_H1 || (state_of(f, r) & TRAIT_HEADLINE);
    if (first && r->words && !f->furniture[r->first]) f->title = i;
  }
}

/* Behind none of the runs that are kept, so that text and page have one order. */
static void find_title_element(finder *f) {
  f->out.title_element = -1;
  for (int32_t i = 0; i < f->t->count && f->title < 0 && f->out.title_element < 0; i++)
    if (f->t->at[i].kind == NODE_ELEMENT && f->t->at[i].tag == HTML_TITLE && i + 1 < f->t->at[i].behind &&
        (!f->r->count || i < f->r->at[0].first))
      f->out.title_element = i;
}

/* ---- What each run is --------------------------------------------------------------------------- */

enum { LABEL_WORDS = 30, CUE_WORDS = 6 };

/* Headings of what is not the article, in lower case. */
static const char *const RELATED[] = {
    "related",     "read more", "more from",    "more on",   "most read",  "most popular",
    "recommended", "trending",  "you may also", "also read", "read next",  "sponsored",
    "newsletter",  "sign up",   "more stories", "more news", "share this", "advertisement",
    "subscribe",   "topics",    "tags",         "follow us", "don't miss"};
static const char *const COMMENTS[] = {"comments", "leave a reply", "leave a comment",
                                       "join the conversation", "reader comments"};

static bool begins_with_any(str words, const char *const *phrases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    int32_t length = (int32_t)strlen(phrases[i]);
    if (words.length >= length && html_same((str){words.at, length}, phrases[i]) &&
        (words.length == length || !html_in_word(words.at[length])))
      return true;
  }
  return false;
}

#define BEGINS(words, phrases) begins_with_any(words, phrases, sizeof phrases / sizeof *phrases)

static bool is_heading(const finder *f, const html_run *r) {
  uint32_t state = state_of(f, r);
  return (state & IN_HEADING) || (r->words <= CUE_WORDS && !r->ended && !r->stops);
}

/* The end of what the block of a heading stands in. */
static int32_t behind_parent(const finder *f, int32_t block) {
  int32_t parent = f->t->at[block].parent;
  return f->t->at[parent < 0 ? 0 : parent].behind;
}

/* What a heading says is none of the article, in what the heading stands in: all that follows of comments, of
 * related stories up to the next heading or sentence. */
static void leave_out_cued(finder *f) {
  int32_t related = -1, comments = -1; /* the first node behind them */
  for (int32_t i = f->first < 0 ? f->r->count : f->first + 1; i < f->r->count; i++) {
    const html_run *r = &f->r->at[i];
    if (f->furniture[r->first]) continue;
    str words = {0};
    if (is_heading(f, r) && r->words <= CUE_WORDS) words = html_words(f->t, r->first, r->behind, 100, f->a);
    bool sentence = html_is_prose(r) || ((state_of(f, r) & IN_PARAGRAPH) && r->ended);
    if ((sentence && !r->linked) || (state_of(f, r) & IN_HEADING)) related = -1;
    if (BEGINS(words, RELATED)) related = behind_parent(f, r->block);
    if (BEGINS(words, COMMENTS) && i > f->first + (f->last - f->first) / 2)
      comments = behind_parent(f, r->block);
    if (r->first < related || r->first < comments) f->furniture[r->first] = true;
  }
}

static bool in_main(const finder *f, const html_run *r) {
  return r->first > f->main && r->first < f->t->at[f->main].behind;
}

static int label_kinds(const finder *f, const html_run *r, int32_t i) {
  uint32_t state = state_of(f, r);
  bool before = i < f->first, label = r->words <= LABEL_WORDS;
  if (state & TRAIT_CAPTION) return KIND(INQ_CAPTION);
  if (state & TRAIT_BIOGRAPHY) return KIND(INQ_BOILERPLATE);
  if ((state & TRAIT_STANDFIRST) && before && f->title >= 0) return KIND(INQ_TITLE);
  if (label && (state & TRAIT_BYLINE))
    return before ? KIND(INQ_BYLINE) : KIND(INQ_BYLINE) | KIND(INQ_BOILERPLATE);
  if (label && (state & TRAIT_DATE))
    return KIND(INQ_BYLINE) | (before ? KIND(INQ_DATELINE) : KIND(INQ_BOILERPLATE) | KIND(INQ_DATELINE));
  if (state & IN_FIGURE) return KIND(INQ_CAPTION) | KIND(INQ_BOILERPLATE);
  return 0;
}

static int heading_kinds(const finder *f, const html_run *r, int32_t i) {
  if (f->title >= 0 && i == f->title + 1) return KIND(INQ_HEADING) | KIND(INQ_TITLE) | KIND(INQ_BOILERPLATE);
  bool before_prose =
      i + 1 < f->r->count && worth_of(f, &f->r->at[i + 1]) > 0 && in_main(f, &f->r->at[i + 1]);
  return before_prose && !r->linked ? KIND(INQ_HEADING) : KIND(INQ_HEADING) | KIND(INQ_BOILERPLATE);
}

static int kinds_of(const finder *f, const html_run *r, int32_t i) {
  uint32_t state = state_of(f, r);
  if (i == f->title) return KIND(INQ_TITLE);
  int label = label_kinds(f, r, i);
  if (label) return label;
  if (state & IN_HEADING) return heading_kinds(f, r, i);
  if (r->linked && r->linked == r->words)
    return i < f->first ? KIND(INQ_BYLINE) | KIND(INQ_BOILERPLATE) : KIND(INQ_BOILERPLATE);
  if (html_is_prose(r) && in_main(f, r) && f->first >= 0) return BODY;
  return f->title >= 0 && i > f->first ? NO_TITLE : ANY;
}

/* A list or line of links is kept only where it may be a name under the title. */
static bool is_menu(const finder *f, const html_run *r, int32_t i) {
  uint32_t state = state_of(f, r);
  bool label = state & (TRAIT_BYLINE | TRAIT_DATE | TRAIT_CAPTION | IN_HEADING | IN_PARAGRAPH);
  return i != f->title && !label && 2 * r->linked > r->words;
}

/* Runs of the article's element, and those between it and a title that stands before it. */
static bool belongs(const finder *f, const html_run *r, int32_t i) {
  if (f->furniture[r->first] || is_menu(f, r, i)) return false;
  if (i == f->title || f->main == 0) return true;
  return in_main(f, r) || (f->title >= 0 && i > f->title && i < f->first);
}

html_article html_article_of(const html_tree *t, const html_runs *r, const str *titles, int32_t title_count,
                             arena *a) {
  finder f = {.t = t, .r = r, .a = a};
  f.words = arena_array(a, int32_t, t->count);
  f.worth = arena_array(a, int32_t, t->count);
  f.holds = arena_array(a, uint8_t, t->count);
  f.furniture = arena_array(a, bool, t->count);
  f.out.kinds = arena_array(a, uint8_t, r->count);
  f.title = -1;
  look_inside(&f);
  find_title(&f, titles, title_count);
  find_furniture(&f);
  find_main(&f);
  find_heading(&f);
  find_title_element(&f);
  leave_out_cued(&f);
  f.out.prose = f.first >= 0;
  for (int32_t i = 0; i < r->count; i++)
    if (belongs(&f, &r->at[i], i)) f.out.kinds[i] = (uint8_t)kinds_of(&f, &r->at[i], i);
  return f.out;
}
