/* One model, a reader for each thread: all find the same.  `make tsan` sees what they share. */
#include "base/buf.h"
#include "in/file.h"
#include "inquit.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { THREADS = 4, TIMES = 3 };

static inq_model *model;
static buf text;

/* The JSON of the text; NULL when something fails. */
static char *read_once(inq_reader *reader) {
  inq_doc *doc = NULL;
  char *json = NULL;
  if (inq_read(reader, text.at, text.length, NULL, &doc, NULL) == INQ_OK)
    inq_doc_json(doc, NULL, &json, NULL, NULL);
  inq_doc_free(doc);
  return json;
}

static void *read_often(void *out) {
  inq_reader *reader = NULL;
  inq_reader_new(model, &reader, NULL);
  for (int i = 0; reader && i < TIMES; i++) {
    inq_free(*(char **)out);
    *(char **)out = read_once(reader);
  }
  inq_reader_free(reader);
  return NULL;
}

static void share(const char *path) {
  inq_err err = {0};
  if (inq_model_open(path, &model, &err)) fail_msg("%s", err.message);
  assert_int_equal(file_read("corpus/wire-lake-talks-oslo.txt", 1 << 20, &text, &err), INQ_OK);
  char *alone = NULL, *found[THREADS] = {0};
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, read_often, &found[i]), 0);
  read_often(&alone); /* beside them: a convolutional network keeps what it learns of words for all of them */
  assert_non_null(alone);
  for (int i = 0; i < THREADS; i++) {
    pthread_join(threads[i], NULL);
    assert_non_null(found[i]);
    assert_string_equal(found[i], alone);
    inq_free(found[i]);
  }
  inq_free(alone);
  inq_model_close(model);
  buf_free(&text);
}

static void threads_share_a_model(void **state) {
  (void)state;
  share("models/tiny.inq");
  share("models/tiny-fast.inq");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(threads_share_a_model)};
  return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
