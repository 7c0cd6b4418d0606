/* Work grows with the text's length and not faster: a text and eight times as much of it.  Quadratic work
 * would take 64 times as long; the bound of 40 leaves room for a busy machine. */
#include "soup.h"

#include <time.h>

enum { SMALL = 10000, FACTOR = 8, BOUND = 40, TRIES = 3 };

static const char *const patterns[] = {"\"",
                                       "“",
                                       "”",
                                       "'",
                                       "‘",
                                       "’",
                                       " '",
                                       "' ",
                                       "“‘",
                                       "\"a ",
                                       " \"a",
                                       "a\n\n",
                                       "“\n\n",
                                       "\"a\n\n",
                                       "'a\n\n",
                                       "“a.\n\n",
                                       "« ",
                                       "»",
                                       ".",
                                       "..",
                                       ". ",
                                       "a",
                                       "A",
                                       "a.",
                                       "A.",
                                       "a.a",
                                       "a-",
                                       "-",
                                       "a@",
                                       "@",
                                       "@a",
                                       "#",
                                       "a&",
                                       "&",
                                       "://",
                                       "http://",
                                       "www.",
                                       "a.com/",
                                       "(",
                                       "[",
                                       "1",
                                       "1,",
                                       "1-",
                                       "5-555-",
                                       "n't",
                                       "can't",
                                       "'s",
                                       "'n'",
                                       "’em",
                                       "\xC2\xAD",
                                       "\xE2\x80\x8B",
                                       "\xCC\x81",
                                       "aB",
                                       "aaaaaB",
                                       "Aaaa",
                                       "\xC2\xA0",
                                       "\n",
                                       " \n",
                                       "\t",
                                       "…",
                                       "_",
                                       "+",
                                       "12\" ",
                                       ":-",
                                       "🎉\xE2\x80\x8D"};

static double seconds(const char *pattern, int repeats) {
  buf b = {0};
  for (int i = 0; i < repeats; i++) buf_str(&b, pattern);
  double best = 1e9;
  for (int i = 0; i < TRIES; i++) {
    clock_t begin = clock();
    reading r;
    read_text(&r, b.at, b.length);
    free_reading(&r);
    double took = (double)(clock() - begin) / CLOCKS_PER_SEC;
    if (took < best) best = took;
  }
  buf_free(&b);
  return best;
}

static void work_is_linear(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
    double small = seconds(patterns[i], SMALL) + 1e-3; /* what a clock can tell */
    double large = seconds(patterns[i], SMALL * FACTOR);
    if (large > BOUND * small)
      fail_msg("\"%s\": %g s for %d, %g s for %d", patterns[i], small, SMALL, large, SMALL * FACTOR);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(work_is_linear)};
  return cmocka_run_group_tests_name("growth", tests, NULL, NULL);
}
