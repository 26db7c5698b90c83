/* queue.h: what waits for sending in a queue folder of the mail program: one file a message, its
 * own notes for sending in front. Reads the heads of the files, a bounded number; sends and
 * changes nothing. A file that cannot be read is passed over. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

enum { DOCTOR_QUEUE_MAX_FILES = 256 }; /* what is there beyond tells nothing more */

/* Sets queue.count, and where something waits queue.oldest, queue.largest and
 * queue.largest-subject, from the messages in @folder that are sent through account @account_id. */
void doctor_queue_describe (DoctorFacts *facts, const char *folder, int account_id);

G_END_DECLS
