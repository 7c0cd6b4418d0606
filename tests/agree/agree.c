/* Whether C computes what PyTorch computed when models/recipe/agree.py --record wrote it down: on whole
 * articles of corpus/, with every fast kernel that this processor can run.
 *
 *   agree MODEL.inq RECORDING
 *
 * A recording is a file of sections as a model is (src/model/FORMAT.md):
 *
 *   network                  u32 [1]      fingerprint of the network that ran
 *   windows                  i32 [W + 1]  where each window's tokens begin, and their end
 *   tokens, blocks, marks    [T]          of all windows: strings, u8 block within its window, u8 mark state
 *   quotes                   i32 [A][3]   anchors: window, token in it, 0 for a cue or 1 for a start of content
 *   names anchors ends tags  u8 [T]       the best label of every token
 *   roles                    u8           the same for each anchor, of all its window's tokens
 *   NAME.near, NAME.margins  i32, f32 [N] where the two best labels are near each other, and by how much
 *   vectors.step             i32 [2]      every n-th token of a window, and of its vector every m-th number
 *   vectors                  f32 [V][C]   are written down
 *   vectors.tolerance        f32 [1]      for the mean difference of those numbers
 *
 * A label may differ where PyTorch's own two best are nearer than TIE. */
#include "model/pack.h"
#include "net/weights.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { TAGS = 17 };
static const float TIE = 0.5f; /* as models/recipe/agree.py has it, between logarithms of probabilities */

typedef struct { /* a head's labels as recorded, and how far the comparison is */
  const char *name;
  const uint8_t *labels; /* [count] */
  const int32_t *near;   /* [near_count] in order */
  const float *margins;
  int32_t count, near_count;
  int32_t at, near_at, ties, differ;
} head;

typedef struct {
  const pack *p;
  strings tokens;
  const int32_t *windows; /* [window_count + 1] */
  const uint8_t *blocks, *marks;
  const int32_t *quotes; /* [quote_count][3], ordered by window */
  const int32_t *step;
  const float *vectors, *tolerance; /* vectors: [vector_count][columns] */
  int32_t window_count, quote_count, vector_count, columns;
} recording;

typedef struct {
  head names, anchors, ends, tags, roles;
  double difference; /* of the vectors, summed over numbers */
  int64_t numbers;
  int32_t vector, quote; /* the next ones */
} comparison;

static _Noreturn void stop(const char *why) {
  printf("%s\nagree: 0 passed, 1 failed\n", why);
  exit(1);
}

/* ---- What was recorded ------------------------------------------------------------------------- */

static const void *section(const pack *p, const char *name, pack_kind kind, int32_t *rows, int32_t *columns) {
  const void *at = NULL;
  inq_err err = {0};
  if (pack_tensor(p, name, kind, -1, -1, &at, rows, columns, &err)) stop(err.message);
  return at;
}

static uint32_t fingerprint(const pack *p) {
  uLong sum = 0;
  const char *name;
  pack_kind kind;
  int32_t rows, columns;
  size_t bytes;
  for (int32_t i = 0; (name = pack_section(p, i, &kind, &rows, &columns, &bytes)); i++) {
    if (strncmp(name, "net.", 4) != 0 && strncmp(name, "fast.", 5) != 0 && strcmp(name, "vocab.keys") != 0)
      continue;
    strings words = {0};
    inq_err err = {0};
    if (kind == PACK_STRINGS && pack_strings(p, name, &words, &err)) stop(err.message);
    const void *at = kind == PACK_STRINGS ? words.offsets : section(p, name, kind, NULL, NULL);
    sum = crc32(sum, (const Bytef *)name, (uInt)strlen(name));
    sum = crc32(sum, at, (uInt)bytes);
  }
  return (uint32_t)sum;
}

static recording recording_open(const pack *p) {
  recording r = {.p = p};
  inq_err err = {0};
  int32_t count, three, tokens, same;
  if (pack_strings(p, "tokens", &r.tokens, &err)) stop(err.message);
  r.windows = section(p, "windows", PACK_I32, &count, NULL);
  r.window_count = count - 1;
  r.blocks = section(p, "blocks", PACK_U8, &tokens, NULL);
  r.marks = section(p, "marks", PACK_U8, &same, NULL);
  r.quotes = section(p, "quotes", PACK_I32, &r.quote_count, &three);
  r.step = section(p, "vectors.step", PACK_I32, NULL, NULL);
  r.vectors = section(p, "vectors", PACK_F32, &r.vector_count, &r.columns);
  r.tolerance = section(p, "vectors.tolerance", PACK_F32, NULL, NULL);
  if (three != 3 || tokens != r.tokens.count || same != tokens || r.windows[r.window_count] != tokens)
    stop("the recording's sections do not fit each other");
  return r;
}

static head head_open(const pack *p, const char *name) {
  head h = {.name = name};
  char part[40];
  h.labels = section(p, name, PACK_U8, &h.count, NULL);
  snprintf(part, sizeof part, "%s.near", name);
  h.near = section(p, part, PACK_I32, &h.near_count, NULL);
  snprintf(part, sizeof part, "%s.margins", name);
  h.margins = section(p, part, PACK_F32, NULL, NULL);
  return h;
}

/* ---- Comparing --------------------------------------------------------------------------------- */

/* The margin of label `at`, which only grows from call to call. */
static float margin(head *h, int32_t at) {
  while (h->near_at < h->near_count && h->near[h->near_at] < at) h->near_at++;
  return h->near_at < h->near_count && h->near[h->near_at] == at ? h->margins[h->near_at] : INFINITY;
}

