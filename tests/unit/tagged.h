/* Marked text with parts of speech given by hand, a letter a token. */
#ifndef TESTS_TAGGED_H
#define TESTS_TAGGED_H

#include "people.h"

#include "doc/tag.h"

#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* N noun, P proper noun, A adjective, V verb, X helping verb, B adverb, D determiner, R preposition, W pronoun,
 * . other */
static inline uint8_t tag_of(char letter) {
  static const char letters[] = "NPAVXBDRW.";
  static const uint8_t tags[] = {POS_NOUN, POS_PROPN, POS_ADJ, POS_VERB, POS_AUX,
                                 POS_ADV,  POS_DET,   POS_ADP, POS_PRON, POS_PUNCT};
  return tags[strchr(letters, letter) - letters];
}

/* The text's layers in x, and [tokens] its tags. */
static inline uint8_t *tagged_read(people *p, const char *markup, const char *tags, marked *x) {
  assert_true(marked_read(markup, p->lexicon, &p->arena, x));
  assert_int_equal(strlen(tags), x->k.count);
  uint8_t *pos = arena_array(&p->arena, uint8_t, x->k.count);
  for (int32_t i = 0; i < x->k.count; i++) pos[i] = tag_of(tags[i]);
  return pos;
}

/* A text of people_jumble() in x, and [tokens] tags at random. */
static inline uint8_t *tagged_jumble(people *p, uint32_t *seed, int32_t count, marked *x) {
  *x = people_jumble(p, seed, count, &p->arena);
  uint8_t *pos = arena_array(&p->arena, uint8_t, x->k.count);
  for (int32_t i = 0; i < x->k.count; i++) pos[i] = (uint8_t)(people_random(seed) % POS_COUNT);
  return pos;
}

/* Of the first quotation. */
static inline void expect_source(const marked *x, const char *wanted) {
  range r = x->q.at[0].source;
  str got = r.first < 0 ? STR("") : marked_words(x, r);
  if (!str_is(got, wanted)) fail_msg("the source is «%.*s», not «%s»", got.length, got.at, wanted);
}

#endif
