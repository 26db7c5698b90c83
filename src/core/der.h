/* der.h: the little of a certificate that is read without a TLS library: in the client's
 * process, and where the client keeps certificates that were accepted. Pure. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* SHA-256, lower-case hexadecimal, of the public key with its kind (SubjectPublicKeyInfo, RFC
 * 5280 §4.1) on the certificate in @length bytes of DER. NULL when they are no certificate. */
char *doctor_der_dup_key_sum (const guint8 *der, gsize length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
