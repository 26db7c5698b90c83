/* provider-private.h: what the parts of provider.h share. */
#pragma once
#include "core/provider-file.h"

G_BEGIN_DECLS

/* Whether @name (small letters) fits @pattern with its * and ?. */
gboolean doctor_name_matches (const char *pattern, const char *name);
/* The part of @address behind the last @, in small letters, or NULL. */
char *doctor_address_dup_domain (const char *address) G_GNUC_WARN_UNUSED_RESULT;
/* A program on this computer, whoever's. */
gboolean doctor_host_is_loopback (const char *host);
/* "domain" or "pattern" when @domain (small letters) is one of @provider, or NULL. */
const char *doctor_provider_match_domain (const DoctorProvider *provider, const char *domain);
/* Whether @host, as it stands in a list of names or patterns, is in @hosts. */
gboolean doctor_provider_has_name (char *const *hosts, const char *host, const char *domain);
/* Whether @host is a server, another host or a retired one of @provider; @domain of the address
 * for names that hold {domain}, or NULL. */
gboolean
doctor_provider_has_host (const DoctorProvider *provider, const char *host, const char *domain);
gboolean doctor_provider_is_doubtful (const DoctorProvider *provider, const char *key);

/* provider.c: those of the overlay folder, all read. Borrowed. */
GPtrArray *doctor_providers_get_overlay (DoctorProviders *providers);

/* provider-search.c: the provider that most of @hosts (small letters) belong to, or NULL. */
const DoctorProvider *doctor_providers_for_hosts (DoctorProviders *providers, GPtrArray *hosts);
/* Adds a copy of @host, where it is one of another computer. */
void doctor_hosts_add (GPtrArray *hosts, const char *host);
/* provider-facts.c: as doctor_provider_describe (); @how is for provider.matched-by, @verified
 * whether that is certain. */
void doctor_provider_describe_as (const DoctorProvider *provider,
                                  DoctorFacts *facts,
                                  const char *how,
                                  gboolean verified);

G_END_DECLS
