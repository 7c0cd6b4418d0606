/* JSON, flat views, the terminal's list, the explanation and the checks, of a document made by hand. */
#include "base/buf.h"
#include "doc/document.h"
#include "fake_doc.h"
#include "out/json.h"
#include "out/show.h"
#include "out/validate.h"
#include "out/views.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ALL = INQ_JSON_SENTENCES | INQ_JSON_TOKENS };

static json_t *parsed(const inq_doc *doc, inq_json_options options) {
  char *text;
  size_t length;
  inq_err err = {0};
  assert_int_equal(inq_doc_json(doc, &options, &text, &length, &err), INQ_OK);
  assert_int_equal(strlen(text), length);
  json_t *root = json_loads(text, JSON_ALLOW_NUL, NULL);
  assert_non_null(root);
  inq_free(text);
  return root;
}

static const char *string(const json_t *root, const char *path) {
  static char copy[256];
  const char *at = path;
  while (*at) {
    size_t length = strcspn(at, ".");
    root = json_is_array(root) ? json_array_get(root, strtoul(at, NULL, 10))
                               : json_object_getn(root, at, length);
    at += length + (at[length] == '.');
  }
  if (!root) fail_msg("nothing at %s", path);
  char *text = json_dumps(root, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(4));
  snprintf(copy, sizeof copy, "%s", text);
  free(text);
  return copy;
}

static void json_has_what_the_contract_says(void **state) {
  (void)state;
  json_t *root = parsed(fake_doc(), (inq_json_options){.id = "a", .unit = INQ_CODEPOINT, .layers = ALL});
  assert_string_equal(string(root, "model"), "\"fake\"");
  assert_string_equal(string(root, "blocks.0"), "{\"kind\":\"title\",\"start\":0,\"end\":14}");
  assert_string_equal(
      string(root, "entities.0"),
      "{\"id\":\"e1\",\"type\":\"PERSON\",\"name\":\"Amira Haddad\",\"aliases\":[\"Amira Haddad\","
      "\"Haddad\"],\"mentions\":3,\"role\":\"chief executive\",\"affiliation\":{\"text\":"
      "\"Northlight\",\"entity\":\"e2\"},\"ref\":null,\"attributes\":null}");
  assert_string_equal(
      string(root, "mentions.0"),
      "{\"start\":36,\"end\":48,\"text\":\"Amira\\nHaddad\",\"type\":\"PERSON\",\"form\":\"name\","
      "\"entity\":\"e1\",\"score\":0.9876}");
  assert_string_equal(string(root, "quotes.0.content.1"),
                      "{\"start\":55,\"end\":67,\"text\":\"“not now 😀.”\"}");
  assert_string_equal(string(root, "quotes.0.cue"),
                      "{\"start\":49,\"end\":53,\"text\":\"said\",\"lemma\":\"say\"}");
  assert_string_equal(string(root, "quotes.1.speaker"),
                      "{\"entity\":\"e1\",\"name\":\"Amira Haddad\",\"type\":\"PERSON\"}");
  assert_string_equal(string(root, "quotes.2.speaker"),
                      "{\"entity\":null,\"name\":\"A spokesman\",\"type\":null}");
  assert_string_equal(string(root, "quotes.2.rule"), "\"words\"");
  assert_string_equal(string(root, "tokens.1.pos"), "\"VERB\"");
  assert_string_equal(string(root, "meta"), "{}");
  json_decref(root);
}

static void is_what_jansson_writes(const inq_doc *doc, const inq_json_options *options) {
  char *text;
  buf wanted = {0};
  assert_int_equal(inq_doc_json(doc, options, &text, NULL, NULL), INQ_OK);
  json_t *root = json_loads(text, JSON_ALLOW_NUL, NULL);
  json_write(root, options->pretty, &wanted);
  assert_string_equal(text, wanted.at);
  json_decref(root);
  buf_free(&wanted);
  inq_free(text);
}

