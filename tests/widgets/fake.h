/* fake.h: a host window, accounts and cases for looking at the widgets without Claws Mail.
 * The cases are fixtures: facts in, findings and fixes by the real engine, states as given. */
#pragma once
#include "plugin/case.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names of the fixtures, NULL-terminated. Static. */
const char *const *fake_list (void);

/* A window that looks like the host's from outside: menu bar, body in a box. */
void fake_host_open (void);
void fake_host_close (void);
GtkWidget *fake_host_get_message_list (void); /* something inside the body that takes the focus */
guint fake_host_count_presented (void);       /* how often it was brought to the front */
void fake_host_set_config_dir (const char *dir);

/* An account whose case is @fixture. Replaces the case of an account of that number. */
DoctorCase *fake_add (int account_id, const char *name, const char *address, const char *fixture);
void fake_remove (int account_id);
void fake_clear (void);
void fake_set_state (DoctorCase *c, DoctorCaseState state);
void fake_set_problem (DoctorCase *c, const char *problem);
void fake_set_wait (DoctorCase *c, const DoctorWait *wait); /* NULL: nobody waits */
void fake_set_verdict (DoctorCase *c, guint offer, DoctorVerdict verdict);

/* Messages that wait to be sent, of every account. */
extern guint fake_n_queued, fake_n_redirected;

/* The verbs called since the last call, one a line: "examine 1\napply 1 use-tested-settings\n". */
char *fake_take_verbs (void);
void fake_note (const char *format, ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
