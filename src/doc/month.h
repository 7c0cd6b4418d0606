/* Months, as English has them in dates. */
#ifndef DOC_MONTH_H
#define DOC_MONTH_H

#include "base/str.h"

/* The month, 0 to 11, whose name begins with these letters, at least three of them; -1: none. */
int32_t month_begun(str letters);

/* The month that has this name, whole: Jan is a first name. */
int32_t month_named(str word);

#endif
