#include "cli/progress.h"

#include "cli/cli.h"

#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void progress_begin(progress *p) {
  if (p->kind == PROGRESS_AUTO) p->kind = isatty(STDERR_FILENO) ? PROGRESS_LINE : PROGRESS_NONE;
  p->begun = p->shown = now();
}

/* Seconds, by the speed of the documents that were not taken over from an earlier run; -1 when unknown. */
static double time_left(const progress *p, double seconds) {
  int64_t read = p->done - p->kept;
  if (!p->total || read <= 0 || p->total < p->done) return -1;
  return seconds / (double)read * (double)(p->total - p->done);
}

static void put_clock(double seconds, buf *to) {
  long long s = (long long)(seconds + 0.5);
  if (s >= 3600) buf_format(to, "%lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
  else buf_format(to, "%lld:%02lld", s / 60, s % 60);
}

static void put_json(const progress *p, double seconds, int finished, buf *to) {
  double left = time_left(p, seconds);
  buf_format(to, "{\"done\":%lld,", (long long)p->done);
  if (p->total) buf_format(to, "\"total\":%lld,", (long long)p->total);
  else buf_str(to, "\"total\":null,");
  buf_format(to,
             "\"kept\":%lld,\"errors\":%lld,\"bytes\":%lld,\"words\":%lld,\"quotes\":%lld,\"speakers\":%lld,",
             (long long)p->kept, (long long)p->errors, (long long)p->bytes, (long long)p->words,
             (long long)p->quotes, (long long)p->speakers);
  buf_format(to, "\"documents_per_second\":%.2f,\"megabytes_per_second\":%.4f,\"seconds\":%.2f,",
             (double)(p->done - p->kept) / seconds, (double)p->bytes / seconds / 1e6, seconds);
  if (left < 0) buf_str(to, "\"seconds_left\":null,");
  else buf_format(to, "\"seconds_left\":%.1f,", left);
  buf_format(to, "\"finished\":%s}\n", finished ? "true" : "false");
}

static void put_line(const progress *p, double seconds, buf *to) {
  double left = time_left(p, seconds);
  buf_format(to, "%lld", (long long)p->done);
  if (p->total) buf_format(to, "/%lld", (long long)p->total);
  buf_format(to, " documents, %.1f/s, %.2f MB/s, %lld errors", (double)(p->done - p->kept) / seconds,
             (double)p->bytes / seconds / 1e6, (long long)p->errors);
  if (left < 0) return;
  buf_str(to, ", ");
  put_clock(left, to);
  buf_str(to, " left");
}

static void put_sum(const progress *p, double seconds, buf *to) {
  buf_format(to, "%lld documents", (long long)p->done);
  if (p->kept) buf_format(to, " (%lld of them done before)", (long long)p->kept);
  buf_format(to, ", %lld words, %lld quotes, %lld with a speaker, %lld errors, in ", (long long)p->words,
             (long long)p->quotes, (long long)p->speakers, (long long)p->errors);
  put_clock(seconds, to);
  buf_char(to, '\n');
}

void progress_show(progress *p) {
  double time = now(), pause = p->kind == PROGRESS_JSON ? 1 : 0.2;
  if (p->kind == PROGRESS_NONE || time - p->shown < pause) return;
  buf text = {0};
  if (p->kind == PROGRESS_JSON) put_json(p, time - p->begun, 0, &text);
  else put_line(p, time - p->begun, &text);
  if (!text.failed) status_show(text.at, p->kind == PROGRESS_LINE);
  buf_free(&text);
  p->shown = time;
}

void progress_end(progress *p) {
  if (p->kind == PROGRESS_NONE) return;
  buf text = {0};
  double seconds = now() - p->begun + 1e-9;
  if (p->kind == PROGRESS_JSON) put_json(p, seconds, 1, &text);
  else put_sum(p, seconds, &text);
  if (!text.failed) status_show(text.at, false);
  buf_free(&text);
}
