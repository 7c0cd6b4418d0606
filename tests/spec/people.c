/* Runs the examples of entities.md, speakers.md, posts.md and transcripts.md:  people MODEL.inq FILE.md ...
 *
 *   ```entities          or ```speakers, ```posts, ```transcripts
 *   the text, marked up as tests/unit/marked.h says
 *   .
 *   a line an entity     or a line a quotation
 *   ```
 *
 * The model is opened for its lexicon and its ranker, and for its network where the ranker sees vectors; the names and
 * quotations are those marked. */
#include "../unit/marked.h"
#include "base/buf.h"
#include "base/map.h"
#include "doc/finding.h"
#include "doc/post.h"
#include "doc/transcript.h"

#include <stdio.h>

typedef enum { ENTITIES, SPEAKERS, POSTS, TRANSCRIPTS, KINDS } kind;
static const char *const fences[KINDS] = {"```entities\n", "```speakers\n", "```posts\n", "```transcripts\n"};

typedef struct {
  const lexicon *lexicon;
  const speaker_model *ranker;
  const net *net;
  const trace_model *traces; /* NULL where the ranker was trained without */
  int run, failed;
} runner;

typedef struct {
  const char *file;
  int line;
  kind kind;
  buf input, wanted;
} example;

static void put(buf *to, str s) { buf_bytes(to, s.at, (size_t)s.length); }

/* The spellings of an entity beside the fullest one, each once. */
static void show_forms(const marked *x, int32_t which, buf *to, arena *a) {
  map seen = {0};
  map_put(&seen, marked_name(x, x->e.at[which].name), 1, a);
  const char *between = ": ";
  for (int32_t i = 0; i < x->n.count; i++) {
    str form = marked_name(x, i);
    if (x->e.of[i] != which || *map_put(&seen, form, i + 2, a) != i + 2) continue;
    buf_str(to, between);
    put(to, form);
    between = "; ";
  }
}

static void show_entities(const marked *x, buf *to, arena *a) {
  for (int32_t i = 0; i < x->e.count; i++) {
    const entity *e = &x->e.at[i];
    buf_format(to, "%s ", inq_type_name(e->type));
    put(to, marked_name(x, e->name));
    if (e->office.first >= 0) buf_str(to, ", "), put(to, marked_words(x, e->office));
    if (e->affiliation.first >= 0) buf_str(to, " at "), put(to, marked_words(x, e->affiliation));
    show_forms(x, i, to, a);
    buf_char(to, '\n');
  }
}

static void show_content(const marked *x, const quote *q, buf *to) {
  for (int32_t p = 0; p < q->pieces; p++) {
    buf_str(to, p ? " / " : ": ");
    put(to, marked_words(x, x->q.pieces[q->content + p]));
  }
}

static void show_speakers(const marked *x, const speakers *s, bool contents, buf *to) {
  for (int32_t i = 0; i < x->q.count; i++) {
    const speaker *who = &s->at[i];
    if (who->entity >= 0) put(to, marked_name(x, x->e.at[who->entity].name));
    else if (who->rule == INQ_RULE_WORDS) buf_str(to, "unnamed: "), put(to, marked_words(x, who->words));
    else buf_str(to, "nobody");
    if (contents) show_content(x, &x->q.at[i], to);
    buf_char(to, '\n');
  }
}

/* Entities once more, with the network's parts of speech where there is one. */
static void read_words(const runner *r, marked *x, const int8_t **traces, arena *a) {
  arena work = {.full = a->full};
  findings f = {0};
  if (r->traces) f = findings_read(&x->t, &x->k, &x->m, NULL, r->net, r->traces, false, &work, a);
  arena_free(&work);
  x->e = entities_read(&x->t, &x->b, &x->k, &x->m, f.pos, &x->n, r->lexicon, a);
  *traces = f.traces;
}

static speakers read_speakers(const runner *r, marked *x, arena *a) {
  const int8_t *traces;
  read_words(r, x, &traces, a);
  return speakers_read(&x->t, &x->b, &x->k, &x->m, traces, &x->n, &x->e, &x->q, r->lexicon, r->ranker, false,
                       a);
}

