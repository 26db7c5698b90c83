/* claws-settings.h: one account of Claws Mail as facts of the doctor. Applies the client's
 * own defaults, so that the facts say what the client does. Reads only. */
#pragma once
#include "command/accountrc.h"

G_BEGIN_DECLS

/* Settings facts (unsealed) of account @i. A service that the account does not have (local
 * delivery, news, sending through a program) has no facts. @config_dir is where the
 * certificates lie that the person accepted. Cannot fail. */
DoctorFacts *doctor_claws_settings_read (DoctorAccountrc *accountrc,
                                         guint i,
                                         const char *config_dir) G_GNUC_WARN_UNUSED_RESULT;

/* SHA-256, lower-case hexadecimal without colons, of the certificate that the person
 * accepted for @host and @port; NULL when none. */
char *doctor_claws_dup_accepted_certificate (const char *config_dir,
                                             const char *host,
                                             guint port) G_GNUC_WARN_UNUSED_RESULT;
/* The same of the public key on it; also NULL when the file holds no certificate. */
char *doctor_claws_dup_accepted_key (const char *config_dir,
                                     const char *host,
                                     guint port) G_GNUC_WARN_UNUSED_RESULT;
/* The certificate itself, DER in Base64. */
char *doctor_claws_dup_accepted_encoded (const char *config_dir,
                                         const char *host,
                                         guint port) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
