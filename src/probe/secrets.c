#include "probe/secrets.h"
#include <string.h>

struct _DoctorSecretsMask {
  GPtrArray *needles; /* of char *, wiped */
};

void
doctor_secret_free (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

DoctorSecretsMask *
doctor_secrets_mask_new (void)
{
  DoctorSecretsMask *mask = g_new0 (DoctorSecretsMask, 1);
  mask->needles = g_ptr_array_new_with_free_func ((GDestroyNotify)doctor_secret_free);
  return mask;
}

void
doctor_secrets_mask_free (DoctorSecretsMask *mask)
{
  if (mask == NULL)
    return;
  g_ptr_array_unref (mask->needles);
  g_free (mask);
}

void
doctor_secrets_mask_add (DoctorSecretsMask *mask, const char *secret, gssize length)
{
  gsize size = length < 0 ? strlen (secret) : (gsize)length;
  if (size == 0)
    return;
  if (memchr (secret, '\0', size) == NULL)
    g_ptr_array_add (mask->needles, g_strndup (secret, size));
  g_ptr_array_add (mask->needles, g_base64_encode ((const guchar *)secret, size));
}

static char *
replace (char *text, const char *needle)
{
  if (strstr (text, needle) == NULL)
    return text;
  g_auto (GStrv) parts = g_strsplit (text, needle, -1);
  char *replaced = g_strjoinv ("[…]", parts);
  for (char **part = parts; *part != NULL; part++)
    explicit_bzero (*part, strlen (*part));
  doctor_secret_free (text);
  return replaced;
}

char *
doctor_secrets_mask_apply (DoctorSecretsMask *mask, const char *text)
{
  char *masked = g_strdup (text);
  /* Longest shapes last added, first hidden: a password inside its own base64 line. */
  for (guint i = mask->needles->len; i > 0; i--)
    masked = replace (masked, g_ptr_array_index (mask->needles, i - 1));
  return masked;
}
