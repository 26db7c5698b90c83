#include "core/site.h"
#include <string.h>

/* Labels that registries of countries put before their own (co.uk, ne.jp, com.au). */
static gboolean
is_registry_label (const char *label, gsize length)
{
  static const char *const labels[] = { "ac",   "ad",  "co", "com", "ed", "edu", "go", "gob",
                                        "gouv", "gov", "gr", "lg",  "ne", "net", "or", "org" };
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (strlen (labels[i]) == length && g_ascii_strncasecmp (labels[i], label, length) == 0)
      return TRUE;
  return FALSE;
}

/* Where the label before @end begins. */
static const char *
label_before (const char *host, const char *end)
{
  const char *at = end;
  while (at > host && at[-1] != '.')
    at--;
  return at;
}

char *
doctor_site_dup (const char *host)
{
  gsize length = strlen (host);
  if (length > 1 && host[length - 1] == '.')
    length--;
  const char *end = host + length;
  const char *top = label_before (host, end);
  if (g_hostname_is_ip_address (host) || top == host)
    return g_ascii_strdown (host, (gssize)length);
  const char *second = label_before (host, top - 1);
  gboolean of_country = end - top == 2 && is_registry_label (second, (gsize)(top - 1 - second));
  const char *start = of_country && second > host ? label_before (host, second - 1) : second;
  return g_ascii_strdown (start, end - start);
}

gboolean
doctor_site_is_same (const char *a, const char *b)
{
  g_autofree char *left = doctor_site_dup (a);
  g_autofree char *right = doctor_site_dup (b);
  return strcmp (left, right) == 0;
}
