/* A network of random weights, opened from memory; included behind `weights`, weights_new(), model_file() and
 * good_shape, which each kind of network has of its own. */
#ifndef NET_FIXTURE_H
#define NET_FIXTURE_H

typedef struct {
  weights *w;
  char *file;
  size_t length;
  pack *p;
  net *n;
  arena model, scratch;
  jmp_buf full;
} fixture;

static int set_up(void **state) {
  static fixture f;
  f.w = weights_new();
  f.file = model_file(f.w, good_shape, &f.length);
  f.model.full = f.scratch.full = &f.full;
  *state = &f;
  return pack_open_memory(f.file, f.length, &f.p, NULL) || net_open(f.p, &f.model, &f.n, NULL);
}

static int tear_down(void **state) {
  fixture *f = *state;
  arena_free(&f->model);
  arena_free(&f->scratch);
  pack_close(f->p);
  free(f->file), free(f->w);
  return 0;
}

#endif
