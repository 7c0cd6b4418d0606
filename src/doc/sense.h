/* Sense: what words alone say of who can be meant, whatever the ranker holds likely.
 *
 *   "he" is a person                       "Lund's lawyer" is not Lund
 *   "Some said" names nobody               "Lund was told" says not by whom
 *   "the firm" is not named in its own words */
#ifndef DOC_SENSE_H
#define DOC_SENSE_H

#include "doc/candidate.h"

/* Changes the ranker's scores [c->count] of the candidates for quotation `number`. */
void sense_mind(const scene *s, int32_t number, const candidates *c, float *scores);

#endif
