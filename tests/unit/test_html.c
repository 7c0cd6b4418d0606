#include "base/buf.h"
#include "in/html_charset.h"
#include "in/html_entity.h"
#include "in/html_trait.h"
#include "in/html_tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- References --------------------------------------------------------------------------------- */

static void refers(const char *written, bool attribute, const char *wanted, int32_t wanted_used) {
  char to[5] = "";
  int32_t used = 0, length = html_reference(written, written + strlen(written), attribute, to, &used);
  assert_int_equal(length, strlen(wanted));
  assert_memory_equal(to, wanted, (size_t)length);
  if (length) assert_int_equal(used, wanted_used);
}

static void reads_references(void **state) {
  (void)state;
  refers("&amp;x", false, "&", 5);
  refers("&rsquo;", false, "’", 7);
  refers("&#8217;", false, "’", 7);
  refers("&#x2019;", false, "’", 8);
  refers("&#X2019 ", false, "’", 7);
  refers("&#146;", false, "’", 6); /* windows-1252, as pages mean it */
  refers("&#128;", false, "€", 6);
  refers("&#0;", false, "\xEF\xBF\xBD", 4);
  refers("&#xD800;", false, "\xEF\xBF\xBD", 8);
  refers("&#99999999999;", false, "\xEF\xBF\xBD", 14);
  refers("&eacutecole", false, "é", 7); /* one of those that need no semicolon */
  refers("&notit;", false, "¬", 4);
  refers("&zwnj;", false, "\xE2\x80\x8C", 6);
  refers("&AMP;", false, "&", 5);
  refers("&yuml;", false, "ÿ", 6);
  refers("&OpenCurlyDoubleQuote;", false, "“", 22);
  refers("&copy=2", true, "", 0); /* in an address */
  refers("&copy;2", true, "©", 6);
  refers("&", false, "", 0);
  refers("&;", false, "", 0);
  refers("&#", false, "", 0);
  refers("&#x;", false, "", 0);
  refers("&nosuchname;", false, "", 0);
  refers("&rsquo", false, "", 0);
}

/* ---- Tags --------------------------------------------------------------------------------------- */

/* "<p>" for a beginning, "</p>" for an end, else the text. */
static void scans(const char *page, const char *wanted) {
  html_scanner s = {.bytes = page, .length = (int32_t)strlen(page)};
  buf out = {0};
  for (html_token k; html_scan(&s, &k);) {
    assert_true(k.start < k.end && k.end <= s.length);
    if (out.length) buf_char(&out, '|');
    if (k.kind == HTML_TEXT) buf_bytes(&out, page + k.start, (size_t)(k.end - k.start));
    else buf_format(&out, "<%s%.*s>", k.kind == HTML_END ? "/" : "", (int)k.name.length, k.name.at);
    if (k.kind == HTML_START && (html_tag_traits(k.tag) & TAG_RAW)) s.raw = k.name;
  }
  assert_string_equal(out.at ? out.at : "", wanted);
  buf_free(&out);
}

static void scans_as_browsers_do(void **state) {
  (void)state;
  scans("a<b>c</b>d", "a|<b>|c|</b>|d");
  scans("<!DOCTYPE html><!-- <p> -->x<?php ?>y<!-->z", "x|y|z");
  scans("1 < 2 <3 </ x>", "1 < 2 <3 ");
  scans("<p title='a>b' x=\"</p>\" y=a>b", "<p>|b");
  scans("<P/>x<br/>", "<P>|x|<br>");
  scans("<script>if (a<b) '</p>'</SCRIPT >x", "<script>|if (a<b) '</p>'|</SCRIPT>|x");
  scans("<script><!-- <script></script> --></script>x", "<script>|<!-- <script></script> -->|</script>|x");
  scans("<script><!-- <script> --></script>x", "<script>|<!-- <script> -->|</script>|x");
  scans("<title><b>&amp;</title><style></style>", "<title>|<b>&amp;|</title>|<style>|</style>");
  scans("x<p", "x");
  scans("x<!-- y", "x");
  scans("a<", "a<");
}

/* ---- The tree ----------------------------------------------------------------------------------- */

static void write_node(const html_tree *t, int32_t i, buf *out) {
  const html_node *n = &t->at[i];
  if (n->kind == NODE_TEXT) buf_bytes(out, t->bytes.at + n->start, (size_t)(n->end - n->start));
  if (n->kind != NODE_ELEMENT) return;
  if (i) buf_format(out, "%c(", t->bytes.at[n->start + 1]);
  for (int32_t child = i + 1; child < n->behind; child = t->at[child].behind) write_node(t, child, out);
  if (i) buf_char(out, ')');
}

