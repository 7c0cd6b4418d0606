/* The head of an English noun phrase is its last word before the first preposition, comma or relative. */
#include "doc/source.h"

int32_t names_from(const names *n, int32_t token) {
  int32_t low = 0, high = n->count;
  while (low < high) {
    int32_t middle = low + (high - low) / 2;
    if (n->at[middle].first < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

static int32_t name_at(const source *s, const names *n, int32_t token) {
  for (int32_t i = s->first_name; i < s->first_name + s->names; i++)
    if (n->at[i].first <= token && token <= n->at[i].last) return i;
  return -1;
}

static void find_names(source *s, const names *n) {
  s->first_name = names_from(n, s->tokens.first);
  if (s->first_name > 0 && n->at[s->first_name - 1].last >= s->tokens.first) s->first_name--;
  for (int32_t i = s->first_name; i < n->count && n->at[i].first <= s->tokens.last; i++) {
    s->names++;
    s->people += n->at[i].type == INQ_PERSON;
  }
}

static int32_t pronoun_of(const words *w, int32_t i) {
  static const char *const pronouns[WHO_KINDS][8] = {
      {"he", "him", "his", "himself", NULL},
      {"she", "her", "hers", "herself", NULL},
      {"they", "them", "their", "theirs", "themselves", NULL},
      {"it", "its", "itself", NULL},
      {"we", "us", "our", "ours", "ourselves", NULL},
      {"i", "me", "my", "mine", "myself", NULL},
      {"who", "you", "that", "which", "this", "these", "whom", NULL}};
  for (int32_t p = 0; p < WHO_KINDS; p++)
    if (word_in(w, i, pronouns[p])) return p;
  return -1;
}

bool source_hyphen(const tokens *k, const words *w, int32_t i) {
  return i > 0 && i + 1 < k->count && word_is(w, i, "-") && k->at[i - 1].end == k->at[i].start &&
         k->at[i].end == k->at[i + 1].start;
}

static bool ends_head(const tokens *k, const words *w, int32_t i) {
  static const char *const ends[] = {
      ",",       "(",        "-",     "--",    "\xe2\x80\x93", "\xe2\x80\x94", ";",
      ":",       "who",      "which", "that",  "whose",        "familiar",     "close",
      "briefed", "involved", "aware", "based", "speaking",     "including",    NULL};
  if (source_hyphen(k, w, i) || source_hyphen(k, w, i - 1)) return false;
  return (word_bits(w, i) & LEX_PREPOSITION) || word_in(w, i, ends);
}

/* "[the] 34-year-old" */
enum { AGE = 5 };
static bool is_age(const tokens *k, const words *w, int32_t i) {
  return word_is(w, i, "old") && source_hyphen(k, w, i - 1);
}

static bool ends_plural(str word) {
  if (word.length > 3 && word.at[word.length - 1] == 's') return word.at[word.length - 2] != 's';
  return str_is(word, "people") || str_is(word, "men") || str_is(word, "women") || str_is(word, "police");
}

/* "the Ohio Republican", "one American": somebody of that kind, not all of them. */
static bool is_member(const source *s, const words *w, const names *n) {
  static const char *const determiners[] = {"the", "a", "an", "one", "another", "this", "that", NULL};
  if (s->head_name < 0 || n->at[s->head_name].type != INQ_NORP) return false;
  return word_in(w, s->tokens.first, determiners) && !ends_plural(word_spelling(w, s->head));
}

static void find_head(source *s, const tokens *k, const words *w, const names *n) {
  int32_t end = s->tokens.first;
  while (end <= s->tokens.last &&
         (end == s->tokens.first || name_at(s, n, end) >= 0 || !ends_head(k, w, end)))
    end++;
  s->head_end = end;
  s->head = end - 1;
  while (s->head > s->tokens.first && (word_possessive(w, s->head) || word_shape(w, s->head) == CASE_NONE))
    s->head--;
  s->head_name = name_at(s, n, s->head);
  bool member = is_member(s, w, n);
  if (member) s->head_name = -1;
  s->bits = s->head_name >= 0 ? 0 : member || is_age(k, w, s->head) ? LEX_PERSON_NOUN : word_bits(w, s->head);
}

/* "president and CEO Jane Doe", "the founder and chief executive": two offices of one person. */
static bool joins_offices(const source *s, const words *w, const names *n, int32_t and) {
  static const char *const determiners[] = {"the", "a", "an", "his", "her", "its", "their", NULL};
  if (and == s->tokens.first || and >= s->head || word_in(w, and+1, determiners)) return false;
  if (name_at(s, n, and-1) >= 0 || ends_plural(word_spelling(w, and-1))) return false;
  if (s->head_name >= 0)
    return s->people == 1 && n->at[s->head_name].type == INQ_PERSON && n->at[s->head_name].first > and+1;
  return (s->bits & LEX_PERSON_NOUN) && (word_bits(w, and-1) & LEX_PERSON_NOUN) &&
         !ends_plural(word_spelling(w, s->head));
}

static bool is_joined(const source *s, const words *w, const names *n) {
  for (int32_t i = s->tokens.first; i < s->head_end; i++)
    if ((word_is(w, i, "and") || word_is(w, i, "&")) && name_at(s, n, i) < 0 && !joins_offices(s, w, n, i))
      return true;
  return false;
}

static int32_t gender_of(const source *s) {
  if (s->pronoun == WHO_HE) return GENDER_MALE;
  if (s->pronoun == WHO_SHE) return GENDER_FEMALE;
  if (s->pronoun == WHO_IT) return GENDER_NEUTER;
  uint32_t thing = LEX_DOCUMENT_NOUN | LEX_ORG_NOUN | LEX_STUDY_NOUN | LEX_STATEMENT_NOUN;
  if (s->head_name < 0 && (s->bits & thing) && !(s->bits & (LEX_PERSON_NOUN | LEX_GROUP_NOUN)))
    return GENDER_NEUTER;
  if (s->bits & LEX_MAN_NOUN) return s->bits & LEX_WOMAN_NOUN ? GENDER_UNKNOWN : GENDER_MALE;
  return s->bits & LEX_WOMAN_NOUN ? GENDER_FEMALE : GENDER_UNKNOWN;
}

/* Where the network cut a name in two, all of it. */
static range with_whole_names(const names *n, range r) {
  int32_t right = names_from(n, r.last + 1) - 1, left = names_from(n, r.first) - 1;
  if (right >= 0 && n->at[right].last > r.last) r.last = n->at[right].last;
  if (left >= 0 && n->at[left].last >= r.first) r.first = n->at[left].first;
  return r;
}

bool source_has_noun(const source *s) {
  return (s->kind == SOURCE_NAME || s->kind == SOURCE_DESCRIPTION) && s->head_name < 0;
}

source source_read(const tokens *k, const words *w, const names *n, range r) {
  static const char *const indefinite[] = {"a",       "an",   "some",  "one",  "another", "two", "three",
                                           "several", "many", "other", "most", "all",     "few", NULL};
  static const char *const definite[] = {"the", "this", "that", "his", "her", "its", "their", "these", NULL};
  static const char *const owners[] = {"his", "her", "its", "their", "my", "our", NULL};
  if (r.first >= 0) r = with_whole_names(n, r);
  source s = {.tokens = r, .pronoun = -1, .head = -1, .head_name = -1, .head_end = -1};
  if (r.first < 0) return s;
  find_names(&s, n);
  if (r.first == r.last && !s.names) s.pronoun = pronoun_of(w, r.first);
  s.kind = s.pronoun >= 0 ? SOURCE_PRONOUN : s.names ? SOURCE_NAME : SOURCE_DESCRIPTION;
  find_head(&s, k, w, n);
  s.joined = is_joined(&s, w, n);
  s.plural = s.joined || s.pronoun == WHO_THEY || s.pronoun == WHO_WE ||
             (s.head_name < 0 && s.pronoun < 0 && ends_plural(word_spelling(w, s.head)));
  s.indefinite = word_in(w, r.first, indefinite);
  s.definite = word_in(w, r.first, definite) && s.pronoun < 0;
  s.owned = s.pronoun < 0 && word_in(w, r.first, owners);
  s.aged = s.definite && !s.owned && s.head - r.first == AGE && is_age(k, w, s.head);
  s.gender = gender_of(&s);
  return s;
}
