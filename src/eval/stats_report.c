/* What counts look like: for people, as JSON, as one CSV table. */
#include "eval/stats.h"
#include "out/json.h"
#include "out/show.h"
#include "out/views.h"

#include <stdio.h>
#include <stdlib.h>

enum { NAME_COLUMNS = 60 };

static const char *const TYPES[] = {
    [STATS_DIRECT] = "direct", [STATS_MIXED] = "mixed", [STATS_INDIRECT] = "indirect"};

static double percent(int64_t part, int64_t of) { return of ? 100 * (double)part / (double)of : 0; }

/* ---- Rows in order ----------------------------------------------------------------------------- */

typedef struct {
  const stats_row **at; /* [count], most words first, those without a name last */
  int32_t count, shown; /* shown: of those with a name; the others are shown always */
} ranking;

static int by_words(const void *a, const void *b) {
  const stats_row *x = *(const stats_row *const *)a, *y = *(const stats_row *const *)b;
  if (!x->name.at != !y->name.at) return x->name.at ? -1 : 1;
  if (x->words != y->words) return x->words > y->words ? -1 : 1;
  if (x->quotes != y->quotes) return x->quotes > y->quotes ? -1 : 1;
  int32_t both = x->name.length < y->name.length ? x->name.length : y->name.length;
  int order = both ? memcmp(x->name.at, y->name.at, (size_t)both) : 0;
  if (order || x->name.length != y->name.length)
    return order ? order : x->name.length > y->name.length ? 1 : -1;
  return x < y ? -1 : x > y; /* of one array: who came first */
}

static ranking rank(const stats_row *rows, int32_t count, int32_t top, buf *to) {
  ranking r = {calloc((size_t)count + 1, sizeof *r.at), count, top ? top : count};
  if (!r.at) {
    to->failed = true;
    return (ranking){0};
  }
  for (int32_t i = 0; i < count; i++) r.at[i] = &rows[i];
  qsort(r.at, (size_t)count, sizeof *r.at, by_words);
  return r;
}

static bool is_shown(const ranking *r, int32_t i) { return i < r->shown || !r->at[i]->name.at; }

typedef void (*write_row)(const stats *s, const char *table, const stats_row *row, buf *to);

static void write_rows(const stats *s, const char *table, const ranking *r, write_row write, buf *to) {
  for (int32_t i = 0; i < r->count; i++)
    if (is_shown(r, i)) write(s, table, r->at[i], to);
}

/* How many speakers have a type, are named that is; to *described, how many are only described. */
static int32_t named(const stats *s, int32_t *described) {
  int32_t count = *described = 0;
  for (int32_t i = 0; i < s->speakers.count; i++) {
    const stats_row *row = &s->speakers.at[i];
    if (row->type.at) count++;
    else *described += row->name.at != NULL;
  }
  return count;
}

/* ---- For people -------------------------------------------------------------------------------- */

static void text_share(const stats *s, int64_t words, int64_t quotes, buf *to) {
  buf_format(to, "%9lld %6.1f %8lld %6.1f", (long long)words, percent(words, s->all.words), (long long)quotes,
             percent(quotes, s->all.quotes));
}

static void text_row(const stats *s, const char *table, const stats_row *row, buf *to) {
  text_share(s, row->words, row->quotes, to);
  buf_format(to, " %10lld %7lld %6lld %9lld  ", (long long)row->documents,
             (long long)row->types[STATS_DIRECT], (long long)row->types[STATS_MIXED],
             (long long)row->types[STATS_INDIRECT]);
  if (strcmp(table, "speaker") == 0)
    buf_format(to, "%-7.*s  ", row->type.at ? row->type.length : 1, row->type.at ? row->type.at : "-");
  if (row->name.at) show_cut(row->name.at, 0, row->name.length, NAME_COLUMNS, to);
  else buf_format(to, "(no %s)", table);
  buf_char(to, '\n');
}

static void text_table(const stats *s, const char *table, const ranking *r, buf *to) {
  int32_t hidden = 0;
  buf_format(to, "\n    words      %%   quotes      %%  documents  direct  mixed  indirect  %s%s\n",
             strcmp(table, "speaker") == 0 ? "type     " : "", table);
  write_rows(s, table, r, text_row, to);
  for (int32_t i = 0; i < r->count; i++) hidden += !is_shown(r, i);
  if (hidden) buf_format(to, "and %d more\n", (int)hidden);
}

static void text_types(const stats *s, buf *to) {
  buf_str(to, "\n    words      %   quotes      %  type\n");
  for (int i = 0; i < STATS_TYPES; i++) {
    text_share(s, s->type_words[i], s->all.types[i], to);
    buf_format(to, "  %s\n", TYPES[i]);
  }
}

void stats_text(const stats *s, int32_t top, buf *to) {
  int32_t described, with_name = named(s, &described);
  ranking speakers = rank(s->speakers.at, s->speakers.count, top, to);
  ranking outlets = rank(s->outlets.at, s->outlets.count, top, to);
  buf_format(to,
             "%lld documents, %lld errors, %lld quotations, %lld words in them; speakers: %d named, %d only "
             "described\n",
             (long long)s->all.documents, (long long)s->errors, (long long)s->all.quotes,
             (long long)s->all.words, (int)with_name, (int)described);
  text_types(s, to);
  if (speakers.count) text_table(s, "speaker", &speakers, to);
  if (outlets.count && outlets.at[0]->name.at) text_table(s, "outlet", &outlets, to);
  free(speakers.at);
  free(outlets.at);
}

