#include "tests/unit/fake-bridge.h"
#include <string.h>

typedef struct {
  int id;
  DoctorFacts *settings;
  char *passwords[3];
} Account;

FakeBridge fake_bridge;
static GPtrArray *accounts;

static void
account_free (gpointer data)
{
  Account *account = data;
  doctor_facts_unref (account->settings);
  g_free (account->passwords[DOCTOR_SCOPE_RECEIVE]);
  g_free (account->passwords[DOCTOR_SCOPE_SEND]);
  g_free (account);
}

static Account *
find (int id)
{
  for (guint i = 0; accounts != NULL && i < accounts->len; i++) {
    Account *account = g_ptr_array_index (accounts, i);
    if (account->id == id)
      return account;
  }
  return NULL;
}

void
fake_bridge_add (int id,
                 const char *settings,
                 const char *receive_password,
                 const char *send_password)
{
  Account *account = g_new0 (Account, 1);
  g_autoptr (GError) error = NULL;
  account->id = id;
  account->settings = doctor_facts_new ();
  gboolean read
    = doctor_facts_parse (account->settings, settings, "settings", DOCTOR_SOURCE_SETTINGS, &error);
  g_assert_no_error (error);
  g_assert_true (read);
  account->passwords[DOCTOR_SCOPE_RECEIVE] = g_strdup (receive_password);
  account->passwords[DOCTOR_SCOPE_SEND] = g_strdup (send_password);
  if (accounts == NULL)
    accounts = g_ptr_array_new_with_free_func (account_free);
  g_ptr_array_add (accounts, account);
}

void
fake_bridge_remove (int id)
{
  g_ptr_array_remove (accounts, find (id));
}

char *
fake_bridge_get (int id, const char *name)
{
  GVariant *value = doctor_facts_lookup (find (id)->settings, DOCTOR_SCOPE_ACCOUNT, name);
  return value != NULL ? g_variant_print (value, FALSE) : NULL;
}

const char *
fake_bridge_get_password (int id, DoctorScope scope)
{
  return find (id)->passwords[scope];
}

void
fake_bridge_reset (void)
{
  g_clear_pointer (&accounts, g_ptr_array_unref);
  g_free (fake_bridge.config_dir);
  g_free (fake_bridge.trusted);
  fake_bridge = (FakeBridge){ NULL };
}

static void
ref_free (gpointer data)
{
  g_free (((DoctorAccountRef *)data)->name);
  g_free (((DoctorAccountRef *)data)->send_host);
  g_free (data);
}

GPtrArray *
doctor_bridge_list_accounts (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (ref_free);
  for (guint i = 0; accounts != NULL && i < accounts->len; i++) {
    Account *account = g_ptr_array_index (accounts, i);
    DoctorAccountRef *ref = g_new0 (DoctorAccountRef, 1);
    ref->id = account->id;
    ref->name = g_strdup (
      doctor_facts_get_string (account->settings, DOCTOR_SCOPE_ACCOUNT, "account.name"));
    ref->send_host
      = g_strdup (doctor_facts_get_string (account->settings, DOCTOR_SCOPE_SEND, "server.host"));
    g_ptr_array_add (list, ref);
  }
  return list;
}

gboolean
doctor_bridge_has_account (int account_id)
{
  return find (account_id) != NULL;
}

DoctorFacts *
doctor_bridge_read (int account_id)
{
  Account *account = find (account_id);
  return account != NULL ? doctor_facts_copy (account->settings) : NULL;
}

gboolean
doctor_bridge_write (int account_id, DoctorFacts *changes, GError **error)
{
  Account *account = find (account_id);
  fake_bridge.n_writes++;
  if (account == NULL || fake_bridge.refuses_writes) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS, "the disk is full");
    return FALSE;
  }
  doctor_facts_overlay (account->settings, changes);
  return TRUE;
}

char *
doctor_bridge_get_password (int account_id, DoctorScope scope)
{
  return fake_bridge.is_locked ? NULL : g_strdup (find (account_id)->passwords[scope]);
}

void
doctor_bridge_forget (char *password)
{
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  g_free (password);
}

gboolean
doctor_bridge_passwords_locked (void)
{
  return fake_bridge.is_locked;
}

gboolean
doctor_bridge_set_password (int account_id, DoctorScope scope, const char *password, GError **error)
{
  Account *account = find (account_id);
  g_free (account->passwords[scope]);
  account->passwords[scope] = g_strdup (password);
  fake_bridge.n_passwords_set++;
  return TRUE;
}

void
doctor_bridge_try_now (int account_id, DoctorScope scope)
{
  fake_bridge.n_tried[scope]++;
}

const char *
doctor_bridge_config_dir (void)
{
  return fake_bridge.config_dir;
}

const char *
doctor_bridge_program (void)
{
  return "a client";
}

gint64
doctor_bridge_passwords_time (void)
{
  return fake_bridge.passwords_time;
}

gboolean
doctor_bridge_is_offline (void)
{
  return FALSE;
}

void
doctor_bridge_end_trust (void)
{
}

gboolean
doctor_bridge_trust (
  const char *host, guint16 port, gconstpointer der, gsize length, gboolean once, GError **error)
{
  if (fake_bridge.refuses_writes) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS, "the disk is full");
    return FALSE;
  }
  g_free (fake_bridge.trusted);
  fake_bridge.trusted = g_strdup_printf ("%s %d %.*s %s", host, port, (int)length,
                                         (const char *)der, once ? "once" : "stored");
  return TRUE;
}

void
doctor_bridge_count_queued (int account_id, guint *out_own, guint *out_redirected)
{
  gboolean is_away = fake_bridge.carrier != 0;
  *out_own = is_away ? 0 : fake_bridge.n_queued;
  *out_redirected = is_away ? fake_bridge.n_queued : 0;
}

gboolean
doctor_bridge_redirect_queue (int account_id, int to, GError **error)
{
  if (fake_bridge.refuses_writes) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS, "the disk is full");
    return FALSE;
  }
  fake_bridge.carrier = to;
  return TRUE;
}
