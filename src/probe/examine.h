/* examine.h: examines one account: runs the probes that its facts call for, tries variants
 * where an undecided rule asks for them, verifies the best fix. The only door to the
 * network. Blocks up to the deadline; may use threads; never writes, sends, deletes, moves
 * or marks anything; passwords go only where the safety rules allow. */
#pragma once
#include "core/engine.h"
#include "core/ledger.h"
#include "core/provider.h"
#include "probe/computer.h"
#include "probe/dns.h"

G_BEGIN_DECLS

typedef struct {
  int deadline_ms;      /* for everything together; 0: DOCTOR_DEFAULT_DEADLINE_MS */
  gboolean allow_login; /* FALSE: --no-login */
  /* It starts by itself after an error: logs in only where the login is the open question,
   * because that is where the client's own attempt failed. */
  gboolean automatic;
  gboolean allow_trials;
  gboolean allow_verify;    /* verify the best fix by a second round */
  gboolean services[3];     /* by DoctorScope: which to examine */
  const char *ca_file;      /* NULL: OpenSSL's own */
  DoctorResolver resolver;  /* what the client sees of names; NULL: the system's */
  const char *name_servers; /* "address:port,…" to ask directly; NULL: the system's; "": none */
  DoctorRuleset *rules;
  DoctorProviders *providers;
  DoctorLedgerStore *logins;      /* remembers logins across examinations; NULL: nobody does */
  const DoctorComputer *computer; /* NULL: this one; tests put another in its place */
} DoctorExamineOptions;

enum { DOCTOR_DEFAULT_DEADLINE_MS = 15000 };

/* Secrets by DoctorScope; NULL where none. Borrowed for the call, in one buffer each that
 * the caller wipes. That of the account itself is for its proxy. */
typedef struct {
  const char *password[3];
} DoctorSecrets;

/* Called in the calling thread for each fact as it is seen, and for progress
 * (name "progress", value (sss): scope, probe, state running|done|skipped). */
typedef void (*DoctorExamineSink) (const char *name, GVariant *value, gpointer user_data);

/* @settings: facts of source settings. Returns all facts, derived from and sealed; a failure
 * of a server is a fact in there, so this cannot fail. @cancellable stops at once with what
 * is known. */
DoctorFacts *doctor_examine (DoctorFacts *settings,
                             const DoctorSecrets *secrets,
                             const DoctorExamineOptions *options,
                             DoctorExamineSink sink,
                             gpointer sink_data,
                             GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

/* Rows of the probe table, for `list probes`. */
guint doctor_probe_get_n (void);
const char *doctor_probe_get_name (guint i);
const char *doctor_probe_get_description (guint i); /* current language */
const char *const *doctor_probe_get_provides (guint i);

G_END_DECLS
