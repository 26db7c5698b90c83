#include "probe/transcript.h"
#include "core/wire.h"
#include "probe/secrets.h"
#include <string.h>

struct _DoctorTranscript {
  DoctorSecretsMask *secrets;
  GString *text, *reply;
  gboolean fresh_reply; /* our turn was last: the next bytes begin a new reply */
  char speaker;         /* of the last line, 'C' or 'S' */
};

DoctorTranscript *
doctor_transcript_new (void)
{
  DoctorTranscript *transcript = g_new0 (DoctorTranscript, 1);
  transcript->secrets = doctor_secrets_mask_new ();
  transcript->text = g_string_new (NULL);
  transcript->reply = g_string_new (NULL);
  return transcript;
}

void
doctor_transcript_free (DoctorTranscript *transcript)
{
  if (transcript == NULL)
    return;
  doctor_secrets_mask_free (transcript->secrets);
  g_string_free (transcript->text, TRUE);
  g_string_free (transcript->reply, TRUE);
  g_free (transcript);
}

void
doctor_transcript_add_secret (DoctorTranscript *transcript, const char *secret, gssize length)
{
  doctor_secrets_mask_add (transcript->secrets, secret, length);
}

/* Begins a line for @speaker where one is due. */
static void
turn_to (DoctorTranscript *transcript, char speaker)
{
  GString *text = transcript->text;
  if (text->len > 0 && text->str[text->len - 1] != '\n' && transcript->speaker != speaker)
    g_string_append_c (text, '\n');
  if (text->len == 0 || text->str[text->len - 1] == '\n')
    g_string_append_printf (text, "%c: ", speaker);
  transcript->speaker = speaker;
}

static void
note (DoctorTranscript *transcript, char speaker, const char *bytes, gsize length)
{
  for (gsize i = 0; i < length && transcript->text->len < DOCTOR_TRANSCRIPT_MAX_BYTES; i++) {
    turn_to (transcript, speaker);
    if (bytes[i] != '\r')
      g_string_append_c (transcript->text, bytes[i] == '\0' ? '?' : bytes[i]);
  }
}

void
doctor_transcript_server (DoctorTranscript *transcript, const char *bytes, gsize length)
{
  if (transcript->fresh_reply)
    g_string_truncate (transcript->reply, 0);
  transcript->fresh_reply = FALSE;
  gsize room = DOCTOR_TRANSCRIPT_MAX_REPLY_BYTES - transcript->reply->len;
  g_string_append_len (transcript->reply, bytes, (gssize)MIN (length, room));
  note (transcript, 'S', bytes, length);
}

void
doctor_transcript_client (DoctorTranscript *transcript,
                          const char *bytes,
                          gsize length,
                          gboolean is_private)
{
  static const char hidden[] = "[…]\n";
  transcript->fresh_reply = TRUE;
  if (is_private)
    note (transcript, 'C', hidden, strlen (hidden));
  else if (bytes != NULL)
    note (transcript, 'C', bytes, length);
}

char *
doctor_transcript_dup_harmless (DoctorTranscript *transcript, const char *text)
{
  g_autofree char *masked = doctor_secrets_mask_apply (transcript->secrets, text);
  return doctor_wire_scrub (masked, DOCTOR_TRANSCRIPT_MAX_BYTES);
}

char *
doctor_transcript_dup_reply (DoctorTranscript *transcript)
{
  return doctor_transcript_dup_harmless (transcript,
                                         transcript->fresh_reply ? "" : transcript->reply->str);
}

char *
doctor_transcript_dup (DoctorTranscript *transcript)
{
  return doctor_transcript_dup_harmless (transcript, transcript->text->str);
}
