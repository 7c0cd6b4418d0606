/* inquit: who said what.
 *
 *   inq_model   one model file, mapped, immutable.  Open it once; share it between threads.
 *   inq_lists   what the user knows: names, cues, what to ignore.  Load them once; share them between threads.
 *   inq_reader  scratch memory for reading.  One for each thread; a model must outlive its readers.
 *   inq_doc     what was read: immutable, owns everything that it hands out, independent of the
 *               reader that made it and of the text that was given.  Any thread may use it.
 *
 * Ownership  What open() or new() or read() hands out is yours; give it back with the matching
 *            close() or free().  All else that is handed out is borrowed and dies with its owner.
 * Errors     A call that can fail returns INQ_OK or another inq_code and fills *err when err is not
 *            NULL: the code, the stage, the byte and one sentence.  What *err held before does not
 *            matter, and what could not be made is handed out as NULL.  The library never prints, exits or
 *            aborts, whatever the text, the model file or the memory left.  close(), free() and what asks
 *            a model or a document for its parts take NULL, too, and then do or give nothing.
 * Offsets    are bytes into the text as it was given, half open.  inq_convert_offsets() turns them into
 *            code points or UTF-16 units; the JSON does so by itself.
 * Records    are plain structs without padding, so that other languages can map arrays of them.
 * Memory     A reader takes some 10 MB, of which it keeps at most 16 between texts, and while it reads a long
 *            text some 60 bytes for each word of it.  A document holds some 50 bytes a word, with its text.
 * Indices    into the document's other layers are int32_t, -1 for none.
 */
#ifndef INQUIT_H
#define INQUIT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define INQ_API __attribute__((visibility("default")))
#else
#define INQ_API
#endif

#define INQ_VERSION "0.1.0"
#define INQ_MAX_BYTES (1 << 30) /* the longest text that is read */

/* ---- Errors ---------------------------------------------------------------------------------- */

typedef enum { /* the numbers are part of the contract */
               INQ_OK = 0,
               INQ_E_ARGUMENT = 1, /* a call that makes no sense */
               INQ_E_MEMORY = 2,   /* an allocation failed */
               INQ_E_FILE = 3,     /* a file cannot be opened, read or written */
               INQ_E_UTF8 = 4,     /* not UTF-8; position is the byte */
               INQ_E_SIZE = 5,     /* longer than INQ_MAX_BYTES or than the caller's limit */
               INQ_E_MODEL = 6,    /* not a model file, damaged, or made for another version */
               INQ_E_ENCODING = 7, /* the character set is unknown, or the bytes are not in it */
               INQ_E_JSON = 8      /* malformed JSON */
} inq_code;

typedef struct {
  int32_t code;      /* an inq_code */
  int32_t line;      /* the line of an input file, from 1; 0 when that means nothing */
  int64_t position;  /* the byte it happened at, -1 when that means nothing */
  char stage[16];    /* "text", "model", "json", ... */
  char message[224]; /* one sentence, NUL-terminated */
} inq_err;

INQ_API const char *inq_version(void);
INQ_API const char *
inq_code_name(int32_t code); /* "ok", "utf8", ...: the codes of the JSON's error records */

/* ---- Model ----------------------------------------------------------------------------------- */

typedef struct inq_model inq_model;

INQ_API inq_code inq_model_open(const char *path, inq_model **out, inq_err *err);
INQ_API inq_code inq_model_open_memory(const void *bytes, size_t length, inq_model **out,
                                       inq_err *err); /* borrows */
INQ_API void inq_model_close(inq_model *model);
INQ_API const char *inq_model_card(const inq_model *model); /* JSON: name, date, data, licences, scores */
INQ_API const char *inq_model_name(const inq_model *model); /* "en-2026.12" */
INQ_API const char *
inq_model_kernel(const inq_model *model); /* the arithmetic chosen: "avx512vnni", "avx2", "portable" */
/* Which network it is: "transformer of 6 layers, 384 wide". */
INQ_API const char *inq_model_network(const inq_model *model);

/* ---- Lists: the user's own knowledge -----------------------------------------------------------------
 * What the files hold is in inquit(1), LISTS.  Fill them first, then share them: they must outlive the
 * readings that use them, and nothing may be read into them meanwhile. */

