/* Runs the network over windows and writes its numbers, for agree.py.
 *
 *   probe MODEL windows < TEXT > WINDOWS       as read.c cuts an article
 *   probe MODEL < WINDOWS > NUMBERS
 *   probe MODEL pieces < TOKENS                each token's shape and pieces
 *
 * A token is a line "1 for a mark, else 0 TAB it".
 *
 * A window is lines "block TAB mark state TAB token", then lines "anchor TAB its token TAB 1 for a cue, else
 * 0", then an empty line.  NUMBERS, floats of 32 bits, for each window: the vectors, names, anchors, ends,
 * tags of all its tokens, then the roles of each anchor. */
#include "base/buf.h"
#include "doc/mark.h"
#include "doc/window.h"
#include "model/shape.h"
#include "net/weights.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TOKENS = 1024, TEXT = 1 << 18, LINE = 1 << 12, NAMES = 21, TAGS = 17 };

typedef struct {
  char text[TEXT];
  inq_span tokens[TOKENS];
  uint8_t state[TOKENS];
  int32_t block[TOKENS];
  int32_t count, used;
  int32_t anchors[TOKENS], cues[TOKENS], anchor_count;
} given;

static bool read_window(given *w) {
  char line[LINE];
  w->count = w->used = w->anchor_count = 0;
  while (fgets(line, sizeof line, stdin) && line[0] != '\n') {
    int first, second, at;
    line[strcspn(line, "\n")] = 0;
    if (sscanf(line, "anchor\t%d\t%d", &first, &second) == 2) {
      w->anchors[w->anchor_count] = first;
      w->cues[w->anchor_count++] = second;
    } else if (sscanf(line, "%d\t%d%n", &first, &second, &at) == 2 && w->count < TOKENS) {
      int32_t length = (int32_t)strlen(line + at + 1);
      w->block[w->count] = first;
      w->state[w->count] = (uint8_t)second;
      memcpy(w->text + w->used, line + at + 1, (size_t)length);
      w->tokens[w->count++] = (inq_span){w->used, w->used + length};
      w->used += length;
    }
  }
  return w->count > 0;
}

static void put(const float *from, int32_t count) { fwrite(from, sizeof *from, (size_t)count, stdout); }

static void put_all(const net *n, const given *w, arena *scratch) {
  net_input in = {w->text, w->tokens, w->state, w->block, w->count};
  net_scores s = net_read(n, &in, scratch);
  put(s.vectors, s.count * net_width(n));
  put(s.names, s.count * NAMES);
  put(s.anchors, s.count * ANCHOR_LABELS);
  put(s.ends, s.count);
  put(s.tags, s.count * TAGS);
  for (int32_t i = 0; i < w->anchor_count; i++)
    put(net_roles(n, &in, &s, w->anchors[i], w->cues[i] != 0, NULL, scratch), s.count * ROLE_LABELS);
  arena_reset(scratch);
}

static void print_window(const text *t, const tokens *k, const marks *m, const window *w) {
  for (int32_t i = w->first; i <= w->last; i++) {
    str token = token_str(t, k, i);
    printf("%d\t%d\t%.*s\n", k->block[i] - k->block[w->first], m->state[i], (int)token.length, token.at);
  }
  putchar('\n');
}

static void print_windows(const text *t, const block_model *model, const net *n, arena *a) {
  blocks b = blocks_read(t, NULL, model, a);
  tokens k = tokens_read(t, &b, a);
  marks m = marks_read(t, &b, &k, a);
  int32_t *lengths = arena_array(a, int32_t, k.count);
  net_count_pieces(n, &(net_input){t->bytes, k.at, m.state, k.block, k.count}, lengths);
  windows plan = windows_plan(t, &k, &m, lengths, net_window(n), a);
  for (int32_t i = 0; i < plan.count; i++) print_window(t, &k, &m, &plan.at[i]);
}

static inq_code cut(const pack *p, const net *n, arena *a, inq_err *err) {
  buf input = {0};
  char piece[LINE];
  for (size_t got; (got = fread(piece, 1, sizeof piece, stdin)) > 0;) buf_bytes(&input, piece, got);
  block_model *model = NULL;
  text t;
  inq_code code = block_model_open(p, a, &model, err);
  if (!code) code = text_read(input.at, input.length, &t, err);
  if (!code) print_windows(&t, model, n, a);
  if (model) block_model_close(model);
  buf_free(&input);
  return code;
}

static void print_pieces(const wordpiece *w) {
  char line[LINE];
  while (fgets(line, sizeof line, stdin)) {
    int32_t pieces[WORDPIECE_MOST];
    str token = {line + 2, (int32_t)strcspn(line, "\n") - 2};
    int32_t count = wordpiece_split(w, token, line[0] == '1', pieces);
    printf("%d", (int)shape_of(token));
    for (int32_t i = 0; i < count; i++) printf(" %d", pieces[i]);
    putchar('\n');
  }
}

int main(int count, char **arguments) {
  static given w;
  jmp_buf full;
  arena model = {.full = &full}, scratch = {.full = &full};
  pack *p;
  net *n;
  inq_err err = {0};
  if (setjmp(full)) return fputs("no memory\n", stderr), 1;
  if (count < 2 || pack_open(arguments[1], &p, &err) || net_open(p, &model, &n, &err))
    return fprintf(stderr, "probe MODEL < WINDOWS > NUMBERS: %s\n", err.message), 1;
  if (count == 3 && strcmp(arguments[2], "windows") == 0) {
    if (cut(p, n, &scratch, &err)) return fprintf(stderr, "probe: %s\n", err.message), 1;
    return 0;
  }
  if (count == 3) return print_pieces(&n->wordpiece), 0;
  clock_t begin = clock();
  while (read_window(&w)) put_all(n, &w, &scratch);
  fprintf(stderr, "%s, %.3f s\n", net_kernel(n), (double)(clock() - begin) / CLOCKS_PER_SEC);
  arena_free(&scratch);
  arena_free(&model);
  pack_close(p);
  return 0;
}
