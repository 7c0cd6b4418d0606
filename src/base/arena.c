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

enum { ALIGN = 64, SMALL = 16, FIRST = 1 << 16, LARGEST = 1 << 22, LARGEST_KEPT = 1 << 23 };

struct arena_chunk {
  arena_chunk *next;
  size_t size, used; /* of the bytes behind this head */
};

enum { HEAD = (sizeof(arena_chunk) + ALIGN - 1) / ALIGN * ALIGN };

static size_t rounded(size_t bytes, size_t to) { return (bytes + to - 1) / to * to; }

static char *bytes_of(arena_chunk *c) { return (char *)c + HEAD; }

void arena_end(arena *a) { longjmp(*a->full, 1); }

static arena_chunk *put(arena *a, arena_chunk *c) {
  c->next = a->chunk;
  c->used = 0;
  return a->chunk = c;
}

static arena_chunk *take_spare(arena *a) {
  arena_chunk *c = a->spare;
  a->spare = NULL;
  return put(a, c);
}

static arena_chunk *grow(arena *a, size_t need) {
  if (a->spare && a->spare->size >= need) return take_spare(a);
  size_t size = a->chunk ? a->chunk->size * 2 : FIRST;
  if (size > LARGEST) size = LARGEST;
  if (size < a->wanted) size = a->wanted;
  if (size < need) size = need;
  arena_chunk *c = NULL;
  if (size < SIZE_MAX / 2) c = aligned_alloc(ALIGN, HEAD + rounded(size, ALIGN));
  if (!c) arena_end(a);
  c->size = size;
  hide(bytes_of(c), size);
  a->bytes += size;
  if (a->bytes > a->most) a->most = a->bytes;
  a->wanted = 0;
  return put(a, c);
}

void *arena_room(arena *a, size_t bytes) {
  if (bytes > SIZE_MAX / 4) arena_end(a);
  size_t align = bytes < ALIGN ? SMALL : ALIGN, need = rounded(bytes + RED_ZONE, SMALL);
  arena_chunk *c = a->chunk;
  if (!c || rounded(c->used, align) + need > c->size) c = grow(a, need);
  c->used = rounded(c->used, align);
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

static void free_chunk(arena *a, arena_chunk *c) {
  a->bytes -= c->size;
  show(bytes_of(c), c->size);
  free(c);
}

static void drop_spare(arena *a) {
  if (a->spare) free_chunk(a, a->spare);
  a->spare = NULL;
}

static void free_newest(arena *a) {
  arena_chunk *c = a->chunk;
  a->chunk = c->next;
  free_chunk(a, c);
}

static void free_chunks(arena *a) {
  drop_spare(a);
  while (a->chunk) free_newest(a);
}

static void empty_to(arena_chunk *c, size_t used) {
  hide(bytes_of(c) + used, c->used - used);
  c->used = used;
}

void arena_reset(arena *a) {
  size_t most = a->most;
  if (a->aside) arena_reset(a->aside);
  if (!a->chunk || (a->chunk->size == most && most <= LARGEST_KEPT)) {
    if (a->chunk) empty_to(a->chunk, 0);
    return;
  }
  free_chunks(a);
  a->most = 0;
  a->wanted = most <= LARGEST_KEPT ? most : 0;
}

void arena_free(arena *a) {
  free_chunks(a);
  a->most = a->wanted = 0;
  if (!a->aside) return;
  arena_free(a->aside);
  free(a->aside);
  a->aside = NULL;
}

/* ---- Aside ------------------------------------------------------------------------------------- */

arena *arena_aside(arena *a) {
  if (!a->aside) {
    a->aside = calloc(1, sizeof *a->aside);
    if (!a->aside) arena_end(a);
    a->aside->full = a->full;
  }
  return a->aside;
}

arena_place arena_here(const arena *a) { return (arena_place){a->chunk, a->chunk ? a->chunk->used : 0}; }

void arena_back(arena *a, arena_place to) {
  if (!to.chunk) {
    arena_reset(a);
    return;
  }
  if (a->chunk != to.chunk) {
    arena_chunk *newest = a->chunk;
    drop_spare(a);
    a->chunk = newest->next;
    empty_to(newest, 0);
    a->spare = newest;
  }
  while (a->chunk != to.chunk) free_newest(a);
  empty_to(a->chunk, to.used);
}
