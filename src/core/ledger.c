#include "core/ledger.h"
#include <string.h>
#include <sys/random.h>

enum { KEY_BYTES = 32 };

struct _DoctorLedger {
  GMutex lock;
  guchar key[KEY_BYTES];
  guint recent; /* logins of the last hour, before this examination */
  guint used;   /* in this examination, all services */
  gboolean is_closed;
  GHashTable *logins;       /* keyed hashes of the logins made */
  DoctorLedgerStore *store; /* NULL: for this examination only */
};

/* The key only has to be unknown to who reads the hashes; without entropy the time does. */
static void
make_key (guchar key[KEY_BYTES])
{
  if (getrandom (key, KEY_BYTES, 0) == KEY_BYTES)
    return;
  for (guint i = 0; i < KEY_BYTES; i++)
    key[i] = (guchar)g_random_int ();
}

DoctorLedger *
doctor_ledger_new (guint recent_logins)
{
  DoctorLedger *ledger = g_new0 (DoctorLedger, 1);
  g_mutex_init (&ledger->lock);
  make_key (ledger->key);
  ledger->recent = recent_logins;
  ledger->logins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return ledger;
}

void
doctor_ledger_free (DoctorLedger *ledger)
{
  if (ledger == NULL)
    return;
  g_hash_table_unref (ledger->logins);
  g_mutex_clear (&ledger->lock);
  explicit_bzero (ledger->key, KEY_BYTES);
  g_free (ledger);
}

/* Each part ends in a NUL, so that "ab"+"c" is not "a"+"bc". */
static void
update (GHmac *hmac, const char *part)
{
  const char *text = part != NULL ? part : "";
  g_hmac_update (hmac, (const guchar *)text, strlen (text) + 1);
}

static char *
dup_login_hash (DoctorLedger *ledger,
                const char *service,
                const char *host,
                const char *user,
                const char *password,
                const char *mechanism)
{
  GHmac *hmac = g_hmac_new (G_CHECKSUM_SHA256, ledger->key, KEY_BYTES);
  g_autofree char *host_lower = g_ascii_strdown (host != NULL ? host : "", -1);
  update (hmac, service);
  update (hmac, host_lower);
  update (hmac, user);
  update (hmac, password);
  update (hmac, mechanism);
  char *hash = g_strdup (g_hmac_get_string (hmac));
  g_hmac_unref (hmac);
  return hash;
}

static gboolean
has_room (DoctorLedger *ledger)
{
  return !ledger->is_closed && ledger->used < DOCTOR_LEDGER_MAX_PER_EXAMINATION
         && ledger->recent + ledger->used < DOCTOR_LEDGER_MAX_PER_HOUR;
}

static gboolean
take (DoctorLedger *ledger, const char *hash)
{
  if (!has_room (ledger) || !g_hash_table_add (ledger->logins, g_strdup (hash)))
    return FALSE;
  ledger->used++;
  return TRUE;
}

/* Whether the hour has room for it too. Where it cannot be kept, this examination counts. */
static gboolean
keep (DoctorLedger *ledger, const char *host, const char *user)
{
  guint most = DOCTOR_LEDGER_MAX_PER_HOUR - MIN (ledger->recent, DOCTOR_LEDGER_MAX_PER_HOUR);
  return ledger->store == NULL
         || doctor_ledger_store_take (ledger->store, host != NULL ? host : "",
                                      user != NULL ? user : "", most)
              != DOCTOR_STORE_FULL;
}

void
doctor_ledger_set_store (DoctorLedger *ledger, DoctorLedgerStore *store)
{
  ledger->store = store;
}

gboolean
doctor_ledger_take (DoctorLedger *ledger,
                    const char *service,
                    const char *host,
                    const char *user,
                    const char *password,
                    const char *mechanism)
{
  g_autofree char *hash = dup_login_hash (ledger, service, host, user, password, mechanism);
  g_mutex_lock (&ledger->lock);
  gboolean may = take (ledger, hash) && keep (ledger, host, user);
  g_mutex_unlock (&ledger->lock);
  return may;
}

gboolean
doctor_ledger_has_room (DoctorLedger *ledger)
{
  g_mutex_lock (&ledger->lock);
  gboolean room = has_room (ledger);
  g_mutex_unlock (&ledger->lock);
  return room;
}

void
doctor_ledger_close (DoctorLedger *ledger)
{
  g_mutex_lock (&ledger->lock);
  ledger->is_closed = TRUE;
  g_mutex_unlock (&ledger->lock);
}

guint
doctor_ledger_get_used (DoctorLedger *ledger)
{
  g_mutex_lock (&ledger->lock);
  guint used = ledger->used;
  g_mutex_unlock (&ledger->lock);
  return used;
}
