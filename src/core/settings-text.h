/* settings-text.h: the settings of an account as a text file, to keep them, to give them to
 * somebody, and to take them back. Never holds a password.
 *   # comment
 *   account-doctor-settings 1
 *   receive.server.host 'imap.example.org'      the one text form of facts.h */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

/* What can be taken back of @facts, and what tells people which account it is. */
char *doctor_settings_text_write (DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
/* What @text (@length bytes; @origin names it in errors) would change of an account with the
 * settings @now: only what differs, never empty. NULL with a sentence in @error when it is no such
 * file, from a newer version, has a line that is not understood, belongs to another kind of
 * account, would end encryption, or changes nothing. */
DoctorFacts *doctor_settings_text_read (const char *text,
                                        gsize length,
                                        const char *origin,
                                        DoctorFacts *now,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
