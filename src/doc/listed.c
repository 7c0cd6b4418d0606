#include "doc/listed.h"

enum { LOOK = 1000 }; /* bytes of a paragraph that patterns see */

typedef struct {
  const inq_lists *l;
  const uint64_t *words;
  const text *t;
  const tokens *k;
  const names *n;
  uint8_t *named; /* [entities of the list] named in the text beyond doubt */
} looker;

typedef struct {  /* what the entries of the same words say together */
  int32_t entity; /* the one that the list decides for; -1 for none, or several */
  int32_t use;
} verdict;

/* ---- Names that the list decides about ---------------------------------------------------------- */

static verdict verdict_at(const looker *x, int32_t entry, int32_t first, int32_t last) {
  verdict v = {-1, USE_HINT};
  for (int32_t i = entry; i >= 0; i = x->l->names.entries.at[i].next) {
    const list_entry *e = &x->l->names.entries.at[i];
    if (e->use == USE_HINT || !list_agrees(e, x->t, x->k, first, last)) continue;
    if (v.entity >= 0 && v.entity != e->entity) return (verdict){-1, USE_HINT};
    v.entity = e->entity;
    if (e->use < v.use) v.use = e->use;
  }
  return v;
}

/* The first of the names from `next` on that ends at token i or behind it. */
static int32_t name_ending(const names *n, int32_t next, int32_t i) {
  while (next < n->count && n->at[next].last < i) next++;
  return next;
}

/* Whether the model's name there is longer than [first, last] and holds it. */
static bool inside_longer(const names *n, int32_t next, int32_t first, int32_t last) {
  if (next == n->count) return false;
  const name *x = &n->at[next];
  return x->first <= first && x->last >= last && x->last - x->first > last - first;
}

/* The last token of a phrase of `count` words from `first` on, -1 where its paragraph ends before. */
static int32_t end_of(const looker *x, int32_t first, int32_t count) {
  int32_t last = first + count - 1;
  return last < x->k->count && x->k->block[last] == x->k->block[first] ? last : -1;
}

typedef struct { /* the phrases of a tree that may begin at a token, from the shortest on */
  const list_tree *tree;
  int32_t first, last; /* the tokens of the one that was reached */
  int32_t longest;     /* words of the longest that begins so */
  uint64_t hash;       /* of the words up to `last` */
} walk;

static walk walk_from(const list_tree *tree, int32_t first) {
  return (walk){tree, first, first - 1, 1, 0}; /* the first word's slot tells how far to go */
}

/* Goes on to the next one; its entries, -1 behind the last. */
static int32_t walk_next(const looker *x, walk *w) {
  for (;;) {
    int32_t count = w->last - w->first + 2;
    if (count > w->longest || end_of(x, w->first, count) < 0) return -1;
    w->hash = phrase_step(w->hash, x->words[++w->last]);
    const phrase_slot *slot = phrases_find(&w->tree->phrases, w->hash);
    if (count == 1) w->longest = slot ? slot->longest : 0;
    if (slot && slot->value >= 0) return slot->value;
  }
}

/* The longest listed name that begins at token `first`; next: the model's name there or behind. */
static name longest_at(const looker *x, int32_t first, int32_t next) {
  name found = {.first = first, .last = first - 1};
  walk w = walk_from(&x->l->names, first);
  for (int32_t entry; (entry = walk_next(x, &w)) >= 0;) {
    verdict v = verdict_at(x, entry, first, w.last);
    if (v.entity < 0 || (v.use == USE_WHOLE && inside_longer(x->n, next, first, w.last))) continue;
    found.last = w.last;
    found.listed = v.entity + 1;
  }
  return found;
}

static names decided(looker *x, arena *a) {
  names_list out = {0};
  int32_t next = 0;
  for (int32_t i = 0; i < x->k->count; i++) {
    next = name_ending(x->n, next, i);
    name found = longest_at(x, i, next);
    if (!found.listed) continue;
    found.type = x->l->entities.at[found.listed - 1].type;
    found.types[found.type] = found.score = 1;
    x->named[found.listed - 1] = 1;
    *array_push(&out, a) = found;
    i = found.last;
  }
  return (names){out.at, out.count};
}

/* Both in order; of the model's, those that meet one of the list's go. */
static names merge(const names *model, const names *list, arena *a) {
  names out = {arena_array(a, name, model->count + list->count), 0};
  int32_t j = 0;
  for (int32_t i = 0; i < model->count; i++) {
    const name *x = &model->at[i];
    while (j < list->count && list->at[j].last < x->first) out.at[out.count++] = list->at[j++];
    if (j == list->count || list->at[j].first > x->last) out.at[out.count++] = *x;
  }
  while (j < list->count) out.at[out.count++] = list->at[j++];
  return out;
}

/* ---- Names of the model that the list knows ------------------------------------------------------ */

/* The first entry of exactly these tokens, -1 for none. */
static int32_t entry_of(const looker *x, const list_tree *tree, int32_t first, int32_t last) {
  uint64_t hash = 0;
  for (int32_t i = first; i <= last; i++) hash = phrase_step(hash, x->words[i]);
  const phrase_slot *slot = first > last ? NULL : phrases_find(&tree->phrases, hash);
  return slot ? slot->value : -1;
}

