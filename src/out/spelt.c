#include "out/spelt.h"

#include "out/pen.h"

#include <stdlib.h>

static int in_order(int32_t a, int32_t b) { return (a > b) - (a < b); }

static int compare_words(str a, str b) {
  int32_t shorter = a.length < b.length ? a.length : b.length;
  int order = memcmp(a.at, b.at, (size_t)shorter);
  return order ? order : in_order(a.length, b.length);
}

static int by_mention(const void *a, const void *b) {
  const form *x = a, *y = b;
  return x->entity != y->entity ? in_order(x->entity, y->entity) : in_order(x->mention, y->mention);
}

/* Equal ones of an entity stand together then, the first mention before the others. */
static int by_words(const void *a, const void *b) {
  const form *x = a, *y = b;
  int order = x->entity != y->entity ? in_order(x->entity, y->entity) : compare_words(x->words, y->words);
  return order ? order : in_order(x->mention, y->mention);
}

static void fold(const char *text, const inq_mention *mentions, int32_t count, spelt *f) {
  for (int32_t i = 0; i < count; i++) {
    const inq_mention *m = &mentions[i];
    if (m->form != INQ_NAME || m->entity < 0) continue;
    f->at[f->count++] = (form){m->entity, i, (int32_t)f->folded.length, {NULL, 0}};
    buf_folded(&f->folded, (str){text + m->start, m->end - m->start});
  }
}

/* The buffer stays where it is from now on. */
static void point_into_buffer(spelt *f) {
  const char *folded = f->folded.at ? f->folded.at : "";
  for (int32_t i = 0; i < f->count; i++) {
    int32_t end = i + 1 < f->count ? f->at[i + 1].start : (int32_t)f->folded.length;
    f->at[i].words = (str){folded + f->at[i].start, end - f->at[i].start};
  }
}

static bool repeats(const form *last, const form *next) {
  return last->entity == next->entity && str_equal(last->words, next->words);
}

static void drop_repeated(spelt *f) {
  int32_t kept = 0;
  for (int32_t i = 0; i < f->count; i++)
    if (!kept || !repeats(&f->at[kept - 1], &f->at[i])) f->at[kept++] = f->at[i];
  f->count = kept;
}

bool spelt_read(const char *text, const inq_mention *mentions, int32_t count, spelt *out) {
  *out = (spelt){malloc(((size_t)count + 1) * sizeof(form)), 0, {0}};
  if (!out->at) return false;
  fold(text, mentions, count, out);
  if (out->folded.failed) return out->count = 0, false;
  point_into_buffer(out);
  qsort(out->at, (size_t)out->count, sizeof *out->at, by_words);
  drop_repeated(out);
  qsort(out->at, (size_t)out->count, sizeof *out->at, by_mention);
  return true;
}

void spelt_free(spelt *f) {
  free(f->at);
  buf_free(&f->folded);
}
