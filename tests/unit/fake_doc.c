#include "fake_doc.h"

#include "doc/document.h"

#include <string.h>

static const char TEXT[] =
    "Café bid fails\n\n"
    "“We will not sell,” Amira\nHaddad said, “not now 😀.” Haddad, chief executive of Northlight, "
    "left.\n\n"
    "She said that talks had ended.\n\n"
    "A spokesman called it “nonsense”.\n";

/* The n-th place, from 0, where the words stand. */
static inq_span at(const char *words, int n) {
  const char *found = strstr(TEXT, words);
  while (n-- > 0) found = strstr(found + 1, words);
  int32_t start = (int32_t)(found - TEXT);
  return (inq_span){start, start + (int32_t)strlen(words)};
}

static const inq_span NONE = {-1, -1};

static inq_mention mention(const char *words, int n, int32_t type, int32_t form, int32_t entity,
                           float score) {
  inq_span s = at(words, n);
  return (inq_mention){s.start, s.end, type, form, entity, score};
}

static inq_block block(const char *from, const char *to, int32_t kind) {
  return (inq_block){at(from, 0).start, at(to, 0).end, kind, 1};
}

static void make_tokens(inq_doc *d, inq_token *tokens) {
  static char strings[] = "say";
  int32_t verb = 0;
  while (strcmp(inq_pos_name(verb), "VERB") != 0) verb++;
  inq_span first = at("said", 0), second = at("said", 1);
  tokens[0] = (inq_token){first.start, first.end, 1, 0, verb, 0};
  tokens[1] = (inq_token){second.start, second.end, 2, 1, verb, 0};
  d->tokens = tokens;
  d->token_count = 2;
  d->strings = strings;
  d->string_length = sizeof strings;
}

static void make_candidates(inq_doc *d) {
  static inq_candidate candidates[4];
  static inq_source_candidate sources[4];
  static inq_anchor anchors[3] = {
      {0, 0.9f, 0.04f, 0.06f}, {1, 0.996f, 0.002f, 0.002f}, {1, 0.7f, 0.1f, 0.2f}};
  candidates[0] = (inq_candidate){0, 0, NONE, {0, -1, -1}, 0.93f};
  candidates[1] = (inq_candidate){1, 0, NONE, {3, -1, -1}, 0.75f};
  candidates[2] = (inq_candidate){1, 1, NONE, {-1, -1, -1}, 0.2f};
  candidates[3] = (inq_candidate){2, -1, at("A spokesman", 0), {-1, -1, -1}, 0.6f};
  sources[0] = (inq_source_candidate){0, at("Amira\nHaddad", 0), 0.97f, 0.9f};
  sources[1] = (inq_source_candidate){1, at("She", 0), 0.9f, 0.55f};
  sources[2] = (inq_source_candidate){1, NONE, 0.06f, 0.06f};
  sources[3] = (inq_source_candidate){1, at("talks", 0), 0.006f, 0.005f};
  d->candidates = candidates;
  d->candidate_count = 4;
  d->anchors = anchors;
  d->anchor_count = 3;
  d->source_candidates = sources;
  d->source_candidate_count = 4;
}

const inq_doc *fake_doc(void) {
  static inq_doc d;
  static inq_block blocks[4];
  static inq_mention mentions[4];
  static inq_entity entities[2];
  static inq_quote quotes[3];
  static inq_span pieces[4];
  static inq_token tokens[2];
  static inq_sentence sentences[2];
  blocks[0] = block("Café", "fails", INQ_TITLE);
  blocks[1] = block("“We", "left.", INQ_BODY);
  blocks[2] = block("She", "ended.", INQ_BODY);
  blocks[3] = block("A spokesman", "nonsense”.", INQ_BODY);
  mentions[0] = mention("Amira\nHaddad", 0, INQ_PERSON, INQ_NAME, 0, 0.9876f);
  mentions[1] = mention("Haddad", 1, INQ_PERSON, INQ_NAME, 0, 1);
  mentions[2] = mention("Northlight", 0, INQ_ORG, INQ_NAME, 1, 0.5f);
  mentions[3] = mention("She", 0, INQ_PERSON, INQ_PRONOUN, 0, 0.9f);
  entities[0] = (inq_entity){INQ_PERSON, 0, 3, at("chief executive", 0), at("Northlight", 0), 1, -1, -1, -1};
  entities[1] = (inq_entity){INQ_ORG, 2, 1, NONE, NONE, -1, -1, -1, -1};
  pieces[0] = at("“We will not sell,”", 0);
  pieces[1] = at("“not now 😀.”", 0);
  pieces[2] = at("talks had ended", 0);
  pieces[3] = at("it “nonsense”", 0);
  quotes[0] = (inq_quote){
      INQ_DIRECT, 0, 2, at("said", 0), at("Amira\nHaddad", 0), 0, 0, INQ_RULE_NAME, 0.97f, 0.93f, NONE, -1};
  quotes[1] = (inq_quote){INQ_INDIRECT, 2,    1, at("said", 1), at("She", 0), 1, 0, INQ_RULE_PRONOUN, 0.8f,
                          0.75f,        NONE, -1};
  quotes[2] = (inq_quote){INQ_MIXED,
                          3,
                          1,
                          at("called", 0),
                          at("A spokesman", 0),
                          -1,
                          -1,
                          INQ_RULE_WORDS,
                          0.6f,
                          0.6f,
                          at("A spokesman", 0),
                          -1};
  sentences[0] = (inq_sentence){at("“We", 0).start, at("😀.”", 0).end, 1};
  sentences[1] = (inq_sentence){at("She", 0).start, at("ended.", 0).end, 2};
  d = (inq_doc){.text = TEXT,
                .length = sizeof TEXT - 1,
                .model = "fake",
                .blocks = blocks,
                .block_count = 4,
                .mentions = mentions,
                .mention_count = 4,
                .entities = entities,
                .entity_count = 2,
                .quotes = quotes,
                .quote_count = 3,
                .pieces = pieces,
                .piece_count = 4,
                .sentences = sentences,
                .sentence_count = 2};
  make_tokens(&d, tokens);
  make_candidates(&d);
  return &d;
}

const inq_doc *fake_doc_empty(void) {
  static const inq_doc d = {.text = ""};
  return &d;
}
