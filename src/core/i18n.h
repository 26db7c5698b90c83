/* i18n.h: texts of the program, in its own domain "account-doctor". */
#pragma once
#include <glib/gi18n-lib.h>
