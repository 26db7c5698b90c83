/* bench-hook: what the plugin costs the host's main loop: one log line when nothing is wrong, and
 * the way from the failing line to the words of the hint. Prints one figure a line. */
#include "plugin/conversation.h"
#include "core/engine.h"
#include "core/provider.h"
#include <locale.h>

/* design.md §8 */
#define BUDGET_LINE_US 2.0
#define BUDGET_HINT_MS 100.0

enum { ROUNDS = 20000, INCIDENTS = 200 };

typedef struct {
  DoctorRuleset *rules;
  DoctorProviders *providers;
  guint failures;
  gint64 last_hint_us; /* monotonic time at which the words were ready */
} Bench;

static const char *
same (const char *msgid)
{
  return msgid;
}

/* What the case does between an incident and the strip. */
static void
on_failed (const DoctorIncident *incident, gpointer data)
{
  Bench *bench = data;
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  g_autoptr (GError) error = NULL;
  if (!doctor_facts_parse (
        facts,
        "account.name 'Office'\naccount.address 'ann@gmail.com'\n"
        "receive.service.protocol 'imap'\nreceive.server.host 'imap.example.org'\n"
        "receive.server.port 993\nreceive.server.security 'tls'\n",
        "bench", DOCTOR_SOURCE_SETTINGS, &error))
    g_error ("%s", error->message);
  if (bench->rules == NULL) { /* as the plugin: when the first account fails */
    bench->rules = doctor_ruleset_load (NULL, NULL);
    bench->providers = doctor_providers_load (NULL, NULL);
  }
  doctor_incident_describe (incident, facts);
  doctor_providers_describe (bench->providers, facts);
  g_autoptr (GPtrArray) findings = doctor_engine_run (bench->rules, facts, NULL);
  if (findings->len > 0) {
    g_autofree char *title
      = doctor_finding_dup_text (g_ptr_array_index (findings, 0), facts, "Title");
    bench->failures += title[0] != '\0';
  }
  bench->last_hint_us = g_get_monotonic_time ();
}

static const struct {
  DoctorLineType type;
  const char *text;
} quiet_lines[] = {
  { DOCTOR_LINE_NORMAL,
    "[2026-11-22 03:00:00] IMAP> 14 STATUS INBOX (MESSAGES RECENT UIDNEXT UNSEEN)\n" },
  { DOCTOR_LINE_NORMAL,
    "[2026-11-22 03:00:00] IMAP< * STATUS INBOX (MESSAGES 231 RECENT 0 UIDNEXT 1)\n" },
  { DOCTOR_LINE_NORMAL,
    "[2026-11-22 03:00:00] IMAP< 14 OK Status completed (0.001 + 0.000 secs).\n" },
  { DOCTOR_LINE_NORMAL, "[2026-11-22 03:00:00] POP< +OK 5 messages (1200 octets)\n" },
  { DOCTOR_LINE_NORMAL, "[2026-11-22 03:00:00] ESMTP< 250-SIZE 10240000\n" },
  { DOCTOR_LINE_MESSAGE, "Account 'Office': Connecting to IMAP server: imap.example.org:993...\n" },
};

static const char *const failing_lines[] = {
  "[2026-11-22 03:00:00] IMAP> Logging ann to imap.example.org using PLAIN\n",
  "[2026-11-22 03:00:00] IMAP< Authentication failed.\n",
  "[2026-11-22 03:00:00] IMAP< Error logging in to imap.example.org\n",
};

static double
measure_lines (DoctorConversations *conversations)
{
  gint64 start_us = g_get_monotonic_time ();
  for (guint round = 0; round < ROUNDS; round++)
    for (guint i = 0; i < G_N_ELEMENTS (quiet_lines); i++)
      doctor_conversations_line (conversations, quiet_lines[i].type, quiet_lines[i].text);
  return (double)(g_get_monotonic_time () - start_us) / (ROUNDS * G_N_ELEMENTS (quiet_lines));
}

static double
measure_hint (DoctorConversations *conversations, Bench *bench)
{
  double worst_ms = 0;
  for (guint i = 0; i < INCIDENTS; i++) {
    doctor_conversations_line (conversations, DOCTOR_LINE_MESSAGE, quiet_lines[5].text);
    gint64 start_us = g_get_monotonic_time ();
    for (guint j = 0; j < G_N_ELEMENTS (failing_lines); j++)
      doctor_conversations_line (conversations, DOCTOR_LINE_NORMAL, failing_lines[j]);
    doctor_conversations_alert (conversations, "Couldn't login to IMAP server imap.example.org.");
    doctor_conversations_settle (conversations);
    worst_ms = MAX (worst_ms, (bench->last_hint_us - start_us) / 1000.0);
  }
  return worst_ms;
}

static gboolean
report (const char *what, double figure, const char *unit, double budget)
{
  g_print ("%-52s %8.3f %-3s  budget %g: %s\n", what, figure, unit, budget,
           figure < budget ? "kept" : "MISSED");
  return figure < budget;
}

int
main (void)
{
  Bench bench = { NULL, NULL, 0, 0 };
  const DoctorConversationEvents events
    = { .translate = same, .failed = on_failed, .data = &bench };
  const DoctorConversationAccount account
    = { 1, "Office", "imap", "imap.example.org", "ann", "smtp.example.org", "ann" };
  setlocale (LC_ALL, "");
  g_autoptr (DoctorConversations) conversations = doctor_conversations_new (&events);
  doctor_conversations_set_accounts (conversations, &account, 1);
  (void)measure_lines (conversations); /* warm: formats are compiled when first needed */
  gboolean kept
    = report ("one log line, nothing wrong", measure_lines (conversations), "us", BUDGET_LINE_US);
  kept &= report ("from the failing line to the hint's words, first",
                  measure_hint (conversations, &bench), "ms", BUDGET_HINT_MS);
  if (bench.failures == 0)
    g_error ("no failure was recognised: nothing was measured");
  doctor_ruleset_unref (bench.rules);
  doctor_providers_free (bench.providers);
  return kept ? 0 : 1;
}
