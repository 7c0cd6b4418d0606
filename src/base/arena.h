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
 *                                     one is as large as all of them.  More than 8 MB are not kept
 *
 * What a stage needs only while it works stands aside, and goes when the stage ends:
 *
 *   arena *side = arena_aside(keep);
 *   arena_place from = arena_here(side);
 *   ...
 *   arena_back(side, from);           gives back what came since; whoever called may hold what came before
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <setjmp.h>
#include <stddef.h>

typedef struct arena_chunk arena_chunk;

typedef struct arena arena;
struct arena {
  arena_chunk *chunk; /* the newest */
  arena_chunk *spare; /* of those that arena_back() emptied, the newest; NULL for none */
  jmp_buf *full;      /* where to go when memory ends; borrowed */
  size_t bytes, most; /* held in all; and the most since the last reset */
  size_t wanted;      /* by the next chunk, after a reset */
  arena *aside;       /* NULL until it is asked for */
};

void *arena_alloc(arena *a, size_t bytes); /* zeroed; aligned to 64, less than 64 bytes to 16 */
void *arena_room(arena *a, size_t bytes);  /* the same, not zeroed: for what is all written */
void *arena_copy(arena *a, const void *from, size_t bytes); /* bytes and a NUL behind them */
_Noreturn void arena_end(arena *a);                         /* what arena_alloc() does when memory ends */
void arena_reset(arena *a);
void arena_free(arena *a);

typedef struct {
  arena_chunk *chunk;
  size_t used;
} arena_place;

arena *arena_aside(arena *a); /* another arena, which is reset and freed with this one */
arena_place arena_here(const arena *a);
void arena_back(arena *a, arena_place to);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, count) ((type *)arena_alloc((a), sizeof(type) * (size_t)(count)))
#define arena_room_for(a, type, count) ((type *)arena_room((a), sizeof(type) * (size_t)(count)))

#endif
