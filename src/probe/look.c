#include "probe/look.h"
#include "core/verify.h"
#include "probe/dns.h"
#include "probe/steps.h"
#include <string.h>

/* --- which names --- */

static gboolean
is_host_name (const char *name)
{
  return strlen (name) <= 253
         && g_regex_match_simple ("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*"
                                  "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
                                  name, G_REGEX_CASELESS, 0)
         && !g_hostname_is_ip_address (name);
}

static void
add_candidate (GPtrArray *candidates, const char *host, char *name)
{
  gboolean known = g_ascii_strcasecmp (name, host) == 0;
  for (guint i = 0; i < candidates->len; i++)
    known |= g_ascii_strcasecmp (name, g_ptr_array_index (candidates, i)) == 0;
  if (known || candidates->len >= DOCTOR_LOOK_MAX_NAMES || !is_host_name (name))
    g_free (name);
  else
    g_ptr_array_add (candidates, name);
}

static const struct {
  const char *protocol, *labels[3];
} usual_labels[] = {
  { "imap", { "imap", "mail" } },
  { "pop3", { "pop", "mail" } },
  { "smtp", { "smtp", "mail" } },
};

static void
add_of_wildcard (GPtrArray *candidates, const char *host, const char *name, const char *protocol)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual_labels); i++)
    for (guint j = 0; usual_labels[i].labels[j] != NULL; j++)
      if (g_strcmp0 (usual_labels[i].protocol, protocol) == 0)
        add_candidate (candidates, host,
                       g_strconcat (usual_labels[i].labels[j], name + strlen ("*"), NULL));
}

char **
doctor_look_dup_candidates (const char *const *names, const char *host, const char *protocol)
{
  GPtrArray *candidates = g_ptr_array_new ();
  for (guint i = 0; names[i] != NULL; i++)
    if (!g_str_has_prefix (names[i], "*."))
      add_candidate (candidates, host, g_ascii_strdown (names[i], -1));
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_has_prefix (names[i], "*."))
      add_of_wildcard (candidates, host, names[i], protocol);
  g_ptr_array_add (candidates, NULL);
  return (char **)g_ptr_array_free (candidates, FALSE);
}

/* The last labels of @host: the part that one owner registered, as far as its form tells. */
static const char *
find_domain (const char *host)
{
  const char *last = strrchr (host, '.');
  gboolean is_country = last != NULL && strlen (last) == 3;
  guint dots = is_country ? 3 : 2;
  for (const char *p = host + strlen (host); p > host; p--)
    if (p[-1] == '.' && --dots == 0)
      return p;
  return host;
}

gboolean
doctor_look_are_strangers (const char *host, const char *other)
{
  return !g_hostname_is_ip_address (host) && !g_hostname_is_ip_address (other)
         && strchr (host, '.') != NULL && strchr (other, '.') != NULL
         && g_ascii_strcasecmp (find_domain (host), find_domain (other)) != 0;
}

/* --- one look --- */

static void
copy_fact (DoctorFacts *to, DoctorChain *from, const char *name)
{
  GVariant *value = doctor_facts_lookup (from->facts, from->scope, name);
  if (value != NULL)
    doctor_facts_set_scoped (to, from->scope, name, value, DOCTOR_SOURCE_PROBE);
}

/* The address that answered before: a look needs no second one. */
static void
keep_address (DoctorFacts *facts, DoctorChain *parent)
{
  const char *address = doctor_chain_get (parent, "tcp.address");
  copy_fact (facts, parent, "dns.result");
  if (address == NULL)
    copy_fact (facts, parent, "dns.addresses");
  else
    doctor_facts_set_scoped (facts, parent->scope, "dns.addresses",
                             g_variant_new_strv ((const char *const[]){ address }, 1),
                             DOCTOR_SOURCE_PROBE);
}

/* A chain of its own to the same address with the same settings, except for @host (NULL: the
 * same) and the kind of handshake. */
