/* panel-demo.c: shows the strip and the panel with fixtures, for looking at them.
 *   panel-demo [--dark] [--font NAME] [--rtl] [--size WxH] [--account N] FIXTURE...
 * Each fixture is the case of one account; N is the account shown, 0 all. */
#include "config.h"
#include "plugin/hint.h"
#include "plugin/host-window.h"
#include "plugin/menu.h"
#include "plugin/panel.h"
#include "tests/widgets/fake.h"
#include <libintl.h>
#include <locale.h>
#include <stdio.h>

static const char *const names[] = { "Office", "Home_mail", "Verein" };
static const char *const addresses[] = { "taro@example.jp", "taro.home@example.org", "" };

static gboolean dark, right_to_left, unfold;
static char *font, *size;
static int shown = 1;

static const GOptionEntry options[] = {
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "Dark theme", NULL },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &right_to_left, "Right to left", NULL },
  { "unfold", 0, 0, G_OPTION_ARG_NONE, &unfold, "Open all that folds", NULL },
  { "font", 0, 0, G_OPTION_ARG_STRING, &font, "Font", "NAME" },
  { "size", 0, 0, G_OPTION_ARG_STRING, &size, "Size of the window", "WxH" },
  { "account", 0, 0, G_OPTION_ARG_INT, &shown, "Account shown", "N" },
  { NULL },
};

static void
open_expanders (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_EXPANDER (widget))
    gtk_expander_set_expanded (GTK_EXPANDER (widget), TRUE);
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), open_expanders, NULL);
}

static gboolean
show (gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!doctor_hint_attach (&error) || !doctor_panel_attach (&error) || !doctor_menu_attach (&error))
    g_error ("%s", error->message);
  doctor_hint_update ();
  doctor_panel_show (shown);
  if (unfold)
    open_expanders (doctor_host_get_window (), NULL);
  return G_SOURCE_REMOVE;
}

static void
prepare (void)
{
  int width = 0, height = 0;

  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", dark, NULL);
  if (font != NULL)
    g_object_set (gtk_settings_get_default (), "gtk-font-name", font, NULL);
  if (right_to_left)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  fake_host_open ();
  if (size != NULL && sscanf (size, "%dx%d", &width, &height) == 2)
    gtk_window_resize (GTK_WINDOW (doctor_host_get_window ()), width, height);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE,
                  g_getenv ("DEMO_LOCALE") != NULL ? g_getenv ("DEMO_LOCALE") : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  if (!gtk_init_with_args (&argc, &argv, "FIXTURE...", options, NULL, &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  for (int i = 1; i < argc; i++)
    fake_add (i, names[(i - 1) % 3], addresses[(i - 1) % 3], argv[i]);
  prepare ();
  g_signal_connect (doctor_host_get_window (), "destroy", G_CALLBACK (gtk_main_quit), NULL);
  gtk_test_widget_wait_for_draw (doctor_host_get_window ());
  g_timeout_add (300, show, NULL);
  gtk_main ();
  return 0;
}
