/* records.h: what a name server answered, taken apart (c-ares parses) and cut down to what
 * an examination may hold: few records, plain names, printable text. Pure: bytes in, records
 * out (fuzzed). */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  DOCTOR_RECORD_A,
  DOCTOR_RECORD_AAAA,
  DOCTOR_RECORD_MX,
  DOCTOR_RECORD_SRV,
  DOCTOR_RECORD_TXT
} DoctorRecordType;

enum {
  /* As many as dns.h takes from the system's resolver; the largest providers publish ten. */
  DOCTOR_RECORDS_MAX = 16,
  /* A busy domain has dozens of TXT records for all kinds of services. */
  DOCTOR_RECORDS_MAX_TXT = 64,
  /* RFC 7208 §3.4 wants an SPF record to fit into 450 bytes; some have thousands. */
  DOCTOR_RECORD_MAX_TEXT_BYTES = 4096,
};

typedef struct {
  char *text; /* an address in numbers, a host in lower case without final dot ("" for the root),
                 or printable ASCII text */
  guint16 priority, weight, port; /* MX: priority; SRV: all */
} DoctorRecord;

typedef struct {
  const char *result; /* as dns.server-result: no-address also means no such record. Static. */
  GPtrArray *records; /* of DoctorRecord, by priority; empty unless found */
  char *real_name;    /* to which the name is an alias; NULL when it is none */
} DoctorAnswer;

/* The number of @type on the wire (RFC 1035 §3.2.2, RFC 3596, RFC 2782). */
int doctor_record_type_number (DoctorRecordType type);
/* Takes the answer to a question for @name apart: @status as c-ares gives it, and the
 * message. Never NULL. */
DoctorAnswer *doctor_answer_new (const char *name,
                                 DoctorRecordType type,
                                 int status,
                                 const guint8 *bytes,
                                 int length) G_GNUC_WARN_UNUSED_RESULT;
void doctor_answer_free (DoctorAnswer *answer); /* accepts NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorAnswer, doctor_answer_free)

G_END_DECLS
