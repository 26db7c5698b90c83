#include "config.h"
#include "plugin/notification.h"
#include "core/i18n.h"
#include "plugin/case.h"
#include "plugin/hint-words.h"
#include "plugin/hint.h"
#include "plugin/host-window.h"
#include "plugin/notify-bus.h"
#include "plugin/panel.h"
#include "plugin/prefs.h"

enum {
  SETTLE_MS = 300, /* between two windows of the program none is in front for a moment */
  PAUSE_SECONDS = 5 * 60
};

static struct {
  GtkWidget *window; /* weak: the host's */
  gulong active_handler;
  guint source;     /* a look at what there is to tell */
  GHashTable *told; /* causes, with their account, that the person knows of */
  int account_id;   /* that is up; 0: none */
  gint64 time_us;   /* of the last one, monotonic; 0: never */
} self;

static char *
dup_key (DoctorCase *c)
{
  const char *cause = doctor_case_get_cause (c);

  return g_strdup_printf ("%d %s", doctor_case_get_account (c), cause != NULL ? cause : "");
}

static gboolean
is_program_in_front (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    if (gtk_window_is_active (at->data))
      return TRUE;
  return FALSE;
}

static void
withdraw (void)
{
  if (self.account_id != 0)
    doctor_notify_bus_withdraw ();
  self.account_id = 0;
}

static void
on_chosen (const char *action)
{
  int account_id = self.account_id;

  if (account_id == 0)
    return;
  withdraw ();
  doctor_host_present ();
  if (g_str_equal (action, "repair"))
    doctor_hint_repair (account_id);
  else
    doctor_panel_show (account_id);
}

/* What is not there any more may be told anew. */
static void
forget_ended (GPtrArray *cases)
{
  g_autoptr (GHashTable) standing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;

  for (guint i = 0; i < cases->len; i++)
    g_hash_table_add (standing, dup_key (cases->pdata[i]));
  g_hash_table_iter_init (&iter, self.told);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (standing, key))
      g_hash_table_iter_remove (&iter);
}

/* TRUE when one of them is new. */
static gboolean
take_note (GPtrArray *cases)
{
  gboolean is_new = FALSE;

  for (guint i = 0; i < cases->len; i++)
    is_new |= g_hash_table_add (self.told, dup_key (cases->pdata[i]));
  return is_new;
}

static void
tell (GPtrArray *cases)
{
  const DoctorNotifyAction actions[] = { { "default", _ ("Details") },
                                         { "repair", _ ("Repair…") },
                                         { "details", _ ("Details") },
                                         { NULL, NULL } };
  g_autofree char *title = doctor_hint_words_dup_title (cases);
  g_autofree char *reason = doctor_hint_words_dup_reason (cases);

  self.account_id = doctor_case_get_account (cases->pdata[0]);
  self.time_us = g_get_monotonic_time ();
  doctor_notify_bus_show (title, reason, actions);
}

static void look_in (guint ms);

static gboolean
on_look (gpointer data)
{
  g_autoptr (GPtrArray) cases = doctor_case_list_hints ();
  gint64 pause = self.time_us == 0
                   ? 0
                   : self.time_us + PAUSE_SECONDS * G_TIME_SPAN_SECOND - g_get_monotonic_time ();

  self.source = 0;
  if (cases->len == 0)
    return G_SOURCE_REMOVE;
  if (is_program_in_front ())
    take_note (cases); /* the strip tells */
  else if (pause > 0)
    look_in ((guint)(pause / 1000) + 1);
  else if (take_note (cases))
    tell (cases);
  return G_SOURCE_REMOVE;
}

static void
look_in (guint ms)
{
  g_clear_handle_id (&self.source, g_source_remove);
  self.source = g_timeout_add (ms, on_look, NULL);
}

static gboolean
has_account (GPtrArray *cases, int account_id)
{
  for (guint i = 0; i < cases->len; i++)
    if (doctor_case_get_account (cases->pdata[i]) == account_id)
      return TRUE;
  return FALSE;
}

void
doctor_notification_update (void)
{
  g_autoptr (GPtrArray) cases = NULL;

  if (self.told == NULL)
    return;
  cases = doctor_case_list_hints ();
  forget_ended (cases);
  if (!doctor_prefs_get ()->notification || !has_account (cases, self.account_id))
    withdraw ();
  if (cases->len == 0 || !doctor_prefs_get ()->notification)
    g_clear_handle_id (&self.source, g_source_remove);
  else if (self.source == 0)
    look_in (SETTLE_MS);
}

static void
on_active (GObject *window)
{
  if (gtk_window_is_active (GTK_WINDOW (window)))
    withdraw ();
}

gboolean
doctor_notification_attach (GError **error)
{
  g_set_weak_pointer (&self.window, doctor_host_get_window ());
  if (self.window != NULL)
    self.active_handler
      = g_signal_connect (self.window, "notify::is-active", G_CALLBACK (on_active), NULL);
  self.told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  doctor_notify_bus_start (on_chosen);
  return TRUE;
}

void
doctor_notification_detach (void)
{
  if (self.window != NULL)
    g_clear_signal_handler (&self.active_handler, self.window);
  g_clear_weak_pointer (&self.window);
  g_clear_handle_id (&self.source, g_source_remove);
  g_clear_pointer (&self.told, g_hash_table_unref);
  doctor_notify_bus_stop ();
  self.active_handler = 0;
  self.account_id = 0;
  self.time_us = 0;
}
