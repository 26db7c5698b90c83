/* trust.h: the certificate authorities that an examination believes, read once for all of
 * its connections while names are still being looked up: OpenSSL 3 takes a tenth of a
 * second for a whole bundle. Thread-safe. */
#pragma once
#include <glib.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

typedef struct _DoctorTrust DoctorTrust;

/* @ca_file NULL: the system's authorities. Begins to read in a thread of its own. */
DoctorTrust *doctor_trust_new (const char *ca_file) G_GNUC_WARN_UNUSED_RESULT;
void doctor_trust_free (DoctorTrust *trust); /* accepts NULL; sessions may live on */
/* A client session for @host; waits for the reading to end. NULL when OpenSSL cannot make
 * one (an unreadable file of authorities). */
SSL *doctor_trust_new_session (DoctorTrust *trust, const char *host) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorTrust, doctor_trust_free)

G_END_DECLS
