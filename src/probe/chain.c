#include "probe/chain.h"
#include "core/wire.h"
#include "probe/dialect.h"
#include <string.h>
#include <unistd.h>

void
doctor_news_free (DoctorNews *news)
{
  if (news == NULL)
    return;
  g_clear_pointer (&news->value, g_variant_unref);
  g_free (news->name);
  g_free (news);
}

DoctorChain *
doctor_chain_new (DoctorScope scope, DoctorFacts *facts, const DoctorPatience *patience)
{
  DoctorChain *chain = g_new0 (DoctorChain, 1);
  chain->scope = scope;
  chain->facts = doctor_facts_copy (facts);
  chain->patience = *patience;
  chain->start_us = g_get_monotonic_time ();
  chain->fd = -1;
  chain->computer = doctor_computer_get ();
  chain->dialect = doctor_dialect_lookup (doctor_chain_get (chain, "service.protocol"));
  return chain;
}

void
doctor_chain_free (DoctorChain *chain)
{
  if (chain == NULL)
    return;
  doctor_dialect_leave (chain);
  doctor_stream_unref (chain->stream);
  doctor_attempts_free (chain->attempts);
  if (chain->fd >= 0)
    close (chain->fd);
  doctor_facts_unref (chain->facts);
  g_free (chain->decisive);
  g_free (chain);
}

static void
tell (DoctorChain *chain, const char *name, GVariant *value, DoctorSource source)
{
  if (chain->queue == NULL)
    return;
  DoctorNews *news = g_new0 (DoctorNews, 1);
  news->from = chain->worker;
  news->name = g_strdup (name);
  news->value = value == NULL ? NULL : g_variant_ref_sink (value);
  news->source = source;
  g_async_queue_push (chain->queue, news);
}

static void
set_scoped (
  DoctorChain *chain, DoctorScope scope, const char *name, GVariant *value, DoctorSource source)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);
  const char *prefix = doctor_scope_to_string (scope);
  g_autofree char *full = prefix == NULL ? g_strdup (name) : g_strconcat (prefix, ".", name, NULL);
  doctor_facts_set (chain->facts, full, owned, source);
  tell (chain, full, owned, source);
}

void
doctor_chain_set (DoctorChain *chain, const char *name, GVariant *value)
{
  set_scoped (chain, chain->scope, name, value, DOCTOR_SOURCE_PROBE);
}

void
doctor_chain_set_trial (DoctorChain *chain, const char *name, GVariant *value)
{
  set_scoped (chain, chain->scope, name, value, DOCTOR_SOURCE_TRIAL);
}

void
doctor_chain_set_string (DoctorChain *chain, const char *name, const char *value)
{
  doctor_chain_set (chain, name, g_variant_new_string (value));
}

void
doctor_chain_set_int (DoctorChain *chain, const char *name, int value)
{
  doctor_chain_set (chain, name, g_variant_new_int32 (value));
}

void
doctor_chain_set_account (DoctorChain *chain, const char *name, GVariant *value)
{
  set_scoped (chain, DOCTOR_SCOPE_ACCOUNT, name, value, DOCTOR_SOURCE_PROBE);
}

void
doctor_chain_set_for (DoctorChain *chain, DoctorScope scope, const char *name, GVariant *value)
{
  set_scoped (chain, scope, name, value, DOCTOR_SOURCE_PROBE);
}

/* What an earlier reply said, perhaps to the client itself, is no part of a new one. */
static void
forget_reply (DoctorChain *chain)
{
  g_autofree char *prefix = g_strconcat (doctor_scope_to_string (chain->scope), ".reply.", NULL);
  g_autoptr (GPtrArray) names = doctor_facts_names (chain->facts);
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    if (!g_str_has_prefix (name, prefix))
      continue;
    doctor_facts_unset (chain->facts, name);
    tell (chain, name, NULL, DOCTOR_SOURCE_PROBE);
  }
}

void
doctor_chain_explain (DoctorChain *chain, const char *stage, const char *text)
{
  g_autoptr (DoctorFacts) reply = doctor_facts_new ();
  doctor_wire_explain (reply, chain->scope, doctor_chain_get (chain, "service.protocol"), stage,
                       text, DOCTOR_SOURCE_PROBE);
  g_autoptr (GPtrArray) names = doctor_facts_names (reply);
  forget_reply (chain);
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    set_scoped (chain, DOCTOR_SCOPE_ACCOUNT, name,
                doctor_facts_lookup (reply, DOCTOR_SCOPE_ACCOUNT, name), DOCTOR_SOURCE_PROBE);
  }
}

void
doctor_chain_take_reply (DoctorChain *chain, char *text)
{
  g_free (chain->decisive);
  chain->decisive = text;
}

char *
doctor_chain_dup_reply (DoctorChain *chain)
{
  return chain->decisive != NULL ? g_strdup (chain->decisive)
                                 : doctor_stream_dup_reply (chain->stream);
}

void
doctor_chain_explain_reply (DoctorChain *chain, const char *stage)
{
  g_autofree char *reply = doctor_chain_dup_reply (chain);
  doctor_chain_take_reply (chain, NULL);
  const char *error = doctor_stream_get_error (chain->stream);
  if (*reply != '\0' || error != NULL)
    doctor_chain_explain (chain, stage, *reply != '\0' ? reply : error);
}

void
doctor_chain_tell_progress (DoctorChain *chain, const char *probe, const char *state)
{
  const char *scope = doctor_scope_to_string (chain->scope);
  tell (chain, "progress", g_variant_new ("(sss)", scope == NULL ? "account" : scope, probe, state),
        DOCTOR_SOURCE_PROBE);
}

const char *
doctor_chain_get (DoctorChain *chain, const char *name)
{
  return doctor_facts_get_string (chain->facts, chain->scope, name);
}

gboolean
doctor_chain_is (DoctorChain *chain, const char *name, const char *value)
{
  return doctor_facts_is (chain->facts, chain->scope, name, value);
}

char *
doctor_chain_dup_host (DoctorChain *chain)
{
  char *host = doctor_chain_dup_host_of (chain, chain->scope);
  return host == NULL ? g_strdup ("") : host;
}

char *
doctor_chain_dup_host_of (DoctorChain *chain, DoctorScope scope)
{
  const char *host = doctor_facts_get_string (chain->facts, scope, "server.host");
  char *ascii = host == NULL ? NULL : g_hostname_to_ascii (host);
  if (ascii == NULL)
    return g_strdup (host);
  if (g_str_has_suffix (ascii, "."))
    ascii[strlen (ascii) - 1] = '\0';
  return ascii;
}
