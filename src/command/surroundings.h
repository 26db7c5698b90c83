/* surroundings.h: what an account has around it in the profile of the mail client: the folder
 * that holds its mail, the servers of the other accounts, the proxy that it goes through, the
 * client's own switches, filter rules, queue and history. Reads only; what cannot be read is not
 * known. */
#pragma once
#include "command/accountrc.h"

G_BEGIN_DECLS

enum {
  /* More would say nothing that these do not. */
  DOCTOR_SURROUNDINGS_MAX_SERVERS = 16,
  DOCTOR_SURROUNDINGS_MAX_BYTES = 4 * 1024 * 1024,
};

/* Adds mail.folder, control.servers, proxy.* and what doctor_claws_client_add () adds of account
 * @i to @facts, its settings. */
void doctor_surroundings_add (DoctorFacts *facts,
                              DoctorAccountrc *accountrc,
                              guint i,
                              const char *config_dir);

/* The text of @config_dir/@name, up to the limit above; NULL when it cannot be read. Wipe it
 * when the file may hold secrets. */
char *doctor_surroundings_read_file (const char *config_dir,
                                     const char *name,
                                     gsize *out_length) G_GNUC_WARN_UNUSED_RESULT;
/* proxy.* as the client's settings have it (claws-proxy.c). */
void doctor_claws_proxy_add (DoctorFacts *facts,
                             DoctorAccountrc *accountrc,
                             guint i,
                             const char *config_dir);
/* client.*, accounts.same-mailbox, filter.*, queue.*, folders.* and history.*, as far as the files
 * of the profile say (claws-client.c). */
void doctor_claws_client_add (DoctorFacts *facts,
                              DoctorAccountrc *accountrc,
                              guint i,
                              const char *config_dir);
/* The value of @key in section [Common] of @clawsrc, the text of the file, which may be NULL; NULL
 * when there is none. */
char *doctor_claws_dup_common (const char *clawsrc, const char *key) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