static int32_t best(const float *scores, int32_t columns) {
  if (columns == 1) return scores[0] > logf(0.5f);
  int32_t top = 0;
  for (int32_t i = 1; i < columns; i++)
    if (scores[i] > scores[top]) top = i;
  return top;
}

static void compare_labels(head *h, const float *scores, int32_t rows, int32_t columns) {
  if (h->at + rows > h->count) stop("the recording has too few labels");
  for (int32_t i = 0; i < rows; i++, h->at++) {
    if (best(scores + (size_t)i * columns, columns) == h->labels[h->at]) continue;
    if (margin(h, h->at) < TIE) h->ties++;
    else h->differ++;
  }
}

static void compare_vectors(const recording *r, comparison *c, const net_scores *s, int32_t width) {
  for (int32_t t = 0; t < s->count; t += r->step[0], c->vector++) {
    if (c->vector == r->vector_count) stop("the recording has too few vectors");
    for (int32_t i = 0; i < r->columns; i++)
      c->difference += fabs((double)s->vectors[(size_t)t * width + i * r->step[1]] -
                            r->vectors[(size_t)c->vector * r->columns + i]);
    c->numbers += r->columns;
  }
}

static net_input input_of(const recording *r, int32_t w, arena *scratch) {
  int32_t first = r->windows[w], count = r->windows[w + 1] - first;
  inq_span *tokens = arena_array(scratch, inq_span, count);
  int32_t *block = arena_array(scratch, int32_t, count);
  for (int32_t i = 0; i < count; i++) {
    tokens[i] = (inq_span){(int32_t)r->tokens.offsets[first + i], (int32_t)r->tokens.offsets[first + i + 1]};
    block[i] = r->blocks[first + i];
  }
  return (net_input){r->tokens.bytes, tokens, r->marks + first, block, count};
}

static void compare_window(const recording *r, const net *n, int32_t w, comparison *c, arena *scratch) {
  net_input in = input_of(r, w, scratch);
  net_scores s = net_read(n, &in, scratch);
  compare_vectors(r, c, &s, net_width(n));
  compare_labels(&c->names, s.names, s.count, HEAD_ANCHORS - HEAD_NAMES);
  compare_labels(&c->anchors, s.anchors, s.count, ANCHOR_LABELS);
  compare_labels(&c->ends, s.ends, s.count, 1);
  compare_labels(&c->tags, s.tags, s.count, TAGS);
  for (; c->quote < r->quote_count && r->quotes[3 * c->quote] == w; c->quote++) {
    const int32_t *q = r->quotes + 3 * c->quote;
    compare_labels(&c->roles, net_roles(n, &in, &s, q[1], q[2] == 0, NULL, scratch), s.count, ROLE_LABELS);
  }
}

static bool head_agrees(const head *h, const char *with) {
  bool all = h->at == h->count && h->count > 0 && h->differ == 0;
  if (!all)
    printf("%s: %s: %d of %d labels differ, and %d ties; %d were recorded\n", with, h->name, h->differ, h->at,
           h->ties, h->count);
  return all;
}

static int32_t report(const recording *r, const comparison *c, const char *with) {
  const head *heads[] = {&c->names, &c->anchors, &c->ends, &c->tags, &c->roles};
  double mean = c->difference / (double)c->numbers;
  int32_t failed = 0;
  for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) failed += !head_agrees(heads[i], with);
  if (c->vector == r->vector_count && mean <= *r->tolerance) return failed;
  printf("%s: vectors: the mean difference is %.4f, more than %.4f\n", with, mean, *r->tolerance);
  return failed + 1;
}

static int32_t compare(const recording *r, const net *n, arena *scratch) {
  comparison c = {head_open(r->p, "names"),
                  head_open(r->p, "anchors"),
                  head_open(r->p, "ends"),
                  head_open(r->p, "tags"),
                  head_open(r->p, "roles"),
                  0,
                  0,
                  0,
                  0};
  for (int32_t w = 0; w < r->window_count; w++) {
    arena_reset(scratch);
    compare_window(r, n, w, &c, scratch);
  }
  return report(r, &c, net_kernel(n));
}

int main(int count, char **words) {
  enum { CHECKS = 6 }; /* five heads and the vectors */
  jmp_buf full;
  arena model = {.full = &full}, scratch = {.full = &full};
  pack *p, *recorded;
  net *n;
  inq_err err = {0};
  if (setjmp(full)) stop("no memory");
  if (count != 3) stop("usage: agree MODEL.inq RECORDING");
  if (pack_open(words[1], &p, &err) || net_open(p, &model, &n, &err) || pack_open(words[2], &recorded, &err))
    stop(err.message);
  recording r = recording_open(recorded);
  if (*(const uint32_t *)section(recorded, "network", PACK_U32, NULL, NULL) != fingerprint(p))
    stop("the recording is of another network than the model's: record again with `make agree-update`");
  int32_t checks = 0, failed = 0;
  for (int32_t i = 0; kernel_at(i); i++) {
    if (i && !kernel_at(i + 1)) break; /* the portable one is slow; it is enough where there is no other */
    n->kernel = kernel_at(i);
    failed += compare(&r, n, &scratch);
    checks += CHECKS;
  }
  printf("agree: %d passed, %d failed\n", checks - failed, failed);
  arena_free(&scratch);
  arena_free(&model);
  pack_close(recorded);
  pack_close(p);
  return failed > 0;
}
