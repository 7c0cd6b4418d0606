#include "doc/cue.h"

#include "net/net.h"

#include <math.h>

enum { BESIDE = 6, BEHIND = 3 }; /* tokens to a run's edge, to "that" */
enum { FORMS = 3 };              /* of a word: itself, as a verb, as a noun */

typedef struct {
  const inq_lists *l;
  const text *t;
  const tokens *k;
  const marks *m;
  uint64_t (*forms)[FORMS]; /* [tokens] hashes of words, 0 for none */
  int32_t *length;          /* [tokens] of the longest cue that hangs there */
  cues out;
} cue_reader;

static void find_forms(cue_reader *r, const uint64_t *words, const lemma_model *lemmas, arena *a) {
  static const int32_t tags[] = {POS_VERB, POS_NOUN};
  for (int32_t i = 0; i < r->k->count; i++) {
    uint64_t *form = r->forms[i];
    int32_t count = 0;
    form[count++] = words[i];
    for (size_t tag = 0; lemmas && tag < sizeof tags / sizeof *tags; tag++)
      form[count++] = spelling_hash(lemma_of(lemmas, token_str(r->t, r->k, i), tags[tag], a), r->l->secret);
  }
}

/* ---- Where quotations are handed over ------------------------------------------------------------ */

static bool ends_sentence(const cue_reader *r, int32_t i) {
  str s = token_str(r->t, r->k, i);
  return s.length == 1 && strchr(".!?", s.at[0]) && r->m->run_of[i] < 0;
}

/* Whether a quoted run begins or ends within a few tokens, in the same paragraph and sentence. */
static bool beside_run(const cue_reader *r, int32_t cue, int32_t step) {
  for (int32_t i = cue + step, far = 0; i >= 0 && i < r->k->count && far < BESIDE; i += step, far++) {
    if (r->k->block[i] != r->k->block[cue] || ends_sentence(r, i)) return false;
    if (r->m->run_of[i] != r->m->run_of[cue]) return true;
  }
  return false;
}

static bool before_clause(const cue_reader *r, int32_t cue) {
  for (int32_t i = cue + 1; i < r->k->count && i <= cue + BEHIND; i++)
    if (r->k->block[i] == r->k->block[cue] && str_is(token_str(r->t, r->k, i), "that")) return true;
  return false;
}

static bool hands_over(const cue_reader *r, int32_t cue) {
  return beside_run(r, cue, -1) || beside_run(r, cue, 1) || before_clause(r, cue);
}

/* ---- Matching ----------------------------------------------------------------------------------- */

static void take(cue_reader *r, int32_t entry, int32_t first, int32_t last) {
  const list_entry *e = &r->l->cues.entries.at[entry];
  int32_t anchor = first + e->anchor, length = last - first + 1;
  if (length <= r->length[anchor]) return;
  r->length[anchor] = length;
  r->out.entry[anchor] = entry;
  r->out.weight[anchor] = isinf(e->weight) || hands_over(r, anchor) ? e->weight : e->weight / 2;
}

/* Follows the phrases that begin with `hash`, of tokens [first, i), by each form of token i. */
static void follow(cue_reader *r, uint64_t hash, int32_t longest, int32_t first, int32_t i) {
  if (i - first >= longest || i >= r->k->count || r->k->block[i] != r->k->block[first]) return;
  for (int32_t f = 0; f < FORMS; f++) {
    if (!r->forms[i][f] || (f && r->forms[i][f] == r->forms[i][f - 1])) continue;
    uint64_t next = phrase_step(hash, r->forms[i][f]);
    const phrase_slot *slot = phrases_find(&r->l->cues.phrases, next);
    if (slot && slot->value >= 0) take(r, slot->value, first, i);
    if (i == first) longest = slot ? slot->longest : 0;
    follow(r, next, longest, first, i + 1);
  }
}

cues cues_read(const inq_lists *l, const uint64_t *words, const text *t, const tokens *k, const marks *m,
               const lemma_model *lemmas, arena *a) {
  cue_reader r = {.l = l, .t = t, .k = k, .m = m};
  r.forms = arena_alloc(a, sizeof *r.forms * (size_t)k->count);
  r.length = arena_array(a, int32_t, k->count);
  r.out = (cues){arena_array(a, float, k->count), arena_array(a, int32_t, k->count)};
  find_forms(&r, words, lemmas, a);
  for (int32_t i = 0; i < k->count; i++) r.out.entry[i] = -1;
  for (int32_t i = 0; i < k->count; i++) follow(&r, 0, LIST_CUE, i, i);
  return r.out;
}

void cue_weigh(const float *anchors, float weight, float *out) {
  for (int32_t i = 0; i < ANCHOR_LABELS; i++) out[i] = expf(anchors[i]);
  float both = out[ANCHOR_CUE] + out[ANCHOR_NONE], cue = out[ANCHOR_CUE] * expf(weight);
  if (cue + out[ANCHOR_NONE] > 0) out[ANCHOR_CUE] = both * cue / (cue + out[ANCHOR_NONE]);
  else out[ANCHOR_CUE] = 0;
  out[ANCHOR_NONE] = both - out[ANCHOR_CUE];
}
