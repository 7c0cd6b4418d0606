#include "doc/list.h"

enum { MEANINGS = 64 }; /* entries of the same words */

uint64_t *list_words(const inq_lists *l, const text *t, const tokens *k, arena *a) {
  if (!l) return NULL;
  uint64_t *words = arena_array(a, uint64_t, k->count);
  for (int32_t i = 0; i < k->count; i++) words[i] = spelling_hash(token_str(t, k, i), l->secret);
  return words;
}

bool list_agrees(const list_entry *e, const text *t, const tokens *k, int32_t first, int32_t last) {
  str found = tokens_str(t, k, first, last);
  return spelling_same(e->phrase, found) && spelling_agrees(e->phrase, found, e->how);
}

/* ---- Adding ------------------------------------------------------------------------------------- */

/* Each phrase as a block, so that no token reaches over its edge. */
static tokens cut(const text *bytes, const list_entry *entries, int32_t count, arena *a) {
  blocks b = {arena_array(a, inq_block, count), count};
  for (int32_t i = 0; i < count; i++) {
    int32_t start = (int32_t)(entries[i].phrase.at - bytes->bytes);
    b.at[i] = (inq_block){.start = start, .end = start + entries[i].phrase.length};
  }
  return tokens_read(bytes, &b, a);
}

/* Whether the entry's row is the first of its entity: what hangs anywhere of it is then the latest there. */
static bool is_first_row(const inq_lists *l, const list_entry *e) {
  if (e->entity < 0) return false;
  const list_entity *x = &l->entities.at[e->entity];
  return x->line == e->line && x->file == e->file;
}

static bool says_the_same(const list_entry *a, const list_entry *b) {
  if (a->entity != b->entity || a->how != b->how || a->use != b->use) return false;
  return a->how == SPELLING_ANY ? spelling_same(a->phrase, b->phrase) : str_equal(a->phrase, b->phrase);
}

/* The entry from `i` on that says what e says, -1 for none. */
static int32_t same_from(const inq_lists *l, const list_tree *tree, int32_t i, const list_entry *e) {
  bool first = is_first_row(l, e);
  for (; i >= 0; i = tree->entries.at[i].next) {
    const list_entry *other = &tree->entries.at[i];
    if (says_the_same(other, e)) return i;
    if (first && other->entity != e->entity) break;
  }
  return -1;
}

/* Two rows that say the same thing are one; the later cue of the same spelling counts.  What so many bear
 * decides nothing, so that the first MEANINGS are enough, and looking them up takes bounded time. */
static void hang(inq_lists *l, list_tree *tree, phrase_slot *slot, list_entry e) {
  int32_t same = same_from(l, tree, slot->value, &e);
  int32_t depth = slot->value >= 0 ? tree->entries.at[slot->value].depth : 0;
  if (same < 0 && depth == MEANINGS) return;
  e.next = same < 0 ? slot->value : tree->entries.at[same].next;
  e.depth = same < 0 ? (uint8_t)(depth + 1) : tree->entries.at[same].depth;
  if (same < 0) {
    slot->value = same = tree->entries.count;
    array_push(&tree->entries, &l->arena);
  }
  tree->entries.at[same] = e;
}

typedef struct { /* what is to be added */
  const text *bytes;
  const list_entry *entries;
  int32_t count, most;
  tokens k;
  phrase_key *keys; /* [count] */
  int32_t *anchors; /* [count] tokens */
} batch;

/* The key of the tokens [first, last]; false where there is none, are too many, or a word is too long. */
static bool key_of(const batch *b, int32_t first, int32_t last, uint64_t secret, phrase_key *key) {
  uint64_t words[LIST_TOKENS];
  int32_t count = last - first + 1;
  if (count < 1 || count > b->most) return false;
  for (int32_t i = 0; i < count; i++)
    if (!(words[i] = spelling_hash(token_str(b->bytes, &b->k, first + i), secret))) return false;
  *key = phrase_key_of(words, count);
  return true;
}

static int32_t anchor_of(const batch *b, const list_entry *e, int32_t first, int32_t last) {
  int32_t anchor = 0;
  for (int32_t i = first; i <= last; i++)
    anchor += b->k.at[i].start + b->bytes->bytes < e->phrase.at + e->anchor;
  return anchor;
}

/* All keys before any is put, so that the table's places are on their way meanwhile. */
static int32_t work_out_keys(const inq_lists *l, const list_tree *tree, batch *b) {
  for (int32_t i = 0, first = 0, last; i < b->count; i++, first = last + 1) {
    for (last = first - 1; last + 1 < b->k.count && b->k.block[last + 1] == i;) last++;
    if (!key_of(b, first, last, l->secret, &b->keys[i])) return i;
    b->anchors[i] = anchor_of(b, &b->entries[i], first, last);
    phrases_expect(&tree->phrases, &b->keys[i]);
  }
  return -1;
}

static int32_t add(inq_lists *l, list_tree *tree, batch *b) {
  b->k = cut(b->bytes, b->entries, b->count, &l->scratch);
  b->keys = arena_array(&l->scratch, phrase_key, b->count);
  b->anchors = arena_array(&l->scratch, int32_t, b->count);
  int32_t wrong = work_out_keys(l, tree, b);
  for (int32_t i = 0; i < b->count && wrong < 0; i++) {
    list_entry e = b->entries[i];
    e.anchor = b->anchors[i];
    hang(l, tree, phrases_put(&tree->phrases, &b->keys[i], &l->arena), e);
  }
  return wrong;
}

int32_t list_add(inq_lists *l, list_tree *tree, const text *bytes, const list_entry *entries, int32_t count,
                 int32_t most) {
  batch b = {.bytes = bytes, .entries = entries, .count = count, .most = most};
  int32_t wrong = add(l, tree, &b);
  arena_reset(&l->scratch);
  return wrong;
}
