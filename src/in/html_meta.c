/* The first that says something wins: JSON-LD, then <meta> in the order of NAMES, then microdata and the
 * page. */
#include "in/html_meta.h"

#include "base/json_memory.h"
#include "in/html_trait.h"
#include "out/json.h"

#include <strings.h>

enum { DEEPEST = 6, MOST_AUTHORS = 32, LONGEST = 2000 };

/* ---- Fields ------------------------------------------------------------------------------------- */

static bool is_address(str s) {
  return s.length > 8 && (strncmp(s.at, "http://", 7) == 0 || strncmp(s.at, "https://", 8) == 0);
}

/* A string of the words, blanks folded; NULL for none. */
static json_t *string_of(html_meta *m, str words) {
  if (!words.length || words.length > LONGEST) return NULL;
  json_t *value = json_folded(words.at, 0, words.length);
  if (!value) m->failed = true;
  if (json_string_length(value)) return value;
  json_decref(value);
  return NULL;
}

static void add_author(html_meta *m, json_t *name) {
  json_t *authors = json_object_get(m->fields, "author");
  size_t i;
  json_t *known;
  json_array_foreach(authors, i, known) if (json_equal(known, name)) return;
  if (json_array_size(authors) >= MOST_AUTHORS) return;
  if (!authors) {
    authors = json_array();
    if (json_object_set_new(m->fields, "author", authors)) m->failed = true;
  }
  if (json_array_append(authors, name)) m->failed = true;
}

static str without_by(str s) {
  while (s.length && strchr(" \t\n\r", *s.at)) s.at++, s.length--;
  if (s.length > 3 && strncasecmp(s.at, "by ", 3) == 0) return (str){s.at + 3, s.length - 3};
  return s;
}

static void set(html_meta *m, const char *key, str words) {
  bool author = strcmp(key, "author") == 0;
  if (author) words = without_by(words);
  if (author ? is_address(words) : json_object_get(m->fields, key) != NULL) return;
  json_t *value = string_of(m, words);
  if (!value) return;
  if (author) add_author(m, value);
  else if (json_object_set(m->fields, key, value)) m->failed = true;
  json_decref(value);
}

static void add_title(html_meta *m, str title) {
  if (title.length && m->title_count < HTML_TITLES) m->titles[m->title_count++] = title;
}

/* ---- JSON-LD ------------------------------------------------------------------------------------ */

static bool is_article_type(const json_t *type) {
  static const char *const endings[] = {"Article", "Posting", "Report", "NewsStory"};
  const char *name = json_string_value(type);
  for (size_t i = 0; name && i < sizeof endings / sizeof *endings; i++) {
    size_t length = strlen(endings[i]), all = strlen(name);
    if (all >= length && strcmp(name + all - length, endings[i]) == 0) return true;
  }
  size_t i;
  json_t *one;
  json_array_foreach(type, i, one) if (json_is_string(one) && is_article_type(one)) return true;
  return false;
}

/* The first object of an article's type in it. */
static const json_t *article_in(const json_t *value, int deep) {
  const json_t *found = NULL;
  if (deep > DEEPEST) return NULL;
  if (json_is_object(value) && is_article_type(json_object_get(value, "@type"))) return value;
  for (size_t i = 0; i < json_array_size(value) && !found; i++)
    found = article_in(json_array_get(value, i), deep + 1);
  static const char *const inside[] = {"@graph", "mainEntity", "mainEntityOfPage"};
  for (size_t i = 0; i < sizeof inside / sizeof *inside && !found; i++)
    found = json_is_object(value) ? article_in(json_object_get(value, inside[i]), deep + 1) : NULL;
  return found;
}

/* The object of this @id that has more to it than that. */
static const json_t *object_called(const json_t *all, const json_t *id, int deep) {
  const json_t *found = NULL;
  if (deep > DEEPEST) return NULL;
  if (json_object_size(all) > 1 && json_equal(json_object_get(all, "@id"), id)) return all;
  for (size_t i = 0; i < json_array_size(all) && !found; i++)
    found = object_called(json_array_get(all, i), id, deep + 1);
  const json_t *graph = json_object_get(all, "@graph");
  return found || !graph ? found : object_called(graph, id, deep + 1);
}

