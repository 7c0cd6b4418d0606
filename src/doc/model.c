#include "doc/model.h"

#include <jansson.h>
#include <stdlib.h>

static inq_code open_card(inq_model *m, inq_err *err) {
  strings card;
  inq_code code = pack_strings(m->pack, "card", &card, err);
  if (code) return code;
  str json = card.count == 1 ? strings_at(&card, 0) : STR("");
  m->card = arena_copy(&m->arena, json.at, (size_t)json.length);
  char *room =
      arena_alloc(&m->arena, (size_t)json.length + 1); /* before jansson holds anything: it may jump */
  json_t *object = json_loadb(json.at, (size_t)json.length, 0, NULL);
  const char *called = json_string_value(json_object_get(object, "name"));
  if (called) m->name = strcpy(room, called); /* no longer than the JSON that it stands in */
  else code = err_set(err, INQ_E_MODEL, "model", -1, "the model's card is no JSON object with a name");
  json_decref(object);
  return code;
}

static inq_code open_parts(inq_model *m, inq_err *err) {
  const pack *p = m->pack;
  arena *a = &m->arena;
  inq_code code = open_card(m, err);
  if (!code) code = net_open(p, a, &m->net, err);
  if (!code) code = block_model_open(p, a, &m->blocks, err);
  if (!code) code = lexicon_open(p, a, &m->lexicon, err);
  if (!code) code = lemma_model_open(p, a, &m->lemmas, err);
  if (!code && pack_has(p, "speaker.features")) code = speaker_model_open(p, a, &m->speakers, err);
  if (!code && pack_has(p, "speaker.impression"))
    code = trace_model_open(p, net_width(m->net), a, &m->traces, err);
  if (!code) code = trusts_open(p, &m->trusts, err);
  return code;
}

static inq_code finish(inq_model *m, inq_code code, inq_model **out, inq_err *err) {
  if (!code) {
    m->arena.full = &m->full;
    if (setjmp(m->full)) code = err_set(err, INQ_E_MEMORY, "model", -1, "no memory for the model");
    else code = open_parts(m, err);
  }
  if (code) inq_model_close(m);
  else *out = m;
  return code;
}

static inq_code begin(inq_model **out, inq_model **m, inq_err *err) {
  if (!out) return err_set(err, INQ_E_ARGUMENT, "model", -1, "there is no place for the model");
  *m = calloc(1, sizeof **m);
  return *m ? INQ_OK : err_set(err, INQ_E_MEMORY, "model", -1, "no memory for the model");
}

inq_code inq_model_open(const char *path, inq_model **out, inq_err *err) {
  inq_model *m;
  if (out) *out = NULL;
  err_clear(err);
  if (!path) return err_set(err, INQ_E_ARGUMENT, "model", -1, "the model file has no name");
  inq_code code = begin(out, &m, err);
  return code ? code : finish(m, pack_open(path, &m->pack, err), out, err);
}

inq_code inq_model_open_memory(const void *bytes, size_t length, inq_model **out, inq_err *err) {
  inq_model *m;
  if (out) *out = NULL;
  err_clear(err);
  if (!bytes) return err_set(err, INQ_E_ARGUMENT, "model", -1, "there are no bytes of a model");
  inq_code code = begin(out, &m, err);
  return code ? code : finish(m, pack_open_memory(bytes, length, &m->pack, err), out, err);
}

void inq_model_close(inq_model *model) {
  if (!model) return;
  if (model->blocks) block_model_close(model->blocks);
  arena_free(&model->arena);
  pack_close(model->pack);
  free(model);
}

const char *inq_model_card(const inq_model *model) { return model ? model->card : NULL; }

const char *inq_model_name(const inq_model *model) { return model ? model->name : NULL; }

const char *inq_model_kernel(const inq_model *model) { return model ? net_kernel(model->net) : NULL; }

const char *inq_model_network(const inq_model *model) { return model ? net_description(model->net) : NULL; }
