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

GtkUIManager *
doctor_host_get_ui_manager (void)
{
  MainWindow *main_window = mainwindow_get_mainwindow ();

  return main_window != NULL ? main_window->ui_manager : NULL;
}
