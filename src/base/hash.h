/* Hashes that an author of texts cannot foresee: with str_hash(), whose value anybody can work out, a text of
 * words made for it would fall into a few places of a table and take quadratic time.
 *
 * A key is made of where a table lies in memory, which is another place in every run where the system lays
 * memory out at random; the order of a table's places must therefore never show in a result. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/str.h"

uint64_t hash_key(const void *table);

uint64_t hash_str(str s, uint64_t key); /* SipHash-1-3 */

/* Of a number, in the top bits: shift right to as many as are needed. */
static inline uint64_t hash_number(uint64_t number, uint64_t key) { return number * (key | 1); }

#endif