static DoctorChain *
new_look (DoctorChain *parent, const char *host, DoctorHandshake handshake)
{
  DoctorPatience patience = doctor_patience_narrow (&parent->patience, DOCTOR_LOOK_LIMIT_MS);
  g_autoptr (DoctorFacts) changes = doctor_facts_new ();
  if (host != NULL)
    doctor_facts_set_scoped (changes, parent->scope, "server.host", g_variant_new_string (host),
                             DOCTOR_SOURCE_SETTINGS);
  g_autoptr (DoctorFacts) facts = doctor_verify_overlay (parent->facts, changes);
  keep_address (facts, parent);
  DoctorChain *chain = doctor_chain_new (parent->scope, facts, &patience);
  chain->is_trial = TRUE;
  chain->handshake = handshake;
  chain->trust = parent->trust;
  chain->resolver = parent->resolver;
  chain->budget = parent->budget;
  return chain;
}

/* As far as the handshake, and no further. */
static void
look (DoctorChain *chain)
{
  doctor_step_tcp (chain);
  if (!doctor_chain_is (chain, "tcp.result", "connected"))
    return;
  if (doctor_chain_is (chain, "server.security", "tls")) {
    doctor_step_tls (chain);
    return;
  }
  doctor_step_greeting (chain);
  if (doctor_chain_is (chain, "greeting.result", "ok"))
    doctor_step_capability (chain);
  if (doctor_facts_lookup (chain->facts, chain->scope, "capability.list") != NULL)
    doctor_step_starttls (chain);
}

/* --- the questions --- */

/* Does it matter to the server whether the name is sent along (SNI)? */
static void
look_nameless (DoctorChain *chain)
{
  g_autoptr (DoctorChain) nameless = new_look (chain, NULL, DOCTOR_HANDSHAKE_NAMELESS);
  look (nameless);
  const char *fingerprint = doctor_chain_get (nameless, "tls.cert.fingerprint");
  if (fingerprint == NULL)
    return;
  gboolean fits = doctor_chain_is (nameless, "tls.verify", "ok");
  gboolean same = doctor_chain_is (chain, "tls.cert.fingerprint", fingerprint);
  if (fits || same) /* the name is not what it depends on */
    doctor_chain_set (chain, "tls.sni-needed", g_variant_new_boolean (FALSE));
}

/* The account is set to keep the name to itself: is that why the client sees another
 * certificate than the one that fits? */
static void
look_as_client (DoctorChain *chain)
{
  if (doctor_facts_get_boolean (chain->facts, chain->scope, "server.sni", TRUE))
    return;
  g_autoptr (DoctorChain) nameless = new_look (chain, NULL, DOCTOR_HANDSHAKE_NAMELESS);
  look (nameless);
  if (doctor_chain_get (nameless, "tls.verify") != NULL)
    doctor_chain_set (chain, "tls.sni-needed",
                      g_variant_new_boolean (!doctor_chain_is (nameless, "tls.verify", "ok")));
}

/* RFC 9325 §4.1: 112 bits of strength at least. */
enum { LEAST_BITS = 112, LEAST_DH_BITS = 2048 };

static const char *
find_weakness (SSL *ssl)
{
  EVP_PKEY *key = NULL;
  gboolean small_group = SSL_get_peer_tmp_key (ssl, &key) == 1 && EVP_PKEY_is_a (key, "DH")
                         && EVP_PKEY_get_bits (key) < LEAST_DH_BITS;
  EVP_PKEY_free (key);
  if (small_group)
    return "dh";
  return SSL_get_cipher_bits (ssl, NULL) < LEAST_BITS ? "cipher" : NULL;
}

/* What does the server have to offer, if not what it should? */
static void
look_old (DoctorChain *chain)
{
  g_autoptr (DoctorChain) old = new_look (chain, NULL, DOCTOR_HANDSHAKE_OLD);
  look (old);
  SSL *ssl = old->stream == NULL ? NULL : doctor_stream_get_ssl (old->stream);
  if (ssl == NULL || doctor_chain_get (old, "tls.version") == NULL)
    return;
  const char *weakness = find_weakness (ssl);
  if (SSL_version (ssl) < TLS1_2_VERSION)
    doctor_chain_set_string (chain, "tls.lower-version", SSL_get_version (ssl));
  else if (weakness != NULL)
    doctor_chain_set_string (chain, "tls.weakness", weakness);
}

