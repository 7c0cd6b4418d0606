#include "doc/text.h"

#include "base/utf8.h"

inq_code text_read(const char *bytes, size_t length, text *out, inq_err *err) {
  *out = (text){"", 0};
  if (!bytes && length) return err_set(err, INQ_E_ARGUMENT, "text", -1, "the text is NULL");
  if (length > INQ_MAX_BYTES)
    return err_set(err, INQ_E_SIZE, "text", INQ_MAX_BYTES, "the text has %zu bytes, more than %d", length,
                   INQ_MAX_BYTES);
  int64_t wrong = utf8_check(bytes, length);
  if (wrong >= 0)
    return err_set(err, INQ_E_UTF8, "text", wrong, "byte 0x%02X at %lld is not UTF-8",
                   (unsigned)(uint8_t)bytes[wrong], (long long)wrong);
  if (length) *out = (text){bytes, (int32_t)length};
  return INQ_OK;
}