/* An object that only says who it is stands elsewhere in the script. */
static const json_t *meant(const html_meta *m, const json_t *value) {
  const json_t *id = json_object_size(value) == 1 ? json_object_get(value, "@id") : NULL;
  const json_t *found = json_is_string(id) ? object_called(m->read, id, 0) : NULL;
  return found ? found : value;
}

/* What an object is called, or a string itself. */
static str name_in(const html_meta *m, const json_t *value, const char *key, arena *a) {
  if (json_is_array(value)) value = json_array_get(value, 0);
  value = meant(m, value);
  const json_t *string = json_is_object(value) ? json_object_get(value, key) : value;
  if (!json_is_string(string) || json_string_length(string) > LONGEST) return (str){0};
  return html_decoded((str){json_string_value(string), (int32_t)json_string_length(string)}, false, a);
}

static void take_json(html_meta *m, const json_t *article, arena *a) {
  static const char *const keys[][3] = {/* ours, theirs, and of an object */
                                        {"title", "headline", "@value"},
                                        {"title", "name", "@value"},
                                        {"date", "datePublished", "@value"},
                                        {"modified", "dateModified", "@value"},
                                        {"publisher", "publisher", "name"},
                                        {"url", "url", "@id"},
                                        {"url", "mainEntityOfPage", "@id"},
                                        {"section", "articleSection", "name"},
                                        {"language", "inLanguage", "alternateName"}};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    str words = name_in(m, json_object_get(article, keys[i][1]), keys[i][2], a);
    if (strcmp(keys[i][0], "url") != 0 || is_address(words)) set(m, keys[i][0], words);
    if (i == 0) add_title(m, words);
  }
  const json_t *author = json_object_get(article, "author");
  if (!json_is_array(author)) set(m, "author", name_in(m, author, "name", a));
  for (size_t i = 0; i < json_array_size(author); i++)
    set(m, "author", name_in(m, json_array_get(author, i), "name", a));
}

/* From the first bracket to the last: some pages wrap it in a comment. */
static str json_inside(str text) {
  int32_t begin = 0, end = text.length;
  while (begin < end && text.at[begin] != '{' && text.at[begin] != '[') begin++;
  while (end > begin && text.at[end - 1] != '}' && text.at[end - 1] != ']') end--;
  return (str){text.at + begin, end - begin};
}

/* The string that begins at `at` with its quotation mark: what is between both; at == NULL where it has no end. */
static str string_at(const char *at, const char *end) {
  const char *begin = at + 1;
  for (at = begin; at < end && *at != '"'; at++)
    if (*at == '\\') at++;
  return at < end ? (str){begin, (int32_t)(at - begin)} : (str){0};
}

static bool holds_tags(const char *text) {
  for (const char *at = text; (at = strchr(at, '<')) != NULL; at++)
    if (at[1] == '/' || (html_lower(at[1]) >= 'a' && html_lower(at[1]) <= 'z')) return true;
  return false;
}

/* Where in the script's bytes the article's own text is: of strings behind that key, the one that reads so. */
static str body_in(str json, const json_t *article) {
  static const char key[] = "\"articleBody\"";
  const json_t *body = json_object_get(article, "articleBody");
  const char *end = json.at + json.length;
  if (!json_string_length(body) || holds_tags(json_string_value(body))) return (str){0};
  for (const char *at = json.at; end - at > (ptrdiff_t)sizeof key; at++) {
    if (memcmp(at, key, sizeof key - 1) != 0) continue;
    const char *value = at + sizeof key - 1;
    while (value < end && (html_blank(*value) || *value == ':')) value++;
    str found = value < end && *value == '"' ? string_at(value, end) : (str){0};
    json_t *read = found.at ? json_loadb(value, (size_t)found.length + 2, JSON_DECODE_ANY, NULL) : NULL;
    bool same = json_equal(read, body);
    json_decref(read);
    if (same) return found;
  }
  return (str){0};
}

