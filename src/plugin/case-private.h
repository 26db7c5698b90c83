/* case-private.h: between the files of case.h: case.c (register, state, what is asked of it),
 * case-events.c (what the client met), case-examine.c (facts, findings, offers),
 * case-history.c (what worked when), case-repair.c (try, apply, confirm, roll back), case-undo.c
 * (journal), case-chain.c (the links), case-text.c (sentences), case-trust.c (certificates),
 * case-wait.c (trying again by itself). */
#pragma once
#include "core/history.h"
#include "core/incident.h"
#include "core/journal.h"
#include "core/provider.h"
#include "plugin/case.h"
#include "plugin/examiner.h"

G_BEGIN_DECLS

enum { DOCTOR_N_SCOPES = DOCTOR_SCOPE_SEND + 1 };

struct _DoctorCase {
  int account_id;
  char *name, *address;
  DoctorCaseState state;

  DoctorIncident *incidents[DOCTOR_N_SCOPES]; /* what the client met last, by scope; or NULL */
  char *causes[DOCTOR_N_SCOPES];              /* names what it was, to know it again */
  guint serial;                               /* grows with each incident of any account */
  char *dismissed;                            /* cause that the person does not want to hear of */
  GArray *logins[DOCTOR_N_SCOPES];            /* gint64, monotonic µs, of the last hour */

  DoctorFacts *facts;   /* sealed, or NULL */
  GPtrArray *findings;  /* DoctorFinding */
  GPtrArray *offers;    /* DoctorOffer */
  gboolean is_examined; /* @facts has what an examination saw */
  char *problem, *notice;

  DoctorExaminer *examiner; /* running */
  gboolean is_queued;       /* waiting for its turn to be examined */
  gboolean is_unasked;      /* the one that runs or waits was not asked for by the person */
  DoctorFacts *seen;        /* facts of the running examination so far */
  guint so_far_source;      /* what it has seen until now is to be judged */
  GHashTable *progress;     /* "receive.tcp" → "running", "done", "skipped" */

  struct {          /* examinations by itself */
    guint source;   /* one will begin */
    char *cause;    /* of the last one, or NULL */
    gint64 time_us; /* of the last one, monotonic */
  } automatic;

  DoctorFix *trial;     /* what is being tried on a copy, or NULL */
  char *trial_password; /* wiped when the trial ends */
  gint64 trial_start_us;

  struct { /* stored, not confirmed by the client yet */
    gboolean is_waiting;
    guint entry_id; /* in the journal; 0: a password, which is not there */
    DoctorScope scope;
    char *stage; /* at which the client failed before, or NULL */
    gint64 time; /* seconds since 1970, UTC */
  } change;

  gboolean has_sent; /* the client itself has sent since it started, and did not fail since */
  struct {           /* messages that wait to be sent */
    guint n_own, n_redirected;
  } around;

  struct { /* until the client tries again, or until it says what came of it */
    gboolean is_active, is_trying;
    DoctorScope scope;
    char *cause;   /* id of the finding that it waits for to pass */
    gint64 due_us; /* monotonic */
    guint n_tries, n_silent;
    guint source;
  } wait;
};

typedef struct {
  gboolean is_started;
  DoctorRuleset *rules;          /* loaded when first needed */
  DoctorRulesetReading *reading; /* until then, where it was begun */
  DoctorProviders *providers;
  DoctorJournal *journal;
  DoctorHistory *history;
  GHashTable *table; /* account id → DoctorCase */
  DoctorCaseChanged changed;
  gpointer changed_data;
  GHashTable *dirty; /* account ids to tell of */
  guint idle_source;
  guint serial;
  guint n_running; /* examinations */
  GQueue queue;    /* account ids that wait for one */
  guint start_source;
} DoctorCases;

DoctorCases *doctor_cases (void);
DoctorRuleset *doctor_cases_get_rules (void);
DoctorProviders *doctor_cases_get_providers (void);

/* case.c */
void doctor_case_set_state (DoctorCase *c, DoctorCaseState state);
/* FAILED while an incident stands, else IDLE. */
void doctor_case_rest (DoctorCase *c);
/* EXAMINED while what an examination saw is there, else as above. */
void doctor_case_resume (DoctorCase *c);
void doctor_case_changed (DoctorCase *c);
void doctor_case_take_problem (DoctorCase *c, char *sentence);
void doctor_case_take_notice (DoctorCase *c, char *sentence);
/* The scope whose incident is the newest; ACCOUNT when there is none. */
DoctorScope doctor_case_failing_scope (DoctorCase *c);

