/* Arrays that grow inside an arena:  array(inq_span) spans = {0};  *array_push(&spans, scratch) = s;
 * A growing array leaves its old place behind in the arena, at most as much again as it holds. */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include "base/arena.h"

#include <stdint.h>
#include <string.h>

#define array(type)                                                                                          \
  struct {                                                                                                   \
    type *at; /* [count] */                                                                                  \
    int32_t count, room;                                                                                     \
  }

/* The place of a new last element, zeroed. */
#define array_push(array_, arena_)                                                                           \
  ((array_)->count == (array_)->room                                                                         \
       ? (void)((array_)->at = array_grown((array_)->at, &(array_)->room, sizeof *(array_)->at, (arena_)))   \
       : (void)0,                                                                                            \
   (void)memset(&(array_)->at[(array_)->count], 0, sizeof *(array_)->at), &(array_)->at[(array_)->count++])

/* Room for so many at once, where that can be told: what is not used is not touched, either. */
#define array_reserve(array_, room_, arena_)                                                                 \
  ((array_)->at = arena_room((arena_), sizeof *(array_)->at * (size_t)(room_)),                              \
   (void)((array_)->room = (room_)))

/* What has come to its end, in another arena and without room to grow; NULL when it holds nothing. */
#define array_settled(array_, arena_)                                                                        \
  ((array_)->count ? memcpy(arena_room((arena_), sizeof *(array_)->at * (size_t)(array_)->count),            \
                            (array_)->at, sizeof *(array_)->at * (size_t)(array_)->count)                    \
                   : NULL)

static inline void *array_grown(void *at, int32_t *room, size_t size, arena *a) {
  int32_t wanted = *room ? *room : 8;
  if (wanted > INT32_MAX / 2) arena_end(a);
  wanted *= 2;
  void *to = arena_room(a, (size_t)wanted * size);
  if (*room) memcpy(to, at, (size_t)*room * size);
  *room = wanted;
  return to;
}

#endif
