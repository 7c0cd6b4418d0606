/* Lemmas by rule: cut so many bytes from the end, put this there, and give it the capitals that it needs.
 *
 * The rule is that of the whole word with its tag, if there is one, else that of the longest known ending.
 * All rules stand in one table (models/recipe/lemmas.py):
 *
 *   key    tag as a letter from 'A', then '^' and the whole word, or an ending alone; in lower case, with
 *          straight apostrophes
 *   value  number of the new ending in lemmas.endings | bytes to cut << 16 (ALL: the word) | capitals << 24
 */
#include "base/utf8.h"
#include "doc/tag.h"

enum { LONGEST_ENDING = 7, LONGEST_WORD = 40, ALL = 255 }; /* letters; bytes; bytes */
enum { LOWER, FIRST, UPPER };                              /* capitals */

struct lemma_model {
  table rules;
  strings endings;
};

/* ---- Opening --------------------------------------------------------------------------------- */

static inq_code check(const lemma_model *m, inq_err *err) {
  for (int32_t i = 0; i < m->endings.count; i++) {
    str s = strings_at(&m->endings, i);
    if (utf8_check(s.at, (size_t)s.length) >= 0)
      return err_set(err, INQ_E_MODEL, "lemmas", -1, "ending %d of the lemmas is not UTF-8", i);
  }
  for (int32_t i = 0; i < m->rules.keys.count; i++)
    if ((int32_t)(m->rules.values[i] & 0xFFFF) >= m->endings.count)
      return err_set(err, INQ_E_MODEL, "lemmas", -1, "rule %d of the lemmas is out of bounds", i);
  return INQ_OK;
}

inq_code lemma_model_open(const pack *p, arena *a, lemma_model **out, inq_err *err) {
  lemma_model *m = arena_new(a, lemma_model);
  *out = NULL;
  inq_code code = table_open(p, "lemmas", &m->rules, err);
  if (!code) code = pack_strings(p, "lemmas.endings", &m->endings, err);
  if (!code) code = check(m, err);
  if (!code) *out = m;
  return code;
}

/* ---- Words ----------------------------------------------------------------------------------- */

/* In lower case and with straight apostrophes.  A letter may be longer in lower case, up to four bytes. */
static str folded(str word, arena *a) {
  char *to = arena_alloc(a, 4 * (size_t)word.length + 1);
  int32_t length = 0;
  for (const char *at = word.at, *end = at + word.length; at < end;) {
    int32_t c = utf8_next(&at, end);
    length += utf8_write(c == 0x2019 ? '\'' : utf8_fold(c), to + length);
  }
  return (str){to, length};
}

/* Writes the first letter, or all, as capitals; ASCII alone, for that is all the rules know. */
static void capitalise(char *at, int32_t length, uint32_t capitals) {
  for (int32_t i = 0; i < length && (i == 0 || capitals == UPPER); i++)
    if (at[i] >= 'a' && at[i] <= 'z') at[i] = (char)(at[i] - 'a' + 'A');
}

static bool begins_upper(str word) {
  const char *at = word.at;
  return word.length > 0 && utf8_upper(utf8_next(&at, at + word.length));
}

/* ---- Rules ----------------------------------------------------------------------------------- */

enum { NONE = -1 };

static uint32_t rule_of_word(const lemma_model *m, str form, int32_t pos) {
  char key[LONGEST_WORD + 2] = {(char)('A' + pos), '^'};
  if (form.length > LONGEST_WORD) return (uint32_t)NONE;
  memcpy(key + 2, form.at, (size_t)form.length);
  return table_get(&m->rules, (str){key, form.length + 2}, (uint32_t)NONE);
}

static uint32_t rule_of_ending(const lemma_model *m, str form, int32_t pos) {
  char key[4 * LONGEST_ENDING + 1] = {(char)('A' + pos)};
  uint32_t rule = table_get(&m->rules, (str){key, 1}, (uint32_t)NONE);
  const char *at = form.at + form.length;
  for (int32_t letters = 1; letters <= LONGEST_ENDING && at > form.at; letters++) {
    utf8_back(form.at, &at);
    int32_t length = (int32_t)(form.at + form.length - at);
    memcpy(key + 1, at, (size_t)length);
    rule = table_get(&m->rules, (str){key, length + 1}, rule);
  }
  return rule;
}

/* How much of the base stays, never part of a letter. */
static int32_t kept_length(str base, uint32_t rule) {
  int32_t cut = (int32_t)(rule >> 16 & 0xFF), kept = cut == ALL || cut > base.length ? 0 : base.length - cut;
  while (kept > 0 && kept < base.length && (base.at[kept] & 0xC0) == 0x80) kept--;
  return kept;
}

str lemma_of(const lemma_model *m, str word, int32_t pos, arena *a) {
  str form = folded(word, a), base = pos == POS_PROPN ? word : form;
  uint32_t rule = rule_of_word(m, form, pos);
  if (rule == (uint32_t)NONE) rule = rule_of_ending(m, form, pos);
  if (rule == (uint32_t)NONE) return base;
  str ending = strings_at(&m->endings, (int32_t)(rule & 0xFFFF));
  int32_t kept = kept_length(base, rule), length = kept + ending.length;
  char *lemma = arena_alloc(a, (size_t)length + 1);
  memcpy(lemma, base.at, (size_t)kept);
  memcpy(lemma + kept, ending.at, (size_t)ending.length);
  uint32_t capitals = rule >> 24;
  if (capitals != LOWER && (pos == POS_PRON || begins_upper(word))) capitalise(lemma, length, capitals);
  return (str){lemma, length};
}
