#include "probe/sender-policy.h"
#include <string.h>

static const char spf_version[] = "v=spf1";

gboolean
doctor_policy_is_spf (const char *text)
{
  gsize length = strlen (spf_version);
  return g_ascii_strncasecmp (text, spf_version, length) == 0
         && (text[length] == ' ' || text[length] == '\0');
}

/* The value of @tag in "tag=value; tag=value", without blanks around; NULL when missing. */
static char *
dup_tag (const char *text, const char *tag)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);
  for (char **part = parts; *part != NULL; part++) {
    char *equals = strchr (*part, '=');
    if (equals == NULL)
      continue;
    *equals = '\0';
    if (g_ascii_strcasecmp (g_strstrip (*part), tag) == 0)
      return g_strdup (g_strstrip (equals + 1));
  }
  return NULL;
}

/* The version is compared as it stands: RFC 7489 §6.3 wants it so. */
gboolean
doctor_policy_is_dmarc (const char *text)
{
  g_autofree char *first = g_strndup (text, strcspn (text, ";"));
  g_autofree char *version = dup_tag (first, "v");
  return g_strcmp0 (version, "DMARC1") == 0;
}

static const char *
known_policy (const char *word)
{
  static const char *const policies[] = { "none", "quarantine", "reject" };
  for (guint i = 0; i < G_N_ELEMENTS (policies) && word != NULL; i++)
    if (g_ascii_strcasecmp (word, policies[i]) == 0)
      return policies[i];
  return NULL;
}

const char *
doctor_policy_of_dmarc (const char *text, gboolean for_subdomain)
{
  g_autofree char *own = dup_tag (text, "p");
  g_autofree char *below = dup_tag (text, "sp");
  g_autofree char *reports = dup_tag (text, "rua");
  const char *policy = known_policy (own);
  const char *policy_below = known_policy (below);
  if (!doctor_policy_is_dmarc (text))
    return NULL;
  if (for_subdomain && policy_below != NULL)
    return policy_below;
  /* RFC 7489 §6.6.3: reports are wanted, so the rest is a slip and taken for "none". */
  return policy == NULL && reports != NULL ? "none" : policy;
}
