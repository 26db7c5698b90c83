/* menu.h: Tools → Diagnose account, one entry per account and All accounts. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

gboolean doctor_menu_attach (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void doctor_menu_detach (void); /* idempotent */
/* What the entries do, for the other ways in: opens the panel and examines. 0: all accounts. */
void doctor_menu_diagnose (int account_id);
/* The account that failed last; where none fails, only opens the panel. */
void doctor_menu_diagnose_failing (void);
void doctor_menu_update (void); /* after the account list changed */

G_END_DECLS
