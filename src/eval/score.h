/* How right output is, against gold articles: the figures of ../shared/tools/score.py.
 *
 *   names    exact span and type; "core" are persons, organisations and places, with GPE, LOC and FAC as one
 *   quotes   paired by the characters that they share (blanks and quotation marks left out), best first: at
 *            0.3, at 0.8, and with the same edges but for marks and punctuation
 *   speaker  of those paired at 0.3: a name that the gold speaker goes by, or half the words of one without
 *   said     who said what: paired at 0.8, and not with a wrong speaker, over all quotes */
#ifndef EVAL_SCORE_H
#define EVAL_SCORE_H

#include "base/buf.h"
#include "eval/article.h"

typedef struct {
  int64_t hit, predicted, gold;
} score_tally;

typedef struct {
  int64_t right, of;
} score_share;

enum { SCORE_PER, SCORE_ORG, SCORE_LOC, SCORE_MISC, SCORE_COARSE }; /* coarse types of names */
enum { SCORE_DIRECT, SCORE_INDIRECT, SCORE_MIXED, SCORE_QUOTE_TYPES };

typedef struct {
  int64_t articles, missing;        /* missing: not in the output, or an error there */
  bool names, fine, quotes, blocks; /* the layers that a gold article had */
  score_tally core, coarse[SCORE_COARSE], all_fine, fine_types[ARTICLE_TYPES];
  score_tally some, most, exact, said; /* quotes at 0.3, 0.8, with the same edges; who said what */
  score_share speaker, cue, source, types[SCORE_QUOTE_TYPES], kinds, noise;
} score;

/* Adds an article; guess is NULL when the output lacks it.  article_only leaves out what begins in a block
 * that the gold calls boilerplate.  scratch is the caller's, and is reset. */
inq_code score_article(score *s, const article *gold, const article *guess, bool article_only, arena *scratch,
                       inq_err *err);

void score_text(const score *s, buf *to); /* for people */
void score_json(const score *s, buf *to); /* one line */

#endif
