#include "doc/month.h"

enum { MONTHS = 12, SHORTEST = 3 };

static const char *const months[MONTHS] = {"January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December"};

int32_t month_begun(str letters) {
  for (int32_t i = 0; i < MONTHS && letters.length >= SHORTEST; i++) {
    str name = str_of(months[i]);
    if (letters.length <= name.length && memcmp(letters.at, name.at, (size_t)letters.length) == 0) return i;
  }
  return -1;
}

int32_t month_named(str word) {
  int32_t month = month_begun(word);
  return month >= 0 && str_is(word, months[month]) ? month : -1;
}
