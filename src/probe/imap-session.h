/* imap-session.h: a conversation in IMAP: commands with tags, logical lines, and what the
 * server last said that it offers. libetpan reads the greeting, switches to TLS and says
 * goodbye; what comes between is said and heard here, line by line, because its parser gives
 * up on answers that servers do give. */
#pragma once
#include "probe/etpan.h"
#include "probe/imap-answer.h"

G_BEGIN_DECLS

enum {
  DOCTOR_IMAP_TAG_BYTES = 12,
  /* Servers send a handful of untagged lines; a LIST has one for each folder. */
  DOCTOR_IMAP_MAX_LINES = 20000,
};

typedef struct {
  mailimap *imap;
  MMAPString *buffer;
  GString *line;           /* the last one heard */
  GPtrArray *capabilities; /* of char *, as last heard */
  gboolean has_capabilities;
  guint n_tags, n_lines;
  char tag[DOCTOR_IMAP_TAG_BYTES]; /* of the last command */
} DoctorImap;

DoctorImap *doctor_imap_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* Says LOGOUT, waits for nothing, and closes. */
void doctor_imap_free (DoctorImap *session);
/* The next tag, in session->tag. */
const char *doctor_imap_next_tag (DoctorImap *session);
/* The next logical line without its end, each literal in it as a quoted string; capability
 * lists are noted. NULL when there is none to come. Borrowed until the next call. */
const char *doctor_imap_hear (DoctorImap *session);
/* Hears until the answer with session->tag: DOCTOR_IMAP_OK, NO or BAD; DOCTOR_IMAP_BYE when
 * the stream ended before. */
DoctorImapKind doctor_imap_hear_answer (DoctorImap *session);
/* "TAG command", and its answer. TRUE for OK. */
gboolean doctor_imap_ask (DoctorImap *session, const char *command);
gboolean doctor_imap_offers (DoctorImap *session, const char *capability);
void doctor_imap_forget_capabilities (DoctorImap *session);
/* LOGIN with user name and password as strings of RFC 9051 §4.3. */
gboolean doctor_imap_login (DoctorImap *session, const char *user, const char *password);
/* Opens INBOX for reading and looks around, all in one round trip. Sets mailbox.* */
DoctorOutcome doctor_imap_look (DoctorChain *chain);

G_END_DECLS
