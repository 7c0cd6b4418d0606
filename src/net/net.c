/* From tokens to pieces and their embeddings, through the encoder, to one vector a token. */
#include "net/net.h"

#include "net/encoder.h"
#include "net/fast.h"
#include "net/heads.h"

#include "model/shape.h"

typedef struct {
  int32_t pieces[NET_PIECES];
  uint8_t cases[NET_PIECES], marks[NET_PIECES];
  int32_t count;
  int32_t *first; /* [tokens] where each token's first piece stands */
} layout;

static str token_of(const net_input *in, int32_t i) {
  return (str){in->text + in->tokens[i].start, in->tokens[i].end - in->tokens[i].start};
}

static int32_t split(const net *n, const net_input *in, int32_t i, int32_t pieces[WORDPIECE_MOST]) {
  return wordpiece_split(&n->wordpiece, token_of(in, i), in->mark_state[i] >= MARKS_FROM, pieces);
}

static void put(layout *l, int32_t piece, int32_t case_kind, int32_t mark_kind) {
  if (l->count == NET_PIECES) return; /* the caller planned better; this keeps memory safe */
  l->pieces[l->count] = piece;
  l->cases[l->count] = (uint8_t)case_kind;
  l->marks[l->count++] = (uint8_t)mark_kind;
}

static int32_t put_paragraph(const net *n, const net_input *in, int32_t first, layout *l) {
  shape_paragraph paragraph = {0};
  int32_t behind = first;
  for (; behind < in->count && in->block[behind] == in->block[first]; behind++)
    shape_paragraph_add(&paragraph, token_of(in, behind));
  int32_t paragraph_case = shape_paragraph_case(&paragraph);
  for (int32_t t = first; t < behind; t++) {
    int32_t pieces[WORDPIECE_MOST], count = split(n, in, t, pieces);
    int32_t case_kind = (int32_t)shape_of(token_of(in, t)) + SHAPES * paragraph_case;
    l->first[t] = l->count < NET_PIECES ? l->count : NET_PIECES - 1;
    for (int32_t i = 0; i < count; i++) put(l, pieces[i], case_kind, in->mark_state[t]);
  }
  put(l, n->wordpiece.sep, CASE_KINDS, MARK_KINDS);
  return behind;
}

static layout *lay_out(const net *n, const net_input *in, arena *a) {
  layout *l = arena_new(a, layout);
  l->first = arena_array(a, int32_t, in->count);
  put(l, n->wordpiece.cls, CASE_KINDS, MARK_KINDS);
  for (int32_t t = 0; t < in->count;) t = put_paragraph(n, in, t, l);
  return l;
}

static float *embed(const net *n, const layout *l, arena *a) {
  int32_t width = n->shape.width;
  float *x = arena_room_for(a, float, (size_t)l->count *(size_t)width);
  for (int32_t p = 0; p < l->count; p++) {
    const int8_t *piece = n->pieces + (size_t)l->pieces[p] * width;
    const float *position = n->positions + (size_t)p * width, *case_ = n->cases + (size_t)l->cases[p] * width,
                *mark = n->marks + (size_t)l->marks[p] * width;
    float scale = n->piece_scales[l->pieces[p]];
    float *to = x + (size_t)p * width;
    for (int32_t i = 0; i < width; i++) to[i] = piece[i] * scale + position[i] + case_[i] + mark[i];
  }
  n->kernel->normalise(x, NULL, l->count, width, n->norm.gain, n->norm.bias, x);
  return x;
}

/* Of a transformer, some of the room is left: its windows were trained so.  Convolutions see but thirty positions
 * each way, and longer windows read fewer of them twice. */
int32_t net_window(const net *n) { return n->fast ? FAST_PIECES : NET_PIECES - 32; }

void net_count_pieces(const net *n, const net_input *in, int32_t *lengths) {
  int32_t pieces[WORDPIECE_MOST];
  for (int32_t i = 0; i < in->count; i++) lengths[i] = n->fast ? 1 : split(n, in, i, pieces);
}

net_scores net_read(const net *n, const net_input *in, arena *scratch) {
  if (n->fast) return fast_read(n->fast, in, scratch);
  net_scores s = {.count = in->count};
  int32_t width = n->shape.width;
  layout *l = lay_out(n, in, scratch);
  float *x = embed(n, l, scratch),
        *vectors = arena_room_for(scratch, float, (size_t)in->count *(size_t)width);
  encoder_run(n, x, l->count, l->first, in->count, vectors, scratch);
  s.vectors = vectors;
  heads_read(n, &s, scratch);
  return s;
}
