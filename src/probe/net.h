/* net.h: TCP connections to many addresses and ports at once, without blocking. Knows
 * nothing of what is said on them. */
#pragma once
#include "probe/patience.h"

G_BEGIN_DECLS

typedef struct {
  char *address; /* in numbers */
  guint16 port;
  gboolean is_ipv6;
  int fd;             /* -1 when there is none (any more) */
  int error;          /* errno, 0 when connected or under way */
  const char *result; /* as tcp.result; NULL while under way */
  gint64 start_us;
  int ms; /* time until the result */
} DoctorAttempt;

typedef struct _DoctorAttempts DoctorAttempts;

DoctorAttempts *doctor_attempts_new (void) G_GNUC_WARN_UNUSED_RESULT;
void doctor_attempts_free (DoctorAttempts *attempts); /* closes what was not taken; accepts NULL */
/* Begins to connect to @address (an IP address in numbers) and @port. */
void doctor_attempts_add (DoctorAttempts *attempts, const char *address, guint16 port);
guint doctor_attempts_get_n (DoctorAttempts *attempts);
/* Borrowed. */
DoctorAttempt *doctor_attempts_get (DoctorAttempts *attempts, guint i);
guint doctor_attempts_count_pending (DoctorAttempts *attempts);
/* Waits until one more attempt has its result, or the patience ends. With nothing under
 * way it returns READY at once. */
DoctorWait doctor_attempts_wait (DoctorAttempts *attempts, const DoctorPatience *patience);
/* Gives up those that have been under way for @limit_ms or longer: they get "timeout". */
void doctor_attempts_expire (DoctorAttempts *attempts, int limit_ms);
/* Hands out the socket of a connected attempt; it is the caller's to close. */
int doctor_attempt_take_fd (DoctorAttempt *attempt);
/* Acknowledges now what came on @fd so far, and what comes next. A server with Nagle's
 * algorithm holds its answer back until then (Postfix after the tickets of TLS), and the
 * system alone would wait 40 ms with it. Holds for a while only (tcp(7)). */
void doctor_socket_acknowledge (int fd);
/* The system's words for an errno, in English whatever the language, because rules read
 * them too. Static. */
const char *doctor_errno_text (int error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorAttempts, doctor_attempts_free)

G_END_DECLS
