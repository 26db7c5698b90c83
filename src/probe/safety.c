#include "probe/safety.h"

/* In this order: what the connection forbids, what the server forbids, what the account
 * lacks, what the caller forbids, and last what the ledger forbids, because asking it
 * counts. */

static gboolean
is_trusted (DoctorChain *chain)
{
  return doctor_chain_is (chain, "tls.verify", "ok")
         || doctor_chain_is (chain, "tls.verify", "accepted");
}

/* Only to the host that the account itself names, or to one that the provider database
 * names for its address. */
static gboolean
is_own_host (DoctorChain *chain)
{
  const char *host = doctor_chain_get (chain, "server.host");
  const char *address = doctor_chain_get (chain, "account.address");
  if (g_strcmp0 (host, chain->home_host) == 0)
    return TRUE;
  return chain->provider != NULL && address != NULL
         && doctor_provider_owns_host (chain->provider, host, address);
}

static const char *
missing_mechanism (DoctorChain *chain)
{
  const char *configured = doctor_chain_get (chain, "auth.mechanism");
  gboolean automatic = configured == NULL || g_str_equal (configured, "automatic");
  return automatic ? "no-mechanism" : "mechanism-not-offered";
}

/* A handshake that allowed what is broken protects nothing (RFC 8996, RFC 9325 §3.1.1); one
 * without the name was not made as the account makes it. */
static gboolean
is_weak_handshake (DoctorChain *chain)
{
  SSL *ssl = doctor_stream_get_ssl (chain->stream);
  return chain->handshake != DOCTOR_HANDSHAKE_USUAL || ssl == NULL
         || SSL_version (ssl) < TLS1_2_VERSION;
}

static const char *
connection_refusal (DoctorChain *chain)
{
  if (!doctor_stream_is_encrypted (chain->stream) || is_weak_handshake (chain))
    return "not-encrypted";
  if (!is_trusted (chain))
    return "certificate";
  return is_own_host (chain) ? NULL : "host";
}

static const char *
account_refusal (DoctorChain *chain, const DoctorMechanism *mechanism)
{
  const char *user = doctor_chain_get (chain, "auth.user");
  if (!chain->allow_login)
    return "not-asked";
  if (chain->password == NULL || *chain->password == '\0' || user == NULL || *user == '\0')
    return "no-password";
  return doctor_mechanism_can_carry (mechanism, user, chain->password) ? NULL : "no-mechanism";
}

const char *
doctor_safety_refusal (DoctorChain *chain, const DoctorMechanism *mechanism)
{
  const char *reason = connection_refusal (chain);
  if (reason != NULL)
    return reason;
  if (mechanism == NULL)
    return doctor_facts_get_boolean (chain->facts, chain->scope, "capability.login-disabled", FALSE)
             ? "disabled"
             : missing_mechanism (chain);
  if (mechanism->kind == DOCTOR_LOGIN_NONE)
    return "no-mechanism";
  reason = account_refusal (chain, mechanism);
  if (reason != NULL)
    return reason;
  gboolean taken = doctor_ledger_take (
    chain->ledger, doctor_scope_to_string (chain->scope), doctor_chain_get (chain, "server.host"),
    doctor_chain_get (chain, "auth.user"), chain->password, mechanism->word);
  return taken ? NULL : "ledger";
}
