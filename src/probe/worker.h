/* worker.h: what every thread of an examination does first. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Keeps SIGPIPE from a connection that breaks under a write away from this thread. */
void doctor_worker_prepare_thread (void);

G_END_DECLS
