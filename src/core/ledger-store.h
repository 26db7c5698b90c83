/* ledger-store.h: the logins of the last hour that examinations made, kept for the examinations
 * to come: one small file in the person's state folder (account-doctor/logins, mode 0600). It
 * holds a salt and, for each login, the time and a hash of host and user keyed with the salt;
 * no name, no password, no outcome. What is older than an hour is dropped when the next one
 * is written. Several processes may use it at once. Never waits for long, never fails an
 * examination: what cannot be kept is told as such. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  DOCTOR_STORE_KEPT, /* counted from now on */
  DOCTOR_STORE_FULL, /* no more for this hour */
  DOCTOR_STORE_LOST  /* the file cannot be read or written */
} DoctorStoreAnswer;

typedef struct _DoctorLedgerStore DoctorLedgerStore;

/* @folder NULL: the person's state folder. Nothing is touched yet. */
DoctorLedgerStore *doctor_ledger_store_new (const char *folder) G_GNUC_WARN_UNUSED_RESULT;
void doctor_ledger_store_free (DoctorLedgerStore *store); /* accepts NULL */
/* Counts one more login of @user at @host when there were fewer than @most in the last hour.
 * Thread-safe. */
DoctorStoreAnswer doctor_ledger_store_take (DoctorLedgerStore *store,
                                            const char *host,
                                            const char *user,
                                            guint most) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the last login could be kept; TRUE before the first. */
gboolean doctor_ledger_store_is_kept (DoctorLedgerStore *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorLedgerStore, doctor_ledger_store_free)

G_END_DECLS