static bool is_the(const looker *x, int32_t i) {
  str s = token_str(x->t, x->k, i);
  return str_is(s, "the") || str_is(s, "The") || str_is(s, "THE");
}

/* Whom the name at these tokens means: 0 for nobody in the list.  sure: only where one alone can be meant. */
static int32_t meant_by(const looker *x, const name *n, int32_t first, bool sure) {
  const list_tree *tree = &x->l->names;
  int32_t found = 0;
  bool several = false;
  for (int32_t i = entry_of(x, tree, first, n->last); i >= 0; i = tree->entries.at[i].next) {
    const list_entry *e = &tree->entries.at[i];
    if (x->l->entities.at[e->entity].type != n->type || !list_agrees(e, x->t, x->k, first, n->last)) continue;
    if (found == e->entity + 1 || (!sure && !x->named[e->entity])) continue;
    several = found != 0;
    found = e->entity + 1;
    if (several) return 0;
  }
  return found;
}

static void find_meant(looker *x, names *n, bool sure) {
  for (int32_t i = 0; i < n->count; i++) {
    name *at = &n->at[i];
    if (at->listed) continue;
    at->listed = meant_by(x, at, at->first, sure);
    if (!at->listed && at->last > at->first && is_the(x, at->first))
      at->listed = meant_by(x, at, at->first + 1, sure);
    if (at->listed && sure) x->named[at->listed - 1] = 1;
  }
}

/* ---- What is ignored ---------------------------------------------------------------------------- */

static bool any_agrees(const looker *x, const list_tree *tree, int32_t entry, int32_t first, int32_t last) {
  for (int32_t i = entry; i >= 0; i = tree->entries.at[i].next)
    if (list_agrees(&tree->entries.at[i], x->t, x->k, first, last)) return true;
  return false;
}

static bool is_ignored_at(const looker *x, int32_t first, int32_t last) {
  return any_agrees(x, &x->l->ignored, entry_of(x, &x->l->ignored, first, last), first, last);
}

static bool is_ignored(const looker *x, const name *n, pattern_matcher *m) {
  if (is_ignored_at(x, n->first, n->last)) return true;
  if (n->last > n->first && is_the(x, n->first) && is_ignored_at(x, n->first + 1, n->last)) return true;
  str piece = tokens_str(x->t, x->k, n->first, n->last);
  for (int32_t i = 0; i < x->l->ignored_patterns.count; i++)
    if (pattern_matches(x->l->ignored_patterns.at[i], m, piece)) return true;
  return false;
}

static void leave_out(const looker *x, names *n, arena *a) {
  pattern_matcher *m = x->l->ignored_patterns.count ? pattern_matcher_new(a) : NULL;
  int32_t kept = 0;
  for (int32_t i = 0; i < n->count; i++)
    if (!is_ignored(x, &n->at[i], m)) n->at[kept++] = n->at[i];
  n->count = kept;
}

names listed_names(const inq_lists *l, const uint64_t *words, const text *t, const tokens *k, const names *n,
                   arena *a) {
  looker x = {l, words, t, k, n, arena_array(a, uint8_t, l->entities.count)};
  names list = decided(&x, a), all = merge(n, &list, a);
  find_meant(&x, &all, true);
  find_meant(&x, &all, false);
  leave_out(&x, &all, a);
  return all;
}

/* ---- Passages ----------------------------------------------------------------------------------- */

/* Whether the block whose first token is `first` begins with a passage of the list. */
static bool begins_with_passage(const looker *x, int32_t first) {
  walk w = walk_from(&x->l->passages, first);
  for (int32_t entry; (entry = walk_next(x, &w)) >= 0;)
    if (any_agrees(x, w.tree, entry, first, w.last)) return true;
  return false;
}

static bool matches_passage(const looker *x, const inq_block *b, pattern_matcher *m) {
  int32_t end = b->end - b->start > LOOK ? b->start + LOOK : b->end;
  while (end < b->end && (x->t->bytes[end] & 0xC0) == 0x80) end--; /* keep the last character whole */
  for (int32_t i = 0; i < x->l->passage_patterns.count; i++)
    if (pattern_matches(x->l->passage_patterns.at[i], m, text_piece(x->t, b->start, end))) return true;
  return false;
}

blocks listed_passages(const inq_lists *l, const uint64_t *words, const text *t, const tokens *k,
                       const blocks *b, arena *a) {
  looker x = {.l = l, .words = words, .t = t, .k = k};
  blocks out = {arena_array(a, inq_block, b->count), b->count};
  pattern_matcher *m = l->passage_patterns.count ? pattern_matcher_new(a) : NULL;
  for (int32_t i = 0, token = 0; i < b->count; i++) {
    out.at[i] = b->at[i];
    while (token < k->count && k->block[token] < i) token++;
    bool begins = token < k->count && k->block[token] == i && begins_with_passage(&x, token);
    if (begins || matches_passage(&x, &b->at[i], m)) out.at[i].kind = INQ_BOILERPLATE, out.at[i].score = 1;
  }
  return out;
}
