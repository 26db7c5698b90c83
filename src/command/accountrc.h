/* accountrc.h: reads the mail client's own list of accounts. Understands the file as the
 * client does: sections "[Account: N]" of lines "key=value", anything else is passed
 * over. Never writes. Secrets that old versions kept in this file (passwords, codes) are
 * not kept in memory. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

enum {
  DOCTOR_ACCOUNTRC_MAX_BYTES = 4 * 1024 * 1024
}; /* thousands of accounts; more is no accountrc */

typedef struct _DoctorAccountrc DoctorAccountrc;

/* Folder of the client's settings when nobody names one: ~/.claws-mail. */
char *doctor_accountrc_dup_default_dir (void) G_GNUC_WARN_UNUSED_RESULT;

/* Reads @config_dir/accountrc. NULL with DOCTOR_ERROR_BAD_SETTINGS when it is missing,
 * unreadable, no regular file, too large, or has no account. */
DoctorAccountrc *
doctor_accountrc_load (const char *config_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same from memory; @origin names it in errors. Any bytes are allowed. */
DoctorAccountrc *doctor_accountrc_parse (const char *text,
                                         gsize length,
                                         const char *origin,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void doctor_accountrc_free (DoctorAccountrc *accountrc); /* accepts NULL */

guint
doctor_accountrc_get_n (DoctorAccountrc *accountrc); /* at least 1, in the order of the file */
int doctor_accountrc_get_id (DoctorAccountrc *accountrc, guint i);
/* Value of @key as valid UTF-8, or NULL when the account has no such line. Borrowed. */
const char *doctor_accountrc_get (DoctorAccountrc *accountrc, guint i, const char *key);
/* Its name as shown in the client; the address, then "Account N", when it has none. */
char *doctor_accountrc_dup_name (DoctorAccountrc *accountrc, guint i) G_GNUC_WARN_UNUSED_RESULT;

/* The account whose name is @wanted; failing that, whose address or number it is. FALSE
 * with DOCTOR_ERROR_NO_ACCOUNT, whose sentence lists the names, when none or several fit. */
gboolean doctor_accountrc_find (DoctorAccountrc *accountrc,
                                const char *wanted,
                                guint *out_i,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Names of all accounts, quoted, with commas between them, for sentences. */
char *doctor_accountrc_dup_names (DoctorAccountrc *accountrc) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorAccountrc, doctor_accountrc_free)

G_END_DECLS
