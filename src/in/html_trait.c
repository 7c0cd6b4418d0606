/* A class or an id is taken apart into words, at signs and before capitals inside it; a word, or two
 * neighbours as one, may be known:
 *
 *   "c-RelatedStories pull-quote"  ─▶  c related stories, crelated relatedstories; pull quote, pullquote */
#include "in/html_trait.h"

#include "in/html_scan.h"

#include <stdlib.h>

typedef struct {
  const char *word;
  uint32_t traits;
} hint;

enum { FURNITURE = TRAIT_FURNITURE, LONGEST = 20 };

/* In the order of their bytes. */
static const hint HINTS[] = {
    {"ad", FURNITURE},
    {"adbox", FURNITURE},
    {"ads", FURNITURE},
    {"adslot", FURNITURE},
    {"advert", FURNITURE},
    {"advertisement", FURNITURE},
    {"advertising", FURNITURE},
    {"adverts", FURNITURE},
    {"alsoread", FURNITURE},
    {"articlebody", TRAIT_BODY},
    {"articlecontent", TRAIT_BODY},
    {"articletext", TRAIT_BODY},
    {"articletitle", TRAIT_HEADLINE},
    {"author", TRAIT_BYLINE},
    {"authorbio", TRAIT_BIOGRAPHY},
    {"authorbox", TRAIT_BIOGRAPHY},
    {"authors", TRAIT_BYLINE},
    {"bio", TRAIT_BIOGRAPHY},
    {"biography", TRAIT_BIOGRAPHY},
    {"blogbody", TRAIT_BODY},
    {"breadcrumb", FURNITURE},
    {"breadcrumbs", FURNITURE},
    {"byline", TRAIT_BYLINE},
    {"bylines", TRAIT_BYLINE},
    {"caption", TRAIT_CAPTION},
    {"captions", TRAIT_CAPTION},
    {"comment", TRAIT_COMMENTS},
    {"comments", TRAIT_COMMENTS},
    {"consent", FURNITURE},
    {"contentbody", TRAIT_BODY},
    {"controlbar", FURNITURE},
    {"controls", FURNITURE},
    {"cookie", FURNITURE},
    {"cookies", FURNITURE},
    {"copyright", FURNITURE},
    {"dateline", TRAIT_DATE},
    {"datepublished", TRAIT_DATE},
    {"datetime", TRAIT_DATE},
    {"dek", TRAIT_STANDFIRST},
    {"disqus", TRAIT_COMMENTS},
    {"entrycontent", TRAIT_BODY},
    {"entrydate", TRAIT_DATE},
    {"entrytitle", TRAIT_HEADLINE},
    {"feedback", FURNITURE},
    {"footer", FURNITURE},
    {"gdpr", FURNITURE},
    {"headline", TRAIT_HEADLINE},
    {"leaderboard", FURNITURE},
    {"masthead", FURNITURE},
    {"menu", FURNITURE},
    {"modal", FURNITURE},
    {"morefrom", FURNITURE},
    {"moreon", FURNITURE},
    {"morestories", FURNITURE},
    {"mostpopular", FURNITURE},
    {"mostread", FURNITURE},
    {"mostviewed", FURNITURE},
    {"nav", FURNITURE},
    {"navbar", FURNITURE},
    {"navigation", FURNITURE},
    {"newsletter", FURNITURE},
    {"newsletters", FURNITURE},
    {"outbrain", FURNITURE},
    {"pager", FURNITURE},
    {"pagination", FURNITURE},
    {"popup", FURNITURE},
    {"postbody", TRAIT_BODY},
    {"postcontent", TRAIT_BODY},
    {"postdate", TRAIT_DATE},
    {"posttitle", TRAIT_HEADLINE},
    {"promo", FURNITURE},
    {"promos", FURNITURE},
    {"pubdate", TRAIT_DATE},
    {"publishdate", TRAIT_DATE},
    {"pullquote", FURNITURE},
    {"readmore", FURNITURE},
    {"readnext", FURNITURE},
    {"recirc", FURNITURE},
    {"recirculation", FURNITURE},
    {"recommendations", FURNITURE},
    {"recommended", FURNITURE},
    {"related", FURNITURE},
    {"replies", TRAIT_COMMENTS},
    {"respond", TRAIT_COMMENTS},
    {"screenreader", TRAIT_HIDDEN},
    {"share", FURNITURE},
    {"sharebar", FURNITURE},
    {"sharing", FURNITURE},
    {"sidebar", FURNITURE},
    {"signup", FURNITURE},
    {"sitemap", FURNITURE},
    {"skiplink", FURNITURE},
    {"social", FURNITURE},
    {"sponsor", FURNITURE},
    {"sponsored", FURNITURE},
    {"sponsors", FURNITURE},
    {"sronly", TRAIT_HIDDEN},
    {"standfirst", TRAIT_STANDFIRST},
    {"storybody", TRAIT_BODY},
    {"storycontent", TRAIT_BODY},
    {"storytext", TRAIT_BODY},
    {"storytitle", TRAIT_HEADLINE},
    {"subheadline", TRAIT_STANDFIRST},
    {"submitted", TRAIT_BYLINE},
    {"subscribe", FURNITURE},
    {"subscription", FURNITURE},
    {"subtitle", TRAIT_STANDFIRST},
    {"taboola", FURNITURE},
    {"tagcloud", FURNITURE},
    {"taglist", FURNITURE},
    {"tags", FURNITURE},
    {"teaser", FURNITURE},
    {"teasers", FURNITURE},
    {"timestamp", TRAIT_DATE},
    {"toolbar", FURNITURE},
    {"trending", FURNITURE},
    {"visuallyhidden", TRAIT_HIDDEN},
    {"youmaylike", FURNITURE},
};

