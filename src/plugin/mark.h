/* mark.h: the sign of a state: always an icon and a word, never colour alone. */
#pragma once
#include "plugin/case.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct {
  const char *icon;        /* name of a symbolic icon; NULL: a spinner */
  const char *word;        /* msgid; translate with _() */
  const char *style_class; /* "good", "warning", "broken", "running" or "waiting" */
} DoctorMark;

/* Static. */
const DoctorMark *doctor_mark_for_link (DoctorLinkState state);
const DoctorMark *doctor_mark_for_case (DoctorCase *c);

/* A widget that shows a mark, as high as @ems times the font's size. Its accessible name is
 * the word. */
GtkWidget *doctor_mark_new (double ems);
void doctor_mark_set (GtkWidget *widget, const DoctorMark *mark);
/* Lets a screen reader pass over it: a text beside it says the same. */
void doctor_mark_hush (GtkWidget *widget);

G_END_DECLS
