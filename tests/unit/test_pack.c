#include "packing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

static char *sample(size_t *length) {
  static const float numbers[6] = {1, 2, 3, 4, 5, 6};
  static const char *const words[] = {"one", "", "three"};
  packing p = {0};
  packing_add(&p, "numbers", PACK_F32, 2, 3, numbers, sizeof numbers);
  packing_strings(&p, "words", words, 3);
  packing_add(&p, "bytes", PACK_U8, 5, 1, "abcde", 5);
  packing_add(&p, "nothing", PACK_I32, 0, 1, NULL, 0);
  return packing_finish(&p, length);
}

static void sections_come_back(void **state) {
  (void)state;
  size_t length;
  char *file = sample(&length);
  pack *p;
  inq_err err = {0};
  assert_int_equal(pack_open_memory(file, length, &p, &err), INQ_OK);
  const void *at;
  int32_t rows, columns;
  assert_int_equal(pack_tensor(p, "numbers", PACK_F32, -1, 3, &at, &rows, &columns, &err), INQ_OK);
  assert_int_equal(rows, 2);
  assert_int_equal(columns, 3);
  assert_true(((const float *)at)[5] == 6);
  assert_int_equal((uintptr_t)at % 64, 0);
  strings words;
  assert_int_equal(pack_strings(p, "words", &words, &err), INQ_OK);
  assert_int_equal(words.count, 3);
  assert_true(str_is(strings_at(&words, 0), "one"));
  assert_int_equal(strings_at(&words, 1).length, 0);
  assert_true(str_is(strings_at(&words, 2), "three"));
  assert_true(pack_has(p, "nothing"));
  assert_false(pack_has(p, "nothin"));
  size_t bytes;
  assert_string_equal(pack_section(p, 0, NULL, NULL, NULL, &bytes), "bytes");
  assert_int_equal(bytes, 5);
  assert_null(pack_section(p, 4, NULL, NULL, NULL, NULL));
  pack_close(p);
  free(file);
}

static void what_is_not_there_is_named(void **state) {
  (void)state;
  size_t length;
  char *file = sample(&length);
  pack *p;
  const void *at;
  strings words;
  assert_int_equal(pack_open_memory(file, length, &p, NULL), INQ_OK);
  inq_err err = {0};
  assert_int_equal(pack_tensor(p, "missing", PACK_F32, -1, -1, &at, NULL, NULL, &err), INQ_E_MODEL);
  assert_string_equal(err.message, "the model has no section missing");
  err = (inq_err){0};
  assert_int_equal(pack_tensor(p, "bytes", PACK_F32, -1, -1, &at, NULL, NULL, &err), INQ_E_MODEL);
  assert_string_equal(err.message, "section bytes of the model holds u8, not f32");
  err = (inq_err){0};
  assert_int_equal(pack_tensor(p, "numbers", PACK_F32, 3, 3, &at, NULL, NULL, &err), INQ_E_MODEL);
  assert_string_equal(err.message, "section numbers of the model is 2 x 3, not 3 x 3");
  assert_int_equal(pack_strings(p, "bytes", &words, NULL), INQ_E_MODEL);
  pack_close(p);
  free(file);
}

static inq_code opened(const char *file, size_t length, inq_err *err) {
  pack *p;
  *err = (inq_err){0};
  inq_code code = pack_open_memory(file, length, &p, err);
  pack_close(p);
  return code;
}

static void cut_files_are_refused(void **state) {
  (void)state;
  size_t length;
  char *file = sample(&length);
  inq_err err;
  for (size_t cut = 0; cut < length; cut++) {
    char *part = aligned_alloc(64, length); /* the tail is not ours to read */
    memcpy(part, file, cut);
    memset(part + cut, 0x7f, length - cut);
    assert_int_equal(opened(part, cut, &err), INQ_E_MODEL);
    free(part);
  }
  free(file);
}

static void any_flipped_bit_is_seen(void **state) {
  (void)state;
  size_t length;
  char *file = sample(&length);
  inq_err err;
  for (size_t bit = 0; bit < length * 8; bit++) {
    file[bit / 8] ^= (char)(1 << bit % 8);
    assert_int_equal(opened(file, length, &err), INQ_E_MODEL);
    file[bit / 8] ^= (char)(1 << bit % 8);
  }
  assert_int_equal(opened(file, length, &err), INQ_OK);
  free(file);
}

