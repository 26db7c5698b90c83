/* SCRAM (RFC 5802, RFC 7677) without channel binding. */
#include "probe/sasl-parts.h"
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

/* "n,,": no channel binding, acting for oneself; "biws" is its base64 (RFC 5802 §6). */
static const char head[] = "n,,";
static const char head_base64[] = "biws";

typedef struct {
  guchar bytes[EVP_MAX_MD_SIZE];
  unsigned int length;
} Hash;

static Hash
hmac (const EVP_MD *digest, const Hash *key, const char *text)
{
  Hash hash = { .length = 0 };
  HMAC (digest, key->bytes, (int)key->length, (const guchar *)text, strlen (text), hash.bytes,
        &hash.length);
  return hash;
}

/* RFC 5802 §5.1: "," and "=" stand for themselves as "=2C" and "=3D". */
static void
append_name (GString *message, const char *name)
{
  for (; *name != '\0'; name++)
    if (*name == ',' || *name == '=')
      g_string_append (message, *name == ',' ? "=2C" : "=3D");
    else
      g_string_append_c (message, *name);
}

static GString *
say_first (DoctorSasl *sasl)
{
  g_autoptr (GString) bare = g_string_new ("n=");
  append_name (bare, sasl->user);
  g_string_append_printf (bare, ",r=%s", sasl->nonce);
  sasl->first = g_strdup (bare->str);
  return g_string_prepend (g_string_new (bare->str), head);
}

/* The value of attribute @name ("r=") in @message, or NULL. Free with g_free (). */
static char *
dup_attribute (const char *message, char name)
{
  g_auto (GStrv) parts = g_strsplit (message, ",", 16);
  for (char **part = parts; *part != NULL; part++)
    if ((*part)[0] == name && (*part)[1] == '=')
      return g_strdup (*part + 2);
  return NULL;
}

/* RFC 5802 §2.2: SASLprep is NFKC and tables of what is forbidden; the server forbids. */
static char *
prepare (const char *password)
{
  char *prepared = g_utf8_normalize (password, -1, G_NORMALIZE_NFKC);
  return prepared != NULL ? prepared : g_strdup (password);
}

static gboolean
salt_password (DoctorSasl *sasl, const EVP_MD *digest, const char *challenge, Hash *out_salted)
{
  gsize salt_length = 0;
  g_autofree char *salt_text = dup_attribute (challenge, 's');
  g_autofree char *rounds_text = dup_attribute (challenge, 'i');
  if (salt_text == NULL || rounds_text == NULL)
    return FALSE;
  g_autofree guchar *salt = g_base64_decode (salt_text, &salt_length);
  gint64 rounds = g_ascii_strtoll (rounds_text, NULL, 10);
  if (rounds < 1 || rounds > DOCTOR_SASL_MAX_ROUNDS || salt_length == 0)
    return FALSE;
  char *prepared = prepare (sasl->password);
  out_salted->length = (unsigned int)EVP_MD_get_size (digest);
  gboolean done
    = PKCS5_PBKDF2_HMAC (prepared, (int)strlen (prepared), salt, (int)salt_length, (int)rounds,
                         digest, (int)out_salted->length, out_salted->bytes)
      == 1;
  explicit_bzero (prepared, strlen (prepared));
  g_free (prepared);
  return done;
}

static char *
prove (DoctorSasl *sasl, const EVP_MD *digest, const Hash *salted, const char *everything)
{
  Hash client = hmac (digest, salted, "Client Key"), server = hmac (digest, salted, "Server Key");
  Hash stored = { .length = 0 };
  EVP_Digest (client.bytes, client.length, stored.bytes, &stored.length, digest, NULL);
  Hash signature = hmac (digest, &stored, everything);
  Hash answer = hmac (digest, &server, everything);
  for (unsigned int i = 0; i < client.length; i++)
    signature.bytes[i] ^= client.bytes[i];
  g_free (sasl->proof);
  sasl->proof = g_base64_encode (answer.bytes, answer.length);
  char *proof = g_base64_encode (signature.bytes, signature.length);
  explicit_bzero (&client, sizeof client);
  explicit_bzero (&server, sizeof server);
  explicit_bzero (&stored, sizeof stored);
  return proof;
}

static GString *
say_proof (DoctorSasl *sasl, const EVP_MD *digest, const char *challenge)
{
  Hash salted = { .length = 0 };
  g_autofree char *nonce = dup_attribute (challenge, 'r');
  /* RFC 5802 §5.1: the server's nonce begins with ours. */
  if (nonce == NULL || !g_str_has_prefix (nonce, sasl->nonce)
      || !salt_password (sasl, digest, challenge, &salted))
    return NULL;
  g_autofree char *final = g_strdup_printf ("c=%s,r=%s", head_base64, nonce);
  g_autofree char *everything = g_strdup_printf ("%s,%s,%s", sasl->first, challenge, final);
  g_autofree char *proof = prove (sasl, digest, &salted, everything);
  explicit_bzero (&salted, sizeof salted);
  GString *message = g_string_new (final);
  g_string_append_printf (message, ",p=%s", proof);
  return message;
}

/* The server's own proof; "e=" announces the refusal that follows. */
static GString *
hear_proof (DoctorSasl *sasl, const char *challenge)
{
  g_autofree char *proof = dup_attribute (challenge, 'v');
  g_autofree char *error = dup_attribute (challenge, 'e');
  return error != NULL || g_strcmp0 (proof, sasl->proof) == 0 ? g_string_new (NULL) : NULL;
}

static GString *
step (DoctorSasl *sasl, const EVP_MD *digest, const char *challenge)
{
  switch (sasl->step) {
    case 0:
      return say_first (sasl);
    case 1:
      return say_proof (sasl, digest, challenge);
    case 2:
      return hear_proof (sasl, challenge);
    default:
      return NULL;
  }
}

GString *
doctor_sasl_step_scram_sha_1 (DoctorSasl *sasl, const char *challenge)
{
  return step (sasl, EVP_sha1 (), challenge);
}

GString *
doctor_sasl_step_scram_sha_256 (DoctorSasl *sasl, const char *challenge)
{
  return step (sasl, EVP_sha256 (), challenge);
}
