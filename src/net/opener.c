#include "net/opener.h"

#include <stdio.h>

const void *opener_section(opener *o, const char *prefix, const char *part, pack_kind kind, int32_t rows,
                           int32_t columns) {
  const void *at = NULL;
  if (o->code) return NULL;
  snprintf(o->name, sizeof o->name, "%s.%s", prefix, part);
  o->code = pack_tensor(o->from, o->name, kind, rows, columns, &at, NULL, NULL, o->err);
  return at;
}

const float *opener_numbers(opener *o, const char *prefix, const char *part, int32_t rows, int32_t columns) {
  return opener_section(o, prefix, part, PACK_F32, rows, columns);
}

norm opener_norm(opener *o, const char *prefix, int32_t width) {
  return (norm){opener_numbers(o, prefix, "gain", width, 1), opener_numbers(o, prefix, "bias", width, 1)};
}

linear opener_linear(opener *o, const char *prefix, int32_t inputs, int32_t outputs) {
  return (linear){inputs,
                  outputs,
                  opener_section(o, prefix, "weights", PACK_I8, outputs / PANEL, inputs * PANEL),
                  opener_section(o, prefix, "sums", PACK_I32, outputs, 1),
                  opener_numbers(o, prefix, "scales", outputs, 1),
                  opener_numbers(o, prefix, "bias", outputs, 1)};
}

projection opener_projection(opener *o, const char *prefix, int32_t inputs, int32_t outputs) {
  return (projection){inputs, outputs, opener_numbers(o, prefix, "weights", inputs, outputs),
                      opener_numbers(o, prefix, "bias", outputs, 1)};
}

void opener_check(opener *o, const char *name, const bound *bounds, size_t count) {
  for (size_t i = 0; !o->code && i < count; i++)
    if (bounds[i].value < bounds[i].least || bounds[i].value > bounds[i].most ||
        bounds[i].value % bounds[i].multiple)
      o->code = err_set(o->err, INQ_E_MODEL, "model", -1, "number %d of %s is wrong", (int)i, name);
}
