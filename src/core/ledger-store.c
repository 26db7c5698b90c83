#include "core/ledger-store.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

enum {
  SALT_BYTES = 32,
  HASH_CHARS = 64, /* SHA-256 in hexadecimal digits */
  MAX_BYTES = 64 * 1024,
  LOCK_TRIES = 20, /* of 10 ms: another process holds it for one login only */
};
#define LIFETIME_SECONDS G_GINT64_CONSTANT (3600)

struct _DoctorLedgerStore {
  GMutex lock;
  char *folder;
  gboolean is_lost;
};

DoctorLedgerStore *
doctor_ledger_store_new (const char *folder)
{
  DoctorLedgerStore *store = g_new0 (DoctorLedgerStore, 1);
  g_mutex_init (&store->lock);
  store->folder = folder != NULL
                    ? g_strdup (folder)
                    : g_build_filename (g_get_user_state_dir (), "account-doctor", NULL);
  return store;
}

void
doctor_ledger_store_free (DoctorLedgerStore *store)
{
  if (store == NULL)
    return;
  g_mutex_clear (&store->lock);
  g_free (store->folder);
  g_free (store);
}

/* --- the file --- */

static gboolean
lock_file (int fd)
{
  for (guint i = 0; i < LOCK_TRIES; i++) {
    if (flock (fd, LOCK_EX | LOCK_NB) == 0)
      return TRUE;
    if (errno != EWOULDBLOCK && errno != EINTR)
      return FALSE;
    g_usleep (10 * 1000);
  }
  return FALSE;
}

/* -1 when there is none to be had. Closing it unlocks it. */
static int
open_locked (DoctorLedgerStore *store)
{
  struct stat status;
  g_autofree char *path = g_build_filename (store->folder, "logins", NULL);
  if (g_mkdir_with_parents (store->folder, 0700) != 0)
    return -1;
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
  if (fd < 0)
    return -1;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && status.st_uid == geteuid ()
      && lock_file (fd))
    return fd;
  close (fd);
  return -1;
}

/* "" when it is too large to be ours. */
static char *
read_all (int fd)
{
  g_autofree char *text = g_malloc (MAX_BYTES + 1);
  gsize length = 0;
  gssize got = 1;
  while (got > 0 && length <= MAX_BYTES) {
    got = read (fd, text + length, MAX_BYTES + 1 - length);
    length += got > 0 ? (gsize)got : 0;
  }
  return got < 0 || length > MAX_BYTES ? g_strdup ("") : g_strndup (text, length);
}

static gboolean
write_all (int fd, const char *text)
{
  gsize length = strlen (text), done = 0;
  if (lseek (fd, 0, SEEK_SET) != 0 || ftruncate (fd, 0) != 0 || fchmod (fd, 0600) != 0)
    return FALSE;
  while (done < length) {
    gssize put = write (fd, text + done, length - done);
    if (put <= 0)
      return FALSE;
    done += (gsize)put;
  }
  return TRUE;
}

/* --- what is in it: "salt HEX", then "HASH SECONDS" for each login --- */

static gboolean
is_hash (const char *text)
{
  return strlen (text) == HASH_CHARS && strspn (text, "0123456789abcdef") == HASH_CHARS;
}

static char *
dup_new_salt (void)
{
  guchar bytes[SALT_BYTES];
  GString *salt = g_string_new (NULL);
  if (getrandom (bytes, sizeof bytes, GRND_NONBLOCK) != sizeof bytes)
    for (guint i = 0; i < sizeof bytes; i++)
      bytes[i] = (guchar)g_random_int ();
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (salt, "%02x", bytes[i]);
  return g_string_free (salt, FALSE);
}

static char *
dup_salt (const char *const *lines)
{
  static const char mark[] = "salt ";
  if (lines[0] != NULL && g_str_has_prefix (lines[0], mark) && is_hash (lines[0] + strlen (mark)))
    return g_strdup (lines[0] + strlen (mark));
  return dup_new_salt ();
}

static char *
dup_hash (const char *salt, const char *host, const char *user)
{
  g_autofree char *low = g_ascii_strdown (host, -1);
  g_autofree char *both = g_strconcat (low, "\n", user, NULL); /* neither has a line break */
  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *)salt, strlen (salt), both,
                                    -1);
}

/* Whether @line is a login of the last hour; its hash in @out_hash. A time to come is that of
 * a clock that was wrong. */
static gboolean
read_login (const char *line, gint64 now, char **out_hash)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  if (words[0] == NULL || words[1] == NULL || !is_hash (words[0]))
    return FALSE;
  gint64 time = g_ascii_strtoll (words[1], NULL, 10);
  *out_hash = g_strdup (words[0]);
  return time <= now && time > now - LIFETIME_SECONDS;
}

static DoctorStoreAnswer
take (int fd, const char *host, const char *user, guint most)
{
  guint n = 0;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *text = read_all (fd);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *salt = dup_salt ((const char *const *)lines);
  g_autofree char *own = dup_hash (salt, host, user);
  g_autoptr (GString) kept = g_string_new (NULL);
  g_string_append_printf (kept, "salt %s\n", salt);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *hash = NULL;
    if (!read_login (lines[i], now, &hash))
      continue;
    g_string_append_printf (kept, "%s\n", lines[i]);
    n += g_str_equal (hash, own);
  }
  if (n >= most)
    return DOCTOR_STORE_FULL;
  g_string_append_printf (kept, "%s %" G_GINT64_FORMAT "\n", own, now);
  return write_all (fd, kept->str) ? DOCTOR_STORE_KEPT : DOCTOR_STORE_LOST;
}

DoctorStoreAnswer
doctor_ledger_store_take (DoctorLedgerStore *store, const char *host, const char *user, guint most)
{
  DoctorStoreAnswer answer = DOCTOR_STORE_LOST;
  g_mutex_lock (&store->lock);
  int fd = open_locked (store);
  if (fd >= 0) {
    answer = take (fd, host, user, most);
    close (fd);
  }
  store->is_lost = answer == DOCTOR_STORE_LOST;
  g_mutex_unlock (&store->lock);
  return answer;
}

gboolean
doctor_ledger_store_is_kept (DoctorLedgerStore *store)
{
  g_mutex_lock (&store->lock);
  gboolean kept = !store->is_lost;
  g_mutex_unlock (&store->lock);
  return kept;
}
