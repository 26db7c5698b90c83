/* watch.h: attaches to the host's hooks (log lines, alert panels, certificate questions,
 * account list, offline switch), by table, and feeds conversation.h. Detach is idempotent. */
#pragma once
#include "plugin/conversation.h"

G_BEGIN_DECLS

typedef struct {
  void (*failed) (const DoctorIncident *incident, gpointer data);
  void (*worked) (int account_id, DoctorScope scope, gpointer data);
  void (*login_seen) (int account_id, DoctorScope scope, gpointer data);
  void (*accounts_changed) (gpointer data);
  /* The host opened a window of its own to say that receiving failed. */
  void (*error_window) (gpointer data);
  gpointer data;
} DoctorWatchEvents;

gboolean
doctor_watch_attach (const DoctorWatchEvents *events, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void doctor_watch_detach (void);

G_END_DECLS
