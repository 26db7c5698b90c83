/* speech.h: which protocol a server speaks, by its first bytes. Pure. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* A word of greeting.protocol: imap pop3 smtp tls http unknown. Static. */
const char *doctor_speech_recognise (const char *bytes, gsize length);

G_END_DECLS
