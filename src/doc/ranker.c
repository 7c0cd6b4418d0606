/* The ranker's weights and arithmetic. */
#include "doc/ranker.h"

#include "base/score.h"
#include "net/kernel.h"

enum { WIDTH = 256 }; /* no hidden layer is wider */

struct speaker_model {
  const float *row[FEATURE_COUNT]; /* [width] each feature's weights, NULL where it was trained without */
  const float *bias, *out;         /* [width] */
  int32_t width;
  impression_model *impressions; /* NULL where it was trained without */
  const float *impression;       /* [IMPRESSION][width] */
  const kernel *kernel;
};

#define FEATURE_LABEL(name, text) #name,
static const char *const labels[FEATURE_COUNT] = {FEATURES(FEATURE_LABEL)};
#undef FEATURE_LABEL

/* A model may have been trained before a feature came, but none that it needs may be gone. */
static inq_code find_rows(speaker_model *m, const strings *trained, const float *hidden, inq_err *err) {
  for (int32_t i = 0; i < trained->count; i++) {
    str label = strings_at(trained, i);
    int32_t mine = 0;
    while (mine < FEATURE_COUNT && !str_is(label, labels[mine])) mine++;
    if (mine == FEATURE_COUNT)
      return err_set(err, INQ_E_MODEL, "model", -1,
                     "the model's speaker ranker was trained with a feature that is not known: %.*s",
                     label.length, label.at);
    m->row[mine] = hidden + (size_t)i * (size_t)m->width;
  }
  return INQ_OK;
}

static inq_code open_impressions(const pack *p, arena *a, speaker_model *m, inq_err *err) {
  const void *weights;
  if (!pack_has(p, "speaker.impression")) return INQ_OK;
  inq_code code =
      pack_tensor(p, "speaker.impression", PACK_F32, IMPRESSION, m->width, &weights, NULL, NULL, err);
  if (code) return code;
  m->impression = weights;
  return impression_model_open(p, a, &m->impressions, err);
}

inq_code speaker_model_open(const pack *p, arena *a, speaker_model **out, inq_err *err) {
  speaker_model *m = *out = arena_new(a, speaker_model);
  strings trained;
  inq_code code = pack_strings(p, "speaker.features", &trained, err);
  const void *hidden, *bias, *last;
  if (code) return code;
  code = pack_tensor(p, "speaker.hidden", PACK_F32, trained.count, -1, &hidden, NULL, &m->width, err);
  if (code) return code;
  if (m->width < 1 || m->width > WIDTH)
    return err_set(err, INQ_E_MODEL, "model", -1, "speaker.hidden is %d wide, not 1 to %d", m->width, WIDTH);
  code = pack_tensor(p, "speaker.bias", PACK_F32, m->width, 1, &bias, NULL, NULL, err);
  if (!code) code = pack_tensor(p, "speaker.out", PACK_F32, m->width, 1, &last, NULL, NULL, err);
  if (code) return code;
  m->bias = bias, m->out = last;
  code = kernel_choose(&m->kernel, err);
  if (!code) code = open_impressions(p, a, m, err);
  return code ? code : find_rows(m, &trained, hidden, err);
}

void portraits_read(const speaker_model *model, const scene *s, int32_t number, const candidates *c,
                    const int8_t *traces, portraits *out) {
  features_read(s, number, c, out->features);
  if (model && model->impressions)
    impressions_read(model->impressions, s, number, c, traces, out->impressions);
}

bool ranker_knows(const speaker_model *m, int32_t feature) { return m && m->row[feature]; }

/* Without weights: the head of the source; else its words where they are no pronoun; else the nearest that
 * agrees. */
