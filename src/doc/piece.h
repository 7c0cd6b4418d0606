/* Pieces: a text cut at every place where a token could possibly end.  token.c joins them again.
 *
 *   $3.5bn  ->  $ | 3 | . | 5 | bn          didn’t  ->  didn | ’ | t
 *
 * A letter keeps its combining marks, and invisible characters inside a word stay inside it.  Blanks and
 * invisible characters between pieces belong to none. */
#ifndef DOC_PIECE_H
#define DOC_PIECE_H

#include "base/arena.h"
#include "doc/text.h"

typedef enum {
  PIECE_LETTERS,
  PIECE_DIGITS,
  PIECE_APOSTROPHE, /* ' ’ ‘ ` and their like, one each */
  PIECE_HYPHEN,     /* one - or ‐ or ‑ */
  PIECE_PERIODS,    /* one or more . or … */
  PIECE_RUN,        /* one or more of the same mark: -- !! ?! *** === ___ */
  PIECE_MARK        /* any other single character */
} piece_kind;

typedef struct {
  int32_t start, end;
  int32_t code;       /* the first code point */
  uint8_t kind;       /* a piece_kind */
  uint8_t characters; /* code points, 255 for more */
  uint8_t capitals;   /* upper-case letters, 255 for more */
} piece;

typedef struct {
  piece *at; /* [count] in order */
  int32_t count;
} pieces;

static inline str piece_str(const text *t, const piece *p) { return text_piece(t, p->start, p->end); }

static inline bool piece_word(const piece *p) { return p->kind == PIECE_LETTERS || p->kind == PIECE_DIGITS; }

/* Whether the piece, in small letters, is one of the words of list: " one two ".  Words of up to 16 bytes. */
bool piece_in(const text *t, const piece *p, const char *list);

pieces pieces_cut(const text *t, int32_t start, int32_t end, arena *a);

#endif
