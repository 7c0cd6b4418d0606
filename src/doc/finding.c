#include "doc/finding.h"

#include "doc/agreement.h"
#include "doc/name_edge.h"
#include "doc/nickname.h"
#include "doc/window.h"

#include <math.h>

enum { NAME_TOKENS = 12 }; /* of the text for each name: news has about 17 */

static net_input input_of(const text *t, const tokens *k, const marks *m, const window *w) {
  return (net_input){.text = t->bytes,
                     .tokens = k->at + w->first,
                     .mark_state = m->state + w->first,
                     .block = k->block + w->first,
                     .count = w->last - w->first + 1};
}

static uint8_t best_tag(const float *scores) {
  uint8_t best = 0;
  for (uint8_t i = 1; i < POS_COUNT; i++)
    if (scores[i] > scores[best]) best = i;
  return best;
}

/* Of all tokens of the window. */
static uint8_t *read_tags(const net_scores *s, arena *scratch) {
  uint8_t *tags = arena_room_for(scratch, uint8_t, s->count);
  for (int32_t i = 0; i < s->count; i++) tags[i] = best_tag(s->tags + (size_t)i * POS_COUNT);
  return tags;
}

static void take_words(findings *f, uint8_t *outside, const window *w, const net_scores *s,
                       const uint8_t *tags) {
  for (int32_t i = w->core_first; i <= w->core_last; i++) {
    f->pos[i] = tags[i - w->first];
    f->ends[i] = net_ends_sentence(s, i - w->first);
    outside[i] = (uint8_t)(255 * expf(s->names[(size_t)(i - w->first) * NAME_LABELS]) + 0.5f);
  }
}

static void take_traces(findings *f, const trace_model *traces, const net *n, const window *w,
                        const net_scores *s, arena *scratch) {
  size_t skipped = (size_t)(w->core_first - w->first) * (size_t)net_width(n);
  if (traces)
    traces_take(traces, s->vectors + skipped, w->core_last - w->core_first + 1,
                f->traces + (size_t)w->core_first * TRACE, scratch);
}

/* Only the plan is kept, not how many pieces each token makes. */
static windows plan_windows(const text *t, const tokens *k, const marks *m, const net *n, arena *keep) {
  arena *side = arena_aside(keep);
  arena_place from = arena_here(side);
  window all = {0, k->count - 1, 0, k->count - 1};
  net_input whole = input_of(t, k, m, &all);
  int32_t *lengths = arena_room_for(side, int32_t, k->count);
  net_count_pieces(n, &whole, lengths);
  windows plan = windows_plan(t, k, m, lengths, net_window(n), keep);
  arena_back(side, from);
  return plan;
}

findings findings_read(const text *t, const tokens *k, const marks *m, const cues *c, const net *n,
                       const trace_model *traces, bool explain, arena *scratch, arena *keep) {
  findings f = {.pos = arena_array(keep, uint8_t, k->count), .ends = arena_array(keep, uint8_t, k->count)};
  if (!k->count) return f; /* the layers have no arrays then, into which a window would point */
  if (traces) f.traces = arena_room_for(keep, int8_t, (size_t)k->count * TRACE);
  arena *side = arena_aside(keep);
  arena_place from = arena_here(side);
  windows plan = plan_windows(t, k, m, n, side);
  uint8_t *outside = arena_array(side, uint8_t, k->count);
  names_list found = {0};
  array_reserve(&found, k->count / NAME_TOKENS + 1, side);
  quotes_list quoted = quotes_begin(m, c, explain, side);
  for (int32_t i = 0; i < plan.count; i++) {
    const window *w = &plan.at[i];
    net_input in = input_of(t, k, m, w);
    arena_reset(scratch);
    net_scores s = net_read(n, &in, scratch);
    const uint8_t *tags = read_tags(&s, scratch);
    take_words(&f, outside, w, &s, tags);
    take_traces(&f, traces, n, w, &s, scratch);
    names_add(&found, k, w->core_first, w->core_last - w->core_first + 1,
              s.names + (size_t)(w->core_first - w->first) * NAME_LABELS, scratch, side);
    quotes_add(&quoted, t, k, m, w, n, &in, &s, tags, scratch, side);
  }
  names minded = names_mind_marks(&(names){found.at, found.count}, m, k, side);
  names mended = names_mend_edges(&minded, t, k, f.pos, side);
  f.names = names_agree(&mended, t, k, outside, keep);
  f.quotes = quotes_settle(&quoted, keep);
  arena_back(side, from);
  return f;
}
