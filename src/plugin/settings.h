/* settings.h: the host's account structure as settings facts, one row per setting. The struct
 * changes between versions of the host, so nothing but settings*.c and bridge.c includes it,
 * and the version built for is the oldest that the module loads into. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

struct _PrefsAccount;

/* All settings of @account. Unsealed. */
DoctorFacts *doctor_settings_read (const struct _PrefsAccount *account) G_GNUC_WARN_UNUSED_RESULT;
/* Those of its servers alone. Unsealed. */
DoctorFacts *
doctor_settings_read_services (const struct _PrefsAccount *account) G_GNUC_WARN_UNUSED_RESULT;
/* Adds server.accepted-*: the certificate that the person accepted for the server of @scope in
 * @facts, which only the host's own file knows. */
void doctor_settings_add_accepted (DoctorFacts *facts, DoctorScope scope);
/* Adds what the account has around it in the host: mail.folder, control.servers, proxy.*. */
void doctor_settings_add_surroundings (DoctorFacts *facts, const struct _PrefsAccount *account);
/* Adds what the profile has besides: accounts.same-mailbox, filter.*, queue.*, folders.*. Reads
 * small files. */
void doctor_settings_add_profile (DoctorFacts *facts, const struct _PrefsAccount *account);
/* Adds client.*: what the account and all accounts together say of the client itself. */
void doctor_settings_add_client (DoctorFacts *facts, const struct _PrefsAccount *account);
/* How many of @changes are among those, with values that the host can have. */
guint doctor_settings_count_client (const struct _PrefsAccount *account, DoctorFacts *changes);
/* Sets those, in memory, and lets them take effect as the host's own windows do. */
void doctor_settings_write_client (struct _PrefsAccount *account, DoctorFacts *changes);
/* Whether some of @changes are preferences of all accounts, which the host keeps apart. */
gboolean doctor_settings_are_shared (DoctorFacts *changes);
/* As proxy.kind. Static. */
const char *doctor_settings_proxy_kind (const struct _PrefsAccount *account, DoctorScope scope);
/* Sets what is in @changes, in memory only; either all, or with @error none. */
gboolean doctor_settings_write (struct _PrefsAccount *account,
                                DoctorFacts *changes,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* As account.protocol. Static. */
const char *doctor_settings_protocol (const struct _PrefsAccount *account);
/* Whether the account hands its mail to a server, not to a program. */
gboolean doctor_settings_sends (const struct _PrefsAccount *account);
/* Under which name the host keeps the password for @scope; sending without a user name of
 * its own uses that for receiving. Static. */
const char *doctor_settings_password_id (const struct _PrefsAccount *account, DoctorScope scope);

G_END_DECLS
