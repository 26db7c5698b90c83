#include "core/provider-private.h"
#include "core/provider.h"
#include "core/ruleset.h"
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

static const char *
get_id (const DoctorProvider *provider)
{
  return provider != NULL ? doctor_provider_get_id (provider) : NULL;
}

/* --- recognising --- */

static void
test_by_address (void)
{
  static const struct {
    const char *address, *id, *how;
  } rows[] = {
    { "taro@gmail.com", "gmail", "domain" },
    { "Taro@GMAIL.COM", "gmail", "domain" },
    { "\"a@b\"@icloud.com", "icloud", "domain" },
    { "taro@docomo.ne.jp", "docomo", "domain" },
    { "taro@ocn.ne.jp", "ocn", "domain" },
    { "taro@abc.ocn.ne.jp", "ocn", "pattern" },
    { "taro@example.onmicrosoft.com", "outlook365", "pattern" },
    { "taro@evil-gmail.com", NULL, NULL },
    { "taro@gmail.com.example", NULL, NULL },
    { "taro@google", NULL, NULL },
    { "no address", NULL, NULL },
    { "taro@", NULL, NULL },
    { NULL, NULL, NULL },
  };
  g_autoptr (DoctorProviders) providers = load ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *how = NULL;
    const DoctorProvider *provider
      = doctor_providers_for_address (providers, rows[i].address, &how);
    g_assert_cmpstr (get_id (provider), ==, rows[i].id);
    g_assert_cmpstr (how, ==, rows[i].how);
  }
}

static void
test_by_host (void)
{
  static const struct {
    const char *host, *id;
  } rows[] = {
    { "IMAP.gmail.com", "gmail" },
    /* several providers use it; the first is the one whose name it carries */
    { "imap.mail.yahoo.com", "yahoo" },
    { "outlook.office365.com", "outlook365" },
    { "sv1234.xserver.jp", "xserver" },
    { "imap.cox.net", "cox" },
    { "127.0.0.1", NULL },
    { "imap.example.org", NULL },
    { NULL, NULL },
  };
  g_autoptr (DoctorProviders) providers = load ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (get_id (doctor_providers_for_host (providers, rows[i].host)), ==, rows[i].id);
}

static void
test_by_mx (void)
{
  static const struct {
    const char *mx, *id;
    gboolean verified;
  } rows[] = {
    { "aspmx.l.google.com", "google-workspace", TRUE },
    { "EXAMPLE-ORG.mail.protection.outlook.com.", "outlook365", TRUE },
    { "mx00.ionos.de", "ionos", FALSE },
    { "mx.notgoogle.com", NULL, FALSE },
    { "mx.example.org", NULL, FALSE },
    { "", NULL, FALSE },
  };
  g_autoptr (DoctorProviders) providers = load ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gboolean verified = FALSE;
    const DoctorProvider *provider = doctor_providers_for_mx (providers, rows[i].mx, &verified);
    g_assert_cmpstr (get_id (provider), ==, rows[i].id);
    g_assert_true (provider == NULL || verified == rows[i].verified);
  }
}

static void
test_by_name (void)
{
  static const struct {
    const char *name, *id;
  } rows[] = {
    { "gmail", "gmail" },
    { "Mail.ru", "mailru" },
    { "web de", "web-de" },
    { "microsoft-365", "outlook365" },
    { "iCloud Mail", "icloud" },
    { "protonbridge", "proton" },
    { "dovecot", NULL },
    { "", NULL },
    { "--", NULL },
  };
  g_autoptr (DoctorProviders) providers = load ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (get_id (doctor_providers_for_name (providers, rows[i].name)), ==, rows[i].id);
}

/* Every file is its own test: its names lead back to it, its servers can be used. */

static void
check_domains (DoctorProviders *providers, const DoctorProvider *provider)
{
  const char *all = doctor_provider_get (provider, "Domains");
  gboolean is_low = g_str_equal (doctor_provider_get (provider, "Confidence"), "low");
  g_auto (GStrv) domains = g_strsplit (all != NULL ? all : "", ";", -1);
  for (char **domain = domains; *domain != NULL && **domain != '\0'; domain++) {
    g_autofree char *address = g_strconcat ("taro@", *domain, NULL);
    const char *how = NULL;
    g_assert_true (doctor_providers_for_address (providers, address, &how) == provider);
    g_assert_cmpstr (how, ==, "domain");
    for (guint i = 0; i < doctor_provider_get_n_servers (provider); i++) {
      const DoctorServer *server = doctor_provider_get_server (provider, i);
      g_autofree char *host = doctor_server_dup_host (server, *domain);
      /* what is little confirmed is not trusted with a password */
      g_assert_true (doctor_provider_owns_host (provider, host, address) == !is_low);
    }
  }
}

