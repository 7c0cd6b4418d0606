#include "doc/bond.h"

#define BIT(tag) (1u << POS_##tag)

enum {
  NOMINAL = BIT(NOUN) | BIT(PROPN),
  WORD = NOMINAL | BIT(ADJ) | BIT(ADP) | BIT(ADV) | BIT(AUX) | BIT(CCONJ) | BIT(DET) | BIT(NUM) | BIT(PART) |
         BIT(PRON) | BIT(SCONJ) | BIT(VERB)
};

/* [before] what goes with it: what an end parts from it once in a thousand times at most. */
static const uint32_t bound[POS_COUNT] = {
    [POS_ADJ] = NOMINAL | BIT(ADJ) | BIT(NUM) | BIT(PART),
    [POS_ADP] = WORD,
    [POS_ADV] = BIT(ADJ) | BIT(DET) | BIT(PART) | BIT(PRON) | BIT(VERB),
    [POS_AUX] = WORD,
    [POS_CCONJ] = WORD,
    [POS_DET] = WORD,
    [POS_NOUN] = BIT(PART),
    [POS_NUM] = NOMINAL | BIT(ADJ) | BIT(NUM),
    [POS_PART] = WORD,
    [POS_PRON] = BIT(ADJ) | BIT(ADP) | BIT(ADV) | BIT(AUX) | BIT(NOUN) | BIT(PART) | BIT(VERB),
    [POS_PROPN] = BIT(PART),
    [POS_SCONJ] = WORD,
    [POS_VERB] = BIT(ADJ) | BIT(DET) | BIT(NOUN) | BIT(PART) | BIT(PRON)};

bool bond_between(pos_tag before, pos_tag behind) { return bound[before] >> behind & 1; }
