/* Trials of how to log in, after a login that was refused. Each costs a login, so each kind
 * makes one try at most, and none where the refusal has another reason. */
#include "probe/trial-kind.h"
#include <string.h>

static gboolean
was_refused (DoctorChain *chain)
{
  return doctor_chain_is (chain, "login.result", "refused");
}

/* Adds @word with its outcome to the list of what was tried. */
static void
tell_tried (DoctorChain *chain, GPtrArray *tries)
{
  g_autoptr (GVariantBuilder) tried = g_variant_builder_new (G_VARIANT_TYPE ("a(ss)"));
  GVariant *before = doctor_facts_lookup (chain->facts, chain->scope, "trial.logins-tried");
  for (gsize i = 0; before != NULL && i < g_variant_n_children (before); i++) {
    g_autoptr (GVariant) entry = g_variant_get_child_value (before, i);
    g_variant_builder_add_value (tried, entry);
  }
  for (guint i = 0; i < tries->len; i++) {
    const DoctorTry *try = g_ptr_array_index (tries, i);
    g_variant_builder_add (tried, "(ss)", try->word, try->outcome);
  }
  doctor_chain_set_trial (chain, "trial.logins-tried", g_variant_builder_end (tried));
}

/* --- another method --- */

/* Challenges need a password that the server keeps readable: many offer what their store
 * cannot serve. */
static const char *const challenges[]
  = { "cram-md5", "digest-md5", "scram-sha-1", "scram-sha-256", "apop", NULL };

/* Words of a server that the method itself is what it does not want. */
static gboolean
refuses_method (DoctorChain *chain)
{
  gint64 code = doctor_facts_get_int (chain->facts, chain->scope, "reply.smtp-code", 0);
  return (code >= 500 && code <= 504) || doctor_chain_is (chain, "reply.status", "BAD")
         || doctor_chain_is (chain, "reply.error", "mechanism");
}

/* Of those that the client has for the protocol, the others in the order of their safety. */
static const struct {
  const char *protocol;
  const char *words[5];
} others[] = {
  { "imap", { "plain", "login-command", "login", "cram-md5" } },
  { "pop3", { "login-command" } },
  { "smtp", { "plain", "login", "cram-md5" } },
};

