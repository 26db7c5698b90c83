/* DIGEST-MD5 (RFC 2831, made historic by RFC 6331; Claws Mail still offers it). */
#include "probe/sasl-parts.h"
#include <string.h>

/* The value of @name in a list like: realm="a b",nonce=x. NULL when it is not there. */
static char *
dup_directive (const char *list, const char *name)
{
  g_autofree char *pattern
    = g_strdup_printf ("(?:^|,)\\s*%s\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\",\\s]*))", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  if (!g_regex_match (regex, list, 0, &match))
    return NULL;
  g_autofree char *quoted = g_match_info_fetch (match, 1);
  return quoted != NULL && *quoted != '\0' ? g_strcompress (quoted) : g_match_info_fetch (match, 2);
}

/* H (user:realm:password) as bytes, then our texts: RFC 2831 §2.1.2.1, A1. */
static char *
hash_a1 (const DoctorSasl *sasl, const char *realm, const char *nonce)
{
  guchar secret[16];
  gsize length = sizeof secret;
  g_autoptr (GChecksum) inner = g_checksum_new (G_CHECKSUM_MD5);
  g_autoptr (GChecksum) outer = g_checksum_new (G_CHECKSUM_MD5);
  const char *const parts[] = { sasl->user, ":", realm, ":", sasl->password };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_checksum_update (inner, (const guchar *)parts[i], -1);
  g_checksum_get_digest (inner, secret, &length);
  g_autofree char *rest = g_strdup_printf (":%s:%s", nonce, sasl->nonce);
  g_checksum_update (outer, secret, sizeof secret);
  g_checksum_update (outer, (const guchar *)rest, -1);
  explicit_bzero (secret, sizeof secret);
  return g_strdup (g_checksum_get_string (outer));
}

/* RFC 2831 §2.1.2.1 with qop "auth"; @method is empty for what the server has to say. */
static char *
respond (
  const DoctorSasl *sasl, const char *a1, const char *nonce, const char *method, const char *uri)
{
  g_autofree char *a2 = g_strdup_printf ("%s:%s", method, uri);
  g_autofree char *a2_hash = g_compute_checksum_for_string (G_CHECKSUM_MD5, a2, -1);
  g_autofree char *all
    = g_strdup_printf ("%s:%s:00000001:%s:auth:%s", a1, nonce, sasl->nonce, a2_hash);
  return g_compute_checksum_for_string (G_CHECKSUM_MD5, all, -1);
}

static void
append_quoted (GString *message, const char *name, const char *value)
{
  g_string_append_printf (message, "%s%s=\"", message->len > 0 ? "," : "", name);
  for (; *value != '\0'; value++) {
    if (*value == '"' || *value == '\\')
      g_string_append_c (message, '\\');
    g_string_append_c (message, *value);
  }
  g_string_append_c (message, '"');
}

static GString *
say_response (DoctorSasl *sasl, const char *challenge)
{
  g_autofree char *nonce = dup_directive (challenge, "nonce");
  g_autofree char *realm = dup_directive (challenge, "realm");
  g_autofree char *uri = g_strdup_printf ("%s/%s", sasl->service, sasl->host);
  if (nonce == NULL || *nonce == '\0')
    return NULL;
  const char *own_realm = realm != NULL ? realm : "";
  g_autofree char *a1 = hash_a1 (sasl, own_realm, nonce);
  g_autofree char *response = respond (sasl, a1, nonce, "AUTHENTICATE", uri);
  GString *message = g_string_new ("charset=utf-8");
  append_quoted (message, "username", sasl->user);
  append_quoted (message, "realm", own_realm);
  append_quoted (message, "nonce", nonce);
  append_quoted (message, "cnonce", sasl->nonce);
  append_quoted (message, "digest-uri", uri);
  g_string_append_printf (message, ",nc=00000001,qop=auth,response=%s", response);
  g_free (sasl->proof);
  sasl->proof = respond (sasl, a1, nonce, "", uri);
  return message;
}

GString *
doctor_sasl_step_digest_md5 (DoctorSasl *sasl, const char *challenge)
{
  if (sasl->step == 0)
    return say_response (sasl, challenge);
  g_autofree char *proof = dup_directive (challenge, "rspauth");
  return sasl->step == 1 && g_strcmp0 (proof, sasl->proof) == 0 ? g_string_new (NULL) : NULL;
}
