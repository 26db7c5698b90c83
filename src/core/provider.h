/* provider.h: what is known about mail providers (src/data/providers/NAME.provider, and an
 * administrator's overlay folder). Those compiled in are read when they are asked for; what was
 * read is immutable, and any thread may ask.
 *   [Provider]
 *   Name=iCloud  Name[ja]=…         every text has its [ja]
 *   Aliases=other ids;              Country=JP
 *   Kind=isp                        business carrier freemail hosting isp privacy
 *   Status=active                   active closing ended no-imap
 *   Domains=icloud.com;me.com;      Patterns=*.example;
 *   MX=mail.icloud.com;             ends of names of mail exchangers; UnverifiedMX= the same
 *   OtherHosts=*.example;           servers that are recognised, never recommended
 *   RetiredHosts=old.example;       given up, or never were mail servers
 *   Password=app-password           as provider.password, PasswordPage=https://…
 *   PasswordIgnores=blanks;dashes;  what may stand between its groups, and is no part of it
 *   PasswordNote=… UserNameNote=… ServerNote=… Note=…  a sentence or two each
 *   UserName=address                address local-part separate-id domain-dependent
 *   OAuth2=true
 *   Webmail= HelpPage= StatusPage= UnlockPage=https://…
 *   Confidence=high|medium|low      Checked=2026-10      also in any group below
 *   Doubtful=Password;UserName;     keys that are less sure than the rest
 *   Doubt=…                         where sources differ
 *   Sources=articles general lists mail-programs measured mozilla provider
 *   [IMAP 1]  Host= Port= Security=tls|starttls UserName=   best first; [POP3 N], [SMTP N]
 *   [Switch]  Services=imap;pop3;smtp;  Place=…  Page=https://…     to be switched on first
 *   [Limits]  Connections= MessageBytes= DailySend= FreeBytes= Idle=false Note=…
 *   [Marker NAME]  Contains=…  Means=app-password-required  Protocol=imap|pop3|smtp (or any)
 *   [Note NAME]    Text=…
 *   [Change NAME]  Date=2026-12  Text=…
 *                  About=access encryption password sending servers service storage */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

typedef struct _DoctorProvider DoctorProvider;
typedef struct _DoctorProviders DoctorProviders;

typedef struct {
  const char *protocol; /* "imap", "pop3", "smtp" */
  const char *host;     /* may hold {domain} */
  guint16 port;
  const char *security;  /* "tls", "starttls" */
  const char *user_name; /* form of the user name here, or NULL: that of the provider */
  gboolean is_doubtful;
} DoctorServer;

typedef struct {
  const char *text;  /* in the current language */
  const char *date;  /* of a change: "2026", "2026-12", "2026-12-31"; else NULL */
  const char *about; /* of a change: a word; else NULL */
  gboolean is_doubtful;
} DoctorNote;

/* As doctor_ruleset_load (); the compiled-in files are read later. */
DoctorProviders *
doctor_providers_load (const char *overlay_dir, GPtrArray *problems) G_GNUC_WARN_UNUSED_RESULT;
void doctor_providers_free (DoctorProviders *providers);
/* All of them by id; getting one reads it. */
guint doctor_providers_get_n (DoctorProviders *providers);
const DoctorProvider *doctor_providers_get (DoctorProviders *providers, guint i);
/* By id. NULL when none. */
const DoctorProvider *doctor_providers_lookup (DoctorProviders *providers, const char *id);
/* By id, English name or alias as people write it: "Mail.ru", "web de". NULL when none. */
const DoctorProvider *doctor_providers_for_name (DoctorProviders *providers, const char *name);
/* By exact domain of @address, then by pattern; what it was in @out_how ("domain", "pattern";
 * may be NULL). NULL when none. */
const DoctorProvider *doctor_providers_for_address (DoctorProviders *providers,
                                                    const char *address,
                                                    const char **out_how);
/* By the end of the name of a mail exchanger. @out_verified: FALSE when that name is only said
 * to be the provider's. NULL when none. */
const DoctorProvider *
doctor_providers_for_mx (DoctorProviders *providers, const char *mx, gboolean *out_verified);
/* By one of its server names. NULL when none. */
const DoctorProvider *doctor_providers_for_host (DoctorProviders *providers, const char *host);

const char *doctor_provider_get_id (const DoctorProvider *provider);
const char *doctor_provider_get_name (const DoctorProvider *provider); /* current language */
/* One of the [Provider] keys as text, or of another group: "Switch.Place". NULL when there is
 * none. */
const char *doctor_provider_get (const DoctorProvider *provider, const char *key);
guint doctor_provider_get_n_servers (const DoctorProvider *provider);
const DoctorServer *doctor_provider_get_server (const DoctorProvider *provider, guint i);
guint doctor_provider_get_n_notes (const DoctorProvider *provider);
const DoctorNote *doctor_provider_get_note (const DoctorProvider *provider, guint i);
guint doctor_provider_get_n_changes (const DoctorProvider *provider);
const DoctorNote *doctor_provider_get_change (const DoctorProvider *provider, guint i);
/* Host name of @server for an address in @domain (NULL: {domain} stays). */
char *
doctor_server_dup_host (const DoctorServer *server, const char *domain) G_GNUC_WARN_UNUSED_RESULT;
/* Meaning of a reply text at this provider (a code such as "app-password-required"), or NULL.
 * @protocol: "imap", "pop3", "smtp", or NULL for any. */
const char *doctor_provider_explain (const DoctorProvider *provider,
                                     const char *protocol,
                                     const char *reply_text);

/* Sets provider.* in @facts (not sealed) in place of what was said of a provider before:
 * the server that the account has when the provider names it, else the first that it names;
 * provider.marker for each reply.text that is known. Call it again when replies came. */
void doctor_provider_describe (const DoctorProvider *provider, DoctorFacts *facts);
/* Recognises the provider of the account in @facts by address, then by mail exchanger
 * (domain.mx), then by the hosts, and describes it; where a name is one slip away from a known
 * one, sets host.typo-of and domain.typo-of. Returns the provider, or NULL. */
const DoctorProvider *doctor_providers_describe (DoctorProviders *providers, DoctorFacts *facts);
/* Sets host.typo-of and domain.typo-of alone, for facts whose provider was found otherwise. */
void doctor_providers_describe_typos (DoctorProviders *providers, DoctorFacts *facts);
/* TRUE when @host is a server of @provider for the domain of @address: a password of that
 * address may go there (catalogue of safety rules). Never by what is little confirmed. */
gboolean
doctor_provider_owns_host (const DoctorProvider *provider, const char *host, const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorProviders, doctor_providers_free)

G_END_DECLS
