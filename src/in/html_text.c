#include "in/html_text.h"

#include "base/array.h"
#include "base/utf8.h"
#include "in/html_entity.h"

typedef struct {
  const html_tree *t;
  const html_runs *r;
  html_source source;
  char *text; /* [room] */
  int32_t length;
  array(origin_piece) pieces;
  char blank;           /* waits for the next character: '\0', ' ', '\t' or '\n' */
  int32_t blank_source; /* where the blank stands, -1 where it has no byte of its own */
  array(inq_span) spans;
  array(uint8_t) kinds;
  int32_t quotes; /* open <q> */
  arena *a;
} writer;

/* ---- Characters --------------------------------------------------------------------------------- */

static bool is_ascii(char c) { return (uint8_t)c < 0x80; }

static bool goes_on(const writer *w, int32_t length, int32_t source, int32_t source_length) {
  const origin_piece *last = w->pieces.count ? &w->pieces.at[w->pieces.count - 1] : NULL;
  bool plain = length == source_length && w->source != HTML_SOURCE_WIDE;
  if (!last || !plain || last->length != last->source_length) return false;
  if (w->source == HTML_SOURCE_ASCII &&
      (!is_ascii(w->text[w->length - length]) || !is_ascii(w->text[last->text])))
    return false;
  return last->text + last->length == w->length - length && last->source + last->source_length == source;
}

/* Appends bytes that come from [source, source + source_length). */
static void put(writer *w, const char *bytes, int32_t length, int32_t source, int32_t source_length) {
  memcpy(w->text + w->length, bytes, (size_t)length);
  w->length += length;
  if (goes_on(w, length, source, source_length)) {
    origin_piece *last = &w->pieces.at[w->pieces.count - 1];
    last->length += length;
    last->source_length += length;
  } else *array_push(&w->pieces, w->a) = (origin_piece){w->length - length, length, source, source_length};
}

/* The blank that waits, where something stands before it in the paragraph. */
static void put_blank(writer *w, int32_t paragraph) {
  if (w->blank && w->length > paragraph) {
    if (w->blank_source >= 0 && w->blank == ' ') put(w, " ", 1, w->blank_source, 1);
    else w->text[w->length++] = w->blank;
  }
  w->blank = '\0';
}

/* A line end is more than a tab, and a tab more than a blank. */
static void wait_blank(writer *w, char blank, int32_t source) {
  if (w->blank == '\n' || (w->blank && blank == ' ') || (w->blank == '\t' && blank != '\n')) return;
  w->blank = blank;
  w->blank_source = source;
}

/* How many bytes from `at` on can be copied as one piece. */
static int32_t plain_length(const writer *w, int32_t at, int32_t end) {
  const char *bytes = w->t->bytes.at;
  int32_t i = at;
  if ((uint8_t)bytes[i] >= 0x80 || w->source == HTML_SOURCE_WIDE) {
    for (i++; i < end && (bytes[i] & 0xC0) == 0x80;) i++; /* one character */
    if (w->source != HTML_SOURCE_UTF8) return i - at;
  }
  while (i < end && bytes[i] && bytes[i] != '&' && !html_blank(bytes[i]) &&
         (w->source == HTML_SOURCE_UTF8 || (uint8_t)bytes[i] < 0x80))
    i++;
  return i - at;
}

/* The character or characters at `at`, no blanks; returns how many bytes of the page they are. */
static int32_t put_characters(writer *w, int32_t at, int32_t end) {
  const char *bytes = w->t->bytes.at;
  char decoded[4];
  int32_t used = 1, length = 0;
  if (bytes[at] == '&') length = html_reference(bytes + at, bytes + end, false, decoded, &used);
  if (length) put(w, decoded, length, at, used);
  else {
    used = bytes[at] == '&' ? 1 : plain_length(w, at, end);
    put(w, bytes + at, used, at, used);
  }
  return used;
}

/* The text of a node from its byte `at` to `end`; NULs are passed over, as browsers do. */
static void put_text(writer *w, int32_t at, int32_t end, int32_t paragraph, bool preformatted) {
  const char *bytes = w->t->bytes.at;
  while (at < end) {
    char c = bytes[at];
    if (html_blank(c)) wait_blank(w, preformatted && c == '\n' ? '\n' : ' ', at++);
    else if (!c) at++;
    else {
      put_blank(w, paragraph);
      at += put_characters(w, at, end);
    }
  }
}