/* The names of one computer have an address in common. */
static gboolean
leads_to_same_server (DoctorChain *chain, const char *name)
{
  DoctorPatience patience = doctor_patience_narrow (&chain->patience, DOCTOR_LOOK_LIMIT_MS);
  g_autoptr (DoctorLookup) lookup = doctor_lookup_run (name, chain->resolver, &patience);
  const char *address = doctor_chain_get (chain, "tcp.address");
  for (guint i = 0; i < lookup->addresses->len && address != NULL; i++)
    if (g_strcmp0 (g_ptr_array_index (lookup->addresses, i), address) == 0)
      return TRUE;
  return FALSE;
}

/* Is one of the names on the certificate the server's real one? */
static void
look_for_name (DoctorChain *chain)
{
  GVariant *value = doctor_facts_lookup (chain->facts, chain->scope, "tls.cert.names");
  g_autofree char *host = doctor_chain_dup_host (chain);
  if (value == NULL)
    return;
  g_autofree const char **names = g_variant_get_strv (value, NULL);
  g_auto (GStrv) candidates
    = doctor_look_dup_candidates (names, host, doctor_chain_get (chain, "service.protocol"));
  for (char **name = candidates; *name != NULL; name++) {
    if (doctor_patience_is_over (&chain->patience)
        || doctor_patience_is_cancelled (&chain->patience))
      return;
    if (!leads_to_same_server (chain, *name))
      continue;
    g_autoptr (DoctorChain) named = new_look (chain, *name, DOCTOR_HANDSHAKE_USUAL);
    look (named);
    if (doctor_chain_is (named, "tls.verify", "ok")) {
      doctor_chain_set_string (chain, "tls.names-host", *name);
      return;
    }
  }
}

/* Does a server of other people show a certificate of the same private issuer? Then somebody
 * signs for both. */
static void
look_at_stranger (DoctorChain *chain)
{
  DoctorScope other
    = chain->scope == DOCTOR_SCOPE_RECEIVE ? DOCTOR_SCOPE_SEND : DOCTOR_SCOPE_RECEIVE;
  const char *host = doctor_chain_get (chain, "server.host");
  const char *issuer = doctor_chain_get (chain, "tls.cert.issuer");
  const char *stranger = doctor_facts_get_string (chain->facts, other, "server.host");
  if (stranger == NULL || issuer == NULL || !doctor_look_are_strangers (host, stranger))
    return;
  g_autoptr (DoctorFacts) changes = doctor_facts_new ();
  g_autoptr (DoctorFacts) facts = doctor_verify_overlay (chain->facts, changes);
  DoctorPatience patience = doctor_patience_narrow (&chain->patience, DOCTOR_LOOK_LIMIT_MS);
  g_autoptr (DoctorChain) control = doctor_chain_new (other, facts, &patience);
  control->is_trial = TRUE;
  control->trust = chain->trust;
  control->resolver = chain->resolver;
  control->budget = chain->budget;
  doctor_step_dns (control);
  if (doctor_facts_lookup (control->facts, other, "dns.addresses") != NULL)
    look (control);
  const char *found = doctor_chain_get (control, "tls.cert.issuer");
  if (found != NULL)
    doctor_chain_set (chain, "tls.same-issuer",
                      g_variant_new_boolean (g_str_equal (found, issuer)));
}

static const struct {
  const char *fact, *values[6];
  void (*look) (DoctorChain *chain);
} questions[] = {
  { "tls.result", { "version", "failed" }, look_old },
  { "tls.verify", { "hostname-mismatch" }, look_for_name },
  { "tls.verify", { "hostname-mismatch" }, look_nameless },
  { "tls.verify", { "ok" }, look_as_client },
  { "tls.verify", { "self-signed", "untrusted", "hostname-mismatch" }, look_at_stranger },
};

static gboolean
is_open (DoctorChain *chain, guint i)
{
  const char *value = doctor_chain_get (chain, questions[i].fact);
  return value != NULL && g_strv_contains (questions[i].values, value);
}

void
doctor_look_again (DoctorChain *chain)
{
  if (chain->is_trial || chain->queue == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    if (is_open (chain, i) && !doctor_patience_is_over (&chain->patience)
        && !doctor_patience_is_cancelled (&chain->patience))
      questions[i].look (chain);
}