/* case-examine.c */
/* Facts from the settings, the incidents and @seen (may be NULL); findings and offers from them. */
void doctor_case_conclude (DoctorCase *c, DoctorFacts *seen);
void doctor_case_forget (DoctorCase *c); /* facts, findings, offers */
/* Stops what runs or waits; starts the next one that waits. */
void doctor_case_stop_examiner (DoctorCase *c);
void doctor_case_start_examiner (DoctorCase *c,
                                 DoctorFacts *settings,
                                 const DoctorExaminerRequest *request,
                                 const DoctorExaminerEvents *events);
/* Settings with login.recent; NULL when the account is gone. */
DoctorFacts *doctor_case_dup_settings (DoctorCase *c) G_GNUC_WARN_UNUSED_RESULT;
void doctor_case_count_logins (DoctorCase *c, DoctorFacts *seen);
void doctor_case_add_login (DoctorCase *c, DoctorScope scope);
void doctor_offer_free (gpointer offer);

/* Puts it into the queue; @is_unasked: nobody asked for it. Nothing while one runs. */
void doctor_case_queue_examination (DoctorCase *c, gboolean is_unasked);

/* case-automatic.c */
/* After a failure: soon, if the person chose that and this cause was not examined so yet. */
void doctor_case_examine_by_itself (DoctorCase *c);
void doctor_case_clear_automatic (DoctorCase *c);

/* case-repair.c */
/* A finding or a failure is there, and nothing is under way. */
gboolean doctor_case_is_ready (DoctorCase *c);
/* Tries @fix on a copy of the settings, with @password in place of the stored one (or NULL), and
 * stores what helps. */
void doctor_case_start_trial (DoctorCase *c, const DoctorFix *fix, const char *password);
/* Why a login was not tried at @scope, in a sentence. */
char *doctor_case_dup_untried (DoctorFacts *after, DoctorScope scope) G_GNUC_WARN_UNUSED_RESULT;
/* Something is stored: the client's own attempt tells whether it helps. @entry_id: in the
 * journal, or 0. */
void doctor_case_await_client (DoctorCase *c, guint entry_id, DoctorScope scope);
void doctor_case_clear_trial (DoctorCase *c);
/* The client works after the change. */
void doctor_case_confirm (DoctorCase *c);
/* The client failed after the change as it did before: old values back, and a sentence about it. */
void doctor_case_roll_back (DoctorCase *c);

/* case-history.c */
void doctor_cases_open_history (void);
void doctor_cases_keep_history (void); /* forgets accounts that are gone */
/* The client's own attempt went well, or failed with the cause that the case has. */
void doctor_case_note_success (DoctorCase *c, DoctorScope scope);
void doctor_case_note_failure (DoctorCase *c, DoctorScope scope);
void doctor_case_note_password (DoctorCase *c, DoctorScope scope); /* stored anew, from here */
void doctor_case_describe_history (DoctorCase *c, DoctorFacts *settings); /* adds history.* */

/* case-around.c */
void doctor_case_count_queue (DoctorCase *c);

/* case-password.c */
/* Whether the password of the running trial is to be tested at @scope. */
gboolean doctor_case_tests_password (DoctorCase *c, DoctorScope scope);
void doctor_case_end_password_trial (DoctorCase *c, DoctorFacts *after);

/* case-wait.c */
void doctor_case_clear_wait (DoctorCase *c);
/* The client's own attempt failed, and conclusions have been drawn; or it worked. */
void doctor_case_wait_failed (DoctorCase *c, DoctorScope scope);
void doctor_case_wait_worked (DoctorCase *c, DoctorScope scope);

/* case-undo.c */
void doctor_cases_open_journal (void);
/* NULL when there is none with this number. Borrowed. */
const DoctorEntry *doctor_case_find_entry (DoctorCase *c, guint id);
/* Writes the old values to the account and says so in the journal. */
gboolean doctor_case_restore (DoctorCase *c,
                              const DoctorEntry *entry,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
