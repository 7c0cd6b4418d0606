/* The public calls on lists, and what the three kinds of files share. */
#include "in/lists.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "in/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { MOST = 1 << 28 }; /* bytes of a list */

/* ---- What the kinds share ----------------------------------------------------------------------- */

int32_t lists_choice(str field, const char *const *words) {
  for (int32_t i = 0; words[i]; i++)
    if (strlen(words[i]) == (size_t)field.length && strncasecmp(words[i], field.at, strlen(words[i])) == 0)
      return i;
  return -1;
}

const char *const LISTS_LETTERS[] = {"smart", "exact", "any", NULL};

inq_code lists_wrong_word(const text *bytes, str field, const char *what, const char *const *expected,
                          inq_err *err) {
  char words[120];
  size_t length = 0;
  for (int32_t i = 0; expected[i] && length < sizeof words; i++)
    length += (size_t)snprintf(words + length, sizeof words - length, "%s%s", i ? ", " : "", expected[i]);
  return rows_fault(bytes->bytes, field.at, err, "%s is one of %s, not \"%.*s\"", what, words,
                    row_shown(field), field.at);
}

bool lists_has_word(str phrase) {
  for (const char *at = phrase.at, *end = at + phrase.length; at < end;) {
    int32_t code = utf8_next(&at, end);
    if (utf8_letter(code) || utf8_digit(code)) return true;
  }
  return false;
}

inq_code lists_flush(lists_batch *b) {
  int32_t wrong = list_add(b->l, b->tree, b->phrases, b->entries, b->count, b->most);
  b->count = 0;
  if (wrong < 0) return INQ_OK;
  str phrase = b->entries[wrong].phrase;
  phrase.at = b->bytes->bytes + (phrase.at - b->phrases->bytes);
  return rows_fault(b->bytes->bytes, phrase.at, b->err,
                    "\"%.*s\" is too long: at most %d words, and %d bytes a word", row_shown(phrase),
                    phrase.at, (int)b->most, SPELLING_WORD);
}

inq_code lists_put(lists_batch *b, const list_entry *e) {
  b->entries[b->count++] = *e;
  return b->count < LIST_BATCH ? INQ_OK : lists_flush(b);
}

/* ---- Reading ------------------------------------------------------------------------------------ */

static inq_code no_memory(inq_err *err) {
  return err_set(err, INQ_E_MEMORY, "lists", -1, "no memory for the lists");
}

inq_code inq_lists_new(inq_lists **out, inq_err *err) {
  err_clear(err);
  if (!out) return err_set(err, INQ_E_ARGUMENT, "lists", -1, "there is no place for the lists");
  inq_lists *l = *out = calloc(1, sizeof *l);
  if (!l) return no_memory(err);
  l->secret = hash_key(l);
  l->arena.full = l->scratch.full = &l->full;
  return INQ_OK;
}

static inq_code check_bytes(const inq_lists *l, const char *bytes, size_t length, inq_err *err) {
  if (l->file_count == LIST_FILES)
    return err_set(err, INQ_E_ARGUMENT, "lists", -1, "there are more than %d lists", LIST_FILES);
  if (length > MOST) return err_set(err, INQ_E_SIZE, "lists", MOST, "longer than %d bytes", MOST);
  const char *nul = length ? memchr(bytes, '\0', length) : NULL;
  if (nul) return rows_fault(bytes, nul, err, "a NUL byte: this is no text");
  int64_t wrong = utf8_check(bytes, length);
  if (wrong < 0) return INQ_OK;
  inq_code code = rows_fault(bytes, bytes + wrong, err, "byte 0x%02X is not UTF-8", (uint8_t)bytes[wrong]);
  if (err) err->code = INQ_E_UTF8;
  return code == INQ_OK ? code : INQ_E_UTF8;
}

static inq_code read_kept(inq_lists *l, int32_t kind, const text *bytes, inq_err *err) {
  switch (kind) {
  case INQ_LIST_NAMES: return lists_names(l, bytes, err);
  case INQ_LIST_CUES: return lists_cues(l, bytes, err);
  default: return lists_ignored(l, bytes, err);
  }
}

inq_code inq_lists_read_memory(inq_lists *l, int32_t kind, const char *called, const char *bytes,
                               size_t length, inq_err *err) {
  err_clear(err);
  if (!l || (!bytes && length)) return err_set(err, INQ_E_ARGUMENT, "lists", -1, "no lists or no bytes");
  if (kind < INQ_LIST_NAMES || kind > INQ_LIST_IGNORED)
    return err_set(err, INQ_E_ARGUMENT, "lists", -1, "there is no list of kind %d", (int)kind);
  inq_code code = check_bytes(l, bytes, length, err);
  if (code) return code;
  if (setjmp(l->full)) return arena_free(&l->scratch), no_memory(err);
  const char *name = called ? called : "list";
  l->files[l->file_count] = (str){arena_copy(&l->arena, name, strlen(name)), (int32_t)strlen(name)};
  text kept = {arena_copy(&l->arena, bytes, length), (int32_t)length};
  code = read_kept(l, kind, &kept, err);
  l->hash = (l->hash ^ (uint64_t)kind) * 0x9E3779B97F4A7C15u + hash_str((str){kept.bytes, kept.length}, 0);
  l->file_count++;
  arena_free(&l->scratch);
  return code;
}

inq_code inq_lists_read(inq_lists *lists, int32_t kind, const char *path, inq_err *err) {
  err_clear(err);
  if (!lists || !path) return err_set(err, INQ_E_ARGUMENT, "lists", -1, "no lists or no path");
  buf bytes = {0};
  inq_code code = file_read(path, MOST, &bytes, err);
  if (code == INQ_OK) code = inq_lists_read_memory(lists, kind, path, bytes.at, bytes.length, err);
  buf_free(&bytes);
  return code;
}

uint64_t inq_lists_hash(const inq_lists *lists) { return lists ? lists->hash : 0; }

void inq_lists_close(inq_lists *l) {
  if (!l) return;
  for (int32_t i = 0; i < l->ignored_patterns.count; i++) pattern_free(l->ignored_patterns.at[i]);
  for (int32_t i = 0; i < l->passage_patterns.count; i++) pattern_free(l->passage_patterns.at[i]);
  arena_free(&l->arena);
  arena_free(&l->scratch);
  free(l);
}
