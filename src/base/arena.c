#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define hide(at, bytes) ASAN_POISON_MEMORY_REGION(at, bytes)
#define show(at, bytes) ASAN_UNPOISON_MEMORY_REGION(at, bytes)
enum { RED_ZONE = 64 }; /* between neighbours, so that running over an end is seen */
#else
#define hide(at, bytes) ((void)(at), (void)(bytes))
#define show(at, bytes) ((void)(at), (void)(bytes))
enum { RED_ZONE = 0 };
#endif

enum { ALIGN = 64, FIRST = 1 << 16, LARGEST = 1 << 22, LARGEST_KEPT = 1 << 26 };

struct arena_chunk {
  arena_chunk *next;
  size_t size, used; /* of the bytes behind this head */
};

enum { HEAD = (sizeof(arena_chunk) + ALIGN - 1) / ALIGN * ALIGN };

static char *bytes_of(arena_chunk *c) { return (char *)c + HEAD; }

void arena_end(arena *a) { longjmp(*a->full, 1); }

static arena_chunk *grow(arena *a, size_t need) {
  size_t size = a->chunk ? a->chunk->size * 2 : FIRST;
  if (size > LARGEST) size = LARGEST;
  if (size < a->wanted) size = a->wanted;
  if (size < need) size = need;
  arena_chunk *c = NULL;
  if (size < SIZE_MAX / 2) c = aligned_alloc(ALIGN, HEAD + (size + ALIGN - 1) / ALIGN * ALIGN);
  if (!c) arena_end(a);
  *c = (arena_chunk){a->chunk, size, 0};
  hide(bytes_of(c), size);
  a->bytes += size;
  a->wanted = 0;
  return a->chunk = c;
}

void *arena_room(arena *a, size_t bytes) {
  if (bytes > SIZE_MAX / 4) arena_end(a);
  size_t need = (bytes + RED_ZONE + ALIGN - 1) / ALIGN * ALIGN;
  arena_chunk *c = a->chunk;
  if (!c || c->size - c->used < need) c = grow(a, need);
  char *at = bytes_of(c) + c->used;
  c->used += need;
  show(at, bytes);
  return at;
}

void *arena_alloc(arena *a, size_t bytes) { return memset(arena_room(a, bytes), 0, bytes); }

void *arena_copy(arena *a, const void *from, size_t bytes) {
  char *to = arena_room(a, bytes + 1);
  if (bytes) memcpy(to, from, bytes);
  to[bytes] = '\0';
  return to;
}

static void free_chunks(arena_chunk *c) {
  while (c) {
    arena_chunk *next = c->next;
    show(bytes_of(c), c->size);
    free(c);
    c = next;
  }
}

void arena_reset(arena *a) {
  arena_chunk *newest = a->chunk;
  if (!newest) return;
  if (newest->next && a->bytes <= LARGEST_KEPT) {
    size_t all = a->bytes;
    arena_free(a);
    a->wanted = all;
    return;
  }
  free_chunks(newest->next);
  newest->next = NULL;
  newest->used = 0;
  a->bytes = newest->size;
  hide(bytes_of(newest), newest->size);
}

void arena_free(arena *a) {
  free_chunks(a->chunk);
  a->chunk = NULL;
  a->bytes = a->wanted = 0;
}
