#include "core/fact-dictionary.h"
#include "core/report.h"
#include <string.h>

/* Kinds of personal data, in the order in which they are replaced: the longer ones that
 * contain the others come first. */
static const struct {
  const char *fact, *pseudonym;
} kinds[] = {
  { "account.address", "address" }, { "auth.user", "user" },      { "server.host", "host" },
  { "provider.host", "host" },      { "tls.cert.names", "host" }, { "send.helo-name", "host" },
  { "account.name", "account" },
};

/* What a person has named: words that may stand anywhere, so they are replaced as the value of
 * their fact, and not in other texts. */
static const struct {
  const char *fact, *pseudonym;
} named[] = {
  { "accounts.same-mailbox", "account" }, { "filter.name", "rule" },
  { "filter.target", "folder" },          { "folders.gone", "folder" },
  { "folders.used", "folder" },           { "mail.folder", "folder" },
  { "mailbox.missing", "folder" },        { "mailbox.not-subscribed", "folder" },
  { "queue.largest-subject", "subject" },
};

/* Shorter strings would be found inside ordinary words. */
enum { SHORTEST_MASKED = 3 };

typedef struct {
  char *text;
  char *pseudonym;
} Mask;

static void
mask_free (gpointer data)
{
  Mask *mask = data;
  g_free (mask->text);
  g_free (mask->pseudonym);
  g_free (mask);
}

static gboolean
is_masked (GPtrArray *masks, const char *text)
{
  for (guint i = 0; i < masks->len; i++) {
    const Mask *mask = g_ptr_array_index (masks, i);
    if (g_ascii_strcasecmp (mask->text, text) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
add_mask (GPtrArray *masks, const char *text, const char *pseudonym)
{
  guint number = 1;
  if (strlen (text) < SHORTEST_MASKED || is_masked (masks, text))
    return;
  for (guint i = 0; i < masks->len; i++)
    number += g_str_has_prefix (((Mask *)g_ptr_array_index (masks, i))->pseudonym, pseudonym);
  Mask *mask = g_new (Mask, 1);
  mask->text = g_strdup (text);
  mask->pseudonym = g_strdup_printf ("%s-%u", pseudonym, number);
  g_ptr_array_add (masks, mask);
}

static void
add_masks_of (GPtrArray *masks, GVariant *value, const char *pseudonym)
{
  if (value == NULL)
    return;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)) {
    add_mask (masks, g_variant_get_string (value, NULL), pseudonym);
  } else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY)) {
    g_autofree const char **texts = g_variant_get_strv (value, NULL);
    for (guint i = 0; texts[i] != NULL; i++)
      add_mask (masks, texts[i], pseudonym);
  }
}

/* "taro@example.jp" is an address, "taro" and "example.jp" alone are personal too. */
static void
add_address_parts (GPtrArray *masks, DoctorFacts *facts)
{
  const char *address = doctor_facts_get_string (facts, DOCTOR_SCOPE_ACCOUNT, "account.address");
  const char *at = address != NULL ? strchr (address, '@') : NULL;
  if (at == NULL)
    return;
  g_autofree char *local = g_strndup (address, at - address);
  add_mask (masks, local, "user");
  add_mask (masks, at + 1, "domain");
}

static int
longest_first (gconstpointer a, gconstpointer b)
{
  gsize length_a = strlen ((*(Mask *const *)a)->text);
  gsize length_b = strlen ((*(Mask *const *)b)->text);
  return (length_b > length_a) - (length_b < length_a);
}

static GPtrArray *
collect_masks (DoctorFacts *facts)
{
  GPtrArray *masks = g_ptr_array_new_with_free_func (mask_free);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    for (DoctorScope scope = DOCTOR_SCOPE_ACCOUNT; scope <= DOCTOR_SCOPE_SEND; scope++)
      add_masks_of (masks, doctor_facts_lookup (facts, scope, kinds[i].fact), kinds[i].pseudonym);
  }
  add_address_parts (masks, facts);
  g_ptr_array_sort (masks, longest_first);
  return masks;
}

/* Replaces every @needle in @text, without regard to the case of ASCII letters. */
static char *
replace_all (const char *text, const char *needle, const char *replacement)
{
  gsize length = strlen (needle);
  GString *out = g_string_sized_new (strlen (text));
  while (*text != '\0') {
    if (g_ascii_strncasecmp (text, needle, length) == 0) {
      g_string_append (out, replacement);
      text += length;
    } else {
      g_string_append_c (out, *text++);
    }
  }
  return g_string_free (out, FALSE);
}

static char *
mask_text (GPtrArray *masks, const char *text)
{
  char *masked = g_strdup (text);
  for (guint i = 0; i < masks->len; i++) {
    const Mask *mask = g_ptr_array_index (masks, i);
    char *next = replace_all (masked, mask->text, mask->pseudonym);
    g_free (masked);
    masked = next;
  }
  return masked;
}

/* Returns a new reference. */
static GVariant *
mask_value (GPtrArray *masks, GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)) {
    g_autofree char *masked = mask_text (masks, g_variant_get_string (value, NULL));
    return g_variant_ref_sink (g_variant_new_string (masked));
  }
  if (!g_variant_is_container (value))
    return g_variant_ref (value);
  GVariantBuilder builder;
  g_variant_builder_init (&builder, g_variant_get_type (value));
  for (gsize i = 0; i < g_variant_n_children (value); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (value, i);
    g_autoptr (GVariant) masked = mask_value (masks, child);
    g_variant_builder_add_value (&builder, masked);
  }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/* The pseudonym of the fact @name as a whole, or NULL. */
static const char *
find_name (const char *name)
{
  const char *bare;
  doctor_scope_split (name, &bare);
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    if (g_str_equal (named[i].fact, bare))
      return named[i].pseudonym;
  return NULL;
}

/* Returns a new reference. */
static GVariant *
replace_name (GVariant *value, const char *pseudonym)
{
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    return g_variant_ref_sink (g_variant_new_string (pseudonym));
  GVariantBuilder builder;
  g_variant_builder_init (&builder, G_VARIANT_TYPE_STRING_ARRAY);
  for (gsize i = 0; i < g_variant_n_children (value); i++)
    g_variant_builder_add (&builder, "s", pseudonym);
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/* A word of a closed list says nothing about a person, even where it is somebody's name. */
static gboolean
has_closed_values (const char *name)
{
  const DoctorFactKey *key = doctor_dictionary_lookup (name);
  return key != NULL && key->values != NULL;
}

DoctorFacts *
doctor_redact (DoctorFacts *facts)
{
  DoctorFacts *redacted = doctor_facts_new ();
  g_autoptr (GPtrArray) masks = collect_masks (facts);
  g_autoptr (GPtrArray) names = doctor_facts_names (facts);
  for (guint i = 0; i < names->len; i++) {
    GVariant *value = NULL;
    DoctorSource source = DOCTOR_SOURCE_SETTINGS;
    const char *name = g_ptr_array_index (names, i);
    doctor_facts_lookup_full (facts, DOCTOR_SCOPE_ACCOUNT, name, &value, NULL, &source);
    const char *pseudonym = find_name (name);
    g_autoptr (GVariant) masked = pseudonym != NULL          ? replace_name (value, pseudonym)
                                  : has_closed_values (name) ? g_variant_ref (value)
                                                             : mask_value (masks, value);
    doctor_facts_set (redacted, name, masked, source);
  }
  return redacted;
}
