/* Byte positions to code points or UTF-16 units: one pass over the text notes the count at every 256th byte,
 * and each position is then counted on from the nearest note.  Linear in the text and in the positions, in
 * whatever order those come. */
#include "base/err.h"

#include <stdlib.h>

enum { STEP = 256 };

/* How many units begin in bytes[from, to). */
static int32_t units(const char *bytes, size_t from, size_t to, int32_t unit) {
  int32_t count = 0;
  for (size_t i = from; i < to; i++) {
    uint8_t b = (uint8_t)bytes[i];
    count += (b & 0xC0) != 0x80;
    count += unit == INQ_UTF16 && b >= 0xF0; /* a surrogate pair */
  }
  return count;
}

static void convert(const char *text, size_t length, int32_t unit, int32_t *positions, size_t count,
                    int32_t *notes) {
  for (size_t i = 1; i <= length / STEP; i++)
    notes[i] = notes[i - 1] + units(text, (i - 1) * STEP, i * STEP, unit);
  for (size_t i = 0; i < count; i++) {
    if (positions[i] < 0) continue;
    size_t at = (size_t)positions[i], note = at / STEP;
    positions[i] = notes[note] + units(text, note * STEP, at, unit);
  }
}

inq_code inq_convert_offsets(const char *text, size_t length, int32_t unit, int32_t *positions, size_t count,
                             inq_err *err) {
  err_clear(err);
  if ((!text && length) || (!positions && count))
    return err_set(err, INQ_E_ARGUMENT, "offsets", -1, "the text or the positions are NULL");
  if (unit < INQ_BYTE || unit > INQ_UTF16)
    return err_set(err, INQ_E_ARGUMENT, "offsets", -1, "there is no unit %d", unit);
  if (length > INQ_MAX_BYTES) return err_set(err, INQ_E_SIZE, "offsets", -1, "the text is too long");
  for (size_t i = 0; i < count; i++)
    if (positions[i] < -1 || positions[i] > (int64_t)length)
      return err_set(err, INQ_E_ARGUMENT, "offsets", positions[i], "position %d is outside of the text",
                     positions[i]);
  if (unit == INQ_BYTE) return INQ_OK;
  int32_t *notes = calloc(length / STEP + 1, sizeof *notes);
  if (!notes) return err_set(err, INQ_E_MEMORY, "offsets", -1, "no memory to convert offsets");
  convert(text, length, unit, positions, count, notes);
  free(notes);
  return INQ_OK;
}
