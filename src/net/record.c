#include "net/record.h"

#include "base/hash.h"
#include "net/stencil.h"

enum {
  AFFIXES = 5,
  PARTS = WORDPIECE_MOST + AFFIXES, /* rows that a record is made of, at most */
  AT_ONCE = 16                      /* words that are looked up, and made, together */
};

typedef struct {
  int32_t rows[PARTS];
  int32_t pieces, count; /* of them pieces, which come first; of all */
} recipe;

static const int8_t *row_at(const records *r, int32_t row) { return r->rows + (size_t)row * r->width; }

enum { LINE = 64 }; /* bytes that memory gives at once */

/* The rows of most words are read from far away: all of them at once, and while others are looked up. */
static void fetch_row(const int8_t *row, int32_t width) {
  for (int32_t at = 0; at < width; at += LINE) __builtin_prefetch(row + at);
}

static void fetch(const records *r, const int32_t *rows, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    fetch_row(row_at(r, rows[i]), r->width);
    __builtin_prefetch(r->scales + rows[i]);
  }
}

/* FNV-1a, goes on. */
static uint64_t hash_on(uint64_t hash, const char *at, int32_t length) {
  for (int32_t i = 0; i < length; i++) hash = (hash ^ (uint8_t)at[i]) * 1099511628211u;
  return hash;
}

/* The beginnings "<ab", "<abc" and the endings ">yz", ">xyz", ">wxyz" of a word, in bytes. */
static int32_t find_affixes(const records *r, str word, int32_t rows[AFFIXES]) {
  static const struct {
    char side;
    int32_t length;
  } affixes[AFFIXES] = {{'<', 2}, {'<', 3}, {'>', 2}, {'>', 3}, {'>', 4}};
  int32_t count = 0;
  for (size_t i = 0; i < AFFIXES; i++) {
    int32_t length = affixes[i].length;
    if (word.length < length) continue;
    const char *at = affixes[i].side == '<' ? word.at : word.at + word.length - length;
    uint64_t hash = hash_on(str_hash((str){&affixes[i].side, 1}), at, length);
    rows[count++] = r->pieces + (int32_t)(hash & (uint32_t)(r->affixes - 1));
  }
  return count;
}

static recipe recipe_of(const records *r, str word) {
  recipe made;
  int32_t affixes[AFFIXES], count = find_affixes(r, word, affixes);
  fetch(r, affixes, count);
  made.count = made.pieces = wordpiece_split(&r->wordpiece, word, false, made.rows);
  fetch(r, made.rows, made.count);
  memcpy(made.rows + made.count, affixes, sizeof *affixes * (size_t)count);
  made.count += count;
  return made;
}

static void sum_rows(const records *r, const recipe *from, float *sum) {
  const int8_t *rows[PARTS];
  float scales[PARTS];
  for (int32_t i = 0; i < from->count; i++) {
    rows[i] = row_at(r, from->rows[i]);
    scales[i] = r->scales[from->rows[i]] * (i < from->pieces ? 1 / (float)from->pieces : 1);
  }
  r->kernel->stencil->gather(rows, scales, from->count, r->width, sum);
}

static void multiply(const records *r, const linear *by, const float *from, int32_t count, float *to,
                     arena *scratch) {
  uint8_t *bytes = arena_room(scratch, (size_t)(count * by->inputs));
  grid grids[AT_ONCE];
  r->kernel->quantise(from, count, by->inputs, bytes, grids);
  r->kernel->multiply(by, bytes, count, by->inputs, grids, to);
}

/* sums += outer · relu(inner · sums brought to length 1) */
static void go_through(const records *r, float *sums, int32_t count, arena *scratch) {
  int32_t hidden = count * r->hidden, width = count * r->width;
  float *inner = arena_room_for(scratch, float, hidden), *outer = arena_room_for(scratch, float, width);
  r->kernel->stencil->normal(sums, count, r->width, outer);
  multiply(r, &r->inner, outer, count, inner, scratch);
  for (int32_t i = 0; i < hidden; i++) inner[i] = inner[i] > 0 ? inner[i] : 0;
  multiply(r, &r->outer, inner, count, outer, scratch);
  for (int32_t i = 0; i < width; i++) sums[i] += outer[i];
}

