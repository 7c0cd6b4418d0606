/* Feeds the files named to a fuzz target, one after the other: seeds as plain tests, for any compiler. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int main(int count, char **words) {
  for (int i = 1; i < count; i++) {
    FILE *file = fopen(words[i], "rb");
    if (!file || fseek(file, 0, SEEK_END)) return perror(words[i]), 1;
    long length = ftell(file);
    rewind(file);
    uint8_t *bytes = malloc((size_t)length + !length); /* exactly, so that reading past it is seen */
    if (!bytes || fread(bytes, 1, (size_t)length, file) != (size_t)length) return perror(words[i]), 1;
    fclose(file);
    LLVMFuzzerTestOneInput(bytes, (size_t)length);
    free(bytes);
  }
  return 0;
}
