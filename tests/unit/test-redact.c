#include "core/report.h"

#define ADDRESS "taro.yamada@office.example"

static const char original[]
  = "account.address '" ADDRESS "'\n"
    "account.name 'Office'\n"
    "accounts.same-mailbox 'Old'\n"
    "filter.name 'From Hanako'\n"
    "folders.used ['Sent', 'Office/Drafts']\n"
    "provider.id 'tls'\n"
    "queue.largest-subject 'TLS'\n"
    "receive.auth.user 'Taro.Yamada'\n"
    "receive.greeting.text '* OK imap.office.example ready for " ADDRESS "'\n"
    "receive.server.host 'imap.office.example'\n"
    "receive.server.port 993\n"
    "receive.server.security 'tls'\n"
    "receive.tcp.attempts [('192.0.2.1', 'refused', 1)]\n"
    "receive.tls.cert.names ['IMAP.office.example', 'other.example']\n"
    "send.auth.user 'tls'\n"
    "send.server.host 'smtp.office.example'\n"
    "send.server.security 'tls'\n";

static const char masked[] = "account.address 'address-1'\n"
                             "account.name 'account-1'\n"
                             "accounts.same-mailbox 'account'\n"
                             "filter.name 'rule'\n"
                             "folders.used ['folder', 'folder']\n"
                             "provider.id 'user-2'\n"
                             "queue.largest-subject 'subject'\n"
                             "receive.auth.user 'user-1'\n"
                             "receive.greeting.text '* OK host-1 ready for address-1'\n"
                             "receive.server.host 'host-1'\n"
                             "receive.server.port 993\n"
                             "receive.server.security 'tls'\n"
                             "receive.tcp.attempts [('192.0.2.1', 'refused', 1)]\n"
                             "receive.tls.cert.names ['host-1', 'host-3']\n"
                             "send.auth.user 'user-2'\n"
                             "send.server.host 'host-2'\n"
                             "send.server.security 'tls'\n";

static void
test_pseudonyms (void)
{
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  g_autoptr (GError) error = NULL;
  g_assert_true (doctor_facts_parse (facts, original, "test", DOCTOR_SOURCE_PROBE, &error));
  g_assert_no_error (error);
  g_autoptr (DoctorFacts) redacted = doctor_redact (facts);
  g_autofree char *printed = doctor_facts_print (redacted);
  g_assert_cmpstr (printed, ==, masked);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redact/pseudonyms", test_pseudonyms);
  return g_test_run ();
}
