/* provider.h: what is known about mail providers (src/data/providers/NAME.provider, and an
 * administrator's overlay folder). Immutable after loading.
 *   [Provider]
 *   Name=iCloud  Name[ja]=…
 *   Domains=icloud.com;me.com;     Patterns=*.example;     MX=mail.icloud.com;
 *   Password=app-password           as provider.password
 *   PasswordPage=https://…          where such a password is made
 *   UserName=address                address local-part separate-id
 *   Webmail=https://…
 *   Confidence=high|medium|low      Checked=2026-10
 *   Note=…  Note[ja]=…
 *   [IMAP 1]  Host= Port= Security=tls|starttls|none     best first; [POP3 N], [SMTP N]
 *   [Marker NAME]  Contains=…  Means=app-password-required  (codes of the provider data)
 *                  Protocol=imap|pop3|smtp  (any when it is missing) */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

typedef struct _DoctorProvider DoctorProvider;
typedef struct _DoctorProviders DoctorProviders;

typedef struct {
  const char *protocol; /* "imap", "pop3", "smtp" */
  const char *host;     /* may hold {domain} */
  guint16 port;
  const char *security; /* "tls", "starttls", "none" */
} DoctorServer;

/* As doctor_ruleset_load (). */
DoctorProviders *
doctor_providers_load (const char *overlay_dir, GPtrArray *problems) G_GNUC_WARN_UNUSED_RESULT;
/* Appends every fault of the provider files in @dir/providers (NULL: the compiled-in ones) to
 * @problems as "FILE:LINE: sentence". For lint.h. */
void doctor_providers_lint (const char *dir, GPtrArray *problems);
DoctorProviders *doctor_providers_ref (DoctorProviders *providers);
void doctor_providers_unref (DoctorProviders *providers);
guint doctor_providers_get_n (DoctorProviders *providers);
const DoctorProvider *doctor_providers_get (DoctorProviders *providers, guint i);
const DoctorProvider *doctor_providers_lookup (DoctorProviders *providers, const char *id);
/* By exact domain of @address, then by pattern. NULL when none. */
const DoctorProvider *
doctor_providers_for_address (DoctorProviders *providers, const char *address);
/* By one of its server names. NULL when none. */
const DoctorProvider *doctor_providers_for_host (DoctorProviders *providers, const char *host);

const char *doctor_provider_get_id (const DoctorProvider *provider);
const char *doctor_provider_get_name (const DoctorProvider *provider); /* current language */
/* One of the [Provider] keys as text, or NULL. */
const char *doctor_provider_get (const DoctorProvider *provider, const char *key);
guint doctor_provider_get_n_servers (const DoctorProvider *provider);
const DoctorServer *doctor_provider_get_server (const DoctorProvider *provider, guint i);
/* Meaning of a reply text at this provider (a code such as "app-password-required"), or NULL.
 * @protocol: "imap", "pop3", "smtp", or NULL for any. */
const char *doctor_provider_explain (const DoctorProvider *provider,
                                     const char *protocol,
                                     const char *reply_text);

/* Sets provider.* in @facts (not sealed) in place of what was said of a provider before:
 * the server that the account has when the provider names it, else the first that it names;
 * provider.marker for each reply.text that is known. Call it again when replies came. */
void doctor_provider_describe (const DoctorProvider *provider, DoctorFacts *facts);
/* Recognises the provider of the account in @facts by address, then by the hosts, and
 * describes it. Returns it, or NULL. */
const DoctorProvider *doctor_providers_describe (DoctorProviders *providers, DoctorFacts *facts);
/* TRUE when @host is a server of @provider for the domain of @address: a password of that
 * address may go there (catalogue of safety rules). */
gboolean
doctor_provider_owns_host (const DoctorProvider *provider, const char *host, const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorProviders, doctor_providers_unref)

G_END_DECLS