static const char *
find_other_mechanism (DoctorChain *chain, const char *used)
{
  GVariant *list = doctor_facts_lookup (chain->facts, chain->scope, "auth.offered");
  if (list == NULL)
    return NULL;
  g_autofree const char **offered = g_variant_get_strv (list, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    for (guint j = 0;
         doctor_chain_is (chain, "service.protocol", others[i].protocol) && others[i].words[j]; j++)
      if (!g_str_equal (others[i].words[j], used) && g_strv_contains (offered, others[i].words[j]))
        return others[i].words[j];
  return NULL;
}

void
doctor_trial_list_mechanisms (DoctorChain *chain, GPtrArray *tries)
{
  const char *used = doctor_chain_get (chain, "login.mechanism");
  if (!was_refused (chain) || used == NULL
      || (!g_strv_contains (challenges, used) && !refuses_method (chain)))
    return;
  const char *other = find_other_mechanism (chain, used);
  if (other != NULL)
    doctor_try_change (doctor_try_add (tries, other), chain, "auth.mechanism",
                       g_variant_new_string (other));
}

void
doctor_trial_tell_mechanisms (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner)
{
  tell_tried (chain, tries);
  if (winner != NULL)
    doctor_chain_set_trial (chain, "trial.mechanism", g_variant_new_string (winner->word));
}

/* --- the other form of the user name --- */

static gboolean
may_be_wrong_form (DoctorChain *chain)
{
  DoctorFacts *facts = chain->facts;
  /* Where the provider is known, it says; a form that let the account in before is right. */
  if (doctor_facts_lookup (facts, chain->scope, "provider.user-form-fits") != NULL)
    return !doctor_facts_get_boolean (facts, chain->scope, "provider.user-form-fits", TRUE);
  return !doctor_facts_get_boolean (facts, chain->scope, "history.worked", FALSE)
         && !doctor_chain_is (chain, "provider.user-form", "separate-id");
}

void
doctor_trial_list_users (DoctorChain *chain, GPtrArray *tries)
{
  const char *user = doctor_chain_get (chain, "auth.user");
  const char *address
    = doctor_facts_get_string (chain->facts, DOCTOR_SCOPE_ACCOUNT, "account.address");
  const char *at = user != NULL ? strchr (user, '@') : NULL;
  if (!was_refused (chain) || user == NULL || *user == '\0' || at == user
      || !may_be_wrong_form (chain))
    return;
  if (at == NULL && (address == NULL || strchr (address, '@') == NULL))
    return;
  DoctorTry *try = doctor_try_add (tries, at != NULL ? "local-part" : "address");
  g_autofree char *other = at != NULL ? g_strndup (user, (gsize)(at - user)) : g_strdup (address);
  doctor_try_change (try, chain, "auth.user", g_variant_new_string (other));
  if (!doctor_facts_get_boolean (chain->facts, chain->scope, "auth.own-login", TRUE))
    doctor_try_change (try, chain, "auth.own-login", g_variant_new_boolean (TRUE));
}

void
doctor_trial_tell_users (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner)
{
  tell_tried (chain, tries);
  if (winner == NULL)
    return;
  doctor_chain_set_trial (
    chain, "trial.user",
    g_variant_new_string (doctor_facts_get_string (winner->changes, chain->scope, "auth.user")));
  doctor_chain_set_trial (chain, "trial.user-form", g_variant_new_string (winner->word));
}

/* --- the login for receiving --- */

/* The name above @host: what one owner has. NULL for names too short to tell an owner by,
 * such as co.jp. */
static const char *
get_owner (const char *host)
{
  enum { SHORT_LABEL = 3 };
  const char *above = strchr (host, '.');
  const char *rest = above != NULL ? strchr (above + 1, '.') : NULL;
  if (rest == NULL)
    return NULL;
  gboolean short_label = rest - above - 1 <= SHORT_LABEL;
  return short_label && strchr (rest + 1, '.') == NULL ? NULL : above + 1;
}

/* A password for receiving is not shown to a server of somebody else. */
static gboolean
have_one_owner (DoctorChain *chain)
{
  const char *own = doctor_chain_get (chain, "server.host");
  const char *peer = doctor_facts_get_string (chain->facts, DOCTOR_SCOPE_RECEIVE, "server.host");
  const char *address
    = doctor_facts_get_string (chain->facts, DOCTOR_SCOPE_ACCOUNT, "account.address");
  if (own == NULL || peer == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (own, peer) == 0)
    return TRUE;
  if (chain->provider != NULL && address != NULL
      && doctor_provider_owns_host (chain->provider, own, address)
      && doctor_provider_owns_host (chain->provider, peer, address))
    return TRUE;
  const char *owner = get_owner (own), *peer_owner = get_owner (peer);
  return owner != NULL && peer_owner != NULL && g_ascii_strcasecmp (owner, peer_owner) == 0;
}

void
doctor_trial_list_receive_login (DoctorChain *chain, GPtrArray *tries)
{
  const char *user = doctor_facts_get_string (chain->facts, DOCTOR_SCOPE_RECEIVE, "auth.user");
  if (chain->scope != DOCTOR_SCOPE_SEND || !was_refused (chain) || user == NULL
      || chain->peer_password == NULL || chain->password == NULL || !have_one_owner (chain))
    return;
  if (doctor_chain_is (chain, "auth.user", user)
      && g_str_equal (chain->peer_password, chain->password))
    return; /* that is what was refused */
  DoctorTry *try = doctor_try_add (tries, "receive-login");
  try->password = chain->peer_password;
  doctor_try_change (try, chain, "auth.own-login", g_variant_new_boolean (FALSE));
  doctor_try_change (try, chain, "auth.user", g_variant_new_string (user));
}

void
doctor_trial_tell_receive_login (DoctorChain *chain, GPtrArray *tries, const DoctorTry *winner)
{
  const DoctorTry *try = g_ptr_array_index (tries, 0);
  tell_tried (chain, tries);
  if (winner == NULL && !doctor_tries_are_judged (tries))
    return;
  const char *word = g_str_equal (try->outcome, "refused") ? "refused" : "failed";
  doctor_chain_set_trial (chain, "trial.receive-login",
                          g_variant_new_string (winner != NULL ? "passed" : word));
}
