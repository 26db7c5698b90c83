/* The proxy settings of Claws Mail 4.1.1, by the rules of its inc.c, imap.c and
 * send_message.c: the account's own, or those of all accounts in clawsrc. */
#include "command/surroundings.h"
#include <stdlib.h>
#include <string.h>

enum { TYPE_SOCKS4, TYPE_SOCKS5 };

/* Where the settings stand: an account's section, or [Common] of clawsrc. */
typedef struct {
  DoctorAccountrc *accountrc;
  guint i;
  const char *common; /* text of clawsrc, or NULL: the account's section */
} Place;

char *
doctor_claws_dup_common (const char *text, const char *key)
{
  gboolean in_common = FALSE;
  gsize length = strlen (key);
  for (const char *line = text; line != NULL && *line != '\0';) {
    const char *end = strchr (line, '\n');
    gsize size = end == NULL ? strlen (line) : (gsize)(end - line);
    if (*line == '[')
      in_common = g_str_has_prefix (line, "[Common]");
    else if (in_common && size > length && strncmp (line, key, length) == 0 && line[length] == '=')
      return g_strchomp (g_strndup (line + length + 1, size - length - 1));
    line = end == NULL ? NULL : end + 1;
  }
  return NULL;
}

/* As the client: what is not in the file has the default. */
static char *
dup_value (const Place *place, const char *key, const char *usual)
{
  if (place->common == NULL) {
    const char *value = doctor_accountrc_get (place->accountrc, place->i, key);
    return g_strdup (value != NULL ? value : usual);
  }
  g_autofree char *value = doctor_claws_dup_common (place->common, key);
  if (value == NULL || !g_utf8_validate (value, -1, NULL))
    return g_strdup (usual);
  return g_steal_pointer (&value);
}

static gboolean
is_on (const Place *place, const char *key, const char *usual)
{
  g_autofree char *value = dup_value (place, key, usual);
  return *value != '\0' && *value != '0';
}

static void
set (DoctorFacts *facts, DoctorScope scope, const char *name, GVariant *value)
{
  doctor_facts_set_scoped (facts, scope, name, value, DOCTOR_SOURCE_SETTINGS);
}

static void
set_string (DoctorFacts *facts, DoctorScope scope, const char *name, const char *value)
{
  if (*value != '\0')
    set (facts, scope, name, g_variant_new_string (value));
}

static void
add_proxy (DoctorFacts *facts, DoctorScope scope, const Place *place)
{
  g_autofree char *type = dup_value (place, "proxy_type", "1");
  g_autofree char *host = dup_value (place, "proxy_host", "localhost");
  g_autofree char *port = dup_value (place, "proxy_port", "1080");
  g_autofree char *user = dup_value (place, "proxy_name", "");
  gboolean is_four = atoi (type) == TYPE_SOCKS4;
  set_string (facts, scope, "proxy.kind", is_four ? "socks4" : "socks5");
  set_string (facts, scope, "proxy.origin", place->common != NULL ? "common" : "account");
  set_string (facts, scope, "proxy.host", host);
  set (facts, scope, "proxy.port", g_variant_new_int32 ((guint16)strtol (port, NULL, 10)));
  /* SOCKS4 has no login in the client. */
  if (!is_four && is_on (place, "use_proxy_auth", "0"))
    set_string (facts, scope, "proxy.user", user);
}

static void
add_of_service (DoctorFacts *facts, DoctorScope scope, const Place *account, const char *clawsrc)
{
  Place common = { .common = clawsrc == NULL ? "" : clawsrc };
  gboolean is_imap = doctor_facts_is (facts, scope, "service.protocol", "imap");
  gboolean uses = is_on (account, "use_proxy", "0")
                  && (scope == DOCTOR_SCOPE_RECEIVE || is_on (account, "use_proxy_for_send", "1"));
  if (doctor_facts_lookup (facts, scope, "server.host") == NULL)
    return;
  /* The command goes before the proxy, and the client knows it for IMAP only. */
  if (is_imap && is_on (account, "set_tunnelcmd", "0"))
    set_string (facts, scope, "proxy.kind", "tunnel-command");
  else if (uses)
    add_proxy (facts, scope, is_on (account, "use_default_proxy", "1") ? &common : account);
  else
    set_string (facts, scope, "proxy.kind", "none");
}

void
doctor_claws_proxy_add (DoctorFacts *facts,
                        DoctorAccountrc *accountrc,
                        guint i,
                        const char *config_dir)
{
  gsize length = 0;
  const Place account = { .accountrc = accountrc, .i = i };
  char *clawsrc = doctor_surroundings_read_file (config_dir, "clawsrc", &length);
  for (DoctorScope scope = DOCTOR_SCOPE_RECEIVE; scope <= DOCTOR_SCOPE_SEND; scope++)
    add_of_service (facts, scope, &account, clawsrc);
  if (clawsrc != NULL) /* old versions kept the proxy's password there */
    explicit_bzero (clawsrc, length);
  g_free (clawsrc);
}