static void builds(const char *page, const char *wanted) {
  jmp_buf full;
  arena a = {.full = &full};
  buf out = {0};
  html_tree t = html_tree_of(str_of(page), &a);
  write_node(&t, 0, &out);
  assert_string_equal(out.at ? out.at : "", wanted);
  buf_free(&out);
  arena_free(&a);
}

static void mends_mistakes(void **state) {
  (void)state;
  builds("<p>a<p>b", "p(a)p(b)");
  builds("<ul><li>a<li>b<ul><li>c</ul>d</ul>e", "u(l(a)l(bu(l(c))d))e");
  builds("<p>a<b>c<div>d</div>", "p(ab(c))d(d)");
  builds("<b>a<p>b</b>c</p>d", "b(ap(bc)d)");
  builds("<table><tr><td>a<td>b<tr><td>c</table>d", "t(t(t(a)t(b))t(t(c)))d");
  builds("<td><div></td>x</div>", "t(d())x");
  builds("<div><table><td></div>a</table>b</div>c", "d(t(t(a))b)c");
  builds("a</p>b</br>c</i>d", "a/()b/()cd"); /* elements, of which only the ends are there */
  builds("<x-a><x-b>c</x-a>d", "x(x(c))d");
  builds("<svg><title>a</title><p>b", "s(t(a))p(b)");
  builds("<head><meta><p>a</head>b", "h(m())p(ab)");
}

static void goes_no_deeper_than_browsers(void **state) {
  (void)state;
  enum { MANY = 2000 };
  jmp_buf full;
  arena a = {.full = &full};
  buf page = {0};
  for (int i = 0; i < MANY; i++) buf_str(&page, "<i>");
  buf_str(&page, "a");
  for (int i = 0; i < MANY; i++) buf_str(&page, "</i>");
  buf_str(&page, "b");
  html_tree t = html_tree_of((str){page.at, (int32_t)page.length}, &a);
  assert_int_equal(t.count, MANY + 3);
  assert_int_equal(t.at[t.count - 1].parent, 0);
  int32_t depth = 0;
  for (int32_t i = t.count - 2; i > 0; i = t.at[i].parent) depth++;
  assert_int_equal(depth, HTML_DEEPEST);
  buf_free(&page);
  arena_free(&a);
}

/* ---- Attributes --------------------------------------------------------------------------------- */

static uint32_t traits(const char *tag) {
  html_scanner s = {.bytes = tag, .length = (int32_t)strlen(tag)};
  html_token k;
  assert_true(html_scan(&s, &k));
  return html_traits_of(k.tag, tag, k.start, k.end);
}

static void knows_what_attributes_say(void **state) {
  (void)state;
  assert_int_equal(traits("<div class='c-related-stories x'>"), TRAIT_FURNITURE);
  assert_int_equal(traits("<div class=relatedStories>"), TRAIT_FURNITURE);
  assert_int_equal(traits("<div id=ad-12>"), TRAIT_FURNITURE);
  assert_int_equal(traits("<div class='shadow header loaded'>"), 0); /* "ad" inside words */
  assert_int_equal(traits("<div class='has-ads no-sidebar'>"), 0);
  assert_int_equal(traits("<div class='no-js sidebar'>"), TRAIT_FURNITURE);
  assert_int_equal(traits("<body class='comments-open menu'>"), 0);
  assert_int_equal(traits("<p class=pull-quote>"), TRAIT_FURNITURE);
  assert_int_equal(traits("<span class=visually-hidden>"), TRAIT_HIDDEN);
  assert_int_equal(traits("<p hidden>"), TRAIT_HIDDEN);
  assert_int_equal(traits("<p style='color: red; Display : none'>"), TRAIT_HIDDEN);
  assert_int_equal(traits("<a rel=author>"), TRAIT_BYLINE);
  assert_int_equal(traits("<div itemprop=articleBody>"), TRAIT_BODY);
  assert_int_equal(traits("<div role=navigation>"), TRAIT_FURNITURE);
}

/* ---- Character sets ----------------------------------------------------------------------------- */

#define B(literal) literal, sizeof(literal) - 1

static void decodes(const char *bytes, size_t length, const char *encoding, const char *wanted) {
  html_page p;
  inq_err err = {0};
  assert_int_equal(html_page_decode(bytes, length, NULL, &p, &err), INQ_OK);
  assert_string_equal(p.encoding, encoding);
  assert_non_null(strstr(p.utf8, wanted));
  int32_t at[2] = {(int32_t)(strstr(p.utf8, wanted) - p.utf8), (int32_t)p.length};
  assert_int_equal(html_page_positions(&p, bytes, length, at, 2, &err), INQ_OK);
  assert_int_equal(at[1], length);
  free(p.utf8);
}

