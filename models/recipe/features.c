/* What the program sees of the gold articles, for the trainers: training sees what reading sees.
 *
 *   features blocks < GOLD.jsonl
 *
 * blocks   For each article a line "article ID COUNT", then for each paragraph a line "START KIND F F F ...":
 *          its first code point, the gold kind of the block that begins there ("-" where none does), and its
 *          features' numbers. */
#include "base/utf8.h"
#include "doc/block_feature.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static void fail(const char *why) {
  fprintf(stderr, "features: %s\n", why);
  exit(1);
}

/* The kind of the gold block that begins at this code point; *next goes along the gold blocks. */
static const char *gold_kind(const json_t *gold, size_t *next, json_int_t start) {
  for (; *next < json_array_size(gold); ++*next) {
    const json_t *block = json_array_get(gold, *next);
    json_int_t there = json_integer_value(json_object_get(block, "start"));
    if (there == start) return json_string_value(json_object_get(block, "kind"));
    if (there > start) break;
  }
  return "-";
}

static void print_blocks(const json_t *article, const block_patterns *patterns, arena *a) {
  const json_t *words = json_object_get(article, "text");
  text t = {json_string_value(words), (int32_t)json_string_length(words)};
  paragraphs p = block_cut(&t, a);
  block_looks looks = block_looks_of(&t, &p, patterns, a);
  const char *at = t.bytes;
  json_int_t point = 0;
  size_t next = 0;
  printf("article %s %d\n", json_string_value(json_object_get(article, "id")), p.count);
  for (int32_t i = 0; i < p.count; i++) {
    while (at < t.bytes + p.at[i].start) utf8_next(&at, t.bytes + t.length), point++;
    printf("%lld %s", (long long)point, gold_kind(json_object_get(article, "blocks"), &next, point));
    uint16_t features[BLOCK_FEATURE_ROOM];
    int32_t count = block_features(&looks, i, features);
    for (int32_t k = 0; k < count; k++) printf(" %d", features[k]);
    putchar('\n');
  }
}

static void blocks_mode(void) {
  arena a = {0};
  jmp_buf full;
  block_patterns *patterns;
  if (setjmp(full)) fail("there is no memory");
  a.full = &full;
  arena kept = {.full = &full};
  if (block_patterns_open(&kept, &patterns, NULL)) fail("the patterns do not compile");
  json_error_t problem;
  json_t *article;
  while ((article = json_loadf(stdin, JSON_DISABLE_EOF_CHECK, &problem))) {
    print_blocks(article, patterns, &a);
    json_decref(article);
    arena_reset(&a);
  }
  if (json_error_code(&problem) != json_error_premature_end_of_input) fail(problem.text);
}

int main(int count, char **arguments) {
  if (count != 2) fail("usage: features blocks < GOLD.jsonl");
  if (strcmp(arguments[1], "blocks") == 0) blocks_mode();
  else fail("there is no such mode");
  return fflush(stdout) == 0 ? 0 : 1;
}
