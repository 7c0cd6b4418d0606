#include "base/json_memory.h"

#include <jansson.h>
#include <stdlib.h>

static _Thread_local bool lost;

static void *allocate(size_t bytes) {
  void *at = malloc(bytes);
  lost = lost || !at;
  return at;
}

void json_memory_watch(void) { json_set_alloc_funcs(allocate, free); }

bool json_memory_lost(void) {
  bool was = lost;
  lost = false;
  return was;
}
