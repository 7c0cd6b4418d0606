/* Code points out of checked UTF-8, and what utf8proc knows about them. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The byte where bytes[0 .. length) stops being UTF-8 (no overlong forms, no surrogates, at most U+10FFFF);
 * -1 when all of it is. */
int64_t utf8_check(const char *bytes, size_t length);

/* The code point at *at, and *at moved behind it.  The text is checked and at < end. */
int32_t utf8_next(const char **at, const char *end);

/* The code point that ends before *at, and *at moved to where it begins.  begin < *at. */
int32_t utf8_back(const char *begin, const char **at);

/* Writes code as 1 to 4 bytes, returns how many. */
int32_t utf8_write(int32_t code, char *to);

bool utf8_letter(int32_t code);
bool utf8_upper(int32_t code);
bool utf8_lower(int32_t code);
bool utf8_digit(int32_t code);
bool utf8_mark(int32_t code);      /* combining: belongs to the letter before */
bool utf8_blank(int32_t code);     /* space of any width, line end, NBSP, line and paragraph separator */
bool utf8_invisible(int32_t code); /* soft hyphen, zero-width characters, BOM, direction marks: no part of a
                                      word's spelling */
int32_t utf8_fold(int32_t code);   /* lower case of one code point */

/* Writes the code point without case and with its accents apart, so that all ways to write a letter are the
 * same; returns how many bytes, at most four times as many as the code point itself has. */
int32_t utf8_base(int32_t code, char *to);

#endif
