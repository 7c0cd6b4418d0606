#include "doc/signature.h"

#include "base/array.h"
#include "doc/month.h"

enum { AUTHOR_MOST = 12 }; /* tokens of an account's name */

static bool in_block(const tokens *k, int32_t i, int32_t block) {
  return i >= 0 && i < k->count && k->block[i] == block;
}

bool is_dash(const text *t, const tokens *k, int32_t i) {
  static const char *const dashes[] = {"\xe2\x80\x94", "\xe2\x80\x93", "\xe2\x80\x95", "--", "-"};
  for (size_t d = 0; d < sizeof dashes / sizeof *dashes; d++)
    if (token_is(t, k, i, dashes[d])) return true;
  return false;
}

/* A dash within a word ties it together: "Smith-Jones". */
static bool stands_free(const tokens *k, int32_t i) {
  return token_begins_block(k, i) || k->at[i - 1].end < k->at[i].start;
}

/* ---- The date ------------------------------------------------------------------------------------- */

static bool is_number(str s, int32_t least, int32_t most) {
  if (s.length < least || s.length > most) return false;
  for (int32_t i = 0; i < s.length; i++)
    if (s.at[i] < '0' || s.at[i] > '9') return false;
  return true;
}

/* "May", "September", "Sept", "Sep." */
static bool is_month(str s) {
  if (s.length && s.at[s.length - 1] == '.') s.length--;
  return month_begun(s) >= 0;
}

/* The year of "May 3, 2024", "on 3 May 2024" that begins at token i, or -1. */
static int32_t date_end(const text *t, const tokens *k, int32_t i, int32_t block) {
  if (in_block(k, i, block) && token_is(t, k, i, "on")) i++;
  if (!in_block(k, i + 2, block)) return -1;
  str first = token_str(t, k, i), second = token_str(t, k, i + 1);
  bool american = is_month(first) && is_number(second, 1, 2);
  if (!american && !(is_number(first, 1, 2) && is_month(second))) return -1;
  i += 2;
  if (token_is(t, k, i, ",")) i++;
  return in_block(k, i, block) && is_number(token_str(t, k, i), 4, 4) ? i : -1;
}

/* ---- The author ------------------------------------------------------------------------------------ */

/* Where the dash is that the name before token `open` stands behind, or the paragraph's first token; or -1. */
static int32_t signature_begin(const text *t, const tokens *k, int32_t open) {
  for (int32_t i = open - 1; in_block(k, i, k->block[open]) && i >= open - AUTHOR_MOST - 1; i--)
    if ((is_dash(t, k, i) && stands_free(k, i)) || token_begins_block(k, i)) return i;
  return -1;
}

/* The name's words without what decorates it, such as signs and pictures. */
static range author_between(const text *t, const tokens *k, int32_t first, int32_t last) {
  while (first <= last && !token_is_word(t, k, first)) first++;
  while (last >= first && !token_is_word(t, k, last)) last--;
  return first > last ? (range){-1, -1} : (range){first, last};
}

/* The signature whose "(@" begins at token `open`. */
static bool signature_read(const text *t, const tokens *k, int32_t open, signature *out) {
  int32_t block = k->block[open], handle = open + 1;
  if (!in_block(k, open + 2, block) || !token_is(t, k, open, "(") || !token_is(t, k, open + 2, ")"))
    return false;
  if (*token_str(t, k, handle).at != '@') return false;
  out->last = date_end(t, k, open + 3, block);
  out->first = signature_begin(t, k, open);
  if (out->last < 0 || out->first < 0) return false;
  out->author = author_between(t, k, out->first, open - 1);
  out->alone = token_begins_block(k, out->first);
  bool whole = out->alone && !in_block(k, out->last + 1, block);
  return out->author.first >= 0 && (whole || is_dash(t, k, out->first));
}

signatures signatures_find(const text *t, const tokens *k, arena *a) {
  array(signature) found = {0};
  signature s;
  for (int32_t i = 0; i < k->count; i++)
    if (t->bytes[k->at[i].start] == '(' && signature_read(t, k, i, &s)) *array_push(&found, a) = s;
  return (signatures){found.at, found.count};
}
