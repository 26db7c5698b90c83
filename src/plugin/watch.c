#include "plugin/watch.h"
#include "plugin/bridge.h"
#include "plugin/certificate-question.h"
#include "core/i18n.h"
#include <claws-features.h>
#include <alertpanel.h>
#include <gtk/gtk.h>
#include <hooks.h>
#include <libintl.h>
#include <log.h>
#include <mainwindow.h>
#include <string.h>

/* The host's own certificate handler stands before every plugin's and ends the chain, so its
 * hook never comes here; the question is read from its window like any other alert. */

static struct {
  DoctorWatchEvents events;
  DoctorConversations *conversations;
  guint settle_source, alert_source;
  GtkWidget *alert; /* that is being read; borrowed */
} watch;

G_STATIC_ASSERT ((int)LOG_NORMAL == (int)DOCTOR_LINE_NORMAL
                 && (int)LOG_ERROR == (int)DOCTOR_LINE_ERROR
                 && (int)LOG_STATUS_SKIP == (int)DOCTOR_LINE_STATUS_SKIP);

/* --- lines --- */

static gboolean
on_settle (gpointer data)
{
  watch.settle_source = 0;
  doctor_conversations_settle (watch.conversations);
  return G_SOURCE_REMOVE;
}

/* Below the priority of the lines themselves: those that are waiting come first. */
static void
settle_soon (void)
{
  g_clear_handle_id (&watch.settle_source, g_source_remove);
  if (doctor_conversations_has_pending (watch.conversations))
    watch.settle_source
      = g_timeout_add_full (G_PRIORITY_DEFAULT + 10, DOCTOR_SETTLE_MS, on_settle, NULL, NULL);
}

static gboolean
on_log (gpointer source, gpointer data)
{
  const LogText *line = source;
  if (line->instance != LOG_PROTOCOL || line->text == NULL)
    return FALSE;
  doctor_conversations_line (watch.conversations, (DoctorLineType)line->type, line->text);
  if (watch.settle_source != 0 || doctor_conversations_has_pending (watch.conversations))
    settle_soon ();
  return FALSE;
}

/* --- alert windows --- */

/* Its labels from top to bottom; what can be pressed or unfolded is not its message. */
static void
collect_labels (GtkWidget *widget, gpointer data)
{
  GString *text = data;
  if (GTK_IS_BUTTON (widget) || GTK_IS_EXPANDER (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_foreach (GTK_CONTAINER (widget), collect_labels, text);
}

/* The newest modal window is the alert: its hook was called just before it was made. */
static GtkWidget *
find_alert (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  GtkWidget *found = NULL;
  for (GList *at = windows; at != NULL && found == NULL; at = at->next)
    if (gtk_window_get_modal (GTK_WINDOW (at->data)) && gtk_widget_get_visible (at->data)
        && gtk_window_get_type_hint (GTK_WINDOW (at->data)) == GDK_WINDOW_TYPE_HINT_DIALOG)
      found = at->data;
  return found;
}

static gboolean
on_alert_shown (gpointer data)
{
  GtkWidget *window = find_alert ();
  watch.alert_source = 0;
  if (window == NULL)
    return G_SOURCE_REMOVE;
  g_autoptr (GString) text = g_string_new (NULL);
  collect_labels (window, text);
  watch.alert = window;
  if (doctor_conversations_alert (watch.conversations, text->str) == DOCTOR_SCOPE_RECEIVE)
    watch.events.error_window (watch.events.data);
  watch.alert = NULL;
  settle_soon ();
  return G_SOURCE_REMOVE;
}

static void
on_asked (int account_id, DoctorScope scope, const char *msgid, gpointer data)
{
  static const struct {
    const char *word;
    DoctorCertificateQuestion question;
  } kinds[] = { { "unknown", DOCTOR_CERTIFICATE_UNKNOWN },
                { "expired", DOCTOR_CERTIFICATE_EXPIRED },
                { "changed", DOCTOR_CERTIFICATE_CHANGED } };

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && watch.alert != NULL; i++)
    if (strstr (msgid, kinds[i].word) != NULL)
      doctor_certificate_question_accompany (watch.alert, account_id, scope, kinds[i].question);
}

/* The window does not exist yet; log lines that were said before it come first. */
static gboolean
on_alert (gpointer source, gpointer data)
{
  const gboolean *is_open = source;
  g_clear_handle_id (&watch.alert_source, g_source_remove);
  if (*is_open)
    watch.alert_source = g_idle_add (on_alert_shown, NULL);
  return FALSE;
}

/* --- accounts --- */

static void
read_accounts (void)
{
  g_autoptr (GPtrArray) accounts = doctor_bridge_list_accounts ();
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (DoctorConversationAccount));
  for (guint i = 0; i < accounts->len; i++) {
    const DoctorAccountRef *ref = g_ptr_array_index (accounts, i);
    DoctorConversationAccount row
      = { ref->id,           ref->name,      ref->receive_protocol, ref->receive_host,
          ref->receive_user, ref->send_host, ref->send_user };
    g_array_append_val (rows, row);
  }
  doctor_conversations_set_accounts (
    watch.conversations, (const DoctorConversationAccount *)(gpointer)rows->data, rows->len);
}

static gboolean
on_accounts_changed (gpointer source, gpointer data)
{
  read_accounts ();
  watch.events.accounts_changed (watch.events.data);
  return FALSE;
}

/* --- attaching --- */

static struct {
  const char *list;
  SylpheedHookFunction function;
  gulong id;
} hooks[] = {
  { LOG_APPEND_TEXT_HOOKLIST, on_log, HOOK_NONE },
  { ALERTPANEL_OPENED_HOOKLIST, on_alert, HOOK_NONE },
  { ACCOUNT_LIST_CHANGED_HOOKLIST, on_accounts_changed, HOOK_NONE },
  { OFFLINE_SWITCH_HOOKLIST, on_accounts_changed, HOOK_NONE },
};

/* Error prose in the language in which the host speaks now. */
static const char *
translate_as_host (const char *msgid)
{
  return dgettext ("claws-mail", msgid);
}

gboolean
doctor_watch_attach (const DoctorWatchEvents *events, GError **error)
{
  const DoctorConversationEvents of_conversations
    = { translate_as_host,  events->failed, events->worked,
        events->login_seen, events->data,   on_asked };
  watch.events = *events;
  watch.conversations = doctor_conversations_new (&of_conversations);
  read_accounts ();
  for (guint i = 0; i < G_N_ELEMENTS (hooks); i++) {
    hooks[i].id = hooks_register_hook (hooks[i].list, hooks[i].function, NULL);
    if (hooks[i].id != HOOK_NONE)
      continue;
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_REFUSED,
                 _ ("Claws Mail did not let Account Doctor listen to its events (%s)."),
                 hooks[i].list);
    return FALSE;
  }
  return TRUE;
}

void
doctor_watch_detach (void)
{
  for (guint i = G_N_ELEMENTS (hooks); i-- > 0;) {
    if (hooks[i].id != HOOK_NONE)
      hooks_unregister_hook (hooks[i].list, hooks[i].id);
    hooks[i].id = HOOK_NONE;
  }
  g_clear_handle_id (&watch.settle_source, g_source_remove);
  g_clear_handle_id (&watch.alert_source, g_source_remove);
  doctor_certificate_question_detach ();
  g_clear_pointer (&watch.conversations, doctor_conversations_free);
}
