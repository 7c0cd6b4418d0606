/* models/tiny.inq and tiny-fast.inq open; what is damaged does not.  Run from the project's root. */
#include "inquit.h"
#include "net/kernel.h"
#include "packing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static char *read_whole(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  assert_int_equal(fseek(file, 0, SEEK_END), 0);
  *length = (size_t)ftell(file);
  rewind(file);
  char *bytes = aligned_alloc(64, *length);
  assert_int_equal(fread(bytes, 1, *length, file), *length);
  fclose(file);
  return bytes;
}

static void tiny_opens(void **state) {
  (void)state;
  inq_model *m;
  inq_err err = {0};
  assert_int_equal(inq_model_open("models/tiny.inq", &m, &err), INQ_OK);
  assert_string_equal(inq_model_name(m), "tiny");
  assert_int_equal(inq_model_card(m)[0], '{');
  assert_string_equal(inq_model_kernel(m), kernel_at(0)->name);
  assert_string_equal(inq_model_network(m), "transformer of 2 layers, 32 wide");
  inq_model_close(m);
  assert_int_equal(inq_model_open("models/tiny-fast.inq", &m, &err), INQ_OK);
  assert_string_equal(inq_model_network(m), "2 convolutions, 32 wide");
  inq_model_close(m);
  assert_null(inq_model_network(NULL));
  inq_model_close(NULL);
}

static void a_kernel_can_be_named(void **state) {
  (void)state;
  inq_model *m;
  inq_err err = {0};
  const kernel *k;
  for (int32_t i = 0; (k = kernel_at(i)) != NULL; i++) {
    assert_int_equal(setenv("INQUIT_KERNEL", k->name, 1), 0);
    assert_int_equal(inq_model_open("models/tiny.inq", &m, &err), INQ_OK);
    assert_string_equal(inq_model_kernel(m), k->name);
    inq_model_close(m);
  }
  assert_int_equal(setenv("INQUIT_KERNEL", "abacus", 1), 0);
  assert_int_equal(inq_model_open("models/tiny.inq", &m, &err), INQ_E_ARGUMENT);
  assert_null(m);
  assert_string_equal(err.message, "INQUIT_KERNEL names no kernel of this machine: abacus");
  assert_int_equal(unsetenv("INQUIT_KERNEL"), 0);
}

static void a_missing_part_is_named(void **state) {
  (void)state;
  size_t length;
  static packing p;
  static const char *const card[] = {"{\"name\": \"empty\"}"}, *const nameless[] = {"{}"};
  inq_model *m;
  inq_err err = {0};
  packing_strings(&p, "card", card, 1);
  char *file = packing_finish(&p, &length);
  assert_int_equal(inq_model_open_memory(file, length, &m, &err), INQ_E_MODEL);
  assert_null(m);
  assert_string_equal(err.message, "the model has no section net.shape");
  free(file);
  err = (inq_err){0};
  packing_strings(&p, "card", nameless, 1);
  file = packing_finish(&p, &length);
  assert_int_equal(inq_model_open_memory(file, length, &m, &err), INQ_E_MODEL);
  assert_string_equal(err.message, "the model's card is no JSON object with a name");
  free(file);
}

/* Every section in turn is given another name, another kind and no rows, under a right checksum. */
static void spoil_sections(const char *path) {
  size_t length;
  char *file = read_whole(path, &length);
  uint32_t sections, refused = 0;
  memcpy(&sections, file + 12, 4);
  for (uint32_t i = 0; i < sections; i++) {
    packing_section *s = (packing_section *)(void *)(file + 64 + 128 * (size_t)i), was = *s;
    for (int change = 0; change < 3; change++) {
      inq_model *m;
      if (change == 0) s->name[strlen(s->name) - 1]++;
      if (change == 1) s->kind = was.kind == PACK_F32 ? PACK_I32 : PACK_F32;
      if (change == 2) s->rows = 0, s->bytes = was.kind == PACK_STRINGS ? 4 : 0;
      packing_sign(file, length);
      refused += inq_model_open_memory(file, length, &m, NULL) != INQ_OK;
      inq_model_close(m);
      *s = was;
    }
  }
  assert_true(refused >= 3 * sections - 8); /* a spare lexicon may well be empty */
  free(file);
}

static void hostile_sections_never_crash(void **state) {
  (void)state;
  spoil_sections("models/tiny.inq");
  spoil_sections("models/tiny-fast.inq");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tiny_opens),
      cmocka_unit_test(a_kernel_can_be_named),
      cmocka_unit_test(a_missing_part_is_named),
      cmocka_unit_test(hostile_sections_never_crash),
  };
  return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