static void describe(str word, record *to) {
  to->shape = (int32_t)shape_of(word);
  to->behind = (shape_paragraph){.words = 1};
  shape_paragraph_add(&to->behind, word);
  to->behind.words--;
  to->length = word.length;
  if (word.length <= RECORD_WORD) memcpy(to->word, word.at, (size_t)word.length);
}

typedef struct { /* words that have no record yet, each once */
  str words[AT_ONCE];
  record *at[AT_ONCE]; /* where their records are made */
  int32_t count;
} newcomers;

/* What one of them needs of the model is fetched while the next is looked up. */
static void sum_up(const records *r, const newcomers *n, arena *scratch) {
  recipe recipes[AT_ONCE];
  float *sums = arena_room_for(scratch, float, n->count * r->width);
  for (int32_t i = 0; i < n->count; i++) recipes[i] = recipe_of(r, n->words[i]);
  for (int32_t i = 0; i < n->count; i++) sum_rows(r, &recipes[i], sums + (size_t)i * r->width);
  if (r->hidden) go_through(r, sums, n->count, scratch);
  for (int32_t i = 0; i < n->count; i++)
    n->at[i]->scale =
        r->kernel->stencil->round(sums + (size_t)i * r->width, r->width, (int8_t *)(n->at[i] + 1));
}

static const int8_t *ready_at(const records *r, uint32_t number) {
  return r->ready + (size_t)number * (size_t)r->width;
}

/* Frequent words' records are in the model; the others' are summed up. */
static void make(const records *r, const newcomers *n, arena *scratch) {
  uint32_t ready[AT_ONCE];
  newcomers others = {.count = 0};
  table_get_all(&r->frequent, n->words, n->count, UINT32_MAX, ready);
  for (int32_t i = 0; i < n->count; i++) {
    if (ready[i] != UINT32_MAX) fetch_row(ready_at(r, ready[i]), r->width);
    describe(n->words[i], n->at[i]);
  }
  for (int32_t i = 0; i < n->count; i++) {
    if (ready[i] == UINT32_MAX) {
      others.words[others.count] = n->words[i];
      others.at[others.count++] = n->at[i];
      continue;
    }
    memcpy(n->at[i] + 1, ready_at(r, ready[i]), (size_t)r->width);
    n->at[i]->scale = r->ready_scales[ready[i]];
  }
  if (others.count) sum_up(r, &others, scratch);
}

static record *kept_at(const records *r, uint32_t number) {
  return (record *)(void *)(r->kept + number * r->stride);
}

/* A free place for one more record, RECORDS when there is none. */
static uint32_t claim(records *r) {
  if (atomic_load_explicit(&r->used, memory_order_relaxed) >= RECORDS) return RECORDS;
  uint32_t number = atomic_fetch_add_explicit(&r->used, 1, memory_order_relaxed);
  return number < RECORDS ? number : RECORDS;
}

/* The slot where the search for the word ends: its own, or a free one. */
static uint32_t search(const records *r, str word, uint32_t slot, uint32_t *found) {
  for (;; slot = (slot + 1) & (RECORD_SLOTS - 1)) {
    *found = atomic_load_explicit(&r->slots[slot], memory_order_acquire);
    if (!*found) return slot;
    const record *there = kept_at(r, *found - 1);
    if (str_equal((str){there->word, there->length}, word)) return slot;
  }
}

/* Makes a record known; another thread may have made one of the same word meanwhile, which is returned then. */
static const record *publish(records *r, record *made, uint32_t slot) {
  uint32_t number = (uint32_t)((size_t)((char *)made - r->kept) / r->stride);
  str word = {made->word, made->length};
  for (;;) {
    uint32_t nothing = 0, found;
    slot = search(r, word, slot, &found);
    if (found) return kept_at(r, found - 1);
    if (atomic_compare_exchange_strong_explicit(&r->slots[slot], &nothing, number + 1, memory_order_release,
                                                memory_order_relaxed))
      return made;
  }
}