typedef struct inq_lists inq_lists;

typedef enum { INQ_LIST_NAMES, INQ_LIST_CUES, INQ_LIST_IGNORED } inq_list_kind;

INQ_API inq_code inq_lists_new(inq_lists **out, inq_err *err);

/* Reads a file, or bytes called so, into the lists; up to 64 of them.  The error of a malformed one begins
 * "line 3, column 7: ", in characters from 1, and has the line.  After an error only close them. */
INQ_API inq_code inq_lists_read(inq_lists *lists, int32_t kind, const char *path, inq_err *err);
INQ_API inq_code inq_lists_read_memory(inq_lists *lists, int32_t kind, const char *called, const char *bytes,
                                       size_t length, inq_err *err);
INQ_API uint64_t inq_lists_hash(const inq_lists *lists); /* of all that was read, in order; 0 for NULL */
INQ_API void inq_lists_close(inq_lists *lists);

/* ---- Reading --------------------------------------------------------------------------------- */

typedef struct inq_reader inq_reader;
typedef struct inq_doc inq_doc;

typedef enum {                      /* where to stop: each stage needs those before it */
               INQ_UNTIL_MARKS = 1, /* text, blocks, tokens, quotation marks; works without a model */
               INQ_UNTIL_END = 2
} inq_until;

typedef struct {
  int32_t until;     /* an inq_until; 0 means INQ_UNTIL_END */
  int32_t body_only; /* leave out names and quotes in boilerplate blocks */
  /* From 0 to 1: leave out quotations and names that are less probable; less probable speakers are unknown. */
  float min_quote, min_name, min_speaker;
  const inq_lists *lists; /* borrowed; NULL for none */
  int32_t explain;        /* keep what else each quotation could have hung on and had as its source, and
                             why it was given to whom */
} inq_options;

/* model may be NULL for INQ_UNTIL_MARKS. */
INQ_API inq_code inq_reader_new(const inq_model *model, inq_reader **out, inq_err *err);
INQ_API void inq_reader_free(inq_reader *reader);

/* Reads length bytes of UTF-8 text.  options may be NULL. */
INQ_API inq_code inq_read(inq_reader *reader, const char *text, size_t length, const inq_options *options,
                          inq_doc **out, inq_err *err);
INQ_API void inq_doc_free(inq_doc *doc);

/* ---- HTML ------------------------------------------------------------------------------------ */

typedef struct inq_page inq_page; /* the article of a page; immutable, owns all that it hands out */

/* Takes the article out of length bytes of HTML: title, byline, body, captions; what is hidden, and what is
 * not the article, is left out.  encoding NULL: as the page says, or as its bytes look. */
INQ_API inq_code inq_page_new(const char *html, size_t length, const char *encoding, inq_page **out,
                              inq_err *err);
INQ_API void inq_page_free(inq_page *page);
INQ_API const char *inq_page_text(const inq_page *page,
                                  size_t *length); /* paragraphs with blank lines between */
INQ_API const char *
inq_page_meta(const inq_page *page); /* what the page says of it: a JSON object; FORMAT.md */

/* As inq_read(), of inq_page_text(). */
INQ_API inq_code inq_read_page(inq_reader *reader, const inq_page *page, const inq_options *options,
                               inq_doc **out, inq_err *err);

/* ---- What was read --------------------------------------------------------------------------- */

typedef struct {
  int32_t start, end;
} inq_span; /* bytes; start == end == -1 for none */

typedef enum {
  INQ_BODY,
  INQ_TITLE,
  INQ_BYLINE,
  INQ_DATELINE,
  INQ_HEADING,
  INQ_CAPTION,
  INQ_BOILERPLATE
} inq_block_kind;

typedef struct {
  int32_t start, end, kind;
  float score;
} inq_block; /* paragraphs, in order, blanks left out */

typedef struct {
  int32_t start, end;
  int32_t block, sentence; /* indices; sentence is -1 before INQ_UNTIL_END */
  int32_t pos;             /* an inq_pos, -1 before INQ_UNTIL_END */
  int32_t lemma;           /* where in inq_strings() the lemma begins, -1 before INQ_UNTIL_END */
} inq_token;

