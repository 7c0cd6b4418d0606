#include "model/table.h"
#include "packing.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { KEYS = 1000 };

static char *sample(size_t *length) {
  char text[KEYS][16];
  const char *keys[KEYS];
  uint32_t values[KEYS];
  for (uint32_t i = 0; i < KEYS; i++) {
    snprintf(text[i], sizeof text[i], "key%u", i);
    keys[i] = text[i];
    values[i] = i * i;
  }
  packing p = {0};
  packing_table(&p, "squares", keys, KEYS, values);
  packing_table(&p, "empty", NULL, 0, NULL);
  return packing_finish(&p, length);
}

static void keys_are_found(void **state) {
  (void)state;
  size_t length;
  char *file = sample(&length), key[16];
  pack *p;
  table t;
  assert_int_equal(pack_open_memory(file, length, &p, NULL), INQ_OK);
  assert_int_equal(table_open(p, "squares", &t, NULL), INQ_OK);
  for (uint32_t i = 0; i < KEYS; i++) {
    snprintf(key, sizeof key, "key%u", i);
    assert_int_equal(table_get(&t, str_of(key), 7), i * i);
  }
  assert_int_equal(table_get(&t, STR("key1000"), 7), 7);
  assert_int_equal(table_get(&t, STR(""), 7), 7);
  assert_int_equal(table_open(p, "empty", &t, NULL), INQ_OK);
  assert_int_equal(table_get(&t, STR(""), 7), 7);
  pack_close(p);
  free(file);
}

static void many_keys_are_found_as_one_is(void **state) {
  (void)state;
  enum { MANY = KEYS + 37 }; /* the last are missing */
  static char text[MANY][16];
  str keys[MANY];
  uint32_t values[MANY];
  size_t length;
  char *file = sample(&length);
  pack *p;
  table t;
  for (uint32_t i = 0; i < MANY; i++) {
    snprintf(text[i], sizeof text[i], "key%u", i);
    keys[i] = str_of(text[i]);
  }
  assert_int_equal(pack_open_memory(file, length, &p, NULL), INQ_OK);
  assert_int_equal(table_open(p, "squares", &t, NULL), INQ_OK);
  table_get_all(&t, keys, MANY, 7, values);
  for (uint32_t i = 0; i < MANY; i++) assert_int_equal(values[i], i < KEYS ? i * i : 7);
  assert_int_equal(table_open(p, "empty", &t, NULL), INQ_OK);
  table_get_all(&t, keys, 3, 7, values);
  assert_int_equal(values[2], 7);
  table_get_all(&t, keys, 0, 7, values);
  pack_close(p);
  free(file);
}

static inq_code opened(char *file, size_t length, inq_err *err) {
  pack *p;
  table t;
  *err = (inq_err){0};
  packing_sign(file, length);
  assert_int_equal(pack_open_memory(file, length, &p, err), INQ_OK);
  inq_code code = table_open(p, "squares", &t, err);
  pack_close(p);
  return code;
}

static uint32_t *slots_of(char *file) { /* squares.slots is the fifth section by name */
  uint64_t start;
  memcpy(&start, file + 64 + 4 * 128 + 112, 8);
  return (uint32_t *)(void *)(file + start);
}

static void hostile_slots_are_refused(void **state) {
  (void)state;
  size_t length;
  char *file = sample(&length);
  uint32_t *slots = slots_of(file), free_one = 0, used_one = 0;
  inq_err err;
  while (slots[free_one]) free_one++;
  while (!slots[used_one]) used_one++;
  slots[free_one] = 1; /* one more than there are keys: full slots would let a search run for ever */
  assert_int_equal(opened(file, length, &err), INQ_E_MODEL);
  assert_string_equal(err.message, "the slots of table squares in the model are wrong");
  slots[free_one] = 0;
  assert_int_equal(opened(file, length, &err), INQ_OK);
  slots[used_one] = KEYS + 1;
  assert_int_equal(opened(file, length, &err), INQ_E_MODEL);
  free(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(keys_are_found),
      cmocka_unit_test(many_keys_are_found_as_one_is),
      cmocka_unit_test(hostile_slots_are_refused),
  };
  return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
