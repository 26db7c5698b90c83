/* case.h: the case history of one account: what failed, what was seen, what was found, what
 * can be done, what was done. The one place where the plugin's states change. The window
 * parts (hint, panel) only read it and call its verbs. Main thread; never blocks. */
#pragma once
#include "core/engine.h"
#include "core/fix.h"
#include "core/incident.h"
#include "core/links.h"
#include "core/verify.h"

G_BEGIN_DECLS

typedef enum {
  DOCTOR_CASE_IDLE,   /* nothing known, or nothing wrong */
  DOCTOR_CASE_FAILED, /* an incident came; not examined yet */
  DOCTOR_CASE_EXAMINING,
  DOCTOR_CASE_EXAMINED,  /* findings and fixes are there */
  DOCTOR_CASE_VERIFYING, /* a fix is being tried on a copy */
  DOCTOR_CASE_APPLIED,   /* changed; waiting for the client's own fetch or sending */
  DOCTOR_CASE_REPAIRED   /* the client's own fetch or sending worked after the change */
} DoctorCaseState;

typedef struct _DoctorCase DoctorCase;

/* A fix as the panel offers it. */
typedef struct {
  DoctorFix *fix;
  const char *cause;     /* id of the finding that it repairs; static as long as the rules are */
  DoctorVerdict verdict; /* PROVED when a run with it worked */
  int verify_ms;
} DoctorOffer;

/* The client tries again by itself after a while. */
typedef struct {
  DoctorScope scope;
  gboolean is_trying; /* now; else it waits */
  gint64 seconds_left;
  guint n_tries; /* made so far, in vain */
} DoctorWait;

/* One that was made to the account. */
typedef struct {
  guint id;
  gint64 time; /* seconds since 1970, UTC */
  char *text;  /* "Port: 143 → 993", in the current language; owned */
} DoctorChange;

/* Another account that is known to send. */
typedef struct {
  int account_id;
  char *name, *server; /* owned */
} DoctorCarrier;

DoctorCase *doctor_case_get (
  int account_id); /* borrowed; made when first asked for; NULL when no such account */
int doctor_case_get_account (DoctorCase *c);
const char *doctor_case_get_name (DoctorCase *c); /* the account's name */
const char *doctor_case_get_address (DoctorCase *c);
DoctorCaseState doctor_case_get_state (DoctorCase *c);
DoctorFacts *doctor_case_get_facts (DoctorCase *c); /* sealed; borrowed; NULL before any */
GPtrArray *
doctor_case_get_findings (DoctorCase *c); /* DoctorFinding *, best first; borrowed, may be empty */
GPtrArray *
doctor_case_get_offers (DoctorCase *c); /* DoctorOffer *, best first; borrowed, may be empty */
char *doctor_case_dup_verdict (DoctorCase *c) G_GNUC_WARN_UNUSED_RESULT; /* one sentence */
/* Title and reason for the hint: what happened; most likely why. */
char *doctor_case_dup_hint_title (DoctorCase *c) G_GNUC_WARN_UNUSED_RESULT;
char *doctor_case_dup_hint_reason (DoctorCase *c) G_GNUC_WARN_UNUSED_RESULT;
gboolean doctor_case_wants_hint (
  DoctorCase *c); /* something is wrong and was not dismissed for this cause */
/* Names the newest failure, to know it again; NULL when nothing fails. Borrowed. */
const char *doctor_case_get_cause (DoctorCase *c);
/* DoctorLink *: computer and network (DOCTOR_SCOPE_ACCOUNT), or the way of one service; each has
 * its words. */
GPtrArray *doctor_case_dup_chain (DoctorCase *c, DoctorScope scope) G_GNUC_WARN_UNUSED_RESULT;
const char *
doctor_case_get_problem (DoctorCase *c); /* what *we* could not do, a sentence, or NULL */
/* "Last worked: …. Changed since: …." of the client's own attempts, or NULL when it is not known
 * that it ever worked. The facts are history.* (also of an examination). */
char *doctor_case_dup_history_text (DoctorCase *c, DoctorScope scope) G_GNUC_WARN_UNUSED_RESULT;