static void plain_weights(const float *f, float *out) {
  out[FEATURE_IS_HEAD] = 8, out[FEATURE_SPOKES_ORG] = 6;
  out[FEATURE_GENDER_CLASHES] = -8, out[FEATURE_NUMBER_CLASHES] = -4;
  out[FEATURE_NAMED_LAST_AGREEING] = 3, out[FEATURE_NEAR] = 1, out[FEATURE_SPOKE_LAST] = 1;
  out[FEATURE_HEAD_BEFORE] = out[FEATURE_HEAD_AFTER] = out[FEATURE_HEAD_IN_NAME] = 4;
  out[FEATURE_IS_OWN_WORDS] = f[FEATURE_QUOTE_PRONOUN] > 0 ? 0 : 4;
  out[FEATURE_IS_NOBODY] = -2;
}

typedef struct { /* the features that are there, which most are not; behind them, the impression */
  const float *rows[FEATURE_COUNT + IMPRESSION];
  float values[FEATURE_COUNT + IMPRESSION];
  int32_t which[FEATURE_COUNT];
  int32_t count, inputs; /* features; both */
} present;

static void add_impression(const speaker_model *m, const float *impression, present *to) {
  int32_t at = to->count;
  to->inputs = at + (m->impression ? IMPRESSION : 0);
  for (int32_t i = 0; at < to->inputs; i++, at++)
    to->rows[at] = m->impression + (size_t)i * (size_t)m->width, to->values[at] = impression[i];
}

static void find_present(const speaker_model *m, const float *features, const float *impression,
                         present *to) {
  to->count = 0;
  for (int32_t i = 0; i < FEATURE_COUNT; i++) { /* without branches: there is no pattern to learn */
    to->rows[to->count] = m->row[i], to->values[to->count] = features[i], to->which[to->count] = i;
    to->count += (features[i] != 0) & (m->row[i] != NULL);
  }
  add_impression(m, impression, to);
}

static void read_hidden(const speaker_model *m, const present *p, float *hidden) {
  m->kernel->blend(m->bias, p->rows, p->values, p->inputs, m->width, hidden);
}

float ranker_score(const speaker_model *m, const float *features, const float *impression) {
  float hidden[WIDTH], weights[FEATURE_COUNT] = {0}, score = 0;
  if (!m) {
    plain_weights(features, weights);
    for (int32_t i = 0; i < FEATURE_COUNT; i++) score += features[i] * weights[i];
    return score;
  }
  present p;
  find_present(m, features, impression, &p);
  read_hidden(m, &p, hidden);
  for (int32_t j = 0; j < m->width; j++) hidden[j] = hidden[j] > 0 ? hidden[j] : 0;
  m->kernel->dots(&m->out, 1, hidden, m->width, &score);
  return score_bounded(score);
}

static void weigh_plainly(const float *features, float *out) {
  plain_weights(features, out);
  for (int32_t i = 0; i < FEATURE_COUNT; i++) out[i] *= features[i];
}

void ranker_weigh(const speaker_model *m, const float *features, const float *impression, float *out) {
  float slopes[WIDTH], weights[FEATURE_COUNT]; /* slopes: of the score, by what is hidden */
  memset(out, 0, sizeof(float) * FEATURE_COUNT);
  if (!m) {
    weigh_plainly(features, out);
    return;
  }
  present p;
  find_present(m, features, impression, &p);
  read_hidden(m, &p, slopes);
  for (int32_t j = 0; j < m->width; j++) slopes[j] = slopes[j] > 0 ? m->out[j] : 0;
  m->kernel->dots(p.rows, p.count, slopes, m->width, weights);
  for (int32_t i = 0; i < p.count; i++) out[p.which[i]] = weights[i] * p.values[i];
}

int32_t ranker_choose(float *scores, int32_t count) {
  int32_t best = 0;
  float sum = 0;
  for (int32_t i = 1; i < count; i++)
    if (scores[i] > scores[best]) best = i;
  float top = scores[best];
  for (int32_t i = 0; i < count; i++) sum += scores[i] = expf(scores[i] - top);
  for (int32_t i = 0; i < count; i++) scores[i] /= sum;
  return best;
}
