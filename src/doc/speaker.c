/* Speakers in two passes: first the quotations whose source holds a name, then the others, so that "he" and
 * quotations without a source see who speaks before and behind them. */
#include "doc/speaker.h"

#include "base/array.h"
#include "doc/nominal.h"
#include "doc/ranker.h"
#include "doc/sense.h"

enum { PASSES = 2 };

static int32_t pass_of(const source *s) { return s->kind == SOURCE_NAME ? 0 : 1; }

static int32_t rule_of(const scene *s, int32_t number, choice c) {
  const source *own = &s->sources[number];
  if (c.kind == CHOICE_NOBODY) return INQ_RULE_NONE;
  if (c.kind == CHOICE_WORDS) return INQ_RULE_WORDS;
  for (int32_t i = own->first_name; i < own->first_name + own->names; i++)
    if (s->e->of[i] == c.entity) return INQ_RULE_NAME;
  if (own->kind == SOURCE_NONE) return INQ_RULE_CONTINUES;
  return own->kind == SOURCE_PRONOUN ? INQ_RULE_PRONOUN : INQ_RULE_NOMINAL;
}

static speaker speaker_of(const scene *s, int32_t number, choice c, float score) {
  speaker out = {.entity = -1, .rule = rule_of(s, number, c), .words = {-1, -1}, .score = score};
  if (c.kind == CHOICE_ENTITY) out.entity = c.entity;
  if (c.kind == CHOICE_WORDS) out.words = s->sources[c.words].tokens;
  return out;
}

/* The three largest of what is left when `against` is taken from `for_it`, among features that are there. */
static void find_whys(const float *features, const float *for_it, const float *against, int32_t *why) {
  float least[WHYS] = {0};
  for (int32_t i = 0; i < WHYS; i++) why[i] = -1;
  for (int32_t i = 0; i < FEATURE_COUNT; i++) {
    if (!inq_why_text(i) || features[i] == 0) continue;
    float weight = for_it[i] - against[i];
    int32_t what = i;
    for (int32_t j = 0; j < WHYS; j++) {
      if (weight <= least[j]) continue;
      float lighter = least[j];
      int32_t other = why[j];
      least[j] = weight, why[j] = what;
      weight = lighter, what = other;
    }
  }
}

/* The likeliest candidates, best first. */
static int32_t likeliest(const float *scores, int32_t count, int32_t *best) {
  int32_t found = 0;
  for (int32_t i = 0; i < count; i++) {
    int32_t at = found < REASONS ? found++ : REASONS;
    for (; at > 0 && scores[best[at - 1]] < scores[i]; at--)
      if (at < REASONS) best[at] = best[at - 1];
    if (at < REASONS) best[at] = i;
  }
  return found;
}

static void list(const scene *s, const candidates *c, const float *scores, const int32_t *best, int32_t count,
                 reason *out) {
  for (int32_t i = 0; i < count; i++) {
    const choice *who = &c->at[best[i]];
    out[i] = (reason){.entity = -1, .words = {-1, -1}, .score = scores[best[i]], .why = {-1, -1, -1}};
    if (who->kind == CHOICE_ENTITY) out[i].entity = who->entity;
    if (who->kind == CHOICE_WORDS) out[i].words = s->sources[who->words].tokens;
  }
}

static void explain(const portraits *p, const speaker_model *model, const int32_t *best, int32_t count,
                    reason *out) {
  float weights[REASONS][FEATURE_COUNT], none[FEATURE_COUNT] = {0};
  for (int32_t i = 0; i < count; i++)
    ranker_weigh(model, p->features[best[i]], p->impressions[best[i]], weights[i]);
  for (int32_t i = 0; i < count; i++)
    find_whys(p->features[best[i]], weights[i], count < 2 ? none : weights[i == 0], out[i].why);
}

