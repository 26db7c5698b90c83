/* etpan.h: between libetpan's result codes and our outcomes. */
#pragma once
#include "probe/dialect.h"

G_BEGIN_DECLS

/* The stream of @chain as libetpan wants it; owned by the session it is given to. */
mailstream *doctor_etpan_open (DoctorChain *chain) G_GNUC_WARN_UNUSED_RESULT;
/* What came of a command: @accepted when libetpan says so; else by the state of the stream
 * and by what the server said since our last write. */
DoctorOutcome doctor_etpan_outcome (DoctorChain *chain, gboolean accepted);
/* What came of an exchange that went nowhere: nothing that speaks against the password. */
DoctorOutcome doctor_etpan_broken (DoctorChain *chain);
/* Writes @line (with its line end) to @stream. FALSE when it could not be written. */
gboolean doctor_etpan_say (mailstream *stream, const char *line) G_GNUC_WARN_UNUSED_RESULT;
/* Overwrites what libetpan still holds of what was last written. */
void doctor_etpan_forget (mailstream *stream);

G_END_DECLS
