/* notify-bus.h: org.freedesktop.Notifications, asked without ever waiting for it: a server that
 * hangs costs nothing but its own answer. At most one notification is up. Main thread. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *name;  /* "repair"; "default" is a click on the words themselves */
  const char *label; /* without mnemonic */
} DoctorNotifyAction;

/* @chosen is called with the name of an action that was pressed. Idempotent; connects when first
 * something is shown. */
void doctor_notify_bus_start (void (*chosen) (const char *action));
/* Takes down what is up, forgets what was not answered. Idempotent. */
void doctor_notify_bus_stop (void);
/* Replaces what is up. @actions ends with a row without a name; only servers that can do
 * something with them get them. */
void
doctor_notify_bus_show (const char *title, const char *text, const DoctorNotifyAction *actions);
void doctor_notify_bus_withdraw (void);

G_END_DECLS
