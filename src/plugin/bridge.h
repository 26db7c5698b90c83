/* bridge.h: the only file that knows Claws Mail's accounts, password store and windows.
 * One row per setting. Reads borrow nothing that the host may free; writes go through the
 * host's own functions. Main thread only; never blocks on the network. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

typedef struct {
  int id;
  char *name;
  const char *receive_protocol;                              /* "imap", "pop3", "none"; static */
  char *receive_host, *receive_user, *send_host, *send_user; /* NULL where there is none */
} DoctorAccountRef;

/* Mail accounts (IMAP, POP3, send-only), in the host's order. Free with g_ptr_array_unref. */
GPtrArray *doctor_bridge_list_accounts (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean doctor_bridge_has_account (int account_id);
/* The account of the folder that is selected in the host's list; 0: none of ours. */
int doctor_bridge_get_folder_account (void);
int doctor_bridge_get_current_account (void); /* as the host has it; 0: none of ours */
/* Settings facts of the account (unsealed), or NULL when it is gone. */
DoctorFacts *doctor_bridge_read (int account_id) G_GNUC_WARN_UNUSED_RESULT;
/* Writes the settings in @changes (full names) and saves the host's files; either all or, with
 * @error, none. What can be written: the rows of settings.c (server.*, auth.*, proxy.kind, in their
 * scopes) and of settings-client.c, which have no scope: client.fetches (part of “Get mail”) and
 * client.subscribed-only of this account, and client.offline, client.io-timeout and
 * client.auto-check, which change the client for all accounts (the last one only this account, when
 * it has an interval of its own). All are read by doctor_bridge_read () under the same names, so an
 * undo is a write of the old values. They take effect at once; a folder tree that has to be built
 * anew (client.subscribed-only) is, in an idle. */
gboolean doctor_bridge_write (int account_id,
                              DoctorFacts *changes,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The stored password for receiving or sending as the host would use it (sending without a
 * user name of its own uses the receiving one); of the account itself: that for its proxy. NULL
 * when none is stored or the store is locked; never asks. Wipe and free with doctor_bridge_forget
 * (). */
char *doctor_bridge_get_password (int account_id, DoctorScope scope) G_GNUC_WARN_UNUSED_RESULT;
void doctor_bridge_forget (char *password); /* accepts NULL */
gboolean doctor_bridge_passwords_locked (void);
/* Stores in the host's password store and writes it; also drops the host's copy for this
 * session, so that the next fetch uses the new one. */
gboolean doctor_bridge_set_password (int account_id,
                                     DoctorScope scope,
                                     const char *password,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Windows of the host, as its own menus open them; return when they are closed. */
void doctor_bridge_open_preferences (int account_id);
void doctor_bridge_ask_passphrase (void); /* nothing when the passwords are not locked */

/* Puts a certificate (DER) into the host's store, so that it is trusted for that host and port:
 * for good, or until the program ends. */
gboolean doctor_bridge_trust (const char *host,
                              guint16 port,
                              gconstpointer der,
                              gsize length,
                              gboolean once,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ends what was trusted once. Idempotent. */
void doctor_bridge_end_trust (void);

/* Messages that wait to be sent: by the account itself, and of the account but by another one.
 * Looks into each of them. */
void doctor_bridge_count_queued (int account_id, guint *out_own, guint *out_redirected);
/* Lets the account @to send what waits for @account_id; @to 0: takes back what was not sent. */
gboolean
doctor_bridge_redirect_queue (int account_id, int to, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Lets the client fetch now (receive), or send its queue (send), in an idle; as the user would. */
void doctor_bridge_try_now (int account_id, DoctorScope scope);
/* Forgets attempts that have not been made yet. Idempotent. */
void doctor_bridge_detach (void);
const char *doctor_bridge_config_dir (void); /* where the host keeps its settings. Static. */
const char *doctor_bridge_program (void);    /* the host and its version. Static. */
gboolean doctor_bridge_is_offline (void);
/* When the host's store of passwords was written last, in seconds since 1970; 0: not known. */
gint64 doctor_bridge_passwords_time (void);

G_END_DECLS
