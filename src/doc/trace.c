#include "doc/trace.h"

#include "net/opener.h"

#include <math.h>

struct trace_model {
  projection of;
  const kernel *kernel;
};

inq_code trace_model_open(const pack *p, int32_t width, arena *a, trace_model **out, inq_err *err) {
  trace_model *m = *out = arena_new(a, trace_model);
  opener o = {.from = p, .err = err};
  o.code = kernel_choose(&m->kernel, err);
  m->of = opener_projection(&o, "speaker.trace", width, TRACE);
  return o.code;
}

/* So written, what is no number becomes a byte, too. */
static int8_t byte_of(float x) { return (int8_t)lrintf(x > -127 ? x < 127 ? x : 127 : -127); }

void traces_take(const trace_model *m, const float *vectors, int32_t count, int8_t *traces, arena *scratch) {
  float *numbers = arena_room_for(scratch, float, (size_t)count *TRACE);
  m->kernel->project(&m->of, vectors, count, numbers);
  for (int32_t i = 0; i < count * TRACE; i++) traces[i] = byte_of(numbers[i]);
}

void trace_mean(const int8_t *traces, range r, float *out) {
  int32_t sums[TRACE] = {0};
  int32_t count = !traces || r.first < 0 ? 0 : r.last - r.first + 1;
  if (count > TRACED) count = TRACED;
  for (int32_t i = r.first; i < r.first + count; i++)
    for (int32_t j = 0; j < TRACE; j++) sums[j] += traces[(size_t)i * TRACE + j];
  for (int32_t j = 0; j < TRACE; j++) out[j] = count ? (float)sums[j] / (float)count : 0;
}