static void read_script(const html_tree *t, int32_t script, html_meta *m, arena *a) {
  if (script + 1 >= t->count || t->at[script + 1].parent != script) return;
  if (!html_same(html_value(t, script, "type"), "application/ld+json")) return;
  const html_node *n = &t->at[script + 1];
  str json = json_inside((str){t->bytes.at + n->start, n->end - n->start});
  json_error_t why = {0};
  json_memory_lost(); /* what was before is another's */
  m->read = json_loadb(json.at, (size_t)json.length, JSON_ALLOW_NUL, &why);
  if (json_memory_lost() || (!m->read && json_error_code(&why) == json_error_out_of_memory)) m->failed = true;
  const json_t *article = article_in(m->read, 0);
  if (article) take_json(m, article, a);
  if (article && !m->body.at) m->body = body_in(json, article);
  json_decref(m->read);
  m->read = NULL;
}

/* ---- <meta>, <link> ----------------------------------------------------------------------------- */

typedef struct {
  const char *key, *name; /* ours, and what the page calls it, the best first */
} meta_name;

static const meta_name NAMES[] = {
    {"title", "og:title"},
    {"title", "twitter:title"},
    {"title", "citation_title"},
    {"title", "dc.title"},
    {"title", "dcterms.title"},
    {"title", "parsely-title"},
    {"author", "citation_author"},
    {"author", "parsely-author"},
    {"author", "sailthru.author"},
    {"author", "dc.creator"},
    {"author", "dcterms.creator"},
    {"author", "article:author"},
    {"author", "author"},
    {"date", "article:published_time"},
    {"date", "og:published_time"},
    {"date", "parsely-pub-date"},
    {"date", "sailthru.date"},
    {"date", "citation_publication_date"},
    {"date", "citation_date"},
    {"date", "dc.date.issued"},
    {"date", "dc.date"},
    {"date", "dcterms.issued"},
    {"date", "dcterms.date"},
    {"date", "dcterms.created"},
    {"date", "publish-date"},
    {"date", "pubdate"},
    {"date", "date"},
    {"modified", "article:modified_time"},
    {"modified", "og:updated_time"},
    {"modified", "dcterms.modified"},
    {"modified", "last-modified"},
    {"publisher", "og:site_name"},
    {"publisher", "dc.publisher"},
    {"publisher", "dcterms.publisher"},
    {"publisher", "citation_journal_title"},
    {"publisher", "publisher"},
    {"url", "og:url"},
    {"url", "parsely-link"},
    {"section", "article:section"},
    {"section", "parsely-section"},
    {"language", "dc.language"},
    {"language", "content-language"},
    {"language", "og:locale"},
};

enum { NAME_COUNT = sizeof NAMES / sizeof *NAMES };

typedef struct {
  str values[NAME_COUNT][4]; /* of each name, several for authors */
  int32_t count[NAME_COUNT];
} meta_values;

static void gather(const html_tree *t, int32_t node, meta_values *v) {
  str name, value, called[3] = {{0}}, content = {0};
  const html_node *n = &t->at[node];
  int32_t at = n->start + (int32_t)sizeof "<meta" - 1;
  while (html_attribute(t->bytes.at, &at, n->end, &name, &value)) {
    if (html_same(name, "content")) content = value;
    else if (html_same(name, "property")) called[0] = value;
    else if (html_same(name, "name")) called[1] = value;
    else if (html_same(name, "http-equiv")) called[2] = value;
  }
  for (int32_t i = 0; content.length && i < NAME_COUNT; i++)
    for (int c = 0; c < 3; c++)
      if (called[c].at && html_same(called[c], NAMES[i].name) && v->count[i] < 4)
        v->values[i][v->count[i]++] = content;
}

