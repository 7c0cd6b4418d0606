#include "doc/web.h"

#include "base/utf8.h"

static bool domain_end(const text *t, const piece *p) {
  return piece_in(t, p,
                  " com org net gov edu mil int info biz name tv io co me ly uk us au ca nz ie za in de fr "
                  "es it nl be ch at se no dk fi pl ru cn jp kr br mx ar cl eu asia ng ke gh pk lk bd sg my "
                  "hk tw ph id th vn il tr ae sa gr pt cz hu ro ua ai app dev tech news online site blog fm "
                  "gl doc docx xls pdf jpg jpeg png gif html htm php txt exe zip ppt url ");
}

static bool scheme(const text *t, const piece *p) { return piece_in(t, p, " http https ftp mailto "); }

/* The end of an address that surely began: all that is no quotation mark or bracket, then back over
 * punctuation that ends a sentence. */
static int32_t path_end(const piece *p, int32_t i, int32_t end) {
  int32_t open = 0, last = i;
  for (; i < end; i++) {
    int32_t c = p[i].code;
    if (c == '<' || c == '>' || c == '"' || c == 0x201C || c == 0x201D || c == 0x2019 || c == ']') break;
    if (c == '(') open++;
    if (c == ')' && open-- == 0) break;
    bool trailing = p[i].kind == PIECE_PERIODS || p[i].kind == PIECE_APOSTROPHE || c == ',' || c == ';' ||
                    c == ':' || c == '!' || c == '?';
    if (!trailing) last = i + 1;
  }
  return last;
}

static bool one_case(const piece *p) { return p->capitals == 0 || p->capitals == p->characters; }

static bool com(const text *t, const piece *p) { return piece_in(t, p, " com net org "); } /* Amazon.Com */

static bool lower_label(const piece *p) {
  return p->kind == PIECE_LETTERS && !p->capitals && p->characters > 1;
}

/* label(.label)*: the piece behind it, and whether it is an address by itself: it ends in a known domain, or
 * has three labels of small letters (alt.animals.dogs). */
static int32_t domain(const text *t, const piece *p, int32_t i, int32_t end, bool *known) {
  *known = false;
  if (i >= end || !piece_word(&p[i])) return i;
  bool plain = lower_label(&p[i]); /* only small letters and periods so far */
  int32_t labels = 1;
  for (i++; i < end; i++) {
    const piece *q = &p[i];
    bool dot = q->code == '.' && q->kind == PIECE_PERIODS && q->characters == 1;
    if (piece_word(q)) {
      bool ends = p[i - 1].code == '.' && (one_case(q) || com(t, q)) && domain_end(t, q);
      labels++;
      plain &= lower_label(q);
      *known = ends || (plain && labels >= 3);
    } else if (!(dot || q->kind == PIECE_HYPHEN || q->code == '_') || i + 1 >= end || !piece_word(&p[i + 1]))
      break;
    else plain &= dot;
  }
  return i;
}

/* Where the local part that begins at i reaches an @, or i. */
static int32_t local_part(const piece *p, int32_t i, int32_t end) {
  int32_t j = i;
  while (j < end && (piece_word(&p[j]) || p[j].kind == PIECE_PERIODS || p[j].kind == PIECE_HYPHEN ||
                     p[j].code == '_' || p[j].code == '+' || p[j].code == '%'))
    j++;
  return j < end && j > i && p[j].code == '@' ? j : i;
}

/* Behind @ or #: a name, or a domain. */
static int32_t tag_end(const text *t, const piece *p, int32_t i, int32_t end) {
  bool known;
  int32_t stop = domain(t, p, i, end, &known);
  if (known) return stop;
  while (i < end && (piece_word(&p[i]) || p[i].code == '_')) i++;
  return i;
}

static bool code_in(const piece *p, const char *list) {
  return p->code > 0 && p->code < 0x80 && p->characters == 1 && strchr(list, p->code);
}

/* :)  ;-(  =D  how many pieces; 0 for none */
static int32_t emoticon(const piece *p, int32_t i, int32_t end) {
  if (i >= end || !code_in(&p[i], ":;=")) return 0;
  int32_t mouth = i + 1;
  if (mouth < end && code_in(&p[mouth], "-'")) mouth++;
  if (mouth >= end) return 0;
  return code_in(&p[mouth], mouth + 1 == end ? ")(/|DPp" : ")(") ? mouth + 1 - i : 0;
}

static bool name_goes_on(const piece *p) {
  return piece_word(p) || (p->code && strchr(".-_+%", p->code & 0x7F));
}

/* a.b@example.com, www.example.com, example.com/path */
static int32_t address(const text *t, const piece *p, int32_t i, int32_t end) {
  bool known;
  int32_t at = local_part(p, i, end);
  if (at > i) {
    int32_t stop = domain(t, p, at + 1, end, &known);
    return stop > at + 1 ? stop - i : 0;
  }
  int32_t stop = domain(t, p, i, end, &known);
  bool www = piece_in(t, &p[i], " www ") && stop > i + 2;
  if (!www && !known) return 0;
  bool path = stop < end && (p[stop].code == '/' || p[stop].code == '?' || p[stop].code == ':');
  return (path ? path_end(p, stop, end) : stop) - i;
}

int32_t web_pieces(const text *t, const piece *p, int32_t begin, int32_t i, int32_t end) {
  const piece *first = &p[i];
  int32_t face = i == begin || !piece_word(&p[i - 1]) ? emoticon(p, i, end) : 0;
  if (face) return face;
  bool sign = (first->code == '@' || first->code == '#') && first->characters == 1;
  if (sign && i + 1 < end && (p[i + 1].kind == PIECE_LETTERS || p[i + 1].code == '_'))
    return tag_end(t, p, i + 1, end) - i;
  if (!piece_word(first) || i + 2 >= end) return 0;
  if (p[i + 1].code == ':' && scheme(t, first) && p[i + 2].kind != PIECE_APOSTROPHE)
    return path_end(p, i + 2, end) - i;
  return i > begin && name_goes_on(&p[i - 1]) ? 0 : address(t, p, i, end);
}
