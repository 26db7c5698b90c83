/* imap-answer.h: the untagged answers of IMAP that an examination asks for, read with
 * tolerance: a line that is not understood is no answer. One logical line at a time, its
 * literals already as quoted strings. Pure; hostile input is expected (fuzzed). */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  DOCTOR_IMAP_OTHER,
  DOCTOR_IMAP_OK, /* tagged, with the tag that was asked for */
  DOCTOR_IMAP_NO,
  DOCTOR_IMAP_BAD,
  DOCTOR_IMAP_BYE,
  DOCTOR_IMAP_CONTINUE, /* "+ …" */
} DoctorImapKind;

/* What kind of line it is for the command with @tag. */
DoctorImapKind doctor_imap_classify (const char *line, const char *tag);
/* The words of a capability list in the line, untagged or as response code, in place of what
 * @list holds (char *). FALSE, and nothing changed, when the line has none. */
gboolean doctor_imap_read_capability (const char *line, GPtrArray *list);
/* "* 17 EXISTS". */
gboolean doctor_imap_read_exists (const char *line, gint64 *out_count);

typedef struct {
  gboolean is_lsub;
  gboolean is_noselect; /* in LSUB: only a folder below it is subscribed (RFC 3501 §6.3.9) */
  gboolean is_inbox;
} DoctorImapFolder;
/* "* LIST (\HasNoChildren) "/" INBOX", or LSUB. */
gboolean doctor_imap_read_folder (const char *line, DoctorImapFolder *out_folder);
/* The name in such a line as it is on the wire, with "/" where the server separates levels; NULL
 * when it is none. */
char *doctor_imap_dup_folder_name (const char *line) G_GNUC_WARN_UNUSED_RESULT;
/* "* QUOTA "" (STORAGE 10 512)": in units of 1024 bytes (RFC 9208 §5.1). */
gboolean doctor_imap_read_quota (const char *line, gint64 *out_used_kib, gint64 *out_limit_kib);
/* The first personal namespace of "* NAMESPACE (("INBOX." ".")) NIL NIL" (RFC 2342), as
 * "INBOX." "."; NULL when there is none. */
char *doctor_imap_dup_namespace (const char *line) G_GNUC_WARN_UNUSED_RESULT;
/* "* ID (…)": all between the parentheses, or NULL. */
char *doctor_imap_dup_id (const char *line) G_GNUC_WARN_UNUSED_RESULT;
/* The text of an ALERT in @reply (RFC 9051 §7.1), or NULL. */
char *doctor_imap_dup_alert (const char *reply) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
