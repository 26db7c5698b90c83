/* host-window.c: the only widget file that includes the host's headers. */
#include "config.h"
#include "plugin/host-window.h"
#include <claws-features.h>
#include <mainwindow.h>

GtkWidget *
doctor_host_get_window (void)
{
  MainWindow *main_window = mainwindow_get_mainwindow ();

  return main_window != NULL ? main_window->window : NULL;
}

GtkWidget *
doctor_host_get_body (void)
{
  MainWindow *main_window = mainwindow_get_mainwindow ();

  return main_window != NULL ? main_window->vbox_body : NULL;
}

void
doctor_host_present (void)
{
  MainWindow *main_window = mainwindow_get_mainwindow ();

  if (main_window == NULL)
    return;
  if (!gtk_widget_get_visible (main_window->window))
    main_window_show (main_window);
  gtk_window_present (GTK_WINDOW (main_window->window));
}

GtkUIManager *
doctor_host_get_ui_manager (void)
{
  MainWindow *main_window = mainwindow_get_mainwindow ();

  return main_window != NULL ? main_window->ui_manager : NULL;
}
