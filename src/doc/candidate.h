/* Candidates: who can have said a quotation.
 *
 * A bounded list: the entities named in the source, those named shortly before and just behind, those named
 * most, who spoke last and next; the source's own words (somebody whom the text never names); the words of an
 * unnamed speaker before; noun phrases before a pronoun; for a quotation without a source, nobody. */
#ifndef DOC_CANDIDATE_H
#define DOC_CANDIDATE_H

#include "doc/scene.h"

enum { CANDIDATES = 43 };

typedef struct {
  choice at[CANDIDATES];
  int32_t count;
} candidates;

candidates candidates_read(const scene *s, int32_t number);

/* Which features a candidate has, as numbers of about 0 to 1: X(NAME, what it says to a reader). */
#define FEATURES(X)                                                                                          \
  X(IS_OWN_WORDS, "the source's own words")                                                                  \
  X(IS_EARLIER_WORDS, "the words for an unnamed speaker before")                                             \
  X(IS_NOBODY, NULL)                                                                                         \
  X(IS_PERSON, "a person")                                                                                   \
  X(IS_ORG, "an organisation")                                                                               \
  X(IS_PLACE, "a place or its government")                                                                   \
  X(IS_GROUP, "a group of people")                                                                           \
  X(IS_WORK, "a work or a product")                                                                          \
  X(IN_SOURCE, "named in the source")                                                                        \
  X(IS_HEAD, "the main word of the source")                                                                  \
  X(POSSESSES, "the owner in the source ('s)")                                                               \
  X(BEHIND_HEAD, "behind the source's main word")                                                            \
  X(BEHIND_FOR, "behind 'for' or 'from' in the source")                                                      \
  X(APPOSED, "beside its description in the source")                                                         \
  X(IN_FRONT, "in front of the source's main word")                                                          \
  X(LAST_IN_SOURCE, "the last of the names in the source")                                                   \
  X(ENDS_SOURCE, "ends the source, behind a comma")                                                          \
  X(BEHIND_BY, "behind 'by' in the source")                                                                  \
  X(HYPHENED, "tied by a hyphen to a word of the source")                                                    \
  X(ONLY_IN_SOURCE, "the only name in the source")                                                           \
  X(ONLY_PERSON, "the only person in the source")                                                            \
  X(SPOKES_ORG, "the organisation that the spokesman speaks for")                                            \
  X(PERSON_FOR_PERSON, "a person, as the source's noun asks for")                                            \
  X(ORG_FOR_PERSON, "an organisation, where the source's noun is a person")                                  \
  X(ORG_FOR_ORG, "an organisation, as the source's noun asks for")                                           \
  X(PLACE_FOR_ORG, "a government, as the source's noun asks for")                                            \
  X(PERSON_FOR_ORG, "a person, where the source's noun is an organisation")                                  \
  X(ANY_FOR_GROUP, "one, where the source is many")                                                          \
  X(ORG_FOR_DOCUMENT, "who published the document that is the source")                                       \
  X(WORK_FOR_DOCUMENT, "the document itself")                                                                \
  X(PERSON_FOR_DOCUMENT, "the author of the document that is the source")                                    \
  X(PLACE_FOR_PLACE, "a place, as the source's noun asks for")                                               \
  X(ORG_FOR_UNKNOWN, "an organisation, where the noun asks for nothing")                                     \
  X(PERSON_FOR_UNKNOWN, "a person, where the noun asks for nothing")                                         \
  X(GENDER_AGREES, "the gender fits")                                                                        \
  X(GENDER_CLASHES, "the gender does not fit")                                                               \
  X(GENDER_OPPOSITE, "a woman for a man, or a man for a woman")                                              \
  X(NUMBER_CLASHES, "one, where the source speaks of several")                                               \
  X(HEAD_BEFORE, "called so in front of the name")                                                           \
  X(HEAD_AFTER, "called so behind the name")                                                                 \
  X(HEAD_IN_NAME, "the source's word is part of the name")                                                   \
  X(HEAD_UNIQUE, "the only one called so")                                                                   \
  X(HEAD_NEAREST, "the last one called so")                                                                  \
  X(OTHER_WORDS, "more of the source's words are used of it")                                                \
  X(WORD_HERE, "named in a sentence that used the source's word before")                                     \
  X(WORD_BESIDE, "named right beside the source's word before")                                              \
  X(WORD_BY, "named behind the source's word before, with 'by', 'from' or 'of'")                             \
  X(SPOKE_AS, "spoke before, called by the same word")                                                       \
  X(AFFILIATED, "belongs to what the source names")                                                          \
  X(NEAR, "named few words before")                                                                          \
  X(NEAR_OPEN, "named few words before, outside quotation marks")                                            \
  X(NEAR_SUBJECT, "the subject few words before")                                                            \
  X(SUBJECT_LAST_SENTENCE, "the subject of the sentence before")                                             \
  X(SUBJECT_LAST_AGREEING, "the last subject that fits")                                                     \
  X(FURNITURE_LAST, "named last in a caption, byline or heading")                                            \
  X(SAME_SENTENCE, "named in the same sentence")                                                             \
  X(LAST_SENTENCE, "named in the sentence before")                                                           \
  X(TWO_SENTENCES, "named two sentences before")                                                             \
  X(SAME_PARAGRAPH, "named in the same paragraph")                                                           \
  X(LAST_PARAGRAPH, "named in the paragraph before")                                                         \
  X(PARAGRAPHS, "named paragraphs before")                                                                   \
  X(NAMED_LAST, "named last")                                                                                \
  X(NAMED_LAST_OF_TYPE, "the last of its type to be named")                                                  \
  X(NAMED_LAST_AGREEING, "the last to be named that fits")                                                   \
  X(RANK, "many others named since")                                                                         \
  X(RANK_OPEN, "many others named since, outside quotation marks")                                           \
  X(ONLY_AGREEING_IN_SENTENCE, "the only one in its sentence that fits")                                     \
  X(SUBJECT, "was the subject when named last")                                                              \
  X(FIRST_OF_SENTENCE, "began its sentence when named last")                                                 \
  X(OBLIQUE, "stood behind a preposition when named last")                                                   \
  X(OWNER, "stood with 's when named last")                                                                  \
  X(OBJECT_OF_CUE, "was spoken to when named last")                                                          \
  X(SUBJECT_HERE, "the subject earlier in the same sentence")                                                \
  X(QUOTED_LAST, "stood inside quotation marks when named last")                                             \
  X(IN_CONTENT, "named inside the quotation itself")                                                         \
  X(FREQUENCY, "named often")                                                                                \
  X(MOST_NAMED, "named more often than any other")                                                           \
  X(FIRST_NAMED, "the first to be named")                                                                    \
  X(IN_TITLE, "named in the title")                                                                          \
  X(IN_BYLINE, "named in the byline")                                                                        \
  X(HAS_ROLE, "has a role in the text")                                                                      \
  X(SPOKE_LAST, "spoke last")                                                                                \
  X(SPOKE_LAST_HERE, "spoke last, in the same paragraph")                                                    \
  X(SPOKE_LAST_NEARBY, "spoke last, in the paragraph before")                                                \
  X(SPOKE_LAST_FAR, "spoke last, long before")                                                               \
  X(SPOKE_BEFORE_LAST, "spoke the time before last")                                                         \
  X(SPOKE_OFTEN, "spoke often")                                                                              \
  X(SPEAKS_NEXT, "speaks next")                                                                              \
  X(NAMED_SINCE_SPOKE, "named since it spoke last")                                                          \
  X(OTHER_NAMED_SINCE, "another was named since it spoke last")                                              \
  X(ONLY_LATER, "named only later")                                                                          \
  X(LATER_NEAR, "named few words behind")                                                                    \
  X(RIGHT_BEHIND, "named right behind the quotation")                                                        \
  X(RIGHT_BEFORE, "named right before the quotation")                                                        \
  X(BEFORE_COLON, "named before a colon that opens the quotation")                                           \
  X(BEHIND_DASH, "named behind a dash or colon that closes the quotation")                                   \
  X(SAME_WORD, "called by the same word")                                                                    \
  X(SPOKE_AS_PRONOUN, "spoke before, called by the same pronoun")                                            \
  X(SPOKE_AS_OTHER, "spoke before, called by another pronoun")                                               \
  X(CHAIN_NEAR, "named few words before the pronouns that lead here")                                        \
  X(CHAIN_LAST, "the last that fits to be named before the pronouns that lead here")                         \
  X(CHAIN_NAMED, "named among the pronouns that lead here")                                                  \
  X(BEHIND_OF, "behind 'of' in the source")                                                                  \
  X(TITLED, "right behind a title or a role in the source")                                                  \
  X(CLOSES_SOURCE, "the last words of the source")                                                           \
  X(OPENS_SOURCE, "the first words of the source")                                                           \
  X(PLACE_FOR_PERSON, "a place, where the source's noun is a person")                                        \
  X(PEOPLE_FOR_PERSON, "a people, where the source's noun is a person")                                      \
  X(NAMED_SINCE, "named since the quotation before")                                                         \
  X(SUBJECT_SINCE, "the subject since the quotation before")                                                 \
  X(SPOKE_AGO, "spoke not long ago")                                                                         \
  X(SPOKE_AROUND, "speaks the quotation that this one stands in")                                            \
  X(MOST_NAMED_OF_TYPE, "named more often than others of its type")                                          \
  X(ONLY_OF_TYPE, "the only one of its type")                                                                \
  X(NEXT_OF_TYPE, "the next of its type to be named")                                                        \
  X(NEXT_NEAR, "named again few words on")                                                                   \
  X(NEXT_HERE, "named again in the same paragraph")                                                          \
  X(NEXT_PARAGRAPH, "named again in the next paragraph")                                                     \
  X(NEXT_SUBJECT, "the subject when named next")                                                             \
  X(NOT_YET, "named in no sentence before, but for the title")                                               \
  X(WORD_LATER_BESIDE, "named beside the source's word later")                                               \
  X(PUBLISHES, "publishes a document")                                                                       \
  X(PUBLISHES_LATER, "publishes a document some words on")                                                   \
  X(PUBLISHED, "published a document some words before")                                                     \
  X(NAME_ALIKE, "begins like a name in the source")                                                          \
  X(CALLED_ALIKE, "called by a word that begins like a name in the source")                                  \
  X(FIELD_AGREES, "does what the source's noun says")                                                        \
  X(FIELD_CLASHES, "does something else than the source's noun says")                                        \
  X(FIELD_UNKNOWN, "might do what the source's noun says")                                                   \
  X(FIELD_NEAREST, "the last that does what the source's noun says")                                         \
  X(FIELD_UNIQUE, "the only one that does what the source's noun says")                                      \
  X(MADE_IT, "made what the source is")                                                                      \
  X(RIGHT_BEFORE_SOURCE, "named right before the source")                                                    \
  X(RIGHT_BEHIND_SOURCE, "named right behind the source")                                                    \
  X(NEVER_SPOKE, "words of the text that have not spoken yet")                                               \
  X(JOINED_BEFORE, "words for several")                                                                      \
  X(PEOPLE_BEFORE, "words for several who are named")                                                        \
  X(MANY_FOR_MANY, "several, as the source asks for")                                                        \
  X(NOUN_FIELD, NULL)                                                                                        \
  X(IS_MADE, NULL)                                                                                           \
  X(SOMEBODY_FITS, NULL)                                                                                     \
  X(INSIDE_OTHER, NULL)                                                                                      \
  X(FIRST_SAID, NULL)                                                                                        \
  X(NOBODY_SINCE, NULL)                                                                                      \
  X(SAID_NEAR, NULL)                                                                                         \
  X(EARLY, NULL)                                                                                             \
  X(WORD_LATER, NULL)                                                                                        \
  X(NOUN_CAPITAL, NULL)                                                                                      \
  X(NO_DETERMINER, NULL)                                                                                     \
  X(QUOTE_NAME, NULL)                                                                                        \
  X(QUOTE_PRONOUN, NULL)                                                                                     \
  X(QUOTE_DESCRIPTION, NULL)                                                                                 \
  X(QUOTE_BARE, NULL)                                                                                        \
  X(ASKS_HE, NULL)                                                                                           \
  X(ASKS_SHE, NULL)                                                                                          \
  X(ASKS_THEY, NULL)                                                                                         \
  X(ASKS_IT, NULL)                                                                                           \
  X(ASKS_WE, NULL)                                                                                           \
  X(ASKS_I, NULL)                                                                                            \
  X(ASKS_OTHER, NULL)                                                                                        \
  X(NOUN_PERSON, NULL)                                                                                       \
  X(NOUN_ORG, NULL)                                                                                          \
  X(NOUN_GROUP, NULL)                                                                                        \
  X(NOUN_DOCUMENT, NULL) X(NOUN_OFFICE, NULL) X(NOUN_SPOKES, NULL) X(NOUN_PLACE, NULL) X(NOUN_PART, NULL)    \
      X(NOUN_STUDY, NULL) X(NOUN_STATEMENT, NULL) X(OWNED, NULL) X(WORD_AGAIN, NULL) X(HEAD_IS_NAME, NULL)   \
          X(DEFINITE, NULL) X(INDEFINITE, NULL) X(PLURAL, NULL) X(JOINED, NULL) X(NAMES_IN_SOURCE, NULL)     \
              X(SOMEBODY_CALLED_SO, NULL) X(SOURCE_WORDS, NULL) X(AT_PARAGRAPH_START, NULL)                  \
                  X(LAST_QUOTE_NEAR, NULL) X(IN_HEADLINE, NULL)

#define FEATURE_NAME(name, said) FEATURE_##name,
enum { FEATURES(FEATURE_NAME) FEATURE_COUNT };
#undef FEATURE_NAME

/* The features of all candidates: out[candidate][FEATURE_COUNT], zeroed before. */
void features_read(const scene *s, int32_t number, const candidates *c, float (*out)[FEATURE_COUNT]);

#endif
