/* explanation.h: a text that a server or a library wrote, with what is known around it, as
 * facts. No network. */
#pragma once
#include "core/provider.h"

G_BEGIN_DECLS

enum {
  DOCTOR_EXPLANATION_MAX_TEXT_BYTES = 64 * 1024, /* of a longer text the end counts */
  DOCTOR_EXPLANATION_MAX_DEPTH = 32              /* of nested JSON: the parser recurses */
};

/* What is known is borrowed text; NULL and 0 mean that it is not. */
typedef enum { DOCTOR_UNKNOWN, DOCTOR_NO, DOCTOR_YES } DoctorAnswer;

typedef struct {
  const char *service;  /* one of doctor_explanation_services */
  const char *stage;    /* as reply.stage, or a common word for it */
  const char *text;     /* any bytes */
  const char *provider; /* id or name */
  const char *domain;   /* of the mail address */
  const char *host;
  const char *security; /* tls, starttls, none */
  gint64 port;
  DoctorAnswer receive_ok; /* whether the account logs in for receiving */
  DoctorAnswer send_ok;
  DoctorAnswer worked_before; /* whether the service worked with these settings */
} DoctorExplanation;

/* "imap", "pop3", "smtp", "tls", "net", "oauth", NULL */
extern const char *const doctor_explanation_services[];

/* Facts that follow, not derived from and not sealed. Values that are none (a port of 99999,
 * an unknown stage) are left out. Cannot fail. */
DoctorFacts *doctor_explanation_describe (const DoctorExplanation *explanation,
                                          DoctorProviders *providers) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
