/* passwords.h: the one place where passwords are held. They come from a pipe or from the
 * terminal, never from arguments or the environment; they lie in memory that is neither
 * swapped nor dumped, and are wiped when freed. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

enum { DOCTOR_PASSWORDS_MAX_BYTES = 8192 }; /* OAuth2 tokens are the longest that occur */

typedef struct _DoctorPasswords DoctorPasswords;

/* No core file, no tracing by others: to be called before any password is read. */
void doctor_passwords_harden_process (void);

/* Empty. NULL with an error when there is no memory for it. */
DoctorPasswords *doctor_passwords_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void doctor_passwords_free (DoctorPasswords *passwords); /* wipes; accepts NULL */

/* Reads @fd to its end and closes it: the first line is the password for receiving, the
 * second, if any, that for sending, the third that for the proxy. FALSE with an error when it
 * cannot be read, is too long or has a NUL in it. */
gboolean doctor_passwords_read (DoctorPasswords *passwords,
                                int fd,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a person sits at standard input and standard error. */
gboolean doctor_passwords_can_ask (void);
/* Asks at the terminal, without echo. FALSE when the person gives none (empty,
 * Ctrl-D) or it is too long; Ctrl-C ends the program as usual. */
gboolean doctor_passwords_ask (DoctorPasswords *passwords, DoctorScope scope, const char *question);

/* The password for @scope, or NULL; that of the account itself is for its proxy. Borrowed. */
const char *doctor_passwords_get (DoctorPasswords *passwords, DoctorScope scope);
/* Lets sending use the password for receiving when it has none of its own. */
void doctor_passwords_share (DoctorPasswords *passwords);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorPasswords, doctor_passwords_free)

G_END_DECLS