static void json_is_byte_by_byte_what_jansson_writes(void **state) {
  (void)state;
  for (int32_t unit = INQ_BYTE; unit <= INQ_UTF16; unit++)
    for (int32_t layers = 0; layers <= ALL; layers++)
      for (int pretty = 0; pretty < 2; pretty++) {
        inq_json_options options = {.id = "a \"b\"\n\x01", .unit = unit, .layers = layers, .pretty = pretty};
        is_what_jansson_writes(fake_doc(), &options);
        is_what_jansson_writes(fake_doc_empty(), &options);
      }
}

static void the_users_list_gives_name_key_and_attributes(void **state) {
  (void)state;
  static char strings[] = "say\0Haddad, A.\0Q7\0city\0Oslo\0names.tsv:3\0cues.tsv:2";
  inq_entity entities[] = {fake_doc()->entities[0], fake_doc()->entities[1]};
  inq_quote quotes[] = {fake_doc()->quotes[0], fake_doc()->quotes[1], fake_doc()->quotes[2]};
  inq_attribute attribute = {0, 18, 23};
  inq_doc d = *fake_doc();
  entities[0].canonical = 4, entities[0].ref = 15, entities[0].listed = 28;
  quotes[1].listed = 40;
  d.entities = entities, d.quotes = quotes, d.strings = strings, d.string_length = sizeof strings;
  d.attributes = &attribute, d.attribute_count = 1;
  json_t *root = parsed(&d, (inq_json_options){.unit = INQ_CODEPOINT});
  assert_string_equal(string(root, "entities.0.name"), "\"Haddad, A.\"");
  assert_string_equal(string(root, "entities.0.ref"), "\"Q7\"");
  assert_string_equal(string(root, "entities.0.attributes"), "{\"city\":\"Oslo\"}");
  assert_string_equal(string(root, "entities.1.attributes"), "null");
  assert_string_equal(string(root, "quotes.1.speaker.name"), "\"Haddad, A.\"");
  size_t length;
  const char *text = inq_text(&d, &length);
  assert_int_equal(validate_object(root, text, length, NULL), INQ_OK);
  json_decref(root);
  char *why;
  assert_int_equal(inq_doc_explain(&d, 1, &why, NULL, NULL), INQ_OK);
  assert_non_null(strstr(why, "Haddad, A.: 75 %"));
  assert_non_null(strstr(why, "a name in names.tsv:3\n"));
  assert_non_null(strstr(why, "hands a quotation over, a cue in cues.tsv:2: over 99 %\n"));
  inq_free(why);
  assert_null(inq_entity_name(&d, 2, NULL));
}

static void keys_stand_in_the_order_of_the_contract(void **state) {
  (void)state;
  json_t *root = parsed(fake_doc(), (inq_json_options){.unit = INQ_BYTE}), *value;
  const char *const keys[] = {"inquit",   "id",       "model",  "offsets",   "length", "blocks",
                              "entities", "mentions", "quotes", "sentences", "tokens", "meta"};
  size_t i = 0;
  const char *key;
  json_object_foreach(root, key, value) assert_string_equal(key, keys[i++]);
  assert_int_equal(i, 12);
  assert_true(json_is_null(json_object_get(root, "sentences")));
  assert_true(json_is_null(json_object_get(root, "id")));
  json_decref(root);
}

static void every_unit_validates(void **state) {
  (void)state;
  size_t length;
  const char *text = inq_text(fake_doc(), &length);
  for (int32_t unit = INQ_BYTE; unit <= INQ_UTF16; unit++)
    for (int32_t layers = 0; layers <= ALL; layers++) {
      json_t *root = parsed(fake_doc(), (inq_json_options){.unit = unit, .layers = layers});
      inq_err err = {0};
      if (validate_object(root, text, length, &err)) fail_msg("unit %d: %s", (int)unit, err.message);
      json_decref(root);
    }
  json_t *empty = parsed(fake_doc_empty(), (inq_json_options){.unit = INQ_UTF16, .layers = ALL});
  inq_err err = {0};
  if (validate_object(empty, "", 0, &err)) fail_msg("%s", err.message);
  json_decref(empty);
}

