/* provider-words.h: what a provider's file says, in words for people. */
#pragma once
#include "core/provider.h"

G_BEGIN_DECLS

/* The value of @key as doctor_provider_get () has it, in the current language; NULL when it has
 * none. */
char *doctor_provider_dup_words (const DoctorProvider *provider,
                                 const char *key) G_GNUC_WARN_UNUSED_RESULT;
/* A server as "host, port 993, TLS". */
char *doctor_server_dup_words (const char *host,
                               guint16 port,
                               const char *security) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