static uint32_t home(const records *r, str word) {
  return (uint32_t)hash_str(word, r->key) & (RECORD_SLOTS - 1);
}

static bool is_kept(const records *r, const record *made) {
  uintptr_t begin = (uintptr_t)r->kept, at = (uintptr_t)made;
  return at >= begin && at < begin + RECORDS * r->stride;
}

/* The place among the newcomers, for one that may be among them already. */
static int32_t join(records *r, newcomers *n, str word, arena *scratch) {
  int32_t i = 0;
  while (i < n->count && !str_equal(n->words[i], word)) i++;
  if (i < n->count) return i;
  uint32_t number = word.length <= RECORD_WORD ? claim(r) : RECORDS;
  n->words[i] = word;
  n->at[i] = number < RECORDS ? kept_at(r, number) : arena_alloc(scratch, r->stride);
  return n->count++;
}

static void fetch_kept(const records *r, const uint32_t *slots, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    uint32_t there = atomic_load_explicit(&r->slots[slots[i]], memory_order_relaxed);
    for (size_t at = 0; there && at < r->stride; at += LINE)
      __builtin_prefetch((const char *)kept_at(r, there - 1) + at);
  }
}

/* records_of() for at most AT_ONCE words. */
static void find(records *r, const str *words, int32_t count, const record **to, arena *scratch) {
  uint32_t slots[AT_ONCE], found;
  int32_t joined[AT_ONCE];
  newcomers fresh = {.count = 0};
  for (int32_t i = 0; i < count; i++) {
    slots[i] = home(r, words[i]);
    __builtin_prefetch(&r->slots[slots[i]]);
  }
  fetch_kept(r, slots, count);
  for (int32_t i = 0; i < count; i++) {
    slots[i] = search(r, words[i], slots[i], &found);
    to[i] = found ? kept_at(r, found - 1) : NULL;
    if (!found) joined[i] = join(r, &fresh, words[i], scratch);
  }
  if (fresh.count) make(r, &fresh, scratch);
  for (int32_t i = 0; i < count; i++) {
    if (to[i]) continue;
    record *made = fresh.at[joined[i]];
    to[i] = is_kept(r, made) ? publish(r, made, slots[i]) : made;
  }
}

void records_of(records *r, const str *words, int32_t count, const record **to, arena *scratch) {
  for (int32_t done = 0; done < count; done += AT_ONCE)
    find(r, words + done, count - done < AT_ONCE ? count - done : AT_ONCE, to + done, scratch);
}

static void check_frequent(const records *r, opener *o) {
  for (int32_t i = 0; !o->code && i < r->frequent.keys.count; i++)
    if (r->frequent.values[i] >= (uint32_t)r->words)
      o->code = err_set(o->err, INQ_E_MODEL, "model", -1, "a word of fast.words has no record");
}

void records_load(records *r, opener *o, arena *a) {
  int32_t count = r->pieces + r->affixes;
  r->rows = opener_section(o, "fast", "rows", PACK_I8, count, r->width);
  r->scales = opener_numbers(o, "fast", "rows.scales", count, 1);
  r->ready = opener_section(o, "fast", "records", PACK_I8, r->words, r->width);
  r->ready_scales = opener_numbers(o, "fast", "records.scales", r->words, 1);
  if (!o->code) o->code = wordpiece_open(o->from, r->pieces, &r->wordpiece, o->err);
  if (!o->code) o->code = table_open(o->from, "fast.words", &r->frequent, o->err);
  check_frequent(r, o);
  if (r->hidden) {
    r->inner = opener_linear(o, "fast.inner", r->width, r->hidden);
    r->outer = opener_linear(o, "fast.outer", r->hidden, r->width);
  }
  if (o->code) return;
  r->stride = (sizeof(record) + (size_t)r->width + 63) / 64 * 64;
  r->kept = arena_room(a, RECORDS * r->stride); /* written as they come */
  r->key = hash_key(r->kept);
  r->slots = arena_alloc(a, RECORD_SLOTS * sizeof *r->slots);
}
