/* Provider files: complete in both languages, dated, and no two with one name. */
#include "core/i18n.h"
#include "core/lint.h"
#include "core/provider-index.h"
#include "core/provider-keys.h"
#include "core/provider-private.h"
#include <string.h>

/* --- one file --- */

static void
check_end (
  DoctorKeyFile *reader, const char *group, const char *key, const char *text, const char *end)
{
  if (!g_str_has_suffix (text, end))
    doctor_keyfile_fault (reader, group, key, "%s",
                          _ ("a text is a whole sentence and ends like one"));
}

static void
check_text (DoctorKeyFile *reader, const char *group, const char *key)
{
  g_autofree char *key_ja = g_strconcat (key, "[ja]", NULL);
  g_autofree char *english = g_key_file_get_string (reader->keys, group, key, NULL);
  g_autofree char *japanese = g_key_file_get_string (reader->keys, group, key_ja, NULL);
  if (english == NULL && japanese == NULL)
    return;
  if (english == NULL || japanese == NULL) {
    doctor_keyfile_fault (reader, group, key, _ ("the text %s= is missing"),
                          english == NULL ? key : key_ja);
    return;
  }
  check_end (reader, group, key, english, ".");
  check_end (reader, group, key_ja, japanese, "。");
}

/* A name stands in both languages as it is, unless it has a Japanese form. */
static void
check_texts (DoctorKeyFile *reader)
{
  g_auto (GStrv) groups = g_key_file_get_groups (reader->keys, NULL);
  for (char **group = groups; *group != NULL; group++)
    for (const DoctorProviderKey *key = doctor_provider_keys (*group); key->name != NULL; key++)
      if (key->kind == DOCTOR_VALUE_TEXT && !g_str_equal (key->name, "Name"))
        check_text (reader, *group, key->name);
}

static void
check_dated (DoctorKeyFile *reader, const DoctorProvider *provider)
{
  static const char *const wanted[] = { "Confidence", "Checked" };
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (doctor_provider_get (provider, wanted[i]) == NULL)
      doctor_keyfile_fault (reader, "Provider", NULL, _ ("[%s] has no %s="), "Provider", wanted[i]);
}

static void
check_retired (DoctorKeyFile *reader, const DoctorProvider *provider)
{
  for (guint i = 0; i < provider->servers->len; i++) {
    const DoctorServer *server = g_ptr_array_index (provider->servers, i);
    if (doctor_provider_has_name (provider->retired_hosts, server->host, NULL))
      doctor_keyfile_fault (reader, "Provider", "RetiredHosts",
                            _ ("“%s” is retired and recommended at once"), server->host);
  }
}

void
doctor_lint_provider (const DoctorDataFile *file, GPtrArray *problems)
{
  g_autoptr (DoctorProvider) provider = doctor_provider_read (file, problems);
  if (provider == NULL)
    return;
  DoctorKeyFile reader = { 0 };
  if (doctor_keyfile_open (&reader, file)) {
    check_dated (&reader, provider);
    check_texts (&reader);
    check_retired (&reader, provider);
  }
  (void)doctor_keyfile_close (&reader, problems);
}

/* --- all of them --- */

typedef struct {
  const DoctorDataFile *file;
  GHashTable *owners; /* "KIND NAME" → borrowed origin */
  GPtrArray *problems;
} Claims;

static void
claim (Claims *claims, const char *key, char *name)
{
  char *what = g_strconcat (key, " ", name, NULL);
  const char *owner = g_hash_table_lookup (claims->owners, what);
  if (owner == NULL) {
    g_hash_table_insert (claims->owners, what, claims->file->origin);
    return;
  }
  g_autofree char *sentence
    = g_strdup_printf (_ ("“%s” belongs to %s too; leave it in one of the two"), name, owner);
  g_free (what);
  if (owner != claims->file->origin)
    doctor_keyfile_add_fault (claims->problems, claims->file, "Provider", key, sentence);
}

static void
claim_all (Claims *claims, const char *key, char *const *names)
{
  for (char *const *name = names; *name != NULL; name++)
    claim (claims, key, *name);
}

static void
claim_names (Claims *claims, const DoctorProvider *provider)
{
  g_autofree char *id = doctor_index_dup_plain (provider->id);
  claim (claims, "Aliases", id);
  for (char *const *alias = provider->aliases; *alias != NULL; alias++) {
    g_autofree char *plain = doctor_index_dup_plain (*alias);
    claim (claims, "Aliases", plain);
  }
}

void
doctor_lint_providers (GPtrArray *files, GPtrArray *problems)
{
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < files->len; i++) {
    Claims claims = { g_ptr_array_index (files, i), owners, problems };
    g_autoptr (DoctorProvider) provider = doctor_provider_read (claims.file, NULL);
    if (provider == NULL)
      continue;
    claim_names (&claims, provider);
    claim_all (&claims, "Domains", provider->domains);
    claim_all (&claims, "Patterns", provider->patterns);
    claim_all (&claims, "MX", provider->mx);
  }
}