static void
check_patterns (DoctorProviders *providers, const DoctorProvider *provider)
{
  const char *all = doctor_provider_get (provider, "Patterns");
  g_auto (GStrv) patterns = g_strsplit (all != NULL ? all : "", ";", -1);
  for (char **pattern = patterns; *pattern != NULL && **pattern != '\0'; pattern++) {
    g_auto (GStrv) parts = g_strsplit_set (*pattern, "*?", -1);
    g_autofree char *domain = g_strjoinv ("7", parts);
    g_autofree char *address = g_strconcat ("taro@", domain, NULL);
    g_assert_true (doctor_providers_for_address (providers, address, NULL) == provider);
  }
}

static void
check_exchangers (DoctorProviders *providers, const DoctorProvider *provider)
{
  static const char *const keys[] = { "MX", "UnverifiedMX" };
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    const char *all = doctor_provider_get (provider, keys[i]);
    g_auto (GStrv) suffixes = g_strsplit (all != NULL ? all : "", ";", -1);
    for (char **suffix = suffixes; *suffix != NULL && **suffix != '\0'; suffix++) {
      gboolean verified = FALSE;
      g_autofree char *mx = g_strconcat ("mx1.", *suffix, NULL);
      g_assert_true (doctor_providers_for_mx (providers, mx, &verified) == provider);
      g_assert_true (verified == (i == 0));
    }
  }
}

/* Never one that has no encryption, and each one found again by its name. */
static void
check_servers (DoctorProviders *providers, const DoctorProvider *provider)
{
  for (guint i = 0; i < doctor_provider_get_n_servers (provider); i++) {
    const DoctorServer *server = doctor_provider_get_server (provider, i);
    const DoctorProvider *found = doctor_providers_for_host (providers, server->host);
    g_assert_cmpstr (server->security, !=, "none");
    g_assert_true (found != NULL || strstr (server->host, "{domain}") != NULL
                   || g_str_equal (server->host, "127.0.0.1"));
  }
}

static void
test_every_provider (void)
{
  g_autoptr (DoctorProviders) providers = load ();
  g_assert_cmpuint (doctor_providers_get_n (providers), >=, 278);
  for (guint i = 0; i < doctor_providers_get_n (providers); i++) {
    const DoctorProvider *provider = doctor_providers_get (providers, i);
    const char *id = doctor_provider_get_id (provider);
    g_test_message ("%s", id);
    g_assert_true (doctor_providers_lookup (providers, id) == provider);
    g_assert_true (doctor_providers_for_name (providers, id) == provider);
    check_domains (providers, provider);
    check_patterns (providers, provider);
    check_exchangers (providers, provider);
    check_servers (providers, provider);
  }
}

static void
test_patterns (void)
{
  static const struct {
    const char *pattern, *name;
    gboolean matches;
  } rows[] = {
    { "*.a.example", "b.a.example", TRUE },
    { "*.a.example", "a.example", FALSE },
    { "a*b*c", "abbbc", TRUE },
    { "a*b*c", "abcd", FALSE },
    { "jp-?.ne.jp", "jp-t.ne.jp", TRUE },
    { "jp-?.ne.jp", "jp-.ne.jp", FALSE },
    { "*", "", TRUE },
    { "", "", TRUE },
    { "", "a", FALSE },
    { "a", "", FALSE },
    { "*.a", "\xe3\x81.a", TRUE }, /* half a letter */
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (doctor_name_matches (rows[i].pattern, rows[i].name) == rows[i].matches);
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
  { "[Provider]\nName=A\nPassword=none\n[SMTP 1]\nHost=a.example\nPort=x\nSecurity=tls\n",
    ":6: the port is not a number from 1 to 65535" },
  { "[Provider]\nName=A\nPassword=none\n[SMTP 1]\nHost=a.example\nPort=25\nSecurity=none\n",
    ":7: “none” is none of: tls, starttls" },
  { "[Provider]\nName=A\nPassword=none\nDomains=a b.example;\n",
    ":4: “a b.example” is not a host name" },
  { "[Provider]\nName=A\nPassword=none\nDoubtful=Password;Mood;\n",
    ":4: “Mood” is none of: Password*" },
  { "[Provider]\nName=A\nPassword=none\nChecked=2026-13\n",
    ":4: “2026-13” is not a date such as 2026, 2026-12 or 2026-12-31" },
  { "[Provider]\nName=A\nPassword=none\nChecked=2026-1-231\n", ":4: “2026-1-231” is not a date*" },
  { "[Provider]\nName=A\nPassword=none\n[Limits]\nConnections=0\n",
    ":5: “0” is not a whole number above zero" },
  { "[Provider]\nName=A\nPassword=none\n[Limits 2]\nConnections=1\n", ":4: unknown group*" },
  { "[Provider]\nName=A\nPassword=none\n[Switch]\nServices=imap;web;\n",
    ":5: “web” is none of: imap, pop3, smtp" },
  { "[Provider]\nName=A\nPassword=none\n[Change a]\nDate=2026-02-30\nAbout=password\nText=A.\n",
    ":5: “2026-02-30” is not a date*" },
  { "[Provider]\nName=A\nPassword=none\n[Note a]\nConfidence=low\n", ":4: [Note a] has no Text=" },
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
    g_autoptr (GPtrArray) problems = doctor_lint (overlay->dir);
    g_assert_cmpuint (problems->len, >=, 1);
    const char *got = g_ptr_array_index (problems, 0);
    if (!g_pattern_match_simple (wanted, got))
      g_test_fail_printf ("“%s”, not “%s”", got, wanted);
  }
}

