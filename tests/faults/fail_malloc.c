/* Preloaded into the program: the allocation whose number stands in FAIL_AT fails, once.  At the end the number of
 * allocations that were asked for is written to the file COUNT_TO. */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_long asked, fails;

/* The environment is there before main(), but not yet for the loader's first allocations. */
__attribute__((constructor)) static void begin(void) {
  const char *at = getenv("FAIL_AT");
  asked = 0;
  fails = at ? atol(at) : 0;
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("COUNT_TO");
  long count = asked;
  fails = 0;
  FILE *file = path ? fopen(path, "w") : NULL;
  if (file) fprintf(file, "%ld\n", count), fclose(file);
}

static int is_refused(void) {
  if (++asked != fails) return 0;
  errno = ENOMEM;
  return 1;
}

void *malloc(size_t size) { return is_refused() ? NULL : __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return is_refused() ? NULL : __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { return is_refused() ? NULL : __libc_realloc(old, size); }
void *aligned_alloc(size_t alignment, size_t size) {
  return is_refused() ? NULL : __libc_memalign(alignment, size);
}