typedef struct {
  int32_t start, end, block;
} inq_sentence;

typedef enum { INQ_MARK_OPEN, INQ_MARK_CLOSE, INQ_MARK_REOPEN, INQ_MARK_STRAY } inq_mark_role;

typedef struct { /* a token that is a quotation mark; apostrophes are none */
  int32_t token;
  int32_t role;    /* an inq_mark_role */
  int32_t partner; /* the mark that closes or opened this one (a REOPEN: the OPEN of the run), -1 for none */
  int32_t depth;   /* 0 for an outermost run, 7 at most */
} inq_mark;

typedef enum { /* OntoNotes' names */
               INQ_PERSON,
               INQ_ORG,
               INQ_GPE,
               INQ_LOC,
               INQ_FAC,
               INQ_NORP,
               INQ_PRODUCT,
               INQ_EVENT,
               INQ_WORK,
               INQ_LAW
} inq_type;

typedef enum { INQ_NAME, INQ_NOMINAL, INQ_PRONOUN } inq_form;

typedef struct {
  int32_t start, end;
  int32_t type, form, entity;
  float score;
} inq_mention;

typedef struct {
  int32_t type;
  int32_t name;         /* the mention whose text is the fullest form */
  int32_t mentions;     /* how many */
  inq_span role;        /* "chief executive" */
  inq_span affiliation; /* "Kaspersky Lab" */
  int32_t affiliated;   /* the entity that the affiliation names */
  int32_t canonical;    /* of one in the user's list of names, where in inq_strings() are: its name, */
  int32_t ref;          /* the user's own key, */
  int32_t listed;       /* the row, "names.tsv:3"; -1 for none */
} inq_entity;

typedef struct { /* of an entity: a column of the user's list; key and value as in inq_strings() */
  int32_t entity, key, value;
} inq_attribute;

typedef enum { INQ_DIRECT, INQ_MIXED, INQ_INDIRECT } inq_quote_type;

typedef enum {                    /* what decided who the speaker is */
               INQ_RULE_NONE,     /* nobody could be named */
               INQ_RULE_NAME,     /* the source is or holds a name of the speaker */
               INQ_RULE_PRONOUN,  /* the source is a pronoun, resolved */
               INQ_RULE_NOMINAL,  /* the source is a description, resolved */
               INQ_RULE_WORDS,    /* words of the text: a speaker whom it never names */
               INQ_RULE_CONTINUES /* no source: who spoke last goes on */
} inq_rule;

typedef struct {
  int32_t type;
  int32_t content, pieces; /* inq_pieces()[content .. content + pieces) */
  inq_span cue, source;
  int32_t cue_token; /* the cue's only token, or the first of "according to", for its lemma; -1 for none */
  int32_t speaker;   /* entity, -1 for none */
  int32_t rule;      /* an inq_rule */
  float score, speaker_score;
  inq_span words; /* INQ_RULE_WORDS: the words for a speaker whom the text never names, else none */
  int32_t listed; /* where in inq_strings() the row of the user's cues is that spoke for it; -1 for none */
} inq_quote;

typedef struct {         /* one who may have said it; up to three for each quotation, the likeliest first */
  int32_t quote, entity; /* entity is -1 for a speaker without a name, or nobody */
  inq_span words;        /* the words for a speaker without a name, none for nobody */
  int32_t why[3]; /* what spoke for it, for inq_why_text(), where inq_options.explain asked; -1 for no more */
  float score;    /* probability */
} inq_candidate;

/* Only where inq_options.explain asked for them. */

typedef struct {    /* the word that a quotation hangs on: one for each quotation, in their order */
  int32_t token;    /* the cue, the author's name under a post, or the first token of what neither claims */
  float cue, start; /* probabilities that the token is the one or the other, */
  float none;       /* or that nothing hangs on it */
} inq_anchor;

typedef struct {  /* words that may name who speaks, or none: up to four for each quotation, the ones taken */
  int32_t quote;  /* first, then the likeliest others that share no word with those before them */
  inq_span words; /* none: no words do; of those taken, the source may hold more by rule, or no last comma */
  float score; /* probability, by the network alone, that the source is these words, some of them, or more */
  float exact; /* and that it is exactly these */
} inq_source_candidate;

