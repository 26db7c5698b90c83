/* ledger.h: limits logins, so that looking for a fault never locks an account.
 *
 * Within one examination: at most DOCTOR_LEDGER_MAX_PER_EXAMINATION logins, never twice
 * with the same service, host, user, password and mechanism, none after a reply that says
 * locked or throttled. Across examinations: what the client itself did in the last hour, as
 * the caller hands it in (login.recent), and what examinations did (ledger-store.h), together
 * against DOCTOR_LEDGER_MAX_PER_HOUR. Passwords are only compared by a
 * keyed hash that lives in memory and dies with the ledger. Thread-safe. */
#pragma once
#include "core/ledger-store.h"

G_BEGIN_DECLS

enum {
  DOCTOR_LEDGER_MAX_PER_EXAMINATION = 3, /* of both services together */
  DOCTOR_LEDGER_MAX_PER_HOUR = 10        /* fail2ban and Dovecot defaults tolerate this */
};

typedef struct _DoctorLedger DoctorLedger;

DoctorLedger *doctor_ledger_new (guint recent_logins) G_GNUC_WARN_UNUSED_RESULT;
void doctor_ledger_free (DoctorLedger *ledger);
/* @store (borrowed) also counts each login, and those of other examinations. */
void doctor_ledger_set_store (DoctorLedger *ledger, DoctorLedgerStore *store);
/* TRUE when this login may be made; it is then counted as made. */
gboolean doctor_ledger_take (DoctorLedger *ledger,
                             const char *service,
                             const char *host,
                             const char *user,
                             const char *password,
                             const char *mechanism) G_GNUC_WARN_UNUSED_RESULT;
/* Whether another login could still be allowed: not counted. */
gboolean doctor_ledger_has_room (DoctorLedger *ledger);
/* A reply said locked or throttled: nothing more is allowed. */
void doctor_ledger_close (DoctorLedger *ledger);
guint doctor_ledger_get_used (DoctorLedger *ledger);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorLedger, doctor_ledger_free)

G_END_DECLS
