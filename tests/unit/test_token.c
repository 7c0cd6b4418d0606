/* What holds for the tokens of any text; which tokens a text has is told by tests/spec/tokens.md. */
#include "soup.h"

/* Tokens are in order, not empty, each within its block; between them stands only what cannot be seen. */
static void check_tokens(const reading *r) {
  int32_t end = 0;
  for (int32_t i = 0; i <= r->tokens.count; i++) {
    bool last = i == r->tokens.count;
    inq_span s = last ? (inq_span){r->text.length, r->text.length} : r->tokens.at[i];
    assert_true(end <= s.start);
    for (const char *at = r->text.bytes + end, *stop = r->text.bytes + s.start; at < stop;) {
      int32_t code = utf8_next(&at, stop);
      assert_true(utf8_blank(code) || utf8_invisible(code));
    }
    if (last) break;
    assert_true(s.start < s.end);
    const inq_block *b = &r->blocks.at[r->tokens.block[i]];
    assert_true(b->start <= s.start && s.end <= b->end);
    assert_true(i == 0 || r->tokens.block[i - 1] <= r->tokens.block[i]);
    assert_int_equal(utf8_check(r->text.bytes + s.start, (size_t)(s.end - s.start)), -1);
    end = s.end;
  }
}

static void soups_lose_nothing(void **state) {
  (void)state;
  uint64_t random = 1;
  for (int i = 0; i < 3000; i++) {
    buf b = soup(&random, (int)(next_random(&random) % 60));
    reading r;
    read_text(&r, b.at, b.length);
    check_tokens(&r);
    free_reading(&r);
    buf_free(&b);
  }
}

static void every_code_point_alone_and_in_a_word(void **state) {
  (void)state;
  for (int32_t code = 0; code < 0x30000; code++) {
    if (code >= 0xD800 && code < 0xE000) continue;
    char bytes[16], *at = bytes;
    at += utf8_write(code, at);
    *at++ = ' ';
    *at++ = 'a';
    at += utf8_write(code, at);
    *at++ = 'b';
    reading r;
    read_text(&r, bytes, (size_t)(at - bytes));
    check_tokens(&r);
    free_reading(&r);
  }
}

static void nothing_gives_nothing(void **state) {
  (void)state;
  static const char *const empty[] = {"", " ", "\n\n\n", "\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF\n"};
  for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
    reading r;
    read_text(&r, empty[i], strlen(empty[i]));
    assert_int_equal(r.tokens.count, 0);
    assert_int_equal(r.marks.count + r.marks.run_count, 0);
    free_reading(&r);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(soups_lose_nothing),
      cmocka_unit_test(every_code_point_alone_and_in_a_word),
      cmocka_unit_test(nothing_gives_nothing),
  };
  return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
