#include "base/array.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void arena_gives_zeroed_aligned_memory(void **state) {
  (void)state;
  jmp_buf full;
  arena a = {.full = &full};
  for (size_t bytes = 1; bytes < 300000; bytes = bytes * 3 + 1) {
    char *at = arena_alloc(&a, bytes);
    assert_int_equal((uintptr_t)at % (bytes < 64 ? 16 : 64), 0);
    for (size_t i = 0; i < bytes; i++) assert_int_equal(at[i], 0);
    memset(at, 1, bytes);
  }
  arena_reset(&a);
  assert_int_equal(*(char *)arena_alloc(&a, 100), 0);
  arena_free(&a);
  assert_int_equal(a.bytes, 0);
}

static void arena_jumps_when_memory_ends(void **state) {
  (void)state;
  jmp_buf full;
  arena a = {.full = &full};
  if (setjmp(full) == 0) {
    arena_alloc(&a, SIZE_MAX / 8);
    fail_msg("an impossible allocation came back");
  }
  arena_free(&a);
}

static void what_stands_aside_goes_and_leaves_the_rest(void **state) {
  (void)state;
  jmp_buf full;
  arena a = {.full = &full};
  arena *side = arena_aside(&a);
  assert_true(side == arena_aside(&a) && side != &a);
  char *stays = arena_copy(side, "stays", 5);
  for (int32_t round = 0; round < 50; round++) {
    arena_place from = arena_here(side);
    for (int32_t i = 0; i < 5; i++) memset(arena_room(side, 200000), round, 200000);
    arena_back(side, from);
    assert_true(side->bytes < 2000000); /* what one round took, at most, and no more each time */
    assert_string_equal(stays, "stays");
  }
  arena_place start = arena_here(&a);
  arena_alloc(&a, 1000);
  arena_back(&a, start);
  assert_true(arena_here(&a).used == 0);
  arena_reset(&a);
  assert_true(arena_here(side).used == 0);
  arena_free(&a);
  assert_null(a.aside);
}

static void more_memory_than_texts_take_is_not_kept(void **state) {
  (void)state;
  jmp_buf full;
  arena a = {.full = &full};
  for (int32_t i = 0; i < 100; i++) arena_alloc(&a, 10000);
  arena_reset(&a);
  arena_alloc(&a, 1); /* one chunk, as large as all that there were */
  assert_in_range(a.bytes, 1000000, 3000000);
  for (int32_t i = 0; i < 1000; i++) arena_alloc(&a, 20000);
  arena_reset(&a);
  assert_int_equal(a.bytes, 0);
  arena_free(&a);
}

static void array_takes_room_and_settles(void **state) {
  (void)state;
  jmp_buf full;
  arena a = {.full = &full}, other = {.full = &full};
  array(int32_t) numbers = {0}, none = {0};
  assert_null(array_settled(&none, &a));
  array_reserve(&numbers, 3, &other);
  for (int32_t i = 0; i < 100; i++) *array_push(&numbers, &other) = i;
  int32_t *settled = array_settled(&numbers, &a);
  arena_free(&other);
  for (int32_t i = 0; i < 100; i++) assert_int_equal(settled[i], i);
  arena_free(&a);
}

static void array_keeps_what_is_pushed(void **state) {
  (void)state;
  jmp_buf full;
  arena a = {.full = &full};
  array(int32_t) numbers = {0};
  for (int32_t i = 0; i < 5000; i++) *array_push(&numbers, &a) = i * i;
  assert_int_equal(numbers.count, 5000);
  for (int32_t i = 0; i < 5000; i++) assert_int_equal(numbers.at[i], i * i);
  arena_free(&a);
}

static void map_finds_what_was_put(void **state) {
  (void)state;
  jmp_buf full;
  arena a = {.full = &full};
  map m = {0};
  assert_int_equal(map_get(&m, STR("absent"), -7), -7);
  char key[16];
  for (int32_t i = 0; i < 2000; i++) {
    int length = snprintf(key, sizeof key, "key%d", i);
    *map_put(&m, (str){arena_copy(&a, key, (size_t)length), length}, -1, &a) = i;
  }
  for (int32_t i = 0; i < 2000; i++) {
    int length = snprintf(key, sizeof key, "key%d", i);
    assert_int_equal(map_get(&m, (str){key, length}, -1), i);
  }
  assert_int_equal(map_get(&m, STR("key2000"), -7), -7);
  arena_free(&a);
}

