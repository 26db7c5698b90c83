/* facts.h: what is known about one account, as named values with their source.
 *
 * A set of facts is filled, sealed, and then only read. It never interprets, never
 * blocks, and knows no protocol. Names and types are those of the fact dictionary
 * (fact-dictionary.h). Facts of a service carry its scope in front:
 * "receive.tcp.result", "send.tcp.result"; facts of the account do not
 * ("provider.id"). Rules and texts use the bare name, and lookups take the scope.
 *
 * Not thread-safe: one thread fills it; after sealing, any thread may read. */
#pragma once
#include <gio/gio.h>

G_BEGIN_DECLS

#define DOCTOR_ERROR (doctor_error_quark ())
typedef enum {
  DOCTOR_ERROR_BAD_FACT,     /* unknown name, wrong type, or a line that is none */
  DOCTOR_ERROR_BAD_RULE,     /* a finding file is wrong */
  DOCTOR_ERROR_BAD_SETTINGS, /* accountrc or a settings file is wrong or missing */
  DOCTOR_ERROR_NO_ACCOUNT,   /* no account of that name */
  DOCTOR_ERROR_BAD_CHILD,    /* the examiner could not be started, died or said nonsense */
  DOCTOR_ERROR_REFUSED,      /* a safety rule forbids it */
  DOCTOR_ERROR_USAGE         /* wrong words on the command line */
} DoctorError;
GQuark doctor_error_quark (void);

typedef enum {
  DOCTOR_SCOPE_ACCOUNT, /* no prefix */
  DOCTOR_SCOPE_RECEIVE,
  DOCTOR_SCOPE_SEND
} DoctorScope;

/* "receive", "send", or NULL for the account itself. Static. */
const char *doctor_scope_to_string (DoctorScope scope);
/* Splits "receive.tcp.result" into scope and bare name (borrowed from @name). A name
 * without a known prefix has the scope of the account and is its own bare name. */
DoctorScope doctor_scope_split (const char *name, const char **out_bare);

typedef enum { /* where a fact comes from; only PROBE and TRIAL can prove */
               DOCTOR_SOURCE_SETTINGS,
               DOCTOR_SOURCE_INCIDENT,
               DOCTOR_SOURCE_REPLY, /* a text given to explain */
               DOCTOR_SOURCE_PROVIDER,
               DOCTOR_SOURCE_PROBE,
               DOCTOR_SOURCE_TRIAL,
               DOCTOR_SOURCE_DERIVED
} DoctorSource;
const char *doctor_source_to_string (DoctorSource source); /* "settings", ... Static. */

typedef struct _DoctorFacts DoctorFacts;

DoctorFacts *doctor_facts_new (void) G_GNUC_WARN_UNUSED_RESULT;
DoctorFacts *doctor_facts_ref (DoctorFacts *facts);
void doctor_facts_unref (DoctorFacts *facts); /* accepts NULL */
/* An unsealed copy that shares the values. */
DoctorFacts *doctor_facts_copy (DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

/* Sets the fact with the full @name, in place of what was there. Takes a floating @value.
 * A name or type that the dictionary does not know is a programming error: it is
 * reported by g_critical and not stored. Must not be sealed. */
void doctor_facts_set (DoctorFacts *facts, const char *name, GVariant *value, DoctorSource source);
/* The same for a bare name in @scope. */
void doctor_facts_set_scoped (
  DoctorFacts *facts, DoctorScope scope, const char *name, GVariant *value, DoctorSource source);
void doctor_facts_unset (DoctorFacts *facts, const char *name);
/* Copies all facts of @overlay over @facts. */
void doctor_facts_overlay (DoctorFacts *facts, DoctorFacts *overlay);
void doctor_facts_seal (DoctorFacts *facts);
gboolean doctor_facts_is_sealed (DoctorFacts *facts);
guint doctor_facts_count (DoctorFacts *facts);

/* Lookups: the scoped name first, then the bare one. @scope DOCTOR_SCOPE_ACCOUNT takes
 * @name as it is (it may be a full name). Borrowed; NULL when unknown. */
GVariant *doctor_facts_lookup (DoctorFacts *facts, DoctorScope scope, const char *name);
/* Whether it is known, and the full name (interned) and source under which it was found. */
gboolean doctor_facts_lookup_full (DoctorFacts *facts,
                                   DoctorScope scope,
                                   const char *name,
                                   GVariant **out_value,
                                   const char **out_full_name,
                                   DoctorSource *out_source);
const char *doctor_facts_get_string (DoctorFacts *facts, DoctorScope scope, const char *name);
gint64
doctor_facts_get_int (DoctorFacts *facts, DoctorScope scope, const char *name, gint64 otherwise);
gboolean doctor_facts_get_boolean (DoctorFacts *facts,
                                   DoctorScope scope,
                                   const char *name,
                                   gboolean otherwise);
/* TRUE when the string fact is known and equals @value. */
gboolean
doctor_facts_is (DoctorFacts *facts, DoctorScope scope, const char *name, const char *value);

/* All full names, sorted. Free with g_ptr_array_unref; the strings are borrowed. */
GPtrArray *doctor_facts_names (DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

/* The one text form, "name GVARIANT-TEXT", one fact a line, without type annotations
 * (the dictionary has the type). */
char *doctor_facts_line (const char *name, GVariant *value) G_GNUC_WARN_UNUSED_RESULT;
char *doctor_facts_print (DoctorFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
/* Reads one line into name and value. Newlines are not allowed in it. FALSE with
 * DOCTOR_ERROR_BAD_FACT when it is no fact the dictionary knows; outputs untouched. */
gboolean doctor_facts_parse_line (const char *line,
                                  char **out_name,
                                  GVariant **out_value,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Reads a text of such lines; empty lines and lines that begin with # are skipped.
 * The error names the line as "@origin:LINE: …". */
gboolean doctor_facts_parse (DoctorFacts *facts,
                             const char *text,
                             const char *origin,
                             DoctorSource source,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorFacts, doctor_facts_unref)

G_END_DECLS
