#include "doc/agreement.h"

#include "base/map.h"
#include "base/utf8.h"

#include <math.h>

enum { ALTERNATIVES = 8 }; /* longest forms tried that begin with the same word */

typedef struct {
  int32_t first, length;      /* tokens of its first place */
  int32_t count;              /* names that have this form */
  float types[NAME_TYPES];    /* sums over them of the probability of each type */
  float score;                /* the sum of their probabilities */
  int32_t alike, alike_count; /* the next form that begins with the same word; how many follow */
} form;

/* What longer forms say of a word that they begin or end with; a person's first word is not asked. */
typedef struct {
  float types[NAME_TYPES], count;
} kin;

typedef struct {
  const text *t;
  const tokens *k;
  const uint8_t *outside;
  array(form) forms;
  map by_words; /* the form's words -> index */
  map by_first; /* the first word -> index of the longest form, the others by `alike` */
  map by_edge;  /* the first and the last word of longer forms -> index of its kin */
  array(kin) kin;
  int32_t *of; /* [names] the form of each name */
} register_;

static str words_at(const register_ *r, int32_t first, int32_t length) {
  return tokens_str(r->t, r->k, first, first + length - 1);
}

/* ---- Gathering ---------------------------------------------------------------------------------- */

/* Puts the form among those that begin with its word, the longest first. */
static void file_form(register_ *r, int32_t f, arena *a) {
  int32_t *head = map_put(&r->by_first, token_str(r->t, r->k, r->forms.at[f].first), -1, a);
  int32_t before = -1, at = *head;
  for (int32_t steps = 0; at >= 0 && r->forms.at[at].length >= r->forms.at[f].length; steps++) {
    if (steps == ALTERNATIVES) return;
    before = at;
    at = r->forms.at[at].alike;
  }
  r->forms.at[f].alike = at;
  if (before < 0) *head = f;
  else r->forms.at[before].alike = f;
}

static void gather(register_ *r, const names *n, arena *a) {
  r->of = arena_array(a, int32_t, n->count);
  for (int32_t i = 0; i < n->count; i++) {
    const name *x = &n->at[i];
    int32_t length = x->last - x->first + 1;
    int32_t *place = map_put(&r->by_words, words_at(r, x->first, length), r->forms.count, a);
    r->of[i] = *place;
    if (*place == r->forms.count) {
      *array_push(&r->forms, a) = (form){.first = x->first, .length = length, .alike = -1};
      file_form(r, *place, a);
    }
    form *f = &r->forms.at[*place];
    f->count++;
    f->score += x->score;
    for (int32_t type = 0; type < NAME_TYPES; type++) f->types[type] += x->types[type];
  }
}

static int32_t best_type(const float *types) {
  int32_t best = 0;
  for (int32_t i = 1; i < NAME_TYPES; i++)
    if (types[i] > types[best]) best = i;
  return best;
}

static void add_kin(register_ *r, const form *f, int32_t token, arena *a) {
  int32_t *place = map_put(&r->by_edge, token_str(r->t, r->k, token), r->kin.count, a);
  if (*place == r->kin.count) *array_push(&r->kin, a) = (kin){0};
  kin *x = &r->kin.at[*place];
  x->count += (float)f->count;
  for (int32_t i = 0; i < NAME_TYPES; i++) x->types[i] += f->types[i];
}

static void gather_kin(register_ *r, arena *a) {
  for (int32_t i = 0; i < r->forms.count; i++) {
    const form *f = &r->forms.at[i];
    if (f->length < 2) continue;
    add_kin(r, f, f->first + f->length - 1, a);
    if (best_type(f->types) != INQ_PERSON) add_kin(r, f, f->first, a);
  }
}

/* ---- Types -------------------------------------------------------------------------------------- */

static const kin *kin_of(const register_ *r, const form *f) {
  int32_t place = f->length > 1 ? -1 : map_get(&r->by_edge, token_str(r->t, r->k, f->first), -1);
  return place < 0 ? NULL : &r->kin.at[place];
}

