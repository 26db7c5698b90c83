/* fix-table.h: between the files of fix.h: fix-table.c (the table, and what changes a server or
 * a login), fix-client.c (what changes the mail program itself), fix.c (what is asked of the
 * table), fix-text.c and fix-guide.c (words). */
#pragma once
#include "core/fix.h"

G_BEGIN_DECLS

/* The state that a change starts from, and the set that it fills. */
typedef struct {
  DoctorFacts *facts;
  DoctorScope scope;
  DoctorFacts *changes;
} DoctorFixBuild;

typedef struct {
  const char *id;
  DoctorFixKind kind;
  gboolean (*build) (DoctorFixBuild *build); /* FALSE: not here */
  const char *description;                   /* to be translated */
  const char *trial; /* fact of a trial without which it is never offered, or NULL */
  gboolean is_local; /* it changes how the mail program behaves: no server can try it */
} DoctorFixRow;

extern const DoctorFixRow doctor_fix_rows[];
extern const guint doctor_fix_n_rows;

/* Puts @value (a floating one is taken) into the changes when the account has another one; the
 * second for settings of the account as a whole. */
void doctor_fix_change (DoctorFixBuild *build, const char *name, GVariant *value);
void doctor_fix_change_account (DoctorFixBuild *build, const char *name, GVariant *value);

/* fix-client.c */
gboolean doctor_build_tls_priority (DoctorFixBuild *build);
gboolean doctor_build_longer_timeout (DoctorFixBuild *build);
gboolean doctor_build_all_folders (DoctorFixBuild *build);
gboolean doctor_build_auto_check (DoctorFixBuild *build);
gboolean doctor_build_include (DoctorFixBuild *build);
gboolean doctor_build_leave_out (DoctorFixBuild *build);
gboolean doctor_build_go_online (DoctorFixBuild *build);

G_END_DECLS
