/* fake-bridge.h: a bridge without a host: accounts are facts in memory, what would happen in
 * the client is counted. */
#pragma once
#include "plugin/bridge.h"

G_BEGIN_DECLS

typedef struct {
  char *config_dir;
  gboolean is_locked;
  gboolean refuses_writes; /* as a disk that is full */
  gint64 passwords_time;   /* 0: not known */
  guint n_writes, n_passwords_set;
  guint n_tried[3]; /* by DoctorScope */
  guint n_queued;   /* messages of account 1 */
  int carrier;      /* the account that sends them, or 0: itself */
  char *trusted;    /* the last certificate: "HOST PORT BYTES once|stored" */
} FakeBridge;

extern FakeBridge fake_bridge;

/* Adds an account from lines of facts; passwords may be NULL. */
void fake_bridge_add (int id,
                      const char *settings,
                      const char *receive_password,
                      const char *send_password);
void fake_bridge_remove (int id);
/* The value of a setting as text. Free it. */
char *fake_bridge_get (int id, const char *name) G_GNUC_WARN_UNUSED_RESULT;
const char *fake_bridge_get_password (int id, DoctorScope scope);
void fake_bridge_reset (void);

G_END_DECLS
