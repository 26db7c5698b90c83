/* All accounts in one sentence (headline.h). */
#include "config.h"
#include "core/i18n.h"
#include "plugin/bridge.h"
#include "plugin/headline.h"

typedef struct {
  guint n, n_failing, n_working, n_busy;
  GPtrArray *failing; /* DoctorCase *, borrowed */
} Count;

/* What lies with the computer or its network, and stops every account alike. */
static const struct {
  const char *finding, *sentence;
} shared[] = {
  { "local.work-offline", N_ ("The mail program is in offline mode, so no account works.") },
  { "local.passphrase-locked", N_ ("The saved passwords are locked, so no account works.") },
  { "net.captive-portal",
    N_ ("This network wants you to sign in on its own page first, so no account works.") },
  { "net.offline", N_ ("This computer has no usable network connection, so no account works.") },
  { "net.proxy-or-vpn", N_ ("The proxy or VPN lets no connection through, so no account works.") },
  { "net.dns-temporary",
    N_ ("Server names cannot be looked up in this network just now, so no account works.") },
  { "tls.clock", N_ ("The clock of this computer is wrong, so no account works.") },
  { "tls.intercepted",
    N_ ("A program or device on the way opens the encrypted connections, so no account works.") },
  { "net.unreachable", N_ ("No server can be reached from this computer, so no account works.") },
  { "net.timeout", N_ ("No server answers from this network, so no account works.") },
};

static gboolean
is_failing (DoctorCase *c)
{
  DoctorCaseState state = doctor_case_get_state (c);

  if (state != DOCTOR_CASE_EXAMINED || doctor_case_get_facts (c) == NULL)
    return state == DOCTOR_CASE_FAILED;
  return doctor_engine_state (doctor_case_get_findings (c), doctor_case_get_facts (c),
                              DOCTOR_SCOPE_ACCOUNT)
         == DOCTOR_STATE_PROBLEM;
}

static gboolean
is_working (DoctorCase *c)
{
  DoctorCaseState state = doctor_case_get_state (c);
  DoctorState result;

  if (state != DOCTOR_CASE_EXAMINED || doctor_case_get_facts (c) == NULL)
    return state == DOCTOR_CASE_REPAIRED;
  result = doctor_engine_state (doctor_case_get_findings (c), doctor_case_get_facts (c),
                                DOCTOR_SCOPE_ACCOUNT);
  return result == DOCTOR_STATE_HEALTHY || result == DOCTOR_STATE_WARNING;
}

static gboolean
is_busy (DoctorCase *c)
{
  DoctorCaseState state = doctor_case_get_state (c);

  return state == DOCTOR_CASE_EXAMINING || state == DOCTOR_CASE_VERIFYING;
}

static void
count_accounts (Count *count)
{
  g_autoptr (GPtrArray) accounts = doctor_bridge_list_accounts ();

  for (guint i = 0; i < accounts->len; i++) {
    DoctorCase *c = doctor_case_get (((const DoctorAccountRef *)accounts->pdata[i])->id);

    if (c == NULL)
      continue;
    count->n++;
    count->n_working += is_working (c);
    count->n_busy += is_busy (c);
    if (is_failing (c))
      g_ptr_array_add (count->failing, c);
  }
  count->n_failing = count->failing->len;
}

static gboolean
has_finding (DoctorCase *c, const char *id)
{
  GPtrArray *findings = doctor_case_get_findings (c);

  for (guint i = 0; i < findings->len; i++) {
    if (g_str_equal (doctor_finding_get_id (findings->pdata[i]), id))
      return TRUE;
  }
  return FALSE;
}

static gboolean
all_have (GPtrArray *cases, const char *id)
{
  for (guint i = 0; i < cases->len; i++) {
    if (!has_finding (cases->pdata[i], id))
      return FALSE;
  }
  return cases->len > 0;
}

/* What stops all of them, or NULL. */
static const char *
find_shared (const Count *count)
{
  if (count->n_failing < count->n)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (shared); i++) {
    if (all_have (count->failing, shared[i].finding))
      return _ (shared[i].sentence);
  }
  return NULL;
}

static DoctorOverall
judge (const Count *count, char **out_sentence)
{
  const char *reason = find_shared (count);

  *out_sentence = NULL;
  if (count->n == 0)
    return DOCTOR_OVERALL_NONE;
  if (reason != NULL) {
    *out_sentence = g_strdup (reason);
    return DOCTOR_OVERALL_ALL_FAIL;
  }
  if (count->n_busy > 0) {
    *out_sentence = g_strdup_printf (
      ngettext ("%u account is being examined.", "%u accounts are being examined.", count->n_busy),
      count->n_busy);
    return DOCTOR_OVERALL_BUSY;
  }
  if (count->n_failing > 0) {
    *out_sentence = g_strdup_printf (ngettext ("%u of %u accounts does not work.",
                                               "%u of %u accounts do not work.", count->n_failing),
                                     count->n_failing, count->n);
    return DOCTOR_OVERALL_SOME_FAIL;
  }
  if (count->n_working == count->n) {
    *out_sentence = g_strdup (_ ("All accounts work."));
    return DOCTOR_OVERALL_WORKS;
  }
  *out_sentence = g_strdup (_ ("No trouble is known."));
  return DOCTOR_OVERALL_UNKNOWN;
}

DoctorOverall
doctor_overall_judge (char **out_sentence)
{
  g_autoptr (GPtrArray) failing = g_ptr_array_new ();
  Count count = { .failing = failing };

  count_accounts (&count);
  return judge (&count, out_sentence);
}
