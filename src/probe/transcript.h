/* transcript.h: what was said on a connection, with secrets masked, for people to read and
 * for the reply that decides. Bounded: the beginning is kept, the rest is dropped. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

enum {
  DOCTOR_TRANSCRIPT_MAX_BYTES = 32 * 1024,
  DOCTOR_TRANSCRIPT_MAX_REPLY_BYTES = 8 * 1024,
};

typedef struct _DoctorTranscript DoctorTranscript;

DoctorTranscript *doctor_transcript_new (void) G_GNUC_WARN_UNUSED_RESULT;
void doctor_transcript_free (DoctorTranscript *transcript); /* accepts NULL */
/* Masked from now on wherever it stands (secrets.h); -1: a string. */
void doctor_transcript_add_secret (DoctorTranscript *transcript, const char *secret, gssize length);
void doctor_transcript_server (DoctorTranscript *transcript, const char *bytes, gsize length);
/* Our own turn: what the server says next is a new reply. @bytes NULL: nothing to note but
 * that; @is_private: notes that something was said, not what. */
void doctor_transcript_client (DoctorTranscript *transcript,
                               const char *bytes,
                               gsize length,
                               gboolean is_private);
/* What the server said since our own turn; "" when nothing. Masked and harmless (wire.h). */
char *doctor_transcript_dup_reply (DoctorTranscript *transcript) G_GNUC_WARN_UNUSED_RESULT;
/* All of it, "C: " and "S: " before each line. */
char *doctor_transcript_dup (DoctorTranscript *transcript) G_GNUC_WARN_UNUSED_RESULT;
/* @text masked and harmless. */
char *doctor_transcript_dup_harmless (DoctorTranscript *transcript,
                                      const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