static void meta_is_carried_byte_for_byte(void **state) {
  (void)state;
  const char *meta = "{\"n\": 1.10, \"big\": 123456789012345678901234567890,\n \"s\": \"\\u00e9\\n\"}";
  char *text;
  inq_err err = {0};
  assert_int_equal(inq_doc_json(fake_doc(), &(inq_json_options){.meta = meta}, &text, NULL, &err), INQ_OK);
  assert_non_null(strstr(
      text, "\"meta\":{\"n\": 1.10, \"big\": 123456789012345678901234567890, \"s\": \"\\u00e9\\n\"}}"));
  assert_null(strchr(text, '\n'));
  inq_free(text);
  const char *const wrong[] = {"", "[]", "{", "{\"a\":}", "7"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    err = (inq_err){0};
    assert_int_equal(inq_doc_json(fake_doc(), &(inq_json_options){.meta = wrong[i]}, &text, NULL, &err),
                     INQ_E_ARGUMENT);
    assert_string_equal(err.message, "meta is not a JSON object");
  }
}

static void pretty_json_is_the_same_json(void **state) {
  (void)state;
  json_t *plain = parsed(fake_doc(), (inq_json_options){.layers = ALL, .meta = "{\"a\":[1]}"});
  json_t *pretty = parsed(fake_doc(), (inq_json_options){.layers = ALL, .meta = "{\"a\":[1]}", .pretty = 1});
  assert_true(json_equal(plain, pretty));
  json_decref(plain);
  json_decref(pretty);
}

static void wrong_options_are_refused(void **state) {
  (void)state;
  char *text;
  inq_err err = {0};
  assert_int_equal(inq_doc_json(fake_doc(), &(inq_json_options){.unit = 3}, &text, NULL, &err),
                   INQ_E_ARGUMENT);
  assert_int_equal(inq_doc_json(NULL, NULL, &text, NULL, &err), INQ_E_ARGUMENT);
  err = (inq_err){0};
  assert_int_equal(inq_doc_json(fake_doc(), &(inq_json_options){.id = "\xff"}, &text, NULL, &err),
                   INQ_E_ARGUMENT);
  assert_string_equal(err.message, "the id is not UTF-8");
}

static void errors_are_records(void **state) {
  (void)state;
  inq_err why = {.code = INQ_E_UTF8, .position = 12, .stage = "text", .message = "not UTF-8"};
  json_t *record = json_error("a", &why);
  assert_string_equal(string(record, ""),
                      "{\"inquit\":1,\"id\":\"a\",\"error\":{\"code\":\"utf8\",\"message\":"
                      "\"not UTF-8\",\"stage\":\"text\",\"at\":12}}");
  inq_err err = {0};
  assert_int_equal(validate_object(record, NULL, 0, &err), INQ_OK);
  json_decref(record);
  why.position = -1;
  memset(why.message, 'x', sizeof why.message);
  memcpy(why.message + sizeof why.message - 3, "\xe2\x80", 3); /* a character cut in two */
  record = json_error(NULL, &why);
  assert_string_equal(string(record, "error.at"), "null");
  assert_string_equal(string(record, "id"), "null");
  json_decref(record);
}

/* Replaces the first `from` of the JSON by `to` and checks what validation says. */
static void assert_fault(const char *from, const char *to, const char *message) {
  size_t length;
  const char *text = inq_text(fake_doc(), &length);
  char *json;
  inq_err err = {0};
  assert_int_equal(
      inq_doc_json(fake_doc(), &(inq_json_options){.layers = ALL, .unit = INQ_CODEPOINT}, &json, NULL, &err),
      INQ_OK);
  const char *at = strstr(json, from);
  if (!at) fail_msg("%s is not in the JSON", from);
  buf wrong = {0};
  buf_bytes(&wrong, json, (size_t)(at - json));
  buf_str(&wrong, to);
  buf_str(&wrong, at + strlen(from));
  json_t *root = json_loads(wrong.at, JSON_ALLOW_NUL, NULL);
  assert_non_null(root);
  assert_int_equal(validate_object(root, text, length, &err), INQ_E_JSON);
  assert_string_equal(err.message, message);
  json_decref(root);
  buf_free(&wrong);
  inq_free(json);
}

