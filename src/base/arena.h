/* Memory that is given back all at once.
 *
 * Three arenas, three lifetimes: a model's, a reader's scratch (reset for each text), a document's.
 * arena_alloc() never returns NULL.  When memory ends it jumps to where the arena's owner said, so that
 * stages need no checks; what they hold must therefore come from an arena (or be owned by the reader),
 * and they call nothing else that allocates.  Only read.c and model.c, and in eval/ shelf.c,
 * score.c, stats.c, diff.c and waiting.c, set the place to jump to.
 *
 *   chunk ─▶ chunk ─▶ chunk          each at least twice the size of the one before, 64 kB to 4 MB
 *   [used│      free]                 arena_reset() keeps a single one; when there were more, the next
 *                                     one is as large as all of them, if that is at most 64 MB
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <setjmp.h>
#include <stddef.h>

typedef struct arena_chunk arena_chunk;

typedef struct {
  arena_chunk *chunk; /* the newest */
  jmp_buf *full;      /* where to go when memory ends; borrowed */
  size_t bytes;       /* held in all */
  size_t wanted;      /* by the next chunk, after a reset */
} arena;

void *arena_alloc(arena *a, size_t bytes); /* zeroed, aligned to 64 */
void *arena_room(arena *a, size_t bytes);  /* the same, not zeroed: for what is all written */
void *arena_copy(arena *a, const void *from, size_t bytes); /* bytes and a NUL behind them */
_Noreturn void arena_end(arena *a);                         /* what arena_alloc() does when memory ends */
void arena_reset(arena *a);
void arena_free(arena *a);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, count) ((type *)arena_alloc((a), sizeof(type) * (size_t)(count)))
#define arena_room_for(a, type, count) ((type *)arena_room((a), sizeof(type) * (size_t)(count)))

#endif
