/* derive-inspector.h: programs and devices that open encrypted connections to look inside,
 * known by the name of the authority with which they sign. Pure. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* The product whose name @issuer (a name of a certificate) carries, or NULL. Static. */
const char *doctor_derive_find_inspector (const char *issuer);

G_END_DECLS