/* An error record whose code is none, and one that goes on behind a NUL. */
static void unknown_error_codes_are_named(void **state) {
  (void)state;
  static const char record[] =
      "{\"inquit\":1,\"id\":null,\"error\":{\"code\":\"%s\",\"message\":\"m\",\"stage\":\"s\",\"at\":null}}";
  static const char *const wrong[] = {"nonsense", "unknown", "ok", "", "utf8\\u0000x"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    buf json = {0};
    inq_err err = {0};
    buf_format(&json, record, wrong[i]);
    json_t *root = json_loads(json.at, JSON_ALLOW_NUL, NULL);
    assert_int_equal(validate_object(root, NULL, 0, &err), INQ_E_JSON);
    assert_non_null(strstr(err.message, "is unknown"));
    json_decref(root);
    buf_free(&json);
  }
}

static void validation_bites(void **state) {
  (void)state;
  assert_fault("\"id\":\"q1\"", "\"id\":\"q1\\u0000\"", "quotes[0].id: is not \"q1\"");
  assert_fault("\"kind\":\"title\"", "\"kind\":\"title\\u0000\"", "blocks[0].kind: \"title\" is unknown");
  assert_fault("\"inquit\":1", "\"inquit\":2", "inquit: is not 1, the version known here");
  assert_fault("\"id\":null,", "", "id: is missing");
  assert_fault("\"tokens\":", "\"extra\":1,\"tokens\":", "has an unknown key");
  assert_fault("\"offsets\":\"codepoint\"", "\"offsets\":\"word\"", "offsets: \"word\" is unknown");
  assert_fault("\"offsets\":\"codepoint\"", "\"offsets\":\"utf16\"", "length: is not the text's, 181");
  assert_fault("\"kind\":\"title\"", "\"kind\":\"head\"", "blocks[0].kind: \"head\" is unknown");
  assert_fault("\"start\":0", "\"start\":1", "blocks[0].start: leaves text before it uncovered");
  assert_fault("\"start\":0,", "\"start\":\"0\",", "blocks[0].start: has the wrong type");
  assert_fault("\"id\":\"e2\"", "\"id\":\"e3\"", "entities[0].affiliation.entity: \"e2\" is no entity");
  assert_fault("\"mentions\":3", "\"mentions\":2", "entities[0].mentions: is not 3");
  assert_fault("\"entity\":\"e2\"}", "\"entity\":\"e9\"}",
               "entities[0].affiliation.entity: \"e9\" is no entity");
  assert_fault("\"text\":\"Amira\\nHaddad\"", "\"text\":\"Amira Haddad\"",
               "mentions[0].text: \"Amira Haddad\" is not what the text has there: \"Amira\nHaddad\"");
  assert_fault("\"entity\":\"e1\",\"score\":1.0", "\"entity\":\"q1\",\"score\":1.0",
               "mentions[1].entity: \"q1\" is no entity");
  assert_fault("\"score\":0.9876", "\"score\":1.5", "mentions[0].score: is not between 0 and 1");
  assert_fault("\"id\":\"e1\"", "\"id\":\"e2\"", "entities[0].id: is not \"e1\"");
  assert_fault("\"id\":\"q2\"", "\"id\":\"q3\"", "quotes[1].id: is not \"q2\"");
  assert_fault("\"start\":55", "\"start\":56",
               "quotes[0].content[1].text: \"“not now 😀.”\" is not what the text has there: \"not now 😀.”\"");
  assert_fault("\"start\":55", "\"start\":17", "quotes[0].content[1].start: is out of order");
  assert_fault("\"end\":67", "\"end\":670", "quotes[0].content[1].end: is not in the text");
  assert_fault("\"name\":\"Amira Haddad\",\"type\"", "\"name\":\"Amira\",\"type\"",
               "quotes[0].speaker.name: is not the entity's");
  assert_fault("\"block\":2", "\"block\":1", "sentences[1].block: does not hold it");
  assert_fault("\"sentence\":1", "\"sentence\":7", "tokens[1].sentence: is none of the sentences");
}

