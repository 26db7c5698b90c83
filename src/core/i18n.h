/* i18n.h: texts of the program, in its own domain "account-doctor". */
#pragma once
#include <glib/gi18n-lib.h>

/* gi18n-lib.h leaves this one to the program's own domain, which is the host's here. */
#undef ngettext
#define ngettext(one, many, n) g_dngettext (GETTEXT_PACKAGE, one, many, n)
