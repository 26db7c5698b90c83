/* prose.h: what the host says in its own words, in any language: a table of its format
 * strings (msgids of the domain "claws-mail") and what each means. */
#pragma once
#include "plugin/format.h"

G_BEGIN_DECLS

typedef enum { /* in the order in which a conversation goes; later is deeper */
               DOCTOR_STAGE_NONE,
               DOCTOR_STAGE_DNS,
               DOCTOR_STAGE_CONNECT,
               DOCTOR_STAGE_TLS,
               DOCTOR_STAGE_CERTIFICATE,
               DOCTOR_STAGE_GREETING,
               DOCTOR_STAGE_CAPABILITY,
               DOCTOR_STAGE_STARTTLS,
               DOCTOR_STAGE_AUTH,
               DOCTOR_STAGE_MAILFROM,
               DOCTOR_STAGE_RCPT,
               DOCTOR_STAGE_DATA,
               DOCTOR_STAGE_SELECT,
               DOCTOR_STAGE_FETCH
} DoctorStage;
const char *doctor_stage_to_string (DoctorStage stage); /* as incident.stage. Static. */

typedef enum {
  DOCTOR_PROTOCOL_ANY,
  DOCTOR_PROTOCOL_IMAP,
  DOCTOR_PROTOCOL_POP3,
  DOCTOR_PROTOCOL_SMTP
} DoctorProtocol;

typedef enum {
  DOCTOR_PROSE_OPENS,   /* a conversation begins */
  DOCTOR_PROSE_NOTE,    /* worth keeping, decides nothing */
  DOCTOR_PROSE_GOES_ON, /* what failed before does not count: the client tries another way */
  DOCTOR_PROSE_PINS,    /* it will fail, and this is why, wherever it fails */
  DOCTOR_PROSE_FAILS,   /* it failed; more lines about it may follow */
  DOCTOR_PROSE_BREAKS,  /* the connection is gone: a failure unless it had worked and was idle */
  DOCTOR_PROSE_ASKS,    /* whether to accept a certificate */
  DOCTOR_PROSE_ENDS,    /* it failed, and the client gave up */
  DOCTOR_PROSE_WORKED,
  DOCTOR_PROSE_CANCELLED
} DoctorProseKind;

typedef struct {
  const char *msgid;
  DoctorProseKind kind;
  DoctorProtocol protocol;
  DoctorStage stage;    /* NONE: where the conversation stands */
  DoctorStage at_least; /* for stage NONE: it had come at least this far */
  /* What each argument is: n account name, h host, p port, e words of the system,
   * s words of the server, f folder, r reason out of the second table, m names that differ,
   * t what else the window says (a certificate's signature), - nothing. */
  const char *args;
  const char *says; /* kept instead of the msgid in English, where that would mislead; or NULL */
} DoctorProseRow;

typedef struct {
  const DoctorProseRow *row;    /* borrowed, static */
  const DoctorProseRow *reason; /* for an argument r that was recognised, or NULL */
  DoctorSpan name, host, server, system, folder; /* into the text; start NULL when it has none */
  int port;                                      /* 0 when it has none */
  gboolean other_name;                           /* a certificate for another name */
  const char *signature; /* what is wrong with its signature, static, or NULL */
} DoctorProseMatch;

typedef struct _DoctorProse DoctorProse;

/* Compiles the table as @translate says it now. */
DoctorProse *
doctor_prose_new (const char *(*translate) (const char *msgid)) G_GNUC_WARN_UNUSED_RESULT;
void doctor_prose_free (DoctorProse *prose); /* accepts NULL */
/* Whether @translate still says the same; when not, make a new one. Cheap. */
gboolean doctor_prose_is_current (const DoctorProse *prose);
/* Finds the row that recognises most of @text (@length bytes, ends stripped). */
gboolean doctor_prose_match (const DoctorProse *prose,
                             const char *text,
                             gsize length,
                             DoctorProseMatch *match);
/* Whether the certificate in question has a fault, and is not only unknown. */
gboolean doctor_prose_has_fault (const DoctorProseMatch *match);
/* The line in English, with the words of the system in English too as far as they are known:
 * the same for every language, so that wire.h can take it apart. */
char *doctor_prose_dup_english (const DoctorProseMatch *match) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorProse, doctor_prose_free)

G_END_DECLS