/* Strings made so that str_hash() gives the same low bits for all fall apart under a key. */
/* Of every length, and with each byte another. */
static void strings_are_equal_when_all_bytes_are(void **state) {
  (void)state;
  char a[41], b[41];
  for (int32_t length = 0; length <= 40; length++) {
    memset(a, 'x', sizeof a), memset(b, 'x', sizeof b);
    a[length] = '\0';
    assert_true(str_equal((str){a, length}, (str){b, length}));
    assert_true(str_is((str){b, length}, a));
    assert_false(str_is((str){b, length + 1}, a));
    assert_true(!length || !str_is((str){b, length - 1}, a));
    for (int32_t i = 0; i < length; i++) {
      b[i] = 'y';
      assert_false(str_equal((str){a, length}, (str){b, length}));
      assert_false(str_is((str){b, length}, a));
      b[i] = 'x';
    }
  }
}

static void a_keyed_hash_cannot_be_foreseen(void **state) {
  (void)state;
  enum { WANTED = 256, PLACES = 1 << 12 };
  uint8_t taken[2][PLACES] = {{0}};
  int found = 0, places[2] = {0, 0};
  char text[16];
  for (int i = 0; found < WANTED; i++) {
    str s = {text, snprintf(text, sizeof text, "%d", i)};
    if (str_hash(s) % PLACES) continue;
    found++;
    for (int k = 0; k < 2; k++) {
      uint64_t place = hash_str(s, hash_key(text + k)) % PLACES;
      places[k] += !taken[k][place];
      taken[k][place] = 1;
    }
  }
  assert_in_range(places[0], WANTED * 7 / 8, WANTED);
  assert_in_range(places[1], WANTED * 7 / 8, WANTED);
  assert_memory_not_equal(taken[0], taken[1], PLACES);
}

static void a_keyed_hash_sees_every_byte(void **state) {
  (void)state;
  char bytes[20] = {0};
  for (int32_t length = 0; length < 20; length++) {
    uint64_t before = hash_str((str){bytes, length}, 7);
    assert_true(before != hash_str((str){bytes, length + 1}, 7) &&
                before != hash_str((str){bytes, length}, 8));
    for (int32_t i = 0; i < length; i++) {
      bytes[i] = 1;
      assert_true(before != hash_str((str){bytes, length}, 7));
      bytes[i] = 0;
    }
  }
}

static void buf_holds_what_was_written(void **state) {
  (void)state;
  buf b = {0};
  for (int i = 0; i < 1000; i++) buf_format(&b, "%d,", i);
  buf_char(&b, '!');
  buf_str(&b, "end");
  assert_false(b.failed);
  assert_int_equal(strlen(b.at), b.length);
  assert_string_equal(b.at + b.length - 8, "999,!end");
  buf_free(&b);
}

static void first_error_wins(void **state) {
  (void)state;
  inq_err err = {0};
  assert_int_equal(err_set(&err, INQ_E_UTF8, "text", 12, "byte %d is wrong", 12), INQ_E_UTF8);
  assert_int_equal(err_set(&err, INQ_E_SIZE, "json", 1, "later"), INQ_E_SIZE);
  assert_int_equal(err.code, INQ_E_UTF8);
  assert_string_equal(err.message, "byte 12 is wrong");
  assert_int_equal(err_set(NULL, INQ_E_FILE, "file", 0, "nobody listens"), INQ_E_FILE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(arena_gives_zeroed_aligned_memory),
      cmocka_unit_test(what_stands_aside_goes_and_leaves_the_rest),
      cmocka_unit_test(more_memory_than_texts_take_is_not_kept),
      cmocka_unit_test(array_takes_room_and_settles),
      cmocka_unit_test(arena_jumps_when_memory_ends),
      cmocka_unit_test(array_keeps_what_is_pushed),
      cmocka_unit_test(map_finds_what_was_put),
      cmocka_unit_test(strings_are_equal_when_all_bytes_are),
      cmocka_unit_test(a_keyed_hash_cannot_be_foreseen),
      cmocka_unit_test(a_keyed_hash_sees_every_byte),
      cmocka_unit_test(buf_holds_what_was_written),
      cmocka_unit_test(first_error_wins),
  };
  return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