static int compare(const void *word, const void *found) { return strcmp(word, ((const hint *)found)->word); }

static uint32_t known(const char *word) {
  const hint *found = bsearch(word, HINTS, sizeof HINTS / sizeof *HINTS, sizeof *HINTS, compare);
  return found ? found->traits : 0;
}

/* ---- Words of a class or an id ------------------------------------------------------------------ */

static bool in_word(char c) { return html_lower(c) >= 'a' && html_lower(c) <= 'z'; }

static bool begins_word(const char *at, const char *begin) {
  return at == begin || !in_word(at[-1]) || (*at < 'a' && at[-1] >= 'a');
}

/* The next word in lower case; *at moves behind it.  A longer one than any known is cut. */
static bool next_word(const char **at, const char *end, char word[LONGEST + 1]) {
  const char *p = *at;
  while (p < end && !in_word(*p)) p++;
  const char *begin = p;
  int length = 0;
  for (; p < end && in_word(*p) && (p == begin || !begins_word(p, begin)); p++)
    if (length < LONGEST) word[length++] = html_lower(*p);
  word[length] = '\0';
  *at = p;
  return p > begin;
}

static bool is_one_of(const char *word, const char *const *words) {
  while (*words && strcmp(word, *words) != 0) words++;
  return *words != NULL;
}

/* A word counts where its class is one of its own ("ad", "c-ad", "ad-slot", "relatedStories"), but not where
 * it only says what else is there ("has-ads", "no-sidebar", "with-comments"), nor where the text is there, too
 * ("sidebar-with-body"). */
static uint32_t hints_of_one(str class) {
  static const char *const others[] = {"has", "no", "with", "without", NULL};
  static const char *const texts[] = {"article", "body", "content", "main", NULL};
  const char *at = class.at, *end = at + class.length;
  char word[LONGEST + 1], pair[2 * LONGEST + 1] = "";
  uint32_t traits = 0;
  bool counts = true;
  while (next_word(&at, end, word)) {
    if (!counts && is_one_of(word, texts)) return 0;
    strcat(pair, word);
    if (counts) traits |= known(word) | known(pair);
    if (is_one_of(word, others)) counts = false;
    strcpy(pair, word);
  }
  return traits;
}

