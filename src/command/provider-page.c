#include "command/provider-page.h"
#include "command/provider-words.h"
#include "core/i18n.h"

/* Keys in the order in which a person needs them; rows of one name belong together. */
static const struct {
  const char *label, *key;
} rows[] = {
  { N_ ("State"), "Status" },
  { N_ ("Password"), "Password" },
  { N_ ("Password"), "PasswordNote" },
  { N_ ("Password page"), "PasswordPage" },
  { N_ ("User name"), "UserName" },
  { N_ ("User name"), "UserNameNote" },
  { N_ ("Servers"), "ServerNote" },
  { N_ ("Switch on first"), "Switch.Services" },
  { N_ ("Switch on first"), "Switch.Place" },
  { N_ ("Switch on first"), "Switch.Page" },
  { N_ ("Note"), "Note" },
  { N_ ("Webmail"), "Webmail" },
  { N_ ("Help"), "HelpPage" },
  { N_ ("Failures"), "StatusPage" },
  { N_ ("Unlocking"), "UnlockPage" },
  { N_ ("Connections"), "Limits.Connections" },
  { N_ ("Largest mail"), "Limits.MessageBytes" },
  { N_ ("Sent in a day"), "Limits.DailySend" },
  { N_ ("Free storage"), "Limits.FreeBytes" },
  { N_ ("Limits"), "Limits.Note" },
};

static void
add_note (DoctorPage *page, const char *label, const DoctorNote *note)
{
  /* Translators: a date such as 2026-12, and what changed then. */
  g_autofree char *text = note->date == NULL
                            ? g_strdup (note->text)
                            : g_strdup_printf (_ ("%s: %s"), note->date, note->text);
  /* Translators: behind a statement that nobody has confirmed lately. */
  g_autofree char *marked
    = note->is_doubtful ? g_strdup_printf (_ ("%s (not confirmed)"), text) : g_strdup (text);
  doctor_page_add (page, label, marked);
}

static void
add_notes (DoctorPage *page, const DoctorProvider *provider)
{
  for (guint i = 0; i < doctor_provider_get_n_notes (provider); i++)
    add_note (page, _ ("Good to know"), doctor_provider_get_note (provider, i));
}

static void
add_changes (DoctorPage *page, const DoctorProvider *provider)
{
  for (guint i = 0; i < doctor_provider_get_n_changes (provider); i++)
    add_note (page, _ ("Changes"), doctor_provider_get_change (provider, i));
}

void
doctor_page_add_provider (DoctorPage *page, const DoctorProvider *provider)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *words = doctor_provider_dup_words (provider, rows[i].key);
    doctor_page_add (page, _ (rows[i].label), words);
  }
  add_notes (page, provider);
  add_changes (page, provider);
  doctor_page_add (page, _ ("Sources differ"), doctor_provider_get (provider, "Doubt"));
}
