#include "command/page.h"
#include "command/layout.h"
#include "core/i18n.h"
#include <string.h>

enum { COLUMN = 18 };

typedef enum { PLAIN, CODE, LINK } Kind;

typedef struct {
  Kind kind;
  char *name, *text;
} Row;

static void
row_free (Row *row)
{
  g_free (row->name);
  g_free (row->text);
  g_free (row);
}

DoctorPage *
doctor_page_new (const char *id, const char *title)
{
  DoctorPage *page = g_new0 (DoctorPage, 1);
  page->id = g_strdup (id);
  page->title = g_strdup (title != NULL ? title : id);
  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)row_free);
  return page;
}

void
doctor_page_free (DoctorPage *page)
{
  if (page == NULL)
    return;
  g_ptr_array_unref (page->rows);
  g_free (page->title);
  g_free (page->id);
  g_free (page);
}

static void
add (DoctorPage *page, Kind kind, const char *name, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  Row *row = g_new0 (Row, 1);
  row->kind = kind;
  row->name = g_strdup (name);
  row->text = g_strdup (text);
  g_ptr_array_add (page->rows, row);
}

void
doctor_page_add (DoctorPage *page, const char *name, const char *text)
{
  add (page, PLAIN, name, text);
}

void
doctor_page_add_code (DoctorPage *page, const char *name, const char *text)
{
  add (page, CODE, name, text);
}

void
doctor_page_add_link (DoctorPage *page, const char *name, const char *id)
{
  add (page, LINK, name, id);
}

void
doctor_page_add_list (DoctorPage *page, const char *name, const char *const *items)
{
  g_autofree char *text = items != NULL ? g_strjoinv (_ (", "), (char **)items) : NULL;
  add (page, PLAIN, name, text);
}

static const Row *
get_row (const DoctorPage *page, guint i)
{
  return g_ptr_array_index (page->rows, i);
}

/* Whether row @i begins something that has another name than the row before. */
static gboolean
is_first (const DoctorPage *page, guint i)
{
  return i == 0 || strcmp (get_row (page, i)->name, get_row (page, i - 1)->name) != 0;
}

/* --- text --- */

/* Code under a line of prose that it belongs to stands further in. */
static void
write_text (const DoctorPage *page, GString *out)
{
  Kind first = PLAIN;
  for (guint i = 0; i < page->rows->len; i++) {
    const Row *row = get_row (page, i);
    first = is_first (page, i) ? row->kind : first;
    guint column = row->kind == CODE && first != CODE ? COLUMN + 2 : COLUMN;
    doctor_layout_row (out, 0, column, is_first (page, i) ? row->name : "", row->text);
  }
}

/* --- HTML --- */

/* @text escaped, its web addresses made links. */
static void
append_html (GString *out, const char *text)
{
  g_autoptr (GRegex) address
    = g_regex_new ("https://[^\\s<>\"）」、。]*[^\\s<>\"）」、。.,;)]", 0, 0, NULL);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autofree char *linked
    = g_regex_replace (address, escaped, -1, 0, "<a href=\"\\0\">\\0</a>", 0, NULL);
  g_string_append (out, linked);
}

static void
append_html_row (GString *out, const Row *row)
{
  g_autofree char *escaped = g_markup_escape_text (row->text, -1);
  if (row->kind == CODE) {
    g_string_append_printf (out, "<pre>%s</pre>\n", escaped);
  } else if (row->kind == LINK) {
    g_string_append_printf (out, "<p><a href=\"%s.html\">%s</a></p>\n", escaped, escaped);
  } else {
    g_string_append (out, "<p>");
    append_html (out, row->text);
    g_string_append (out, "</p>\n");
  }
}

static void
write_html (const DoctorPage *page, GString *out)
{
  g_autofree char *title = g_markup_escape_text (page->title, -1);
  g_string_append_printf (out,
                          "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                          "<meta name=\"viewport\" content=\"width=device-width\">\n"
                          "<title>%s</title>\n<style>body{max-width:45em;margin:2em auto;"
                          "padding:0 1em;font-family:sans-serif;line-height:1.6}"
                          "pre{white-space:pre-wrap;background:#f2f2f2;color:#1a1a1a;padding:.6em}"
                          "h2{font-size:1em;margin-bottom:0}</style>\n"
                          "</head>\n<body>\n<h1>%s</h1>\n",
                          /* Translators: the language of the translation, as in HTML's lang= */
                          C_ ("language code", "en"), title, title);
  for (guint i = 0; i < page->rows->len; i++) {
    const Row *row = get_row (page, i);
    g_autofree char *name = g_markup_escape_text (row->name, -1);
    if (is_first (page, i))
      g_string_append_printf (out, "<h2>%s</h2>\n", name);
    append_html_row (out, row);
  }
  g_string_append (out, "</body>\n</html>\n");
}

/* --- man --- */

/* For man(7): no line begins with a request, a backslash and a hyphen stand for themselves. */
static void
append_man (GString *out, const char *text)
{
  if (*text == '.' || *text == '\'')
    g_string_append (out, "\\&");
  for (; *text != '\0'; text++)
    if (*text == '\\')
      g_string_append (out, "\\e");
    else if (*text == '-')
      g_string_append (out, "\\-");
    else
      g_string_append_c (out, *text == '\n' ? ' ' : *text);
  g_string_append_c (out, '\n');
}

static void
append_man_row (GString *out, const DoctorPage *page, guint i)
{
  const Row *row = get_row (page, i);
  if (is_first (page, i)) {
    g_string_append (out, ".SH ");
    append_man (out, row->name);
  } else {
    g_string_append (out, row->kind == CODE ? ".br\n" : ".PP\n");
  }
  if (row->kind == CODE)
    g_string_append (out, ".nf\n");
  append_man (out, row->text);
  if (row->kind == CODE)
    g_string_append (out, ".fi\n");
}

static void
write_man (const DoctorPage *page, GString *out)
{
  g_string_append_printf (out, ".TH %s 7 \"\" \"Account Doctor\"\n.SH ", page->id);
  append_man (out, _ ("Name"));
  append_man (out, page->id);
  g_string_append (out, "\\- ");
  append_man (out, page->title);
  for (guint i = 0; i < page->rows->len; i++)
    append_man_row (out, page, i);
}

static const DoctorPageFormat formats[] = {
  { .name = "text", .suffix = ".txt", .write = write_text },
  { .name = "html", .suffix = ".html", .write = write_html },
  { .name = "man", .suffix = ".7", .write = write_man },
};

const DoctorPageFormat *
doctor_page_format_lookup (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_strcmp0 (formats[i].name, name) == 0)
      return &formats[i];
  return NULL;
}
