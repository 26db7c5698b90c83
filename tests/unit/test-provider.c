#include "core/provider.h"
#include <glib/gstdio.h>
#include <string.h>

static DoctorProviders *
load (void)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  DoctorProviders *providers = doctor_providers_load (NULL, problems);
  for (guint i = 0; i < problems->len; i++)
    g_test_fail_printf ("%s", (char *)g_ptr_array_index (problems, i));
  return providers;
}

/* --- recognising --- */

static void
test_recognises (void)
{
  static const struct {
    const char *address, *host, *id;
  } rows[] = {
    { "taro@gmail.com", NULL, "gmail" },
    { "Taro@GMAIL.COM", NULL, "gmail" },
    { "\"a@b\"@icloud.com", NULL, "icloud" },
    { "taro@docomo.ne.jp", NULL, "docomo" },
    { "taro@abc.ocn.ne.jp", NULL, "ocn" },
    { "taro@evil-gmail.com", NULL, NULL },
    { "taro@gmail.com.example", NULL, NULL },
    { "no address", NULL, NULL },
    { "taro@", NULL, NULL },
    { NULL, "IMAP.gmail.com", "gmail" },
    { NULL, "127.0.0.1", NULL },
    { NULL, "imap.example.org", NULL },
    { NULL, NULL, NULL },
  };
  g_autoptr (DoctorProviders) providers = load ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const DoctorProvider *provider = rows[i].address != NULL
                                       ? doctor_providers_for_address (providers, rows[i].address)
                                       : doctor_providers_for_host (providers, rows[i].host);
    g_assert_cmpstr (provider != NULL ? doctor_provider_get_id (provider) : NULL, ==, rows[i].id);
  }
}

/* Every file is its own test: its domains lead back to it, its servers can be used. */
static void
test_every_provider (void)
{
  g_autoptr (DoctorProviders) providers = load ();
  g_assert_cmpuint (doctor_providers_get_n (providers), >=, 20);
  for (guint i = 0; i < doctor_providers_get_n (providers); i++) {
    const DoctorProvider *provider = doctor_providers_get (providers, i);
    const char *id = doctor_provider_get_id (provider);
    g_assert_true (doctor_providers_lookup (providers, id) == provider);
    g_assert_cmpuint (doctor_provider_get_n_servers (provider), >=, 2);
    g_assert_nonnull (doctor_provider_get (provider, "Note"));
    g_auto (GStrv) domains = g_strsplit (doctor_provider_get (provider, "Domains"), ";", -1);
    for (char **domain = domains; **domain != '\0'; domain++) {
      g_autofree char *address = g_strconcat ("taro@", *domain, NULL);
      const DoctorServer *server = doctor_provider_get_server (provider, 0);
      g_assert_true (doctor_providers_for_address (providers, address) == provider);
      g_assert_true (doctor_provider_owns_host (provider, server->host, address));
    }
  }
}

static void
test_owns_host (void)
{
  g_autoptr (DoctorProviders) providers = load ();
  const DoctorProvider *gmail = doctor_providers_lookup (providers, "gmail");
  g_assert_true (doctor_provider_owns_host (gmail, "smtp.gmail.com", "taro@gmail.com"));
  /* a password of another domain goes nowhere by the database's word */
  g_assert_false (doctor_provider_owns_host (gmail, "smtp.gmail.com", "taro@example.org"));
  g_assert_false (doctor_provider_owns_host (gmail, "smtp.gmail.com.example", "taro@gmail.com"));
  g_assert_false (doctor_provider_owns_host (gmail, "smtp.gmail.com", NULL));
}

static void
test_explain (void)
{
  static const struct {
    const char *id, *protocol, *text, *means;
  } rows[] = {
    { "gmail", "smtp", "534-5.7.9 Application-specific\r\n password   REQUIRED. Learn",
      "app-password-required" },
    { "gmail", "imap", "1 NO [ALERT] Please log in via your web browser", "web-login-required" },
    { "gmail", "pop3", "-ERR Username and Password not accepted", NULL },
    { "gmail", NULL, "535-5.7.8 Username and Password not accepted", "bad-credentials" },
    /* the longer text says more */
    { "outlook365", "smtp",
      "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the "
      "Tenant.",
      "smtp-auth-disabled-tenant" },
    { "outlook365", "smtp", "nothing known", NULL },
  };
  g_autoptr (DoctorProviders) providers = load ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const DoctorProvider *provider = doctor_providers_lookup (providers, rows[i].id);
    g_assert_cmpstr (doctor_provider_explain (provider, rows[i].protocol, rows[i].text), ==,
                     rows[i].means);
  }
}

