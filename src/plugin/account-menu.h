/* account-menu.h: the button at the foot of the panel behind which is what is needed seldom. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *doctor_account_menu_new (void);
/* @account_id 0: all accounts, and then there is none of it. */
void doctor_account_menu_update (GtkWidget *part, int account_id);

G_END_DECLS
