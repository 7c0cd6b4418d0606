/* Transcripts: paragraphs that begin with who speaks and a colon, as conversations on air are printed.
 *
 *   KARL: It was a close call, and they knew it.       a turn
 *   Nobody slept that night.                           goes on with it: somebody else has the next turn
 *   MARCUS: And then?                                  a turn
 *
 * No word hands such a quotation over, and marks are there only where the speaker quotes somebody.  Two turns or more
 * make a transcript, if their labels are in capitals, if one speaker has several, or if most say "I" or
 * "you": lists of people ("Ana Reyes: Made two good saves.") do not.  Of 1,829 annotated articles, 6 have two turns or
 * more, and all their 31 turns are quotations; 3 of 3 paragraphs between turns of different speakers go on with the
 * first of them, and none of 4 between turns of one speaker. */
#ifndef DOC_TRANSCRIPT_H
#define DOC_TRANSCRIPT_H

#include "doc/lexicon.h"
#include "doc/name.h"
#include "doc/quote.h"

typedef enum {
  LABEL_PERSON, /* a person's name, with a title or role: "Senator Ana Reyes", "ANA REYES, HARBOUR POST" */
  LABEL_LOUD,   /* capitals that nobody is known to be called: "KB" */
  LABEL_OTHER,  /* "Moderator", "Harbour Post" */
  LABEL_STOP    /* begins like one, and is none; no turn goes on beyond it */
} label_kind;

typedef struct {
  int32_t kind; /* a label_kind */
  range label;
  range who;  /* within the label: the name, or what stands for it */
  range said; /* in the label's own paragraph or line */
  bool loud;  /* the label has no small letter */
} turn_label;

typedef struct {
  turn_label *at; /* [count] in order, with the stops between turns; no turn at all: count is 0 */
  int32_t count;
} transcript;

/* l may be NULL: then nothing stands before a name. */
transcript transcript_read(const text *t, const blocks *b, const tokens *k, const marks *m, const names *n,
                           const lexicon *l, arena *keep);

/* The names, and a person where somebody in capitals has a turn, whatever else that was taken for. */
names transcript_names(const transcript *x, const names *n, arena *keep);

/* The quotations found, and one for each turn, which takes its words from others as claim.h says.  explain: turns get
 * evidence. */
quotes transcript_quotes(const transcript *x, const text *t, const blocks *b, const tokens *k, const marks *m,
                         const quotes *found, bool explain, arena *keep);

#endif
