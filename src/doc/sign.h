/* Signs: the tokens that may be quotation marks, and what their looks say about them.  mark.c pairs them. */
#ifndef DOC_SIGN_H
#define DOC_SIGN_H

#include "doc/token.h"

typedef enum { DOUBLE, SINGLE, ANGLE, FAMILIES } family; /* " “ ” „ `` ''    ' ‘ ’    « » */

typedef enum { EITHER, OPENS, CLOSES } side;

typedef struct {
  int32_t token, block;
  uint8_t family;
  uint8_t glyph;  /* a side: what the character says */
  uint8_t around; /* a side: what its neighbours say */
  bool weak;      /* may be no mark at all: the possessive of a plural, or inches */
  bool first;     /* only signs stand before it in its paragraph */
  bool after_end; /* behind the end of a sentence */
  bool begins;    /* where a quotation of sentences may begin: first, after_end, behind , or :, before a capital */
  int32_t closes_after[FAMILIES],
      opens_after[FAMILIES]; /* signs behind it in its paragraph that close, open by
                                their looks; no weak ones among those that close */
  bool weak_after;           /* a weak single sign that closes is behind it in its paragraph */
} sign;

typedef struct {
  sign *at; /* [count] in order */
  int32_t count;
} signs;

signs signs_read(const text *t, const tokens *k, arena *a);

/* Whether token i ends a sentence: . ! ? … and a closing mark behind one. */
bool sign_after_end(const text *t, const tokens *k, int32_t i);

#endif