static void read_transcript(marked *x, const lexicon *l, arena *a) {
  transcript found = transcript_read(&x->t, &x->b, &x->k, &x->m, &x->n, l, a);
  x->n = transcript_names(&found, &x->n, a);
  x->q = transcript_quotes(&found, &x->t, &x->b, &x->k, &x->m, &x->q, false, a);
}

static buf read_example(const runner *r, const example *e) {
  jmp_buf full;
  arena a = {.full = &full};
  buf got = {0};
  marked x;
  if (setjmp(full)) exit(2);
  if (!marked_read(e->input.at ? e->input.at : "", r->lexicon, &a, &x))
    buf_str(&got, "the marking does not close\n");
  else if (e->kind == ENTITIES) show_entities(&x, &got, &a);
  else {
    if (e->kind == POSTS) x.q = posts_take(&x.t, &x.b, &x.k, &x.m, &x.q, false, &a);
    if (e->kind == TRANSCRIPTS) read_transcript(&x, r->lexicon, &a);
    speakers s = read_speakers(r, &x, &a);
    show_speakers(&x, &s, e->kind != SPEAKERS, &got);
  }
  arena_free(&a);
  return got;
}

static void check(runner *r, const example *e) {
  buf got = read_example(r, e);
  const char *wanted = e->wanted.at ? e->wanted.at : "", *is = got.at ? got.at : "";
  r->run++;
  if (strcmp(wanted, is) != 0) {
    r->failed++;
    printf("%s:%d:\n%swanted:\n%sgot:\n%s\n", e->file, e->line, e->input.at ? e->input.at : "", wanted, is);
  }
  buf_free(&got);
}

/* KINDS where the line begins no example. */
static kind kind_of(const char *line) {
  kind k = ENTITIES;
  while (k < KINDS && strcmp(line, fences[k]) != 0) k++;
  return k;
}

static void run_file(runner *r, const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) {
    perror(path);
    exit(2);
  }
  enum { PROSE, INPUT, WANTED } part = PROSE;
  example e = {.file = path};
  char line[8192];
  for (int number = 1; fgets(line, sizeof line, file); number++) {
    if (part == PROSE && kind_of(line) < KINDS) {
      e = (example){.file = path, .line = number, .kind = kind_of(line)};
      part = INPUT;
    } else if (part == INPUT && strcmp(line, ".\n") == 0) part = WANTED;
    else if (part == WANTED && strcmp(line, "```\n") == 0) {
      check(r, &e);
      buf_free(&e.input);
      buf_free(&e.wanted);
      part = PROSE;
    } else if (part != PROSE) buf_str(part == INPUT ? &e.input : &e.wanted, line);
  }
  fclose(file);
  if (part != PROSE) printf("%s:%d: the example has no end\n", path, e.line), r->failed++;
}

int main(int count, char **word) {
  jmp_buf full;
  arena kept = {.full = &full};
  inq_err err = {0};
  pack *p = NULL;
  lexicon *l = NULL;
  speaker_model *ranker = NULL;
  net *network = NULL;
  trace_model *traces = NULL;
  if (setjmp(full)) return 2;
  if (count < 3) return fprintf(stderr, "usage: people MODEL.inq FILE.md ...\n"), 2;
  if (pack_open(word[1], &p, &err) || lexicon_open(p, &kept, &l, &err) ||
      speaker_model_open(p, &kept, &ranker, &err) || net_open(p, &kept, &network, &err) ||
      (pack_has(p, "speaker.impression") && trace_model_open(p, net_width(network), &kept, &traces, &err)))
    return fprintf(stderr, "people: %s\n", err.message), 2;
  runner r = {.lexicon = l, .ranker = ranker, .net = network, .traces = traces};
  for (int i = 2; i < count; i++) run_file(&r, word[i]);
  printf("people: %d passed, %d failed\n", r.run - r.failed, r.failed);
  pack_close(p);
  arena_free(&kept);
  return r.failed || !r.run;
}
