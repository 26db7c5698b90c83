/* i18n.h: texts of the program, in its own domain "account-doctor". */
#pragma once
#include <glib/gi18n-lib.h>
#include <libintl.h>

/* gi18n-lib.h leaves this one to the program's own domain, which is the host's here. */
#undef ngettext
#define ngettext(one, many, n) g_dngettext (GETTEXT_PACKAGE, one, many, n)

/* Says where the translated texts are: ACCOUNT_DOCTOR_LOCALEDIR names the catalogues of a tree
 * that is tested without being installed. */
static inline void
doctor_i18n_bind (const char *folder)
{
  const char *tested = g_getenv ("ACCOUNT_DOCTOR_LOCALEDIR");

  bindtextdomain (GETTEXT_PACKAGE, tested != NULL && tested[0] != '\0' ? tested : folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}
