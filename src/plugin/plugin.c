/* plugin.c: what the host calls. Parts attach in the order of a table and detach in reverse;
 * a failed start runs the same code as the end. */
#include "config.h"
#include "plugin/bridge.h"
#include "plugin/case.h"
#include "plugin/hint.h"
#include "plugin/host-menus.h"
#include "plugin/menu.h"
#include "plugin/notification.h"
#include "plugin/panel.h"
#include "plugin/prefs-store.h"
#include "plugin/prefs.h"
#include "plugin/watch.h"
#include "core/i18n.h"
#include <claws-features.h>
#include <plugin.h>
#undef PACKAGE /* the host's header has its own */
#undef VERSION
#include <version.h>

#define EXPORT __attribute__ ((visibility ("default")))

/* The host's header has no attributes on these. */
EXPORT gint plugin_init (gchar **error);
EXPORT gboolean plugin_done (void);
EXPORT const gchar *plugin_name (void);
EXPORT const gchar *plugin_desc (void);
EXPORT const gchar *plugin_version (void);
EXPORT const gchar *plugin_type (void);
EXPORT const gchar *plugin_licence (void);
EXPORT struct PluginFeature *plugin_provides (void);

static void
on_case_changed (DoctorCase *c, gpointer data)
{
  doctor_hint_update ();
  doctor_notification_update ();
  doctor_panel_update (c);
  if (c == NULL)
    doctor_menu_update ();
}

/* --- what the watch tells --- */

/* Failures that wait until rules and providers are read, which takes some turns of the loop. */
static struct {
  GQueue failures; /* DoctorIncident */
  guint source;
} early = { .failures = G_QUEUE_INIT };

/* In the order in which things happened. */
static void
tell_early (void)
{
  DoctorIncident *incident;

  g_clear_handle_id (&early.source, g_source_remove);
  while ((incident = g_queue_pop_head (&early.failures)) != NULL) {
    doctor_case_failed (incident);
    doctor_incident_free (incident);
  }
}

static gboolean
on_early (gpointer data)
{
  if (!doctor_cases_make_ready ())
    return G_SOURCE_CONTINUE;
  early.source = 0;
  tell_early ();
  return G_SOURCE_REMOVE;
}

static void
forget_early (void)
{
  g_clear_handle_id (&early.source, g_source_remove);
  g_queue_clear_full (&early.failures, (GDestroyNotify)doctor_incident_free);
}

static void
on_failed (const DoctorIncident *incident, gpointer data)
{
  g_queue_push_tail (&early.failures, doctor_incident_copy (incident));
  if (early.source == 0)
    early.source = g_idle_add_full (G_PRIORITY_DEFAULT, on_early, NULL, NULL);
}

static void
on_worked (int account_id, DoctorScope scope, gpointer data)
{
  tell_early ();
  doctor_case_worked (account_id, scope);
}

static void
on_login_seen (int account_id, DoctorScope scope, gpointer data)
{
  tell_early ();
  doctor_case_login_seen (account_id, scope);
}

static void
on_accounts_changed (gpointer data)
{
  tell_early ();
  doctor_case_accounts_changed ();
}

/* What is on the screen goes by them. */
static void
on_prefs_changed (void)
{
  doctor_hint_update ();
  doctor_notification_update ();
  doctor_cases_set_history_days ((guint)doctor_prefs_get ()->history_days);
}

static gboolean
attach_prefs (GError **error)
{
  if (!doctor_prefs_store_attach (error))
    return FALSE;
  doctor_prefs_listen (on_prefs_changed);
  return TRUE;
}

static gboolean
attach_nothing (GError **error)
{
  return TRUE;
}

static gboolean
attach_cases (GError **error)
{
  doctor_cases_set_history_days ((guint)doctor_prefs_get ()->history_days);
  doctor_cases_start (on_case_changed, NULL);
  return TRUE;
}

static void
use_strip_for_errors (void)
{
  doctor_prefs_store_set_quiet (TRUE);
}

/* Once and for all: who does not want it is not asked again. */
static void
on_error_window (gpointer data)
{
  DoctorPrefs prefs = *doctor_prefs_get ();

  if (prefs.quiet_offered || !prefs.hint || doctor_prefs_store_is_quiet ())
    return;
  prefs.quiet_offered = TRUE;
  doctor_prefs_set (&prefs);
  doctor_prefs_store_save ();
  doctor_hint_offer_quiet (use_strip_for_errors);
}

static gboolean
attach_watch (GError **error)
{
  const DoctorWatchEvents events
    = { on_failed, on_worked, on_login_seen, on_accounts_changed, on_error_window, NULL };
  return doctor_watch_attach (&events, error);
}

static const struct {
  gboolean (*attach) (GError **error);
  void (*detach) (void); /* idempotent, also after an attach that failed or never was */
} parts[] = {
  { attach_prefs, doctor_prefs_store_detach },
  { attach_nothing, doctor_bridge_detach },
  { attach_cases, doctor_cases_stop },
  { attach_nothing, forget_early },
  { doctor_hint_attach, doctor_hint_detach },
  { doctor_panel_attach, doctor_panel_detach },
  { doctor_menu_attach, doctor_menu_detach },
  { doctor_host_menus_attach, doctor_host_menus_detach },
  { doctor_notification_attach, doctor_notification_detach },
  { attach_watch, doctor_watch_detach },
};

static void
detach_all (void)
{
  for (guint i = G_N_ELEMENTS (parts); i-- > 0;)
    parts[i].detach ();
}

static gboolean
attach_all (GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!parts[i].attach (error))
      return FALSE;
  return TRUE;
}

gint
plugin_init (gchar **error)
{
  g_autoptr (GError) problem = NULL;
  doctor_i18n_bind (LOCALEDIR);
  /* The account structure is that of the headers: neither older nor newer hosts fit. */
  if (!check_plugin_version (VERSION_NUMERIC, VERSION_NUMERIC, _ ("Account Doctor"), error))
    return -1;
  if (attach_all (&problem))
    return 0;
  detach_all ();
  *error = g_strdup (problem->message);
  return -1;
}

gboolean
plugin_done (void)
{
  detach_all ();
  return TRUE;
}

const gchar *
plugin_name (void)
{
  return _ ("Account Doctor");
}

const gchar *
plugin_desc (void)
{
  return _ ("When an account fails to fetch or send, says what is wrong in plain words, examines "
            "the account, and "
            "repairs it with one click that can be taken back.");
}

const gchar *
plugin_version (void)
{
  return PACKAGE_VERSION;
}

const gchar *
plugin_type (void)
{
  return "GTK3";
}

const gchar *
plugin_licence (void)
{
  return "GPL3+";
}

struct PluginFeature *
plugin_provides (void)
{
  static struct PluginFeature features[]
    = { { PLUGIN_UTILITY, N_ ("Account Doctor") }, { PLUGIN_NOTHING, NULL } };
  return features;
}
