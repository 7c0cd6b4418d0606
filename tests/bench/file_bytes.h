/* A whole file; included behind die(), which each program has of its own. */
#ifndef FILE_BYTES_H
#define FILE_BYTES_H

static char *file_bytes(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0) die(path);
  long size = ftell(file);
  char *bytes = size < 0 ? NULL : malloc((size_t)size + 1);
  rewind(file);
  if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size) die(path);
  fclose(file);
  *length = (size_t)size;
  return bytes;
}

#endif