/* --- describing --- */

static const struct {
  const char *title, *facts, *provider; /* the provider.* facts, whole */
} describe_rows[] = {
  { "by address", "account.address 'taro@yahoo.co.jp'\nreceive.service.protocol 'pop3'",
    "provider.id 'yahoo-japan'\nprovider.name 'Yahoo! JAPAN Mail'\nprovider.password 'normal'\n"
    "provider.password-url 'https://support.yahoo-net.jp/PccMail/s/article/H000014864'\n"
    "receive.provider.host 'pop.mail.yahoo.co.jp'\nreceive.provider.port "
    "995\nreceive.provider.security 'tls'\n"
    "send.provider.host 'smtp.mail.yahoo.co.jp'\nsend.provider.port 465\nsend.provider.security "
    "'tls'\n" },
  { "the account's own choice is fine",
    "account.address 'taro@yahoo.co.jp'\nsend.server.host "
    "'SMTP.mail.yahoo.co.jp'\nsend.server.port 587\nsend.server.security 'starttls'",
    "provider.id 'yahoo-japan'\nprovider.name 'Yahoo! JAPAN Mail'\nprovider.password 'normal'\n"
    "provider.password-url 'https://support.yahoo-net.jp/PccMail/s/article/H000014864'\n"
    "send.provider.host 'smtp.mail.yahoo.co.jp'\nsend.provider.port 587\nsend.provider.security "
    "'starttls'\n" },
  { "by hosts, the other host tells",
    "account.address 'taro@example.org'\naccount.protocol 'imap'\nreceive.server.host "
    "'outlook.office365.com'\nsend.server.host 'smtp.office365.com'",
    "provider.id 'outlook365'\nprovider.name 'Microsoft 365'\nprovider.password 'oauth2-only'\n"
    "receive.provider.host 'outlook.office365.com'\nreceive.provider.port "
    "993\nreceive.provider.security 'tls'\n"
    "send.provider.host 'smtp.office365.com'\nsend.provider.port 587\nsend.provider.security "
    "'starttls'\n" },
  { "no such service there",
    "account.address 'taro@docomo.ne.jp'\nreceive.service.protocol 'pop3'\nreceive.reply.text "
    "'-ERR no'",
    "provider.id 'docomo'\nprovider.name 'docomo mail'\nprovider.password 'dedicated-password'\n"
    "provider.password-url 'https://www.nttdocomo.co.jp/service/docomo_mail/security/index.html'\n"
    "send.provider.host 'smtp.spmode.ne.jp'\nsend.provider.port 465\nsend.provider.security "
    "'tls'\n" },
  { "marker",
    "account.address 'taro@gmail.com'\nsend.reply.text '534-5.7.9 Application-specific password "
    "required'",
    "provider.id 'gmail'\nprovider.name 'Gmail'\nprovider.password 'app-password'\n"
    "provider.password-url 'https://myaccount.google.com/apppasswords'\n"
    "send.provider.host 'smtp.gmail.com'\nsend.provider.marker "
    "'app-password-required'\nsend.provider.port 465\nsend.provider.security 'tls'\n" },
  { "nobody's", "account.address 'taro@example.org'\nreceive.server.host 'localhost'", "" },
};

static char *
dup_provider_facts (DoctorFacts *facts)
{
  g_autofree char *print = doctor_facts_print (facts);
  g_auto (GStrv) lines = g_strsplit (print, "\n", -1);
  GString *out = g_string_new (NULL);
  for (char **line = lines; *line != NULL; line++)
    if (strstr (*line, "provider.") != NULL)
      g_string_append_printf (out, "%s\n", *line);
  return g_string_free (out, FALSE);
}

