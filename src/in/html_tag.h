/* The names of HTML's elements, and what each does to the text around it. */
#ifndef IN_HTML_TAG_H
#define IN_HTML_TAG_H

#include "base/str.h"

enum {
  TAG_BLOCK = 1,       /* begins and ends a paragraph */
  TAG_VOID = 2,        /* holds nothing and has no end tag */
  TAG_RAW = 4,         /* what it holds is no HTML, up to its end tag */
  TAG_HIDDEN = 8,      /* what it holds is not shown as text */
  TAG_FURNITURE = 16,  /* is made for what is not the article */
  TAG_HEAD = 32,       /* may stand in <head> without ending it */
  TAG_WALL = 64,       /* end tags inside do not reach out of it */
  TAG_REFERENCES = 128 /* TAG_RAW, but for character references */
};

/* In the order of their names. */
#define HTML_TAGS(X)                                                                                         \
  X(A, "a", 0)                                                                                               \
  X(ABBR, "abbr", 0)                                                                                         \
  X(ADDRESS, "address", TAG_BLOCK)                                                                           \
  X(AREA, "area", TAG_VOID)                                                                                  \
  X(ARTICLE, "article", TAG_BLOCK)                                                                           \
  X(ASIDE, "aside", TAG_BLOCK | TAG_FURNITURE)                                                               \
  X(AUDIO, "audio", TAG_HIDDEN)                                                                              \
  X(B, "b", 0)                                                                                               \
  X(BASE, "base", TAG_VOID | TAG_HEAD)                                                                       \
  X(BLOCKQUOTE, "blockquote", TAG_BLOCK)                                                                     \
  X(BODY, "body", TAG_BLOCK)                                                                                 \
  X(BR, "br", TAG_VOID)                                                                                      \
  X(BUTTON, "button", TAG_HIDDEN)                                                                            \
  X(CANVAS, "canvas", TAG_HIDDEN)                                                                            \
  X(CAPTION, "caption", TAG_BLOCK | TAG_WALL)                                                                \
  X(CENTER, "center", TAG_BLOCK)                                                                             \
  X(COL, "col", TAG_VOID)                                                                                    \
  X(DATALIST, "datalist", TAG_HIDDEN)                                                                        \
  X(DD, "dd", TAG_BLOCK)                                                                                     \
  X(DETAILS, "details", TAG_BLOCK)                                                                           \
  X(DIALOG, "dialog", TAG_BLOCK | TAG_FURNITURE)                                                             \
  X(DIR, "dir", TAG_BLOCK)                                                                                   \
  X(DIV, "div", TAG_BLOCK)                                                                                   \
  X(DL, "dl", TAG_BLOCK)                                                                                     \
  X(DT, "dt", TAG_BLOCK)                                                                                     \
  X(EMBED, "embed", TAG_VOID)                                                                                \
  X(FIELDSET, "fieldset", TAG_BLOCK)                                                                         \
  X(FIGCAPTION, "figcaption", TAG_BLOCK)                                                                     \
  X(FIGURE, "figure", TAG_BLOCK)                                                                             \
  X(FONT, "font", 0)                                                                                         \
  X(FOOTER, "footer", TAG_BLOCK | TAG_FURNITURE)                                                             \
  X(FORM, "form", TAG_BLOCK | TAG_FURNITURE)                                                                 \
  X(FRAME, "frame", TAG_VOID)                                                                                \
  X(H1, "h1", TAG_BLOCK)                                                                                     \
  X(H2, "h2", TAG_BLOCK)                                                                                     \
  X(H3, "h3", TAG_BLOCK)                                                                                     \
  X(H4, "h4", TAG_BLOCK)                                                                                     \
  X(H5, "h5", TAG_BLOCK)                                                                                     \
  X(H6, "h6", TAG_BLOCK)                                                                                     \
  X(HEAD, "head", TAG_BLOCK)                                                                                 \
  X(HEADER, "header", TAG_BLOCK)                                                                             \
  X(HGROUP, "hgroup", TAG_BLOCK)                                                                             \
  X(HR, "hr", TAG_BLOCK | TAG_VOID)                                                                          \
  X(HTML, "html", TAG_BLOCK | TAG_HEAD)                                                                      \
  X(IFRAME, "iframe", TAG_RAW | TAG_HIDDEN)                                                                  \
  X(IMG, "img", TAG_VOID)                                                                                    \
  X(INPUT, "input", TAG_VOID)                                                                                \
  X(LEGEND, "legend", TAG_BLOCK)                                                                             \
  X(LI, "li", TAG_BLOCK)                                                                                     \
  X(LINK, "link", TAG_VOID | TAG_HEAD)                                                                       \
  X(MAIN, "main", TAG_BLOCK)                                                                                 \
  X(MATH, "math", TAG_HIDDEN)                                                                                \
  X(MENU, "menu", TAG_BLOCK | TAG_FURNITURE)                                                                 \
  X(META, "meta", TAG_VOID | TAG_HEAD)                                                                       \
  X(NAV, "nav", TAG_BLOCK | TAG_FURNITURE)                                                                   \
  X(NOEMBED, "noembed", TAG_RAW | TAG_HIDDEN)                                                                \
  X(NOFRAMES, "noframes", TAG_RAW | TAG_HIDDEN)                                                              \
  X(NOSCRIPT, "noscript", TAG_HIDDEN | TAG_HEAD)                                                             \
  X(OBJECT, "object", TAG_HIDDEN)                                                                            \
  X(OL, "ol", TAG_BLOCK)                                                                                     \
  X(OPTION, "option", 0)                                                                                     \
  X(P, "p", TAG_BLOCK)                                                                                       \
  X(PARAM, "param", TAG_VOID)                                                                                \
  X(PRE, "pre", TAG_BLOCK)                                                                                   \
  X(Q, "q", 0)                                                                                               \
  X(SCRIPT, "script", TAG_RAW | TAG_HIDDEN | TAG_HEAD)                                                       \
  X(SECTION, "section", TAG_BLOCK)                                                                           \
  X(SELECT, "select", TAG_HIDDEN)                                                                            \
  X(SOURCE, "source", TAG_VOID)                                                                              \
  X(STRONG, "strong", 0)                                                                                     \
  X(STYLE, "style", TAG_RAW | TAG_HIDDEN | TAG_HEAD)                                                         \
  X(SUMMARY, "summary", TAG_BLOCK)                                                                           \
  X(SVG, "svg", TAG_HIDDEN)                                                                                  \
  X(TABLE, "table", TAG_BLOCK | TAG_WALL)                                                                    \
  X(TBODY, "tbody", TAG_BLOCK)                                                                               \
  X(TD, "td", TAG_BLOCK | TAG_WALL)                                                                          \
  X(TEMPLATE, "template", TAG_HIDDEN | TAG_HEAD)                                                             \
  X(TEXTAREA, "textarea", TAG_RAW | TAG_REFERENCES | TAG_HIDDEN)                                             \
  X(TFOOT, "tfoot", TAG_BLOCK)                                                                               \
  X(TH, "th", TAG_BLOCK | TAG_WALL)                                                                          \
  X(THEAD, "thead", TAG_BLOCK)                                                                               \
  X(TIME, "time", 0)                                                                                         \
  X(TITLE, "title", TAG_RAW | TAG_REFERENCES | TAG_HIDDEN | TAG_HEAD)                                        \
  X(TR, "tr", TAG_BLOCK)                                                                                     \
  X(TRACK, "track", TAG_VOID)                                                                                \
  X(UL, "ul", TAG_BLOCK)                                                                                     \
  X(VIDEO, "video", TAG_HIDDEN)                                                                              \
  X(WBR, "wbr", TAG_VOID)                                                                                    \
  X(XMP, "xmp", TAG_RAW | TAG_BLOCK)

#define HTML_TAG_NUMBER(id, name, traits) HTML_##id,
typedef enum { HTML_TAGS(HTML_TAG_NUMBER) HTML_UNKNOWN, HTML_TAG_COUNT } html_tag;
#undef HTML_TAG_NUMBER

html_tag html_tag_of(str name); /* in any case; HTML_UNKNOWN: one that needs no rule */
uint8_t html_tag_traits(html_tag tag);

/* ASCII alone, as HTML folds names. */
static inline char html_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static inline bool html_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

/* Part of a word: a letter, a digit, a byte of any other character. */
static inline bool html_in_word(char c) {
  return (c >= '0' && c <= '9') || (html_lower(c) >= 'a' && html_lower(c) <= 'z') || (uint8_t)c >= 0x80;
}

bool html_holds_text(str text); /* anything but blanks */

/* The same letters in any case; word is in lower case. */
bool html_same(str found, const char *word);

#endif
