/* software.h: which server program speaks, by what it says of itself: greeting, IMAP ID
 * (RFC 2971), EHLO answer, capabilities. Pure: a table and no guesses. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* A word such as "dovecot", or NULL when nothing tells. @protocol: imap, pop3, smtp.
 * @greeting, @id (the server's answer to ID) and @capabilities (NULL-terminated; for SMTP the
 * keywords of EHLO) may be NULL. What a program says in ID counts more than its greeting, and
 * that more than its abilities. Static. */
const char *doctor_software_recognise (const char *protocol,
                                       const char *greeting,
                                       const char *id,
                                       const char *const *capabilities);

G_END_DECLS
