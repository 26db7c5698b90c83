/* How far a fault reaches, by what else answers. */
#include "core/derive.h"

static void
test_culprit (void)
{
  static const struct {
    const char *host, *facts, *culprit;
  } rows[] = {
    /* one other account's server, elsewhere */
    { "imap.example.org", "control.tried [('mx.example.net', 993, 'connected')]", "this-server" },
    { "imap.example.org", "control.tried [('mx.example.net', 993, 'refused')]", "this-server" },
    { "imap.example.org", "control.tried [('mx.example.net', 993, 'timeout')]", "everything" },
    { "imap.example.org", "control.tried [('mx.example.net', 993, 'temporary')]", "everything" },
    { "imap.example.org", "control.tried [('mx.example.net', 993, 'not-found')]", NULL },
    /* and one of the same provider */
    { "imap.example.org",
      "control.tried [('mx.example.net', 993, 'connected'), ('pop.example.org', 995, 'timeout')]",
      "this-provider" },
    { "imap.example.org",
      "control.tried [('mx.example.net', 993, 'connected'), ('pop.Example.ORG.', 995, 'refused')]",
      "this-server" },
    { "imap.example.org", "control.tried [('pop.example.org', 995, 'timeout')]", NULL },
    { "imap.example.org",
      "control.tried [('mx.example.net', 993, 'timeout'), ('pop.example.org', 995, 'timeout')]",
      "everything" },
    /* registries of countries */
    { "imap.a.co.uk", "control.tried [('mx.b.co.uk', 993, 'timeout')]", "everything" },
    { "imap.a.co.uk", "control.tried [('mx.a.co.uk', 993, 'timeout')]", NULL },
    { "imap.a.ne.jp", "control.tried [('mx.b.ne.jp', 993, 'connected')]", "this-server" },
    { "co.uk", "control.tried [('uk', 993, 'timeout')]", "everything" },
    { "192.0.2.1", "control.tried [('192.0.3.1', 993, 'timeout')]", "everything" },
    /* the other service of the account */
    { "imap.example.org", "send.server.host 'smtp.example.net'\nsend.tcp.result 'connected'",
      "this-server" },
    { "imap.example.org", "send.server.host 'smtp.example.net'\nsend.tcp.result 'timeout'",
      "everything" },
    { "imap.example.org", "send.server.host 'smtp.example.net'\nsend.dns.result 'temporary'",
      "everything" },
    { "imap.example.org", "send.server.host 'IMAP.example.org'\nsend.tcp.result 'timeout'", NULL },
    { "imap.example.org", "send.server.host 'smtp.example.net'\nsend.dns.result 'found'", NULL },
    { "imap.example.org", "", NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (DoctorFacts) facts = doctor_facts_new ();
    g_autofree char *text = g_strdup_printf (
      "receive.server.host '%s'\nreceive.tcp.result 'timeout'\n%s\n", rows[i].host, rows[i].facts);
    g_test_message ("row %u", i);
    g_assert_true (doctor_facts_parse (facts, text, "test", DOCTOR_SOURCE_PROBE, &error));
    g_assert_no_error (error);
    doctor_derive (facts);
    g_assert_cmpstr (doctor_facts_get_string (facts, DOCTOR_SCOPE_RECEIVE, "control.culprit"), ==,
                     rows[i].culprit);
  }
}

/* What answers, or refuses, is no open question. */
static void
test_only_when_nothing_answers (void)
{
  static const char *const results[] = { "connected", "refused", "reset" };
  for (guint i = 0; i < G_N_ELEMENTS (results); i++) {
    g_autoptr (DoctorFacts) facts = doctor_facts_new ();
    g_autofree char *text
      = g_strdup_printf ("receive.server.host 'a.example'\nreceive.tcp.result '%s'\n"
                         "control.tried [('b.example', 993, 'timeout')]\n",
                         results[i]);
    g_assert_true (doctor_facts_parse (facts, text, "test", DOCTOR_SOURCE_PROBE, NULL));
    doctor_derive (facts);
    g_assert_null (doctor_facts_lookup (facts, DOCTOR_SCOPE_RECEIVE, "control.culprit"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/culprit/rows", test_culprit);
  g_test_add_func ("/culprit/only-when-silent", test_only_when_nothing_answers);
  return g_test_run ();
}