static void decide(scene *s, int32_t number, const int8_t *traces, const speaker_model *model, bool whys,
                   speaker *out, reason *reasons) {
  candidates c = candidates_read(s, number);
  portraits p;
  float scores[CANDIDATES];
  portraits_read(model, s, number, &c, traces, &p);
  for (int32_t i = 0; i < c.count; i++) scores[i] = ranker_score(model, p.features[i], p.impressions[i]);
  sense_mind(s, number, &c, scores);
  int32_t best = ranker_choose(scores, c.count);
  int32_t likely[REASONS], count = likeliest(scores, c.count, likely);
  list(s, &c, scores, likely, count, reasons);
  if (whys) explain(&p, model, likely, count, reasons);
  scene_record(s, number, c.at[best]);
  *out = speaker_of(s, number, c.at[best], scores[best]);
}

/* Sources that refer to an entity without naming it, each once. */
static void gather_references(const scene *s, speakers *out, arena *a) {
  array(reference) found = {0};
  for (int32_t i = 0; i < s->q->count; i++) {
    const speaker *who = &out->at[i];
    range r = s->q->at[i].source;
    if (who->rule != INQ_RULE_PRONOUN && who->rule != INQ_RULE_NOMINAL) continue;
    int32_t form = who->rule == INQ_RULE_PRONOUN ? INQ_PRONOUN : INQ_NOMINAL, at = found.count;
    /* nearly in order already: quotations are ordered by their content */
    array_push(&found, a);
    while (at > 0 && found.at[at - 1].first > r.first) found.at[at] = found.at[at - 1], at--;
    found.at[at] = (reference){r.first, r.last, form, who->entity, who->score};
  }
  int32_t kept = 0;
  for (int32_t i = 0; i < found.count; i++)
    if (!kept || found.at[i].first > found.at[kept - 1].last) found.at[kept++] = found.at[i];
  out->references = found.at;
  out->reference_count = kept;
}

speakers speakers_read(const text *t, const blocks *b, const tokens *k, const marks *m, const int8_t *traces,
                       const names *n, const entities *e, const quotes *q, const lexicon *l,
                       const speaker_model *model, bool whys, arena *a) {
  (void)l; /* e->words has what the lexicon knows */
  arena *side = arena_aside(a);
  arena_place from = arena_here(side);
  scene s = scene_read(t, b, k, m, n, e, q, side);
  if (ranker_knows(model, FEATURE_NEVER_SPOKE)) nominals_find(&s, side);
  speakers out = {.at = arena_array(a, speaker, q->count),
                  .reasons = arena_array(a, reason, (size_t)q->count * REASONS)};
  for (int32_t pass = 0; pass < PASSES; pass++)
    for (int32_t i = 0; i < q->count; i++)
      if (pass_of(&s.sources[i]) == pass)
        decide(&s, i, traces, model, whys, &out.at[i], &out.reasons[i * REASONS]);
  gather_references(&s, &out, a);
  arena_back(side, from);
  return out;
}

/* The map is of those who were chosen; the others share what is left as they did, none above the chosen. */
static void trust_reasons(reason *r, const trust *t) {
  float chosen = trust_of(t, r->score), left = 1 - r->score;
  for (int32_t i = 1; i < REASONS; i++) {
    float share = left > 0 ? r[i].score / left * (1 - chosen) : 0;
    if (t->count) r[i].score = share < chosen ? share : chosen;
  }
  r->score = chosen;
}

void speakers_trust(speakers *s, int32_t count, const trust *t) {
  for (int32_t i = 0; i < count; i++) s->at[i].score = trust_of(t, s->at[i].score);
  for (int32_t i = 0; i < count; i++) trust_reasons(&s->reasons[i * REASONS], t);
  for (int32_t i = 0; i < s->reference_count; i++)
    s->references[i].score = trust_of(t, s->references[i].score);
}

void speakers_doubt(speakers *s, int32_t count, float least) {
  for (int32_t i = 0; i < count; i++)
    if (s->at[i].score < least)
      s->at[i] = (speaker){.entity = -1, .rule = INQ_RULE_NONE, .words = {-1, -1}, .score = s->at[i].score};
  int32_t kept = 0;
  for (int32_t i = 0; i < s->reference_count; i++)
    if (s->references[i].score >= least) s->references[kept++] = s->references[i];
  s->reference_count = kept;
}