static void views_are_flat(void **state) {
  (void)state;
  buf rows = {0};
  inq_err err = {0};
  const inq_json_options options = {.id = "a,\"b\"", .unit = INQ_CODEPOINT};
  view_header(view_find("quotes"), VIEW_CSV, &rows);
  assert_int_equal(view_rows(view_find("quotes"), VIEW_CSV, fake_doc(), &options, &rows, &err), INQ_OK);
  const char *first =
      "document,quote,type,start,end,text,cue,lemma,source,speaker,speaker_type,entity,score,"
      "speaker_score,rule,source_start,source_end\r\n\"a,\"\"b\"\"\",q1,direct,16,67,"
      "\"“We will not sell,” “not now 😀.”\",said,say,\"Amira\nHaddad\",Amira Haddad,PERSON,e1,0.97,0.93,name,,\r\n";
  assert_memory_equal(rows.at, first, strlen(first));
  buf_free(&rows);
  assert_int_equal(view_rows(view_find("mentions"), VIEW_TSV, fake_doc(), &options, &rows, &err), INQ_OK);
  first = "a,\"b\"\t36\t48\tAmira\\nHaddad\tPERSON\tname\te1\tAmira Haddad\t0.9876\t\t\n";
  assert_memory_equal(rows.at, first, strlen(first));
  buf_free(&rows);
  assert_int_equal(view_rows(view_find("sentences"), VIEW_JSON, fake_doc(), &options, &rows, &err), INQ_OK);
  first =
      "{\"document\":\"a,\\\"b\\\"\",\"sentence\":0,\"start\":16,\"end\":67,\"block\":1,\"text\":\"“We will";
  assert_memory_equal(rows.at, first, strlen(first));
  buf_free(&rows);
}

static void every_view_and_format_writes_its_rows(void **state) {
  (void)state;
  static const int rows_of[] = {3, 2, 4, 2, 2};
  for (int32_t i = 0; view_name(i); i++)
    for (view_format format = VIEW_JSON; format <= VIEW_TSV; format++) {
      buf rows = {0};
      inq_err err = {0};
      assert_int_equal(
          view_rows(view_find(view_name(i)), format, fake_doc(), &(inq_json_options){.unit = 1}, &rows, &err),
          INQ_OK);
      int lines = 0;
      for (const char *at = rows.at; (at = strchr(at, '\n')); at++)
        lines += format != VIEW_CSV || at[-1] == '\r';
      assert_int_equal(lines, rows_of[i]);
      buf_free(&rows);
    }
  assert_null(view_find("quote"));
}

static void list_groups_by_speaker(void **state) {
  (void)state;
  buf list = {0};
  inq_err err = {0};
  assert_int_equal(show_quotes(fake_doc(), &(show_options){.width = 80}, &list, &err), INQ_OK);
  assert_string_equal(list.at, "Café bid fails\n\n"
                               "Amira Haddad, chief executive, Northlight\n"
                               "  ¶2   said     “We will not sell,” … “not now 😀.” [direct]\n"
                               "  ¶3   said     talks had ended [indirect]\n\n"
                               "A spokesman\n"
                               "  ¶4   called   it “nonsense” [mixed]\n");
  buf_free(&list);
  assert_int_equal(show_quotes(fake_doc(), &(show_options){.width = 80, .colour = 1}, &list, &err), INQ_OK);
  assert_non_null(strstr(list.at, "\033[1;36mAmira Haddad\033[0m, chief executive"));
  buf_free(&list);
  assert_int_equal(show_quotes(fake_doc_empty(), &(show_options){.width = 80}, &list, &err), INQ_OK);
  assert_string_equal(list.at, "No quotations.\n");
  buf_free(&list);
}