const char *doctor_case_get_notice (DoctorCase *c); /* what was done last, a sentence, or NULL */
gboolean doctor_case_can_undo (DoctorCase *c);
char *
doctor_case_dup_undo_text (DoctorCase *c) G_GNUC_WARN_UNUSED_RESULT; /* "Undo: port 993 → 143" */
/* Changes that can be undone, DoctorChange *, newest first. */
GPtrArray *doctor_case_dup_changes (DoctorCase *c) G_GNUC_WARN_UNUSED_RESULT;
/* The settings as a text file (settings-text.h). */
char *doctor_case_dup_settings_text (DoctorCase *c) G_GNUC_WARN_UNUSED_RESULT;
/* What such a file would change; NULL with a sentence when it is of no use here. */
DoctorFix *doctor_case_read_import (DoctorCase *c,
                                    const char *text,
                                    gsize length,
                                    const char *origin,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* As doctor_fix_dup_preview (). */
GPtrArray *
doctor_case_dup_import_preview (DoctorCase *c, const DoctorFix *fix) G_GNUC_WARN_UNUSED_RESULT;
/* What keeps mail going while something fails: the provider's web page (https) or NULL; messages
 * that wait to be sent by the account, and of it by another one; the accounts that could,
 * DoctorCarrier *. */
const char *doctor_case_get_webmail (DoctorCase *c);
guint doctor_case_get_n_queued (DoctorCase *c);
guint doctor_case_get_n_redirected (DoctorCase *c);
GPtrArray *doctor_case_dup_carriers (DoctorCase *c) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE, and @out_wait untouched, when nobody waits. */
gboolean doctor_case_get_wait (DoctorCase *c, DoctorWait *out_wait);
/* How long the first wait of @offer would be. */
gint64 doctor_case_get_wait_seconds (DoctorCase *c, const DoctorOffer *offer);
char *doctor_case_dup_report (DoctorCase *c)
  G_GNUC_WARN_UNUSED_RESULT; /* masked unless the preferences say otherwise */

/* Verbs of the person. */
void doctor_case_examine (DoctorCase *c);
void doctor_case_cancel (DoctorCase *c);
void
doctor_case_apply (DoctorCase *c, const DoctorOffer *offer); /* verifies first when not proved */
void doctor_case_set_password (DoctorCase *c,
                               const DoctorOffer *offer,
                               const char *password); /* tests, then stores */
/* Trusts the certificate that was compared: until the program ends, or for good. */
void doctor_case_trust (DoctorCase *c, const DoctorOffer *offer, gboolean once);
void doctor_case_undo (DoctorCase *c);
/* Undoes the change @id and all later ones, the newest first. */
void doctor_case_undo_since (DoctorCase *c, guint id);
/* Lets another account send what waits; and takes back what it has not sent. */
void doctor_case_send_through (DoctorCase *c, int account_id);
void doctor_case_take_back (DoctorCase *c);
void doctor_case_import (DoctorCase *c, const DoctorFix *fix);   /* tries it first, as apply */
void doctor_case_wait (DoctorCase *c, const DoctorOffer *offer); /* goes on until it works */
void doctor_case_wait_now (DoctorCase *c);                       /* tries at once */
void doctor_case_wait_stop (DoctorCase *c);
void doctor_case_dismiss (DoctorCase *c);

/* Events from the watch. */
void doctor_case_failed (const DoctorIncident *incident);
void doctor_case_worked (int account_id, DoctorScope scope);
void doctor_case_login_seen (int account_id, DoctorScope scope);
void doctor_case_accounts_changed (void);

/* How long the history is kept, in days; 0: not at all. Before or after the start. */
void doctor_cases_set_history_days (guint days);

/* All cases that want a hint, most recent first; free the array. */
GPtrArray *doctor_case_list_hints (void) G_GNUC_WARN_UNUSED_RESULT;

/* @changed is called, from the main loop and never re-entrantly, after anything a window shows
 * may be different. One listener. */
typedef void (*DoctorCaseChanged) (DoctorCase *c, gpointer data);
void
doctor_cases_start (DoctorCaseChanged changed, gpointer data); /* loads rules, providers, journal */
/* Reads a part of rules and providers, which the first failure needs; FALSE while there is more.
 * Who does not call it waits for all of it at once. */
gboolean doctor_cases_make_ready (void);
void doctor_cases_stop (void); /* cancels all, frees all; idempotent */

G_END_DECLS