static void
test_describe (void)
{
  g_autoptr (DoctorProviders) providers = load ();
  for (guint i = 0; i < G_N_ELEMENTS (describe_rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (DoctorFacts) facts = doctor_facts_new ();
    g_assert_true (
      doctor_facts_parse (facts, describe_rows[i].facts, "row", DOCTOR_SOURCE_SETTINGS, &error));
    for (guint round = 0; round < 2; round++) {
      const DoctorProvider *provider = doctor_providers_describe (providers, facts);
      g_autofree char *got = dup_provider_facts (facts);
      g_assert_true ((provider != NULL) == (describe_rows[i].provider[0] != '\0'));
      if (!g_str_equal (got, describe_rows[i].provider))
        g_test_fail_printf ("%s:\n%s", describe_rows[i].title, got);
    }
  }
}

/* --- overlay and faults --- */

typedef struct {
  char *dir, *folder;
  GPtrArray *problems;
} Overlay;

static void
overlay_set_up (Overlay *overlay, gconstpointer data)
{
  overlay->dir = g_dir_make_tmp ("doctor-XXXXXX", NULL);
  overlay->folder = g_build_filename (overlay->dir, "providers", NULL);
  overlay->problems = g_ptr_array_new_with_free_func (g_free);
  g_assert_cmpint (g_mkdir (overlay->folder, 0700), ==, 0);
}

static void
overlay_tear_down (Overlay *overlay, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (overlay->folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *path = g_build_filename (overlay->folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (overlay->folder);
  g_rmdir (overlay->dir);
  g_free (overlay->folder);
  g_free (overlay->dir);
  g_ptr_array_unref (overlay->problems);
}

static void
write_file (Overlay *overlay, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (overlay->folder, name, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_overlay (Overlay *overlay, gconstpointer data)
{
  write_file (overlay, "office.provider",
              "[Provider]\nName=Office\nDomains=example.org;example.net;\nPassword=normal\n"
              "[IMAP 1]\nHost=imap.{domain}\nPort=993\nSecurity=tls\n");
  write_file (overlay, "gmail.provider",
              "[Provider]\nName=Ours\nDomains=gmail.com;\nPassword=normal\n");
  write_file (overlay, "icloud.provider", "[Provider]\nName=Broken\n");
  g_autoptr (DoctorProviders) providers = doctor_providers_load (overlay->dir, overlay->problems);
  g_autoptr (DoctorFacts) facts = doctor_facts_new ();
  doctor_facts_set (facts, "account.address", g_variant_new_string ("taro@example.net"),
                    DOCTOR_SOURCE_SETTINGS);
  doctor_facts_set (facts, "account.protocol", g_variant_new_string ("imap"),
                    DOCTOR_SOURCE_SETTINGS);
  const DoctorProvider *office = doctor_providers_describe (providers, facts);
  g_assert_cmpstr (doctor_facts_get_string (facts, DOCTOR_SCOPE_RECEIVE, "provider.host"), ==,
                   "imap.example.net");
  g_assert_true (doctor_provider_owns_host (office, "imap.example.net", "taro@example.net"));
  g_assert_false (doctor_provider_owns_host (office, "imap.example.org", "taro@example.net"));
  g_assert_cmpstr (doctor_provider_get_name (doctor_providers_lookup (providers, "gmail")), ==,
                   "Ours");
  /* a broken file leaves what is compiled in */
  g_assert_cmpstr (doctor_provider_get_name (doctor_providers_lookup (providers, "icloud")), ==,
                   "iCloud Mail");
  g_assert_cmpuint (overlay->problems->len, ==, 1);
}

static const struct {
  const char *text, *fault; /* behind the path of the file */
} fault_rows[] = {
  { "", ":1: there is no group [Provider]" },
  { "[Provider]\nName=A\n", ":1: [Provider] has no Password=" },
  { "[Provider]\nName=A\nPassword=magic\n",
    ":3: “magic” is none of: normal, app-password, dedicated-password, oauth2-only, bridge, none, "
    "unknown" },
  { "[Provider]\nName=A\nPassword=none\nPasswort=x\n", ":4: unknown key “Passwort” in [Provider]" },
  { "[Provider]\nName=A\nPassword[ja]=none\nPassword=none\n",
    ":3: unknown key “Password[ja]” in [Provider]" },
  { "[Provider]\nName=A\nPassword=none\nWebmail=http://a.example/\n",
    ":4: “http://a.example/” is not a link that begins with https://" },
  { "[Provider]\nName=A\nPassword=none\n[IMAP 1]\nHost=a.example\nPort=993\nSecurity=starttls\n",
    ":6: port 993 and “starttls” do not fit each other" },
  { "[Provider]\nName=A\nPassword=none\n[SMTP 1]\nHost=a.example\nPort=587\nSecurity=tls\n",
    ":6: port 587 and “tls” do not fit each other" },
  { "[Provider]\nName=A\nPassword=none\n[SMTP 1]\nHost=a.example\nPort=70000\nSecurity=tls\n",
    ":6: the port is not a number from 1 to 65535" },
  { "[Provider]\nName=A\nPassword=none\n[IMAP 1]\nPort=993\nSecurity=tls\n",
    ":4: [IMAP 1] has no Host=" },
  { "[Provider]\nName=A\nPassword=none\n[IMAP 2]\nHost=a.example\nPort=993\nSecurity=tls\n",
    ":4: unknown group [IMAP 2]; servers are counted from 1: [IMAP 1], [IMAP 2]" },
  { "[Provider]\nName=A\nPassword=none\n[Marker a]\nContains=x\nMeans=y\n",
    ":6: “y” is none of: account-not-migrated*" },
  { "[Provider]\nName=A\nPassword=none\n[Marker a]\nMeans=bad-credentials\n",
    ":4: [Marker a] has no Contains=" },
  { "[Provider]\nName=A\nName=B\n", ":3: *" },
  { "[Provider]\nnonsense\n", ":2: *" },
};

static void
test_faults (Overlay *overlay, gconstpointer data)
{
  g_autofree char *path = g_build_filename (overlay->folder, "a.provider", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fault_rows); i++) {
    g_autofree char *wanted = g_strconcat (path, fault_rows[i].fault, NULL);
    write_file (overlay, "a.provider", fault_rows[i].text);
    g_ptr_array_set_size (overlay->problems, 0);
    doctor_providers_lint (overlay->dir, overlay->problems);
    g_assert_cmpuint (overlay->problems->len, >=, 1);
    const char *got = g_ptr_array_index (overlay->problems, 0);
    if (!g_pattern_match_simple (wanted, got))
      g_test_fail_printf ("“%s”, not “%s”", got, wanted);
  }
}

static void
test_lint (Overlay *overlay, gconstpointer data)
{
  doctor_providers_lint (NULL, overlay->problems);
  g_assert_cmpuint (overlay->problems->len, ==, 0);
  write_file (overlay, "a.provider", "[Provider]\nName=A\nPassword=none\nDomains=a.example;\n");
  write_file (overlay, "b.provider", "[Provider]\nName=B\nPassword=none\nDomains=a.example;\n");
  doctor_providers_lint (overlay->dir, overlay->problems);
  g_assert_cmpuint (overlay->problems->len, ==, 1);
  g_autofree char *wanted
    = g_strdup_printf ("%s/b.provider:1: the domain “a.example” belongs to %s/a.provider too",
                       overlay->folder, overlay->folder);
  g_assert_cmpstr (g_ptr_array_index (overlay->problems, 0), ==, wanted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/recognises", test_recognises);
  g_test_add_func ("/provider/every-provider", test_every_provider);
  g_test_add_func ("/provider/owns-host", test_owns_host);
  g_test_add_func ("/provider/explain", test_explain);
  g_test_add_func ("/provider/describe", test_describe);
  g_test_add ("/provider/overlay", Overlay, NULL, overlay_set_up, test_overlay, overlay_tear_down);
  g_test_add ("/provider/faults", Overlay, NULL, overlay_set_up, test_faults, overlay_tear_down);
  g_test_add ("/provider/lint", Overlay, NULL, overlay_set_up, test_lint, overlay_tear_down);
  return g_test_run ();
}