/* What style sheets put around <q>: its tags are where these come from. */
static void put_quote(writer *w, const html_node *n, int32_t paragraph) {
  static const char *const marks[] = {"\u201C", "\u2018", "\u201D", "\u2019"};
  bool opens = n->kind == NODE_OPEN_QUOTE;
  if (!opens && w->quotes) w->quotes--;
  if (opens) put_blank(w, paragraph);
  put(w, marks[(opens ? 0 : 2) + w->quotes % 2], 3, n->start, n->end - n->start);
  if (opens) w->quotes++;
}

/* ---- Paragraphs --------------------------------------------------------------------------------- */

static bool holds_nothing(int32_t code) {
  return utf8_blank(code) || code < ' ' || (code >= 0x7F && code <= 0x9F);
}

/* The paragraph that was written from `begin` on; false where nothing in it can be seen. */
static bool trim(const writer *w, int32_t begin, inq_span *out) {
  const char *at = w->text + begin, *end = w->text + w->length;
  bool seen = false;
  *out = (inq_span){-1, -1};
  while (at < end) {
    int32_t here = (int32_t)(at - w->text), code = utf8_next(&at, end);
    if (holds_nothing(code)) continue;
    if (out->start < 0) out->start = here;
    out->end = (int32_t)(at - w->text);
    seen |= !utf8_invisible(code);
  }
  return seen;
}

static void end_paragraph(writer *w, int32_t begin, int32_t pieces, int32_t kinds) {
  inq_span at;
  w->blank = '\0';
  if (!trim(w, begin, &at)) {
    w->length = begin;
    w->pieces.count = pieces;
    return;
  }
  *array_push(&w->spans, w->a) = at;
  *array_push(&w->kinds, w->a) = (uint8_t)kinds;
  w->text[w->length++] = '\n';
  w->text[w->length++] = '\n';
}

static bool in_pre(const html_tree *t, const html_run *r) { return t->at[r->block].tag == HTML_PRE; }

static void put_run(writer *w, int32_t run, int32_t kinds) {
  const html_run *r = &w->r->at[run];
  int32_t begin = w->length, pieces = w->pieces.count;
  for (int32_t i = r->first; i < r->behind; i++) {
    const html_node *n = &w->t->at[i];
    if (w->r->state[i] & TRAIT_HIDDEN) continue;
    if (n->kind == NODE_TEXT && w->r->of[i] == run) put_text(w, n->start, n->end, begin, in_pre(w->t, r));
    else if (n->kind != NODE_ELEMENT) put_quote(w, n, begin);
    else if (n->tag == HTML_BR) wait_blank(w, '\n', -1);
    else if (n->tag == HTML_TD || n->tag == HTML_TH) wait_blank(w, '\t', -1);
  }
  end_paragraph(w, begin, pieces, kinds);
}

/* Of "Headline | Outlet", the longer part. */
static inq_span longer_part(str title) {
  static const char *const bars[] = {" | ",  " - ",       " \u2013 ",  " \u2014 ",  " \u00BB ",
                                     " :: ", " &raquo; ", " &#8211; ", " &mdash; ", " &ndash; "};
  inq_span best = {0, 0};
  int32_t begin = 0;
  for (int32_t i = 0; i <= title.length; i++) {
    int32_t bar = i == title.length;
    for (size_t k = 0; k < sizeof bars / sizeof *bars && !bar; k++) {
      int32_t length = (int32_t)strlen(bars[k]);
      if (title.length - i >= length && memcmp(title.at + i, bars[k], (size_t)length) == 0) bar = length;
    }
    if (!bar) continue;
    if (i - begin > best.end - best.start) best = (inq_span){begin, i};
    begin = i + bar;
    i = begin - 1;
  }
  return best;
}

static void put_title(writer *w, int32_t element) {
  const html_node *n = &w->t->at[element + 1];
  int32_t begin = w->length, pieces = w->pieces.count;
  inq_span part = longer_part((str){w->t->bytes.at + n->start, n->end - n->start});
  put_text(w, n->start + part.start, n->start + part.end, begin, false);
  end_paragraph(w, begin, pieces, 1 << INQ_TITLE);
}