/* Files whose checksum is right and whose contents are not: what a forger would write. */
static void forged_counts_are_refused(void **state) {
  (void)state;
  static const uint32_t values[] = {0,  1,   2,   3,    5,          6,          63,
                                    64, 127, 128, 1000, 0x7fffffff, 0x80000000, 0xffffffff};
  size_t length;
  char *file = sample(&length);
  uint32_t refused = 0;
  for (size_t at = 12; at < length; at += 4) {
    if (at >= 16 && at < 32) continue;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
      uint32_t was;
      inq_err err;
      memcpy(&was, file + at, 4);
      memcpy(file + at, &values[i], 4);
      packing_sign(file, length);
      pack *p;
      if (pack_open_memory(file, length, &p, &err) == INQ_OK) { /* then it can be read to the end */
        strings s;
        int32_t total = 0;
        if (pack_strings(p, "words", &s, NULL) == INQ_OK)
          for (int32_t j = 0; j < s.count; j++)
            for (int32_t k = 0; k < strings_at(&s, j).length; k++) total += strings_at(&s, j).at[k];
        const void *bytes;
        int32_t rows;
        if (pack_tensor(p, "bytes", PACK_U8, -1, 1, &bytes, &rows, NULL, NULL) == INQ_OK)
          for (int32_t j = 0; j < rows; j++) total += ((const uint8_t *)bytes)[j];
        assert_true(total != INT32_MIN);
      } else refused++;
      pack_close(p);
      memcpy(file + at, &was, 4);
    }
  }
  assert_true(refused > 500);
  free(file);
}

static void forge(char *file, size_t length, size_t at, uint64_t value, size_t bytes, const char *message) {
  uint64_t was;
  inq_err err;
  memcpy(&was, file + at, 8);
  memcpy(file + at, &value, bytes);
  packing_sign(file, length);
  assert_int_equal(opened(file, length, &err), INQ_E_MODEL);
  assert_string_equal(err.message, message);
  memcpy(file + at, &was, 8);
}

static void each_fault_has_its_sentence(void **state) {
  (void)state;
  size_t length;
  char *file = sample(&length);
  uint64_t first; /* where the first section starts; the second must not start there */
  memcpy(&first, file + 64 + 112, 8);
  forge(file, length, 8, 2, 4, "the model file has format version 2; this program reads 1 to 1");
  forge(file, length, 12, 0, 4, "the model file's number of sections is wrong");
  forge(file, length, 12, 5, 4, "section 0 (bytes) of the model file has a wrong place in the file");
  forge(file, length, 64, 'z', 1,
        "section 1 (nothing) of the model file has a wrong place in the order of names");
  forge(file, length, 64 + 128 * 2 + 112, first, 8,
        "section 2 (numbers) of the model file has a wrong place in the file");
  forge(file, length, 64 + 112, first + 4, 8,
        "section 0 (bytes) of the model file has a wrong place in the file");
  forge(file, length, 64 + 100, 6, 4, "section 0 (bytes) of the model file has a wrong shape");
  forge(file, length, 64 + 96, 9, 4, "section 0 (bytes) of the model file has a wrong shape");
  free(file);
}

static void only_finite_numbers_are_taken(void **state) {
  (void)state;
  static const uint32_t wrong[] = {0x7f800000, 0xff800000, 0x7fc00000, 0xffffffff},
                        right[] = {0x7f7fffff, 1, 0x80000000};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong + sizeof right / sizeof *right; i++) {
    bool good = i >= sizeof wrong / sizeof *wrong;
    uint32_t numbers[3] = {0, 0, good ? right[i - sizeof wrong / sizeof *wrong] : wrong[i]};
    packing parts = {.count = 0};
    packing_add(&parts, "numbers", PACK_F32, 3, 1, numbers, sizeof numbers);
    size_t length;
    char *file = packing_finish(&parts, &length);
    pack *p;
    inq_err err = {0};
    assert_int_equal(pack_open_memory(file, length, &p, &err), good ? INQ_OK : INQ_E_MODEL);
    if (!good)
      assert_string_equal(err.message,
                          "section 0 (numbers) of the model file holds a number that is infinite or none");
    pack_close(p);
    free(file);
  }
}

static void files_open_wherever_they_lie(void **state) {
  (void)state;
  size_t length;
  char *file = sample(&length), path[] = "/tmp/inquit-pack-XXXXXX";
  int fd = mkstemp(path);
  assert_int_equal(write(fd, file, length), (int)length);
  pack *p;
  inq_err err = {0};
  assert_int_equal(pack_open(path, &p, &err), INQ_OK);
  pack_close(p);
  assert_int_equal(ftruncate(fd, 10), 0);
  assert_int_equal(pack_open(path, &p, &err), INQ_E_MODEL);
  assert_string_equal(err.message, "this is not a model file");
  close(fd);
  unlink(path);
  assert_int_equal(pack_open(path, &p, NULL), INQ_E_FILE);
  assert_int_equal(pack_open("/", &p, NULL), INQ_E_MODEL);
  char *shifted = malloc(length + 1);
  memcpy(shifted + 1, file, length);
  assert_int_equal(pack_open_memory(shifted + 1, length, &p, NULL), INQ_OK);
  pack_close(p);
  free(shifted);
  free(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sections_come_back),           cmocka_unit_test(what_is_not_there_is_named),
      cmocka_unit_test(cut_files_are_refused),        cmocka_unit_test(any_flipped_bit_is_seen),
      cmocka_unit_test(forged_counts_are_refused),    cmocka_unit_test(each_fault_has_its_sentence),
      cmocka_unit_test(files_open_wherever_they_lie), cmocka_unit_test(only_finite_numbers_are_taken),
  };
  return cmocka_run_group_tests_name("pack", tests, NULL, NULL);
}
