/* examine-output.h: the ways to print an examination. */
#pragma once
#include "command/examination.h"

G_BEGIN_DECLS

typedef struct {
  gboolean verbose; /* private facts and all values too */
  gboolean masked;  /* the examinations are masked */
} DoctorOutputOptions;

typedef struct {
  gboolean one_account;   /* cannot tell several apart */
  gboolean prints_each;   /* print is called after each account, else once with all */
  DoctorExamineSink sink; /* sees facts as they come, or NULL */
  void (*print) (GPtrArray *examinations, const DoctorOutputOptions *options);
  void (*print_error) (const char *sentence); /* on standard output too; or NULL */
} DoctorOutput;

/* For people: verdict, the chain of each service, findings. */
void doctor_print_text (GPtrArray *examinations, const DoctorOutputOptions *options);
/* For programs: one object. */
void doctor_print_json (GPtrArray *examinations, const DoctorOutputOptions *options);
/* For the plugin, see account-doctor-lines(7): what came after the last fact. */
void doctor_print_lines (GPtrArray *examinations, const DoctorOutputOptions *options);
void doctor_print_line (const char *name, GVariant *value, gpointer unused);
/* "error 'sentence'" and the end, for a failure of ours. */
void doctor_print_lines_error (const char *sentence);

G_END_DECLS