/* ---- The text in JSON-LD, of pages that scripts would fill ---------------------------------------- */

static int32_t hex_at(const char *bytes, int32_t at, int32_t end) { /* \uXXXX, -1 for anything else */
  int32_t code = 0;
  if (end - at < 6 || bytes[at] != '\\' || bytes[at + 1] != 'u') return -1;
  for (int32_t i = at + 2; i < at + 6; i++) {
    char c = html_lower(bytes[i]);
    code = code * 16 + (c <= '9' ? c - '0' : c - 'a' + 10);
  }
  return code;
}

/* The character that an escape stands for; *used: its bytes.  What was read as JSON has no others. */
static int32_t unescape(const char *bytes, int32_t at, int32_t end, int32_t *used) {
  static const char letters[] = "bfnrt", codes[] = "\b\f\n\r\t";
  int32_t code = hex_at(bytes, at, end),
          low = code >= 0xD800 && code < 0xDC00 ? hex_at(bytes, at + 6, end) : -1;
  *used = code < 0 ? 2 : low < 0 ? 6 : 12;
  if (low >= 0) return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  if (code >= 0) return code;
  const char *letter = strchr(letters, bytes[at + 1]);
  return letter ? codes[letter - letters] : bytes[at + 1];
}

/* One character that is neither a blank nor an escaped one; returns how many bytes of the page it is. */
static int32_t put_one(writer *w, int32_t at, int32_t end) {
  const char *next = w->t->bytes.at + at;
  char decoded[4];
  int32_t used = 1, length = 0;
  if (*next == '&') length = html_reference(next, w->t->bytes.at + end, false, decoded, &used);
  if (length) return put(w, decoded, length, at, used), used;
  utf8_next(&next, w->t->bytes.at + end);
  used = (int32_t)(next - w->t->bytes.at) - at;
  put(w, w->t->bytes.at + at, used, at, used);
  return used;
}

/* A paragraph up to a line end; returns where the next begins. */
static int32_t put_line(writer *w, int32_t at, int32_t end) {
  const char *bytes = w->t->bytes.at;
  int32_t begin = w->length, pieces = w->pieces.count, used = 1, code = 0;
  for (; at < end && code != '\n'; at += used) {
    char encoded[4];
    code = bytes[at] == '\\' ? unescape(bytes, at, end, &used) : (used = 1, bytes[at]);
    if (code >= 0 && code <= ' ') wait_blank(w, ' ', -1);
    else {
      put_blank(w, begin);
      if (bytes[at] == '\\') put(w, encoded, utf8_write(code, encoded), at, used);
      else used = put_one(w, at, end);
    }
  }
  end_paragraph(w, begin, pieces,
                (1 << INQ_BODY) | (1 << INQ_HEADING) | (1 << INQ_BYLINE) | (1 << INQ_BOILERPLATE));
  return at;
}

static void put_json(writer *w, str body) {
  int32_t at = (int32_t)(body.at - w->t->bytes.at), end = at + body.length;
  while (at < end) at = put_line(w, at, end);
}

/* ---- All of it ------------------------------------------------------------------------------------ */

/* Text and page have one order: of a page without prose, only what stands before the text in JSON-LD is kept. */
static bool is_kept(const writer *w, int32_t node, str body) {
  return !body.at || w->t->at[node].start < body.at - w->t->bytes.at;
}

html_text html_text_of(const html_tree *t, const html_runs *r, const html_article *article, str body,
                       html_source source, arena *a) {
  writer w = {.t = t, .r = r, .source = source, .a = a};
  if (article->prose) body.at = NULL;
  /* a character is no longer than what stands for it, a mark for <q> no longer than its tag, and what ends a
   * paragraph no longer than the tags that do */
  w.text = arena_alloc(a, (size_t)t->bytes.length + 3);
  if (article->title_element >= 0 && is_kept(&w, article->title_element, body))
    put_title(&w, article->title_element);
  for (int32_t i = 0; i < r->count; i++)
    if (article->kinds[i] && is_kept(&w, r->at[i].first, body)) put_run(&w, i, article->kinds[i]);
  if (body.at) put_json(&w, body);
  return (html_text){
      {w.text, w.length}, {w.spans.at, w.spans.count, w.kinds.at}, w.pieces.at, w.pieces.count};
}