/* What the name's own place says, and half as loud, what the form's other places say; least of all, its kin. */
static void settle_type(const register_ *r, const form *f, name *x) {
  const kin *q = kin_of(r, f);
  if (f->count < 2 && !q) return;
  float others = (float)(f->count - 1), sum[NAME_TYPES];
  for (int32_t i = 0; i < NAME_TYPES; i++) {
    sum[i] = logf(x->types[i] + 0.01f);
    if (f->count > 1) sum[i] += logf((f->types[i] - x->types[i]) / others + 0.02f);
    if (q) sum[i] += logf(q->types[i] / q->count + 0.1f);
  }
  x->type = best_type(sum);
}

/* ---- Places ------------------------------------------------------------------------------------- */

static bool stands_at(const register_ *r, const form *f, int32_t token) {
  if (token + f->length > r->k->count || r->k->block[token] != r->k->block[token + f->length - 1])
    return false;
  return str_equal(words_at(r, token, f->length), words_at(r, f->first, f->length));
}

/* Whether the form is so well known that it is a name here as well. */
static bool is_known(const register_ *r, const form *f, int32_t token) {
  float outside = 0;
  for (int32_t i = token; i < token + f->length; i++)
    outside += (float)r->outside[i] / 255 / (float)f->length;
  float each = f->score / (float)f->count;
  if (f->length == 1 && outside > 0.97f) return f->count >= 4 && each > 0.9f;
  return each > 0.4f && (f->count >= 2 || outside < 0.6f);
}

static bool begins_as_name(const register_ *r, int32_t token) {
  str s = token_str(r->t, r->k, token);
  const char *at = s.at;
  int32_t c = utf8_next(&at, s.at + s.length);
  return utf8_upper(c) || utf8_digit(c);
}

/* The longest known form at the token that reaches beyond `last`, or NULL. */
static const form *longer_form(const register_ *r, int32_t token, int32_t last) {
  if (!begins_as_name(r, token)) return NULL;
  int32_t f = map_get(&r->by_first, token_str(r->t, r->k, token), -1);
  for (int32_t steps = 0; f >= 0 && steps < ALTERNATIVES; f = r->forms.at[f].alike, steps++) {
    const form *x = &r->forms.at[f];
    if (token + x->length - 1 <= last) return NULL;
    if (stands_at(r, x, token) && is_known(r, x, token)) return x;
  }
  return NULL;
}

static name name_of(const form *f, int32_t first) {
  name x = {.first = first, .last = first + f->length - 1, .score = f->score / (float)f->count};
  for (int32_t i = 0; i < NAME_TYPES; i++) x.types[i] = f->types[i] / (float)f->count;
  x.type = best_type(x.types);
  return x;
}

/* Whether a name that is already there reaches over the edge of [first, last]. */
static bool crosses(const names *n, int32_t next, int32_t last) {
  for (int32_t i = next; i < n->count && n->at[i].first <= last; i++)
    if (n->at[i].last > last) return true;
  return false;
}

names names_agree(const names *n, const text *t, const tokens *k, const uint8_t *outside, arena *keep) {
  register_ r = {.t = t, .k = k, .outside = outside};
  arena *side = arena_aside(keep);
  arena_place from = arena_here(side);
  gather(&r, n, side);
  gather_kin(&r, side);
  for (int32_t i = 0; i < n->count; i++) settle_type(&r, &r.forms.at[r.of[i]], &n->at[i]);
  names_list out = {0};
  array_reserve(&out, n->count + n->count / 8 + 1, keep); /* some are found where the network saw none */
  for (int32_t i = 0, next = 0; i < k->count;) {
    const name *here = next < n->count && n->at[next].first == i ? &n->at[next] : NULL;
    const form *f = longer_form(&r, i, here ? here->last : i - 1);
    if (f && crosses(n, next, i + f->length - 1)) f = NULL;
    if (f) *array_push(&out, keep) = name_of(f, i);
    else if (here) *array_push(&out, keep) = *here;
    i = f || here ? out.at[out.count - 1].last + 1 : i + 1;
    while (next < n->count && n->at[next].first < i) next++;
  }
  arena_back(side, from);
  return (names){out.at, out.count};
}