#define HEAD "[Provider]\nName=A\nPassword=none\nConfidence=high\nChecked=2026\n"

/* What may be in a file that is used, but not in one that is published. */
static const struct {
  const char *text, *fault; /* behind the path of the file */
} lint_rows[] = {
  { "[Provider]\nName=A\nPassword=none\nChecked=2026\n", ":1: [Provider] has no Confidence=" },
  { "[Provider]\nName=A\nPassword=none\nConfidence=low\n", ":1: [Provider] has no Checked=" },
  { HEAD "Note=Hello.\n", ":6: the text Note[ja]= is missing" },
  { HEAD "Note[ja]=はい。\n", ":1: the text Note= is missing" },
  { HEAD "Note=Hello\nNote[ja]=はい。\n", ":6: a text is a whole sentence and ends like one" },
  { HEAD "Note=Hello.\nNote[ja]=はい\n", ":7: a text is a whole sentence and ends like one" },
  { HEAD "RetiredHosts=a.example;\n[IMAP 1]\nHost=a.example\nPort=993\nSecurity=tls\n",
    ":6: “a.example” is retired and recommended at once" },
};

static void
test_lint (Overlay *overlay, gconstpointer data)
{
  g_autofree char *path = g_build_filename (overlay->folder, "a.provider", NULL);
  g_autoptr (GPtrArray) own = doctor_lint (NULL);
  for (guint i = 0; i < own->len; i++)
    g_test_fail_printf ("%s", (const char *)g_ptr_array_index (own, i));
  for (guint i = 0; i < G_N_ELEMENTS (lint_rows); i++) {
    g_autofree char *wanted = g_strconcat (path, lint_rows[i].fault, NULL);
    write_file (overlay, "a.provider", lint_rows[i].text);
    g_autoptr (GPtrArray) problems = doctor_lint (overlay->dir);
    g_assert_cmpuint (problems->len, ==, 1);
    g_assert_cmpstr (g_ptr_array_index (problems, 0), ==, wanted);
  }
}

static void
test_lint_claims (Overlay *overlay, gconstpointer data)
{
  static const struct {
    const char *key, *name;
  } rows[] = { { "Domains", "a.example" }, { "MX", "mx.example" }, { "Aliases", "a" } };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = g_strdup_printf (HEAD "%s=%s;\n", rows[i].key, rows[i].name);
    write_file (overlay, "a.provider", text);
    write_file (overlay, "b.provider", text);
    g_autoptr (GPtrArray) problems = doctor_lint (overlay->dir);
    g_autofree char *wanted
      = g_strdup_printf ("%s/b.provider:6: “%s” belongs to %s/a.provider too; leave it in one of "
                         "the two",
                         overlay->folder, rows[i].name, overlay->folder);
    g_assert_cmpuint (problems->len, ==, 1);
    g_assert_cmpstr (g_ptr_array_index (problems, 0), ==, wanted);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/by-address", test_by_address);
  g_test_add_func ("/provider/by-host", test_by_host);
  g_test_add_func ("/provider/by-mx", test_by_mx);
  g_test_add_func ("/provider/by-name", test_by_name);
  g_test_add_func ("/provider/every-provider", test_every_provider);
  g_test_add_func ("/provider/patterns", test_patterns);
  g_test_add_func ("/provider/owns-host", test_owns_host);
  g_test_add_func ("/provider/explain", test_explain);
  g_test_add ("/provider/overlay", Overlay, NULL, overlay_set_up, test_overlay, overlay_tear_down);
  g_test_add ("/provider/faults", Overlay, NULL, overlay_set_up, test_faults, overlay_tear_down);
  g_test_add ("/provider/lint", Overlay, NULL, overlay_set_up, test_lint, overlay_tear_down);
  g_test_add ("/provider/lint-claims", Overlay, NULL, overlay_set_up, test_lint_claims,
              overlay_tear_down);
  return g_test_run ();
}
