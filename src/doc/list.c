#include "doc/list.h"

enum { MEANINGS = 64 }; /* entries of the same words */

uint64_t *list_words(const inq_lists *l, const text *t, const tokens *k, arena *a) {
  if (!l) return NULL;
  uint64_t *words = arena_array(a, uint64_t, k->count);
  for (int32_t i = 0; i < k->count; i++) words[i] = spelling_hash(token_str(t, k, i), l->secret);
  return words;
}

bool list_agrees(const list_entry *e, const text *t, const tokens *k, int32_t first, int32_t last) {
  str found = text_piece(t, k->at[first].start, k->at[last].end);
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

/* Two rows that say the same thing are one; the later cue of the same spelling counts.  What so many bear
 * decides nothing, so that the first MEANINGS are enough, and looking them up takes bounded time. */
static void hang(inq_lists *l, list_tree *tree, phrase_slot *slot, const list_entry *e) {
  int32_t seen = 0;
  for (int32_t i = slot->value; i >= 0; i = tree->entries.at[i].next) {
    if (++seen == MEANINGS) return;
    list_entry *other = &tree->entries.at[i];
    if (other->entity != e->entity || other->how != e->how || other->use != e->use) continue;
    bool same = e->how == SPELLING_ANY ? spelling_same(other->phrase, e->phrase)
                                       : str_equal(other->phrase, e->phrase);
    if (!same) continue;
    int32_t next = other->next;
    *other = *e;
    other->next = next;
    return;
  }
  list_entry *added = array_push(&tree->entries, &l->arena);
  *added = *e;
  added->next = slot->value;
  slot->value = tree->entries.count - 1;
}

/* The hashes of the tokens [first, last]; false where a word is too long. */
static bool hash_words(const text *bytes, const tokens *k, int32_t first, int32_t last, uint64_t secret,
                       uint64_t *words) {
  for (int32_t i = first; i <= last; i++)
    if (!(words[i - first] = spelling_hash(token_str(bytes, k, i), secret))) return false;
  return true;
}

static int32_t add(inq_lists *l, list_tree *tree, const text *bytes, const list_entry *entries, int32_t count,
                   int32_t most) {
  tokens k = cut(bytes, entries, count, &l->scratch);
  for (int32_t i = 0, first = 0, last; i < count; i++, first = last + 1) {
    uint64_t words[LIST_TOKENS];
    for (last = first - 1; last + 1 < k.count && k.block[last + 1] == i;) last++;
    int32_t length = last - first + 1;
    if (length < 1 || length > most || !hash_words(bytes, &k, first, last, l->secret, words)) return i;
    list_entry e = entries[i];
    e.anchor = 0;
    for (int32_t j = first; j <= last; j++)
      e.anchor += k.at[j].start + bytes->bytes < entries[i].phrase.at + entries[i].anchor;
    hang(l, tree, phrases_put(&tree->phrases, words, length, &l->arena), &e);
  }
  return -1;
}

int32_t list_add(inq_lists *l, list_tree *tree, const text *bytes, const list_entry *entries, int32_t count,
                 int32_t most) {
  int32_t wrong = add(l, tree, bytes, entries, count, most);
  arena_reset(&l->scratch);
  return wrong;
}
