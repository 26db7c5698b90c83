/* computer.h: what this computer says of itself, without a network. A struct of functions, so
 * that tests can put another computer in the place of this one. */
#pragma once
#include "probe/patience.h"

G_BEGIN_DECLS

typedef struct {
  gint64 free_bytes;
  gboolean is_writable;
} DoctorFolder;

typedef struct {
  /* Links that are up (DoctorLink), and the one that leads to @address: link.h. */
  GArray *(*read_links) (void);
  char *(*find_route) (const char *address);
  /* As computer.connectivity; static. */
  const char *(*ask_desktop) (const DoctorPatience *patience);
  const char *(*get_variable) (const char *name);
  /* FALSE when it is not there, or did not answer. */
  gboolean (*look_at_folder) (const char *path, const DoctorPatience *patience, DoctorFolder *out);
  const char *hosts_file;
  guint16 web_port; /* on which a network's sign-in page catches a plain request */
} DoctorComputer;

/* This one. Static. */
const DoctorComputer *doctor_computer_get (void);

G_END_DECLS
