/* finding-example.h: a reply by which a finding is known, as its page in the manual shows it.
 *   [Example NAME]
 *   Service=imap|pop3|smtp
 *   Stage=auth                 as fact reply.stage
 *   Text=2 NO [ALERT] …        what the server said, written from the standards
 * The linter asks the rules: an example that leads to another finding is a fault. */
#pragma once
#include "core/keyfile.h"

G_BEGIN_DECLS

typedef struct {
  char *name, *service, *stage, *text;
} DoctorExample;

/* NULL when anything is wrong with @group, which @file then has as its problem. */
DoctorExample *
doctor_example_read (DoctorKeyFile *file, const char *group) G_GNUC_WARN_UNUSED_RESULT;
void doctor_example_free (DoctorExample *example); /* accepts NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorExample, doctor_example_free)

G_END_DECLS