/* ---- JSON -------------------------------------------------------------------------------------- */

static json_t *string_or_null(str s) { return s.at ? json_stringn(s.at, (size_t)s.length) : json_null(); }

/* Adds an object to the array that is being written. */
static void json_item(json_t *object, buf *to) {
  if (!object) to->failed = true;
  if (to->length && to->at[to->length - 1] == '}') buf_char(to, ',');
  json_write(object, 0, to);
  json_decref(object);
}

static json_t *share_keys(const stats *s, int64_t words, int64_t quotes) {
  return json_pack("{s:I, s:f, s:I, s:f}", "quotes", (json_int_t)quotes, "quotes_percent",
                   percent(quotes, s->all.quotes), "words", (json_int_t)words, "words_percent",
                   percent(words, s->all.words));
}

static void json_row(const stats *s, const char *table, const stats_row *row, buf *to) {
  json_t *object = json_object();
  json_object_set_new(object, "name", string_or_null(row->name));
  if (strcmp(table, "speaker") == 0) json_object_set_new(object, "type", string_or_null(row->type));
  json_object_set_new(object, "documents", json_integer(row->documents));
  json_object_update_new(object, share_keys(s, row->words, row->quotes));
  for (int i = 0; i < STATS_TYPES; i++) json_object_set_new(object, TYPES[i], json_integer(row->types[i]));
  json_item(object, to);
}

static void json_types(const stats *s, buf *to) {
  for (int i = 0; i < STATS_TYPES; i++) {
    json_t *object = json_object();
    json_object_set_new(object, "name", json_string(TYPES[i]));
    json_object_update_new(object, share_keys(s, s->type_words[i], s->all.types[i]));
    json_item(object, to);
  }
}

static void json_table(const stats *s, const char *table, const stats_row *rows, int32_t count, int32_t top,
                       buf *to) {
  ranking r = rank(rows, count, top, to);
  buf_format(to, ",\"%ss\":[", table);
  write_rows(s, table, &r, json_row, to);
  buf_char(to, ']');
  free(r.at);
}

void stats_json(const stats *s, int32_t top, buf *to) {
  int32_t described, with_name = named(s, &described);
  buf_format(
      to, "{\"documents\":%lld,\"errors\":%lld,\"quotes\":%lld,\"words\":%lld,\"named\":%d,\"described\":%d,",
      (long long)s->all.documents, (long long)s->errors, (long long)s->all.quotes, (long long)s->all.words,
      (int)with_name, (int)described);
  buf_str(to, "\"types\":[");
  json_types(s, to);
  buf_char(to, ']');
  json_table(s, "speaker", s->speakers.at, s->speakers.count, top, to);
  json_table(s, "outlet", s->outlets.at, s->outlets.count, top, to);
  buf_str(to, "}\n");
}

/* ---- CSV --------------------------------------------------------------------------------------- */

static void csv_name(const char *table, str name, str type, buf *to) {
  buf_format(to, "%s,", table);
  view_field(VIEW_CSV, name.at, (size_t)name.length, to);
  buf_char(to, ',');
  view_field(VIEW_CSV, type.at, (size_t)type.length, to);
  buf_char(to, ',');
}

static void csv_share(const stats *s, int64_t words, int64_t quotes, buf *to) {
  buf_format(to, "%lld,%.4g,%lld,%.4g", (long long)quotes, percent(quotes, s->all.quotes), (long long)words,
             percent(words, s->all.words));
}

static void csv_row(const stats *s, const char *table, const stats_row *row, buf *to) {
  csv_name(table, row->name, row->type, to);
  buf_format(to, "%lld,", (long long)row->documents);
  csv_share(s, row->words, row->quotes, to);
  for (int i = 0; i < STATS_TYPES; i++) buf_format(to, ",%lld", (long long)row->types[i]);
  buf_str(to, "\r\n");
}

static void csv_types(const stats *s, buf *to) {
  for (int type = 0; type < STATS_TYPES; type++) {
    csv_name("type", str_of(TYPES[type]), (str){0}, to);
    buf_char(to, ','); /* in how many documents was not counted */
    csv_share(s, s->type_words[type], s->all.types[type], to);
    for (int i = 0; i < STATS_TYPES; i++)
      buf_format(to, ",%lld", (long long)(i == type ? s->all.types[i] : 0));
    buf_str(to, "\r\n");
  }
}

static void csv_table(const stats *s, const char *table, const stats_row *rows, int32_t count, int32_t top,
                      buf *to) {
  ranking r = rank(rows, count, top, to);
  write_rows(s, table, &r, csv_row, to);
  free(r.at);
}

void stats_csv(const stats *s, int32_t top, buf *to) {
  buf_str(to,
          "table,name,type,documents,quotes,quotes_percent,words,words_percent,direct,mixed,indirect\r\n");
  csv_row(s, "total", &s->all, to);
  csv_types(s, to);
  csv_table(s, "speaker", s->speakers.at, s->speakers.count, top, to);
  csv_table(s, "outlet", s->outlets.at, s->outlets.count, top, to);
}
