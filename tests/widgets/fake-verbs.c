/* What the person has done, written down instead of done. */
#include "config.h"
#include "core/settings-text.h"
#include "plugin/bridge.h"
#include "tests/widgets/fake.h"

static GString *verbs;
guint fake_n_queued, fake_n_redirected;

void
fake_note (const char *format, ...)
{
  va_list arguments;

  if (verbs == NULL)
    verbs = g_string_new (NULL);
  va_start (arguments, format);
  g_string_append_vprintf (verbs, format, arguments);
  va_end (arguments);
  g_string_append_c (verbs, '\n');
}

char *
fake_take_verbs (void)
{
  if (verbs == NULL)
    return g_strdup ("");
  return g_string_free (g_steal_pointer (&verbs), FALSE);
}

void
doctor_case_examine (DoctorCase *c)
{
  fake_note ("examine %d", doctor_case_get_account (c));
}

void
doctor_case_cancel (DoctorCase *c)
{
  fake_note ("cancel %d", doctor_case_get_account (c));
}

void
doctor_case_apply (DoctorCase *c, const DoctorOffer *offer)
{
  fake_note ("apply %d %s", doctor_case_get_account (c), offer->fix->id);
}

void
doctor_case_set_password (DoctorCase *c, const DoctorOffer *offer, const char *password)
{
  fake_note ("password %d %s %s", doctor_case_get_account (c), offer->fix->id, password);
}

void
doctor_case_trust (DoctorCase *c, const DoctorOffer *offer, gboolean once)
{
  fake_note ("trust %d %s %s", doctor_case_get_account (c), offer->fix->id,
             once ? "once" : "stored");
}

void
doctor_bridge_open_preferences (int account_id)
{
  fake_note ("preferences %d", account_id);
}

void
doctor_bridge_ask_passphrase (void)
{
  fake_note ("passphrase");
}

void
doctor_case_wait (DoctorCase *c, const DoctorOffer *offer)
{
  fake_note ("wait %d %s", doctor_case_get_account (c), offer->fix->id);
}

void
doctor_case_wait_now (DoctorCase *c)
{
  fake_note ("wait-now %d", doctor_case_get_account (c));
}

void
doctor_case_wait_stop (DoctorCase *c)
{
  fake_note ("wait-stop %d", doctor_case_get_account (c));
}

void
doctor_case_undo (DoctorCase *c)
{
  fake_note ("undo %d", doctor_case_get_account (c));
}

void
doctor_case_undo_since (DoctorCase *c, guint id)
{
  fake_note ("undo-since %d %u", doctor_case_get_account (c), id);
}

void
doctor_case_import (DoctorCase *c, const DoctorFix *fix)
{
  g_autofree char *changes = doctor_facts_print (fix->changes);

  fake_note ("import %d %s", doctor_case_get_account (c), changes);
}

static void
change_free (gpointer data)
{
  g_free (((DoctorChange *)data)->text);
  g_free (data);
}

/* Two, of which the first was made in 2026. */
GPtrArray *
doctor_case_dup_changes (DoctorCase *c)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (change_free);

  for (guint i = 2; i > 0; i--) {
    DoctorChange *change = g_new0 (DoctorChange, 1);

    change->id = i;
    change->time = 1793000000 + i * 90000;
    change->text = g_strdup (i == 2 ? "Port: 143 → 993\nEncryption: none → TLS"
                                    : "User name: taro → taro@example.jp");
    g_ptr_array_add (changes, change);
  }
  return changes;
}

char *
doctor_case_dup_settings_text (DoctorCase *c)
{
  return doctor_settings_text_write (doctor_case_get_facts (c));
}

DoctorFix *
doctor_case_read_import (
  DoctorCase *c, const char *text, gsize length, const char *origin, GError **error)
{
  DoctorFacts *changes
    = doctor_settings_text_read (text, length, origin, doctor_case_get_facts (c), error);
  DoctorFix *fix = changes != NULL ? g_new0 (DoctorFix, 1) : NULL;

  if (fix != NULL)
    *fix = (DoctorFix){ "import-settings", DOCTOR_FIX_CHANGE, DOCTOR_SCOPE_RECEIVE, changes };
  return fix;
}

GPtrArray *
doctor_case_dup_import_preview (DoctorCase *c, const DoctorFix *fix)
{
  return doctor_fix_dup_preview (fix, doctor_case_get_facts (c));
}

const char *
doctor_case_get_webmail (DoctorCase *c)
{
  DoctorFacts *facts = doctor_case_get_facts (c);

  return facts != NULL ? doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "provider.webmail")
                       : NULL;
}

guint
doctor_case_get_n_queued (DoctorCase *c)
{
  return fake_n_queued;
}

guint
doctor_case_get_n_redirected (DoctorCase *c)
{
  return fake_n_redirected;
}

static void
carrier_free (gpointer data)
{
  g_free (((DoctorCarrier *)data)->name);
  g_free (((DoctorCarrier *)data)->server);
  g_free (data);
}

GPtrArray *
doctor_case_dup_carriers (DoctorCase *c)
{
  GPtrArray *carriers = g_ptr_array_new_with_free_func (carrier_free);
  DoctorCarrier *carrier = g_new0 (DoctorCarrier, 1);

  carrier->account_id = 2;
  carrier->name = g_strdup ("Home_mail");
  carrier->server = g_strdup ("smtp.example.org");
  g_ptr_array_add (carriers, carrier);
  return carriers;
}

void
doctor_case_send_through (DoctorCase *c, int account_id)
{
  fake_note ("send-through %d %d", doctor_case_get_account (c), account_id);
}

void
doctor_case_take_back (DoctorCase *c)
{
  fake_note ("take-back %d", doctor_case_get_account (c));
}
