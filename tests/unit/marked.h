/* Text in which names and quotations are marked by hand, so that entities and speakers can be tested without
 * the network:
 *
 *   <1:“We are closing,”> <1!said> <1=[Ada Moreau|PERSON]>, who runs [Best Buy|ORG].
 *
 *   [NAME|TYPE]   a name                 <N:...>  content of quotation N, as many pieces as there are
 *   <N!...>       its cue                <N=...>  its source; names may stand in all of these
 */
#ifndef TESTS_MARKED_H
#define TESTS_MARKED_H

#include "doc/speaker.h"

#include <stdio.h>
#include <stdlib.h>

enum { MARKED_ROOM = 64 };

typedef struct {
  char kind; /* '[' a name, ':' content, '!' cue, '=' source */
  int32_t number, start, end, type;
} marked_span;

typedef struct {
  text t;
  blocks b;
  tokens k;
  marks m;
  names n;
  quotes q;
  entities e;
} marked;

static inline int32_t marked_type(const char *at, size_t length) {
  for (int32_t type = 0; inq_type_name(type); type++)
    if (strlen(inq_type_name(type)) == length && strncmp(inq_type_name(type), at, length) == 0) return type;
  return -1;
}

/* The tokens that cover these bytes; none where there are none. */
static inline range marked_cover(const tokens *k, int32_t start, int32_t end) {
  range r = {-1, -1};
  for (int32_t i = 0; i < k->count; i++) {
    if (k->at[i].end <= start || k->at[i].start >= end) continue;
    if (r.first < 0) r.first = i;
    r.last = i;
  }
  return r;
}

/* Takes the marking out of the text; returns how many spans it held, -1 where they do not close. */
static inline int32_t marked_strip(const char *from, char *to, marked_span *spans) {
  int32_t count = 0, depth = 0, open[8], length = 0;
  for (const char *at = from; *at; at++) {
    bool opens = *at == '[' || (*at == '<' && at[1] >= '0' && at[1] <= '9' && at[2] && strchr(":!=", at[2]));
    if (opens && depth < 8 && count < MARKED_ROOM) {
      spans[count] = (marked_span){.kind = *at == '[' ? '[' : at[2], .start = length, .end = -1};
      if (*at == '<') spans[count].number = at[1] - '0', at += 2;
      open[depth++] = count++;
    } else if (depth && spans[open[depth - 1]].kind == '[' && *at == '|') {
      marked_span *name_span = &spans[open[--depth]];
      size_t type_length = strcspn(at + 1, "]");
      name_span->end = length;
      name_span->type = marked_type(at + 1, type_length);
      at += type_length + (at[type_length + 1] == ']');
    } else if (depth && *at == '>') spans[open[--depth]].end = length;
    else to[length++] = *at;
  }
  to[length] = '\0';
  return depth ? -1 : count;
}

static inline void marked_names(marked *x, const marked_span *spans, int32_t count, arena *a) {
  x->n.at = arena_array(a, name, count);
  for (int32_t i = 0; i < count; i++) {
    range r = marked_cover(&x->k, spans[i].start, spans[i].end);
    if (spans[i].kind == '[' && spans[i].type >= 0 && r.first >= 0)
      x->n.at[x->n.count++] = (name){r.first, r.last, spans[i].type, 1, {0}, 0};
  }
}

static inline void marked_quotes(marked *x, const marked_span *spans, int32_t count, arena *a) {
  x->q.at = arena_array(a, quote, 10);
  x->q.pieces = arena_array(a, range, count);
  for (int32_t number = 0; number < 10; number++) {
    quote q = {.cue = -1, .source = {-1, -1}, .content = x->q.piece_count, .score = 1};
    for (int32_t i = 0; i < count; i++) {
      if (spans[i].kind == '[' || spans[i].number != number) continue;
      range r = marked_cover(&x->k, spans[i].start, spans[i].end);
      if (spans[i].kind == '!') q.cue = r.first;
      else if (spans[i].kind == '=') q.source = r;
      else if (r.first >= 0) x->q.pieces[x->q.piece_count++] = r, q.pieces++;
    }
    q.anchor = q.cue >= 0 || !q.pieces ? q.cue : x->q.pieces[q.content].first;
    q.type = quote_type(&x->t, &x->k, &x->m, x->q.pieces + q.content, q.pieces);
    if (q.pieces) x->q.at[x->q.count++] = q;
  }
}

/* All layers up to the entities.  The text lies in the arena.  False where the marking does not close. */
static inline bool marked_read(const char *from, const lexicon *l, arena *a, marked *x) {
  marked_span spans[MARKED_ROOM];
  char *to = arena_alloc(a, strlen(from) + 1);
  int32_t count = marked_strip(from, to, spans);
  *x = (marked){.t = {to, (int32_t)strlen(to)}};
  if (count < 0) return false;
  x->b = blocks_read(&x->t, NULL, NULL, a);
  x->k = tokens_read(&x->t, &x->b, a);
  x->m = marks_read(&x->t, &x->b, &x->k, a);
  marked_names(x, spans, count, a);
  marked_quotes(x, spans, count, a);
  x->e = entities_read(&x->t, &x->b, &x->k, &x->m, NULL, &x->n, l, a);
  return true;
}

static inline str marked_words(const marked *x, range r) {
  return r.first < 0 ? STR("") : tokens_str(&x->t, &x->k, r.first, r.last);
}

static inline str marked_name(const marked *x, int32_t name_index) {
  return marked_words(x, (range){x->n.at[name_index].first, x->n.at[name_index].last});
}

/* The names' words, parted by " | ". */
static inline void marked_list(const marked *x, const names *n, char *to, size_t room) {
  *to = '\0';
  for (int32_t i = 0; i < n->count; i++) {
    str piece = marked_words(x, (range){n->at[i].first, n->at[i].last});
    size_t used = strlen(to);
    snprintf(to + used, room - used, "%s%.*s", i ? " | " : "", piece.length, piece.at);
  }
}

#endif
