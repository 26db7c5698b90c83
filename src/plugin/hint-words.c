#include "config.h"
#include "plugin/hint-words.h"
#include "core/i18n.h"

char *
doctor_hint_words_dup_title (GPtrArray *cases)
{
  return doctor_case_dup_hint_title (cases->pdata[0]);
}

static gboolean
has_proved_repair (DoctorCase *c)
{
  GPtrArray *offers = doctor_case_get_offers (c);

  for (guint i = 0; i < offers->len; i++) {
    const DoctorOffer *offer = offers->pdata[i];

    if (offer->verdict == DOCTOR_VERDICT_PROVED)
      return TRUE;
  }
  return FALSE;
}

/* Takes both; either may be NULL or empty. */
static char *
join (char *first, char *second)
{
  g_autofree char *before = first;
  g_autofree char *after = second;

  if (before == NULL || *before == '\0')
    return g_steal_pointer (&after);
  if (after == NULL || *after == '\0')
    return g_steal_pointer (&before);
  /* Translators: two whole sentences, one after the other. */
  return g_strdup_printf (C_ ("sentences", "%s %s"), before, after);
}

static char *
dup_others (guint n)
{
  if (n == 0)
    return NULL;
  return g_strdup_printf (
    ngettext ("%u other account has trouble too.", "%u other accounts have trouble too.", n), n);
}

char *
doctor_hint_words_dup_reason (GPtrArray *cases)
{
  DoctorCase *c = cases->pdata[0];
  gboolean is_ready = doctor_case_get_state (c) == DOCTOR_CASE_EXAMINED && has_proved_repair (c);
  char *reason = join (dup_others (cases->len - 1), doctor_case_dup_hint_reason (c));

  reason = join (reason, is_ready ? g_strdup (_ ("A repair is ready.")) : NULL);
  return reason != NULL ? reason : g_strdup ("");
}