INQ_API const char *inq_doc_model(const inq_doc *doc); /* the name of the model that read it, NULL for none */
INQ_API const char *inq_text(const inq_doc *doc, size_t *length);
INQ_API const inq_block *inq_blocks(const inq_doc *doc, int32_t *count);
INQ_API const inq_token *inq_tokens(const inq_doc *doc, int32_t *count);
INQ_API const inq_mark *inq_marks(const inq_doc *doc, int32_t *count);
INQ_API const inq_sentence *inq_sentences(const inq_doc *doc, int32_t *count);
INQ_API const inq_mention *inq_mentions(const inq_doc *doc, int32_t *count);
INQ_API const inq_entity *inq_entities(const inq_doc *doc, int32_t *count);
INQ_API const inq_attribute *inq_attributes(const inq_doc *doc, int32_t *count); /* ordered by entity */
INQ_API const inq_quote *inq_quotes(const inq_doc *doc, int32_t *count);
INQ_API const inq_span *inq_pieces(const inq_doc *doc, int32_t *count);
INQ_API const inq_candidate *inq_candidates(const inq_doc *doc, int32_t *count);
INQ_API const inq_anchor *inq_anchors(const inq_doc *doc, int32_t *count);
INQ_API const inq_source_candidate *inq_source_candidates(const inq_doc *doc, int32_t *count);
INQ_API const char *inq_strings(const inq_doc *doc,
                                size_t *length); /* NUL-terminated lemmas and words of lists */

/* What the output calls an entity: what the user's list says, or its fullest form, blanks as they stand
 * there. NULL for an index that is none. */
INQ_API const char *inq_entity_name(const inq_doc *doc, int32_t entity, size_t *length);

INQ_API const char *inq_block_kind_name(int32_t kind); /* "body", "title", ...; NULL for an unknown number */
INQ_API const char *inq_type_name(int32_t type);       /* "PERSON", ... */
INQ_API const char *inq_pos_name(int32_t pos);         /* universal part-of-speech tags: "NOUN", ... */
INQ_API const char *inq_why_text(int32_t why);         /* "is named right before it", ...: words for people */
INQ_API const char *inq_rule_name(int32_t rule);       /* "none", "name", "pronoun", ... */

/* Turns spans of the text into spans of the bytes that were given, in place: of a page's text, bytes of the
 * HTML. Each begins and ends with a character that is no blank; -1 stays -1. */
INQ_API inq_code inq_source(const inq_doc *doc, inq_span *spans, size_t count, inq_err *err);
/* The character set and the length of the HTML that the text is from; NULL and 0 where it is from none. */
INQ_API const char *inq_source_encoding(const inq_doc *doc, size_t *length);

/* Turns byte positions into code points or UTF-16 units, in place.  positions need no order; -1 stays -1. */
typedef enum { INQ_BYTE, INQ_CODEPOINT, INQ_UTF16 } inq_unit;
INQ_API inq_code inq_convert_offsets(const char *text, size_t length, int32_t unit, int32_t *positions,
                                     size_t count, inq_err *err);

/* ---- JSON ------------------------------------------------------------------------------------ */

typedef struct {
  const char *id;   /* NULL: null */
  const char *meta; /* a JSON object carried through, NULL: {} */
  int32_t unit;     /* an inq_unit */
  int32_t layers;   /* INQ_JSON_* or-ed */
  int32_t pretty;
} inq_json_options;

enum { INQ_JSON_SENTENCES = 1, INQ_JSON_TOKENS = 2 };

/* One document as OUTPUT.md has it, NUL-terminated, without a final newline.  Free it with inq_free(). */
INQ_API inq_code inq_doc_json(const inq_doc *doc, const inq_json_options *options, char **out, size_t *length,
                              inq_err *err);
INQ_API void inq_free(void *memory);

/* Why a quotation (an index, -1 for all of them) was found and given to its speaker: text for people,
 * NUL-terminated, with what else was possible where inq_options.explain kept it.  Free it with inq_free(). */
INQ_API inq_code inq_doc_explain(const inq_doc *doc, int32_t quote, char **out, size_t *length, inq_err *err);

#ifdef __cplusplus
}
#endif
#endif
