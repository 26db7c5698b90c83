/* roots.h: the public certificate authorities as the distribution ships them, to tell from
 * them those that somebody added on this computer. */
#pragma once
#include <glib.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

typedef struct _DoctorRoots DoctorRoots;

/* Reads the first of @places (NULL-terminated; folders or files with PEM certificates) that
 * exists; NULL: where the distributions keep them. NULL when there is none: then nothing can
 * be told. */
DoctorRoots *doctor_roots_load (const char *const *places) G_GNUC_WARN_UNUSED_RESULT;
void doctor_roots_free (DoctorRoots *roots); /* accepts NULL */
gboolean doctor_roots_contain (const DoctorRoots *roots, X509 *root);
guint doctor_roots_count (const DoctorRoots *roots);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoctorRoots, doctor_roots_free)

G_END_DECLS