static void take_values(const meta_values *v, html_meta *m, arena *a) {
  for (int32_t i = 0; i < NAME_COUNT; i++) {
    bool named = strcmp(NAMES[i].key, "author") == 0 && json_object_get(m->fields, "author");
    for (int32_t k = 0; k < v->count[i] && !named; k++) {
      str words = html_decoded(v->values[i][k], true, a);
      set(m, NAMES[i].key, words);
      if (strcmp(NAMES[i].key, "title") == 0) add_title(m, words);
    }
  }
}

/* ---- Microdata and the rest --------------------------------------------------------------------- */

/* The value that microdata gives: an attribute's (title: of <abbr>, hCalendar's dates), or the words shown. */
static str shown(const html_tree *t, int32_t node, arena *a) {
  static const char *const attributes[] = {"content", "datetime", "title"};
  str value = {0};
  for (int i = 0; i < (t->at[node].tag == HTML_ABBR ? 3 : 2) && !value.at; i++)
    value = html_value(t, node, attributes[i]);
  return value.at ? html_decoded(value, true, a) : html_words(t, node, t->at[node].behind, 200, a);
}

/* Of an author with a name in microdata, the element of the name: beside it may be a job or a picture. */
static int32_t name_of(const html_tree *t, int32_t author) {
  for (int32_t i = author + 1; i < t->at[author].behind; i++)
    if (t->at[i].kind == NODE_ELEMENT && html_same(html_value(t, i, "itemprop"), "name")) return i;
  return author;
}

/* True where the element named an author. */
static bool take_property(const html_tree *t, int32_t node, html_meta *m, bool authors, arena *a) {
  str property = html_value(t, node, "itemprop");
  if (html_same(property, "datepublished")) set(m, "date", shown(t, node, a));
  if (html_same(property, "datemodified")) set(m, "modified", shown(t, node, a));
  bool author = html_same(property, "author") || html_same(html_value(t, node, "rel"), "author");
  if (author && !authors) set(m, "author", shown(t, name_of(t, node), a));
  return author;
}

static void take_rest(const html_tree *t, html_meta *m, arena *a) {
  bool authors = json_object_get(m->fields, "author") != NULL;
  int32_t inside = 0; /* the first node behind the last author */
  for (int32_t i = 0; i < t->count; i++) {
    const html_node *n = &t->at[i];
    if (n->kind != NODE_ELEMENT) continue;
    if (n->tag == HTML_HTML) set(m, "language", html_value(t, i, "lang"));
    if (n->tag == HTML_LINK && html_same(html_value(t, i, "rel"), "canonical"))
      set(m, "url", html_decoded(html_value(t, i, "href"), true, a));
    bool label = (n->traits & (TRAIT_BYLINE | TRAIT_DATE)) && i >= inside;
    if (label && take_property(t, i, m, authors, a)) inside = n->behind;
    if (n->tag == HTML_TITLE && n->parent >= 0 && t->at[n->parent].tag != HTML_SVG &&
        m->title_count < HTML_TITLES)
      add_title(m, html_words(t, i, n->behind, 400, a));
  }
  for (int32_t i = 0; i < t->count && !json_object_get(m->fields, "date"); i++)
    if (t->at[i].kind == NODE_ELEMENT && t->at[i].tag == HTML_TIME)
      set(m, "date", html_decoded(html_value(t, i, "datetime"), true, a));
}

void html_meta_of(const html_tree *t, html_meta *m, arena *a) {
  meta_values *values = arena_new(a, meta_values);
  m->fields = json_object();
  m->failed = !m->fields;
  for (int32_t i = 0; i < t->count; i++) {
    if (t->at[i].kind != NODE_ELEMENT) continue;
    if (t->at[i].tag == HTML_SCRIPT) read_script(t, i, m, a);
    if (t->at[i].tag == HTML_META) gather(t, i, values);
  }
  take_values(values, m, a);
  take_rest(t, m, a);
}

void html_meta_free(html_meta *m) {
  json_decref(m->fields);
  json_decref(m->read);
  *m = (html_meta){0};
}