static void finds_the_set_of_a_page(void **state) {
  (void)state;
  decodes(B("<meta charset=iso-8859-1><p>\x93yes\x94"), "iso-8859-1", "“yes”");
  decodes(B("<meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'>\xB9"), "iso-8859-2", "š");
  decodes(B("<meta content='text/html; charset=windows-1251' http-equiv=content-type>\xC4"), "windows-1251",
          "Д");
  decodes(B("<?xml version='1.0' encoding='windows-1252'?><html>\x80"), "windows-1252", "€");
  decodes(B("<!-- <meta charset=koi8-r> --><meta charset=macintosh>\xD2"), "macintosh", "“");
  decodes(B("<script>'<meta charset=koi8-r>'</script>\xE9"), "windows-1252", "é");
  decodes(B("<meta charset=latin1>caf\xC3\xA9"), "UTF-8", "café"); /* it is UTF-8 whatever it says */
  decodes(B("<meta charset=utf-8>caf\xE9 \xE2\x80\x9Cyes\xE2\x80\x9D"), "UTF-8", "é “yes”");
  decodes(B("<meta charset=utf-16>caf\xC3\xA9"), "UTF-8", "café");
  decodes(B("<meta charset=shift_jis>\x82\xA0 a"), "shift_jis", "あ a");
  decodes(B("<meta charset=iso-\x8D"
            "8859-2>\xB9"),
          "windows-1252", "¹"); /* no name */
  decodes(B("<meta charset=iso-8859-2//IGNORE>\xB9"), "windows-1252", "¹");
  decodes(B("<meta charset=windows-1258>a\xCC"), "windows-1252", "aÌ");     /* where would its letters be? */
  decodes(B("<meta charset=shift_jis>\xFF\xFF a"), "windows-1252", "ÿÿ a"); /* it does not tell the truth */
  decodes(B("\xFF\xFE<\0p\0>\0\x1C\x20"), "UTF-16LE", "<p>“");
  decodes(B("\xEF\xBB\xBF<meta charset=koi8-r>\xC3\xA9"), "UTF-8", "é");
}

static void maps_positions_back(void **state) {
  (void)state;
  const char bytes[] = "a\x93"
                       "b\x94"
                       "c"; /* a“b”c is 1 + 3 + 1 + 3 + 1 bytes of UTF-8 */
  int32_t at[] = {0, 1, 4, 5, 8, 9}, wanted[] = {0, 1, 2, 3, 4, 5}, wide[] = {0, 1, 4, 5};
  inq_err err = {0};
  assert_int_equal(charset_positions(bytes, 5, "windows-1252", at, 6, &err), INQ_OK);
  assert_memory_equal(at, wanted, sizeof wanted);
  assert_int_equal(charset_positions(B("\xFE\xFF\0a\x20\x1C\0b"), "UTF-16BE", wide, 4, &err), INQ_OK);
  assert_int_equal(wide[0], 2);
  assert_int_equal(wide[1], 4);
  assert_int_equal(wide[2], 6);
  assert_int_equal(wide[3], 8);
}

static void tells_html_by_how_it_begins(void **state) {
  (void)state;
  assert_true(html_page_seems(B("<!DOCTYPE HTML PUBLIC>")));
  assert_true(html_page_seems(B("\xEF\xBB\xBF \n<html>")));
  assert_true(html_page_seems(B("<?xml version='1.0'?>\n<html>")));
  assert_true(html_page_seems(B("\xFF\xFE<\0h\0t\0m\0l\0")));
  assert_true(html_page_seems(B("<p>Hello")));
  assert_false(html_page_seems(B("Hello <p>")));
  assert_false(html_page_seems(B("<3 you, she said")));
  assert_false(html_page_seems(B("<?xml version='1.0'?><rss>")));
  assert_false(html_page_seems(B("")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_references),
      cmocka_unit_test(scans_as_browsers_do),
      cmocka_unit_test(mends_mistakes),
      cmocka_unit_test(goes_no_deeper_than_browsers),
      cmocka_unit_test(knows_what_attributes_say),
      cmocka_unit_test(finds_the_set_of_a_page),
      cmocka_unit_test(maps_positions_back),
      cmocka_unit_test(tells_html_by_how_it_begins),
  };
  return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
