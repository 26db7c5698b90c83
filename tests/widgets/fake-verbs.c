/* What the person has done, written down instead of done. */
#include "config.h"
#include "plugin/bridge.h"
#include "tests/widgets/fake.h"

static GString *verbs;

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
