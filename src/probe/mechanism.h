/* mechanism.h: login methods: our word, the protocol's word, and what each can carry. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  DOCTOR_LOGIN_SASL,    /* sasl.h; xoauth2 and oauthbearer take a token for the password */
  DOCTOR_LOGIN_COMMAND, /* IMAP LOGIN, POP3 USER and PASS */
  DOCTOR_LOGIN_APOP,
  DOCTOR_LOGIN_NONE /* known, but not tried by a probe: it takes more than a password */
} DoctorLoginKind;

typedef struct {
  const char *word; /* as auth.mechanism */
  const char *wire; /* SASL name, or NULL */
  DoctorLoginKind kind;
} DoctorMechanism;

const DoctorMechanism *doctor_mechanism_lookup (const char *word);
/* By the name in an AUTH list, without regard to case. NULL when not known. */
const DoctorMechanism *doctor_mechanism_lookup_wire (const char *name);
/* The one to try: the @configured one when it is offered, or for "automatic" and NULL the
 * best of @offered for @protocol. NULL when there is none. @offered: our words. */
const DoctorMechanism *
doctor_mechanism_choose (const char *protocol, const char *configured, const char *const *offered);
/* Whether user name and password can be said this way: commands end at a line break, and a
 * SASL answer has to fit into an SMTP command line. */
gboolean doctor_mechanism_can_carry (const DoctorMechanism *mechanism,
                                     const char *user,
                                     const char *password);

G_END_DECLS
