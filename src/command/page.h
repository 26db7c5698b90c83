/* page.h: documentation of one thing, as rows of a name and what stands beside it, and the forms in
 * which it can be written: text for a terminal, HTML, a manual page. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *id;
  char *title;
  GPtrArray *rows;
} DoctorPage;

/* @title NULL: the id. */
DoctorPage *doctor_page_new (const char *id, const char *title) G_GNUC_WARN_UNUSED_RESULT;
void doctor_page_free (DoctorPage *page); /* accepts NULL */
/* Each leaves out what is NULL or empty. Rows that follow one of the same name belong to it. */
void doctor_page_add (DoctorPage *page, const char *name, const char *text);
/* As it stands: a rule, a server's words. */
void doctor_page_add_code (DoctorPage *page, const char *name, const char *text);
/* A thing that has a page of its own. */
void doctor_page_add_link (DoctorPage *page, const char *name, const char *id);
void doctor_page_add_list (DoctorPage *page, const char *name, const char *const *items);

/* A form of pages. */
typedef struct {
  const char *name;   /* for --format: "text", "html", "man" */
  const char *suffix; /* of a file, with the dot */
  void (*write) (const DoctorPage *page, GString *out);
} DoctorPageFormat;

/* NULL when there is none of that name. */
const DoctorPageFormat *doctor_page_format_lookup (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorPage, doctor_page_free)

G_END_DECLS
