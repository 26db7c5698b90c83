/* nameserver.h: asks the name servers themselves (c-ares): no hosts file, no name service
 * switch, no cache of this computer. Several questions at once, none asked twice, each with
 * its own time limit, cut short by the caller's patience. One thread at a time. */
#pragma once
#include "probe/patience.h"
#include "probe/records.h"

G_BEGIN_DECLS

enum { /* milliseconds */
       /* UDP may lose the question, or a server be dead: then the next is asked, or it again. A
        * resolver that must ask around itself takes up to about a second. */
       DOCTOR_NAME_SERVER_RETRY_MS = 1500,
       /* Twice each of two servers. */
       DOCTOR_NAME_SERVERS_LIMIT_MS = 4500,
       /* A shorter silence tells nothing of a server. */
       DOCTOR_NAME_SERVERS_FAIR_WAIT_MS = 1000,
};

typedef struct {
  char *name; /* ASCII */
  DoctorRecordType type;
  DoctorAnswer *answer; /* NULL while under way */
  gint64 start_us;
  int ms; /* until the answer */
} DoctorQuestion;

typedef struct _DoctorQuestions DoctorQuestions;

/* @servers: "address:port,…" (IPv6 in brackets) in place of the system's; NULL: the system's.
 * NULL when no name server may be asked: @servers is empty, or c-ares cannot begin. */
DoctorQuestions *doctor_questions_new (const char *servers) G_GNUC_WARN_UNUSED_RESULT;
void doctor_questions_free (DoctorQuestions *questions); /* accepts NULL */
/* Whether @name (ASCII) is one that name servers answer for: the name of a host, no address,
 * nothing that belongs to this computer or its neighbours alone (RFC 6761 §6.3, RFC 6762 §22.1). */
gboolean doctor_questions_may_ask (const char *name);
/* Asks; the same question again gives the first one. Names without a dot are completed as the
 * system does. Borrowed, until doctor_questions_free (). */
const DoctorQuestion *
doctor_questions_ask (DoctorQuestions *questions, const char *name, DoctorRecordType type);
/* Waits until there is a further answer. FALSE when none is under way, or the patience ended:
 * then questions that waited fairly have the answer "timeout", the others stay without. */
gboolean doctor_questions_wait (DoctorQuestions *questions, const DoctorPatience *patience);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorQuestions, doctor_questions_free)

G_END_DECLS
