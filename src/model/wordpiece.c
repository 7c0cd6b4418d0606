/* token ─ code points ─ canonical parts ─ base letters in lower case ─ words ─ pieces */
#include "model/wordpiece.h"

#include "base/utf8.h"

#include <utf8proc.h>

enum { LONGEST_WORD = 100, PREFIX = 2, MOST_PARTS = 8 };

typedef struct {
  const wordpiece *of;
  int32_t *pieces; /* [WORDPIECE_MOST] */
  int32_t count;
  int32_t characters;                    /* of the word so far; may be more than bytes holds */
  int32_t length;                        /* bytes of the word so far, PREFIX included */
  char bytes[PREFIX + 4 * LONGEST_WORD]; /* room for "##", then the word */
} splitter;

static void emit(splitter *s, uint32_t piece) {
  if (s->count < WORDPIECE_MOST) s->pieces[s->count++] = (int32_t)piece;
}

/* The longest piece that begins at byte `at`; *end is where it ends. */
static uint32_t longest(splitter *s, int32_t at, int32_t *end) {
  int32_t begin = at;
  if (at > PREFIX) { /* what stood there has been used up */
    begin = at - PREFIX;
    memcpy(s->bytes + begin, "##", PREFIX);
  }
  int32_t stop = s->length - at > s->of->longest ? at + s->of->longest : s->length;
  while (stop < s->length && (s->bytes[stop] & 0xC0) == 0x80) stop--; /* to where a character ends */
  while (stop > at) {
    uint32_t piece = table_get(&s->of->vocabulary, (str){s->bytes + begin, stop - begin}, UINT32_MAX);
    *end = stop;
    if (piece != UINT32_MAX) return piece;
    const char *back = s->bytes + stop;
    utf8_back(s->bytes + at, &back);
    stop = (int32_t)(back - s->bytes);
  }
  return UINT32_MAX;
}

/* All of the word is unknown when any part of it is. */
static void end_word(splitter *s) {
  int32_t before = s->count, at = PREFIX;
  bool known = s->characters <= LONGEST_WORD;
  while (known && at < s->length) {
    uint32_t piece = longest(s, at, &at);
    known = piece != UINT32_MAX;
    if (known) emit(s, piece);
  }
  if (!known) {
    s->count = before;
    emit(s, (uint32_t)s->of->unknown);
  }
  s->characters = 0;
  s->length = PREFIX;
}

static void add(splitter *s, int32_t code) {
  if (s->characters++ < LONGEST_WORD) s->length += utf8_write(code, s->bytes + s->length);
}

static bool punctuation(int32_t code) {
  if (code < 0x80) return !utf8_letter(code) && !utf8_digit(code);
  utf8proc_category_t c = utf8proc_category(code);
  return c >= UTF8PROC_CATEGORY_PC && c <= UTF8PROC_CATEGORY_PO;
}

static bool ideograph(int32_t code) {
  static const int32_t ranges[][2] = {{0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xF900, 0xFAFF},
                                      {0x20000, 0x2A6DF}, {0x2A700, 0x2CEAF}, {0x2F800, 0x2FA1F}};
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
    if (code >= ranges[i][0] && code <= ranges[i][1]) return true;
  return false;
}

static void take_part(splitter *s, int32_t code) {
  if (!punctuation(code) && !ideograph(code)) {
    add(s, code);
    return;
  }
  if (s->characters) end_word(s);
  add(s, code);
  end_word(s);
}

static bool dropped(int32_t code) { /* accents, controls, what is not assigned */
  utf8proc_category_t c = utf8proc_category(code);
  return utf8_mark(code) || c == UTF8PROC_CATEGORY_CN || c >= UTF8PROC_CATEGORY_CC;
}

static bool apostrophe(int32_t code) {
  return code == 0x2018 || code == 0x2019 || code == 0x201B || code == 0x02BC;
}

static void take(splitter *s, int32_t code) {
  if (utf8_invisible(code)) return;
  if (utf8_blank(code)) {
    if (s->characters) end_word(s);
    return;
  }
  if (apostrophe(code)) code = '\'';
  if (code < 0x80) {
    take_part(s, utf8_fold(code));
    return;
  }
  utf8proc_int32_t parts[MOST_PARTS];
  int last_class = 0;
  utf8proc_ssize_t count =
      utf8proc_decompose_char(code, parts, MOST_PARTS, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &last_class);
  for (utf8proc_ssize_t i = 0; i < count && i < MOST_PARTS; i++)
    if (!dropped(parts[i])) take_part(s, utf8_fold(parts[i]));
}

int32_t wordpiece_split(const wordpiece *w, str token, bool is_mark, int32_t pieces[WORDPIECE_MOST]) {
  if (is_mark) {
    pieces[0] = w->mark;
    return 1;
  }
  splitter s = {.of = w, .pieces = pieces, .length = PREFIX};
  const char *at = token.at, *end = token.at + token.length;
  while (at < end && s.count < WORDPIECE_MOST) take(&s, utf8_next(&at, end));
  if (s.characters) end_word(&s);
  if (!s.count) emit(&s, (uint32_t)w->unknown);
  return s.count;
}

inq_code wordpiece_open(const pack *p, int32_t pieces, wordpiece *out, inq_err *err) {
  inq_code code = table_open(p, "vocab", &out->vocabulary, err);
  if (code) return code;
  out->longest = 0;
  for (int32_t i = 0; i < out->vocabulary.keys.count; i++) {
    int32_t length = strings_at(&out->vocabulary.keys, i).length;
    if (length > out->longest) out->longest = length;
    if (out->vocabulary.values[i] >= (uint32_t)pieces)
      return err_set(err, INQ_E_MODEL, "model", -1, "a piece of the model's vocabulary has no embedding");
  }
  const struct {
    const char *piece;
    int32_t *to;
  } needed[] = {{"[UNK]", &out->unknown}, {"[CLS]", &out->cls}, {"[SEP]", &out->sep}, {"\"", &out->mark}};
  for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
    *needed[i].to = (int32_t)table_get(&out->vocabulary, str_of(needed[i].piece), UINT32_MAX);
    if (*needed[i].to < 0)
      return err_set(err, INQ_E_MODEL, "model", -1, "the model's vocabulary has no %s", needed[i].piece);
  }
  return INQ_OK;
}
