/* hint.h: the strip above the message list. One at a time; never blocks, never takes the
 * focus; goes away when the account works again. */
#pragma once
#include "plugin/case.h"

G_BEGIN_DECLS

gboolean doctor_hint_attach (GError **error)
  G_GNUC_WARN_UNUSED_RESULT;    /* puts it into the main window, hidden */
void doctor_hint_detach (void); /* idempotent */
void doctor_hint_update (void); /* shows what doctor_case_list_hints () says */
/* Offers, below the words of the strip and as long as it stands, to have it instead of the
 * host's error windows. @accepted is called when the person wants that. */
void doctor_hint_offer_quiet (void (*accepted) (void));
/* What Repair… does: opens the panel, and examines where nobody has yet. */
void doctor_hint_repair (int account_id);

G_END_DECLS