static void text_is_cut_between_characters(void **state) {
  (void)state;
  static const struct {
    const char *text, *cut;
  } cases[] = {
      {"one two three", "one two …"}, {"one\n \ttwo", "one two"},  {"ünïcödéwörd", "ünïcödé…"},
      {"日本語日本語", "日本語…"},    {"a\033[31mb\a", "a [31mb"}, {"", ""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    buf cut = {0};
    buf_str(&cut, "");
    show_cut(cases[i].text, 0, (int32_t)strlen(cases[i].text), i ? 8 : 10, &cut);
    assert_string_equal(cut.at, cases[i].cut);
    buf_free(&cut);
  }
}

/* What the network held of a source is not said of one that a rule found. */
static void a_signature_has_no_chance_of_its_own(void **state) {
  (void)state;
  inq_doc d = *fake_doc();
  inq_source_candidate none = {0, {-1, -1}, 0.97f, 0.9f};
  d.source_candidates = &none, d.source_candidate_count = 1;
  char *text;
  assert_int_equal(inq_doc_explain(&d, 0, &text, NULL, NULL), INQ_OK);
  assert_non_null(strstr(text, ", the words that say who speaks\n               or no words say it: 97 %\n"));
  inq_free(text);
}

static void explanation_names_what_decided(void **state) {
  (void)state;
  char *text;
  size_t length;
  inq_err err = {0};
  assert_int_equal(inq_doc_explain(fake_doc(), 1, &text, &length, &err), INQ_OK);
  assert_string_equal(text,
                      "q2  talks had ended (indirect, paragraph 3, 80 % sure)\n"
                      "    found by   “said”, a word that hands a quotation over: over 99 %\n"
                      "    source     “She”, the words that say who speaks: 90 %, exactly these words: 55 %\n"
                      "               or no words say it: 6 %\n"
                      "               or “talks”: under 1 %\n"
                      "    speaker    Amira Haddad: 75 %; “She” is taken to mean this one\n"
                      "               for it: a person\n"
                      "               or Northlight: 20 %\n");
  inq_free(text);
  assert_int_equal(inq_doc_explain(fake_doc(), -1, &text, &length, &err), INQ_OK);
  assert_non_null(strstr(text, "\nq3  it “nonsense” (mixed, paragraph 4, 60 % sure)\n"
                               "    found by   “called”, a word that hands a quotation over: 70 %\n"
                               "               or “called” begins what is quoted: 10 %\n"
                               "               or nothing is quoted here: 20 %\n"
                               "    source     “A spokesman”, the words that say who speaks\n"
                               "    speaker    “A spokesman”: 60 %; no name in the text fits better"));
  inq_free(text);
  assert_int_equal(inq_doc_explain(fake_doc(), 3, &text, &length, &err), INQ_E_ARGUMENT);
  assert_string_equal(err.message, "there is no quotation q4");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(json_has_what_the_contract_says),
      cmocka_unit_test(json_is_byte_by_byte_what_jansson_writes),
      cmocka_unit_test(the_users_list_gives_name_key_and_attributes),
      cmocka_unit_test(keys_stand_in_the_order_of_the_contract),
      cmocka_unit_test(every_unit_validates),
      cmocka_unit_test(meta_is_carried_byte_for_byte),
      cmocka_unit_test(pretty_json_is_the_same_json),
      cmocka_unit_test(wrong_options_are_refused),
      cmocka_unit_test(errors_are_records),
      cmocka_unit_test(validation_bites),
      cmocka_unit_test(unknown_error_codes_are_named),
      cmocka_unit_test(views_are_flat),
      cmocka_unit_test(every_view_and_format_writes_its_rows),
      cmocka_unit_test(list_groups_by_speaker),
      cmocka_unit_test(text_is_cut_between_characters),
      cmocka_unit_test(explanation_names_what_decided),
      cmocka_unit_test(a_signature_has_no_chance_of_its_own),
  };
  return cmocka_run_group_tests_name("out", tests, NULL, NULL);
}
