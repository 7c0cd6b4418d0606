/* Makes model files in memory for the tests, on purpose without the code that it tests. */
#ifndef TESTS_PACKING_H
#define TESTS_PACKING_H

#include "model/pack.h"

#include <stdio.h>
#include <stdlib.h>

enum { PACKING_SECTIONS = 256 };

typedef struct {
  char name[96];
  uint32_t kind, rows, columns, zero;
  uint64_t start, bytes;
} packing_section;

typedef struct {
  packing_section sections[PACKING_SECTIONS];
  char *data[PACKING_SECTIONS];
  uint32_t count;
} packing;

static inline uint64_t packing_mix(uint64_t lane, uint64_t word) {
  lane ^= word;
  return (lane << 29 | lane >> 35) * 0x9E3779B97F4A7C15u;
}

static inline void packing_sign(char *file, size_t length) {
  uint64_t lanes[512], sum = length - 32;
  for (size_t i = 0; i < 512; i++) lanes[i] = i;
  for (size_t at = 32; at < (length - 32 + 4095) / 4096 * 4096 + 32; at += 8) {
    uint64_t word = 0;
    if (at < length) memcpy(&word, file + at, 8);
    lanes[(at - 32) / 8 % 512] = packing_mix(lanes[(at - 32) / 8 % 512], word);
  }
  for (size_t i = 0; i < 512; i++) sum = packing_mix(sum, lanes[i]);
  memcpy(file + 24, &sum, 8);
}

/* Sections are kept in the order of their names. */
static inline void packing_add(packing *p, const char *name, pack_kind kind, uint32_t rows, uint32_t columns,
                               const void *data, size_t bytes) {
  uint32_t at = p->count++;
  for (; at > 0 && strcmp(p->sections[at - 1].name, name) > 0; at--) {
    p->sections[at] = p->sections[at - 1];
    p->data[at] = p->data[at - 1];
  }
  p->sections[at] = (packing_section){.kind = kind, .rows = rows, .columns = columns, .bytes = bytes};
  snprintf(p->sections[at].name, sizeof p->sections[at].name, "%s", name);
  p->data[at] = malloc(bytes + 1);
  if (bytes) memcpy(p->data[at], data, bytes);
}

static inline void packing_strings(packing *p, const char *name, const char *const *list, uint32_t count) {
  size_t head = 4 * ((size_t)count + 1), bytes = head;
  for (uint32_t i = 0; i < count; i++) bytes += strlen(list[i]);
  char *data = malloc(bytes);
  uint32_t offset = 0;
  memcpy(data, &offset, 4);
  for (uint32_t i = 0; i < count; i++) {
    memcpy(data + head + offset, list[i], strlen(list[i]));
    offset += (uint32_t)strlen(list[i]);
    memcpy(data + 4 * ((size_t)i + 1), &offset, 4);
  }
  packing_add(p, name, PACK_STRINGS, count, 1, data, bytes);
  free(data);
}

static inline void packing_table(packing *p, const char *name, const char *const *keys, uint32_t count,
                                 const uint32_t *values) {
  char part[96];
  uint32_t room = 1;
  while (room < 2 * count) room *= 2;
  uint32_t *slots = calloc(room, sizeof *slots);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t at = (uint32_t)str_hash(str_of(keys[i])) & (room - 1);
    while (slots[at]) at = (at + 1) & (room - 1);
    slots[at] = i + 1;
  }
  snprintf(part, sizeof part, "%s.keys", name);
  packing_strings(p, part, keys, count);
  snprintf(part, sizeof part, "%s.values", name);
  packing_add(p, part, PACK_U32, count, 1, values, 4 * (size_t)count);
  snprintf(part, sizeof part, "%s.slots", name);
  packing_add(p, part, PACK_U32, room, 1, slots, 4 * (size_t)room);
  free(slots);
}

/* The file, aligned to 64; free() it.  Forgets the sections. */
static inline char *packing_finish(packing *p, size_t *length) {
  size_t size = 64 + 128 * (size_t)p->count;
  for (uint32_t i = 0; i < p->count; i++) {
    p->sections[i].start = size = (size + 63) / 64 * 64;
    size += p->sections[i].bytes;
  }
  size = (size + 63) / 64 * 64;
  char *file = aligned_alloc(64, size);
  memset(file, 0, size);
  const uint32_t version = 1;
  memcpy(file, "\x89INQ\r\n\x1a\n", 8);
  memcpy(file + 8, &version, 4);
  memcpy(file + 12, &p->count, 4);
  memcpy(file + 16, &(uint64_t){size}, 8);
  memcpy(file + 64, p->sections, 128 * (size_t)p->count);
  for (uint32_t i = 0; i < p->count; i++) {
    memcpy(file + p->sections[i].start, p->data[i], p->sections[i].bytes);
    free(p->data[i]);
  }
  p->count = 0;
  packing_sign(file, size);
  *length = size;
  return file;
}

#endif
