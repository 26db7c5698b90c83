/* case-fixture.h: a case of one account, with a bridge and a child of the tests' own. */
#pragma once
#include "plugin/case-private.h"
#include "plugin/case.h"
#include "tests/unit/fake-bridge.h"

/* The account: port 143 without encryption. */
#define CASE_SETTINGS                                                                              \
  "account.name 'Work'\naccount.address 'ann@mail.example'\naccount.protocol 'imap'\n"             \
  "receive.service.protocol 'imap'\nreceive.server.host 'mail.example'\nreceive.server.port 143\n" \
  "receive.server.security 'none'\nreceive.auth.enabled true\nreceive.auth.user 'ann'\n"           \
  "receive.auth.mechanism 'automatic'\n"

typedef struct {
  char *dir, *program;
  DoctorCase *c;
  guint n_changed;
} Fixture;

/* The child that plays a server which wants TLS on 993 and the password “right”. */
extern const char case_child[];

void case_set_up (Fixture *f, gconstpointer data);
void case_tear_down (Fixture *f, gconstpointer data);
void case_on_changed (DoctorCase *c, gpointer fixture);
/* Puts @script in place of the child; @verdict goes where it says @VERDICT@. */
void case_write_child (Fixture *f, const char *script, const char *verdict);
/* Aborts the test: for time limits. */
gboolean case_on_stuck (gpointer data);
void case_wait_while (Fixture *f, DoctorCaseState state);
void case_run_idles (void);
/* The client could not receive. @began: seconds since 1970, or 0. */
void case_client_fails (const char *stage, const char *text, gint64 began);
gint64 case_soon (void); /* after all changes made until now */
void case_examine (Fixture *f);
void case_assert_setting (const char *name, const char *value);
/* The offer of that fix; there must be one. Borrowed. */
const DoctorOffer *case_get_offer (Fixture *f, const char *id);
/* NULL: there must be no problem of ours. */
void case_assert_problem (Fixture *f, const char *words);
