/* Wrapping for terminals: wide characters, long words, hostile ones. */
#include "command/layout.h"

static const struct {
  const char *name, *first, *rest, *text, *result;
} paragraphs[] = {
  { "short", "- ", "  ", "One line.", "- One line.\n" },
  { "empty", "- ", "  ", "", "" },
  { "blanks", "- ", "  ",
    "The quick brown fox jumps over the lazy dog and then over the other lazy dog. Again.",
    "- The quick brown fox jumps over the lazy dog and then over the other lazy\n"
    "  dog. Again.\n" },
  { "newlines-are-kept", "", "> ", "a\nb\n\nc", "a\n> b\n>\n> c\n" },
  { "word-longer-than-the-line", "", "",
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901",
    "012345678901234567890123456789012345678901234567890123456789012345678901234567\n8901\n" },
  { "link-longer-than-the-line", "", "  ",
    "See https://mail.example.jp/0123456789/0123456789/0123456789/0123456789/0123456789/012345 for "
    "it.",
    "See\n  https://mail.example.jp/0123456789/0123456789/0123456789/0123456789/0123456789/012345\n"
    "  for it.\n" },
  { "wide-characters-break-anywhere", "", "",
    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一",
    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九\n十一\n" },
  { "full-stop-does-not-begin-a-line", "", "",
    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九。次",
    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八\n九。次\n" },
  { "escape-sequences", "", "", "a\033[31mb\tc\xff", "a·[31mb c\xef\xbf\xbd\n" },
  { "direction-of-writing", "", "",
    "a\xe2\x80\xae"
    "b",
    "a·b\n" },
};

static void
test_paragraphs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (paragraphs); i++) {
    g_autoptr (GString) out = g_string_new (NULL);
    g_test_message ("%s", paragraphs[i].name);
    doctor_layout_paragraph (out, paragraphs[i].first, paragraphs[i].rest, paragraphs[i].text);
    g_assert_cmpstr (out->str, ==, paragraphs[i].result);
  }
}

static void
test_rows (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  doctor_layout_row (out, 2, 8, "a", "text");
  doctor_layout_row (out, 2, 8, "受信", "text");
  doctor_layout_row (out, 2, 8, "longer", "text");
  doctor_layout_row (out, 2, 8, "alone", "");
  g_assert_cmpstr (out->str, ==, "  a     text\n  受信  text\n  longer\n        text\n  alone\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/paragraphs", test_paragraphs);
  g_test_add_func ("/layout/rows", test_rows);
  return g_test_run ();
}