static uint32_t hints(str value) {
  const char *at = value.at, *end = at + value.length;
  uint32_t traits = 0;
  while (at < end) {
    const char *begin = at;
    while (at < end && !html_blank(*at)) at++;
    traits |= hints_of_one((str){begin, (int32_t)(at - begin)});
    while (at < end && html_blank(*at)) at++;
  }
  return traits;
}

/* ---- The other attributes ----------------------------------------------------------------------- */

static uint32_t role(str value) {
  static const char *const furniture[] = {"navigation", "banner", "contentinfo", "complementary",
                                          "search",     "dialog", "alertdialog", "menu",
                                          "menubar",    "toolbar"};
  for (size_t i = 0; i < sizeof furniture / sizeof *furniture; i++)
    if (html_same(value, furniture[i])) return TRAIT_FURNITURE;
  return html_same(value, "main") || html_same(value, "article") ? TRAIT_MAIN : 0;
}

static uint32_t property(str value) {
  if (html_same(value, "articlebody")) return TRAIT_BODY;
  if (html_same(value, "headline")) return TRAIT_HEADLINE;
  if (html_same(value, "alternativeheadline")) return TRAIT_STANDFIRST;
  if (html_same(value, "author") || html_same(value, "creator")) return TRAIT_BYLINE;
  if (html_same(value, "datepublished") || html_same(value, "datemodified")) return TRAIT_DATE;
  return html_same(value, "caption") ? TRAIT_CAPTION : html_same(value, "comment") ? TRAIT_COMMENTS : 0;
}

/* Without its blanks, for "display: none". */
static uint32_t style(str value) {
  char plain[256];
  int length = 0;
  for (int32_t i = 0; i < value.length && length + 1 < (int)sizeof plain; i++)
    if (!strchr(" \t\n\r\f", value.at[i])) plain[length++] = html_lower(value.at[i]);
  plain[length] = '\0';
  return strstr(plain, "display:none") || strstr(plain, "visibility:hidden") ? TRAIT_HIDDEN : 0;
}

/* What names a part of the page as a class does. */
static bool names_part(str name) {
  static const char *const names[] = {"class", "id", "data-component", "data-testid", "data-gu-name"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (html_same(name, names[i])) return true;
  return false;
}

static uint32_t attribute(str name, str value) {
  if (names_part(name)) return hints(value);
  if (html_same(name, "role")) return role(value);
  if (html_same(name, "itemprop")) return property(value);
  if (html_same(name, "style")) return style(value);
  if (html_same(name, "rel")) return html_same(value, "author") ? TRAIT_BYLINE : 0;
  if (html_same(name, "hidden")) return html_same(value, "until-found") ? 0 : TRAIT_HIDDEN;
  if (html_same(name, "placeholder") || html_same(name, "fallback")) return TRAIT_FURNITURE; /* AMP's */
  /* not hidden for good: a page saved under an open dialog has all else so marked */
  return html_same(name, "aria-hidden") && html_same(value, "true") ? TRAIT_FURNITURE : 0;
}

/* Elements that a page made up are called as classes are: <amp-ad>, <related-stories>. */
static uint32_t made_up(str name) { return memchr(name.at, '-', (size_t)name.length) ? hints(name) : 0; }

uint32_t html_traits_of(html_tag tag, const char *bytes, int32_t start, int32_t end) {
  int32_t at = html_behind_name(bytes, start, end);
  uint32_t traits = tag == HTML_UNKNOWN ? made_up((str){bytes + start + 1, at - start - 1}) : 0;
  str name, value;
  while (html_attribute(bytes, &at, end, &name, &value)) traits |= attribute(name, value);
  bool whole = tag == HTML_HTML || tag == HTML_BODY || tag == HTML_MAIN;
  if (whole) traits &= ~(uint32_t)(TRAIT_HIDDEN | TRAIT_FURNITURE | TRAIT_COMMENTS | TRAIT_BIOGRAPHY);
  return traits;
}
